/** What the parts of the abstract run hand to each other. */
import type { Thing, Value } from './domain.ts'
import { Needs } from './memory/needs.ts'
import type { HiddenState } from './program.ts'
import type { Reason } from './refusal.ts'
import type { Store } from './memory/store.ts'
import type { SyntaxNode } from './syntax.ts'

/** What a statement was seen to do. */
export class Trace {
  readonly needs = new Needs()
  readonly reads = new Map<string, { definitions: Set<number>; node: SyntaxNode }>()
  readonly defines = new Set<string>()
  readonly changes = new Map<string, boolean>()
  readonly hidden = { asks: new Set<HiddenState>(), changes: new Set<HiddenState>() }
  readonly files = { reads: new Map<string, boolean>(), writes: new Set<string>() }
  readonly calls = new Map<SyntaxNode, { callee: string; receiver: string | null }>()
  /** In functions that are called. */
  readonly callsWithin: Trace['calls'] = new Map()
  /** By what they say: each is said once, where it stands last. */
  readonly obstacles = new Map<string, { readonly reason: Reason; readonly node: SyntaxNode }>()
  /** Like `needs`, for showing the statement's value. */
  readonly shown = new Needs()
  shows: 'no' | 'maybe' | 'yes' = 'no'
  /** The value of the cell's last expression. */
  value: Value | null = null
}

export interface Arguments {
  readonly positional: readonly Value[]
  readonly keywords: ReadonlyMap<string, Value>
  /** What `*a` and `**k` may hold; null when there are none. */
  readonly rest: Value | null
}

/** The parts of the run that call each other; each lives in its own file. */
export interface Parts {
  evaluate: (node: SyntaxNode) => Value
  call: (callee: Value, args: Arguments, node: SyntaxNode) => Value
  callMethod: (receiver: Value, name: string, args: Arguments, node: SyntaxNode) => Value
  /** Runs the special methods that reading an instance may run. */
  observe: (instance: Thing) => void
  /** Stands for code of the notebook that is followed no further. */
  unfollowed: (value: Value) => Value
  block: (nodes: readonly SyntaxNode[]) => void
  assign: (target: SyntaxNode, value: Value) => void
  elements: (value: Value, node: SyntaxNode) => Value
}

/** Where control may go from a point: the memory there, joined over all that go. */
export interface Exit {
  store: Store | null
}

/** The work on a notebook has become too much while a statement ran. */
export class Exhausted extends Error {}

/** It has become so much that nothing that comes is followed at all. */
export class Spent extends Error {}
