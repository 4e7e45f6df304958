/** Where the abstract run stands: which statement runs, in which calls and loops, and how sure it is that it runs at all. */
import { type Scope, Thing, type ThingData, type Value } from '../domain.ts'
import { Places, Store } from './store.ts'
import type { Versions } from '../program.ts'
import type { SyntaxNode } from '../syntax.ts'
import { type Arguments, Exhausted, type Exit, type Parts, Spent, Trace } from '../trace.ts'

/**
 * Evaluated expressions, reads, writes and looks at what a thing holds: about 150 ms of them. Notebooks that take more are
 * followed no further into their calls. No time limit: the same notebook has the same slice on every machine.
 */
const STEPS = 400_000

/**
 * Steps, needs that are noted, and what is compared where paths meet. From the statement on that takes more nothing is
 * followed: it and all after it need all before. Steps alone don't bound the work.
 */
const MOST_WORK = 20_000_000

/** So many objects may an expression be after that. */
const FEW = 8

/** Calls of one function from within itself, as far as they are known. */
export interface Recursion {
  args: Arguments
  /** Memory where any of them begins. */
  entry: Store
  /** Memory where any of them ends; null: none is known to. */
  exit: Store | null
  value: Value
  grown: boolean
}

/** What code that is followed no further depends on, besides what it is given. */
export interface UnfollowedState {
  readonly store: Store
  readonly version: number
  readonly node: SyntaxNode
  readonly at: SyntaxNode
  /** Where it runs, and how sure it is that it runs. */
  readonly place: string
}

/** Code that changed nothing any more. */
export interface Unfollowed extends UnfollowedState {
  readonly found: { readonly given: ReadonlySet<Thing>; readonly result: Value }[]
}

export abstract class RunState {
  readonly places = new Places()
  readonly traces: Trace[] = []
  readonly globals: Scope
  /** Pseudo-things: random streams, library settings, files. */
  readonly streams = new Thing('streams', 'random streams')
  readonly settings = new Thing('settings', 'settings')
  readonly files = new Thing('files', 'files')
  readonly figures = new Thing('figures', 'the figures')
  readonly versions: Versions
  parts!: Parts
  /** Parses text that the program runs: `eval('a + b')`. */
  parse: ((text: string) => SyntaxNode) | undefined
  /** More than zero: text given to `eval` or `exec` runs, whose nodes are no statements of a cell. */
  quoted = 0
  /** What is read now is read only to be shown as the cell's last value. */
  showing = false
  /** The last expression of the running cell. */
  last: SyntaxNode | undefined

  store = new Store()
  /** Whether the point of the program can be reached: not after `return`, `break`, `raise`. */
  live = true
  scope: Scope
  statement = 0
  /** The expression of the running statement that is being evaluated. */
  at: SyntaxNode
  /** How many calls of the notebook's functions deep. */
  readonly calls: { readonly function: Thing; readonly site: SyntaxNode }[] = []
  /** More than zero: what runs may not run at all. */
  doubt = 0
  /** More than zero: what runs is a branch that the notebook did not take. */
  untaken = 0
  /** Whether any object is watched. */
  watching = false
  /** Objects that somebody watches, in the order in which that began. */
  readonly watched = new Set<Thing>()
  /** Frames of the calls that were followed. */
  readonly frames = new Set<Thing>()
  /** The notebook's classes, as far as they are defined. */
  readonly classes = new Set<Thing>()
  /** Where prints go while they are redirected. */
  readonly redirects: Value[] = []
  /** Folder of relative paths, as far as it is known; null: it isn't. */
  folder: string | null = ''
  /** How often a name was read that is bound to more than a function. */
  impure = 0
  /** How many calls deep, of any kind. */
  depth = 0
  /** How many functions deep are run because somebody may call them. */
  callbacks = 0
  /** How many rounds of loops the one that runs is one of. */
  rounds = 1
  readonly tries: Exit[] = []
  /** How many of them are not the notebook's own: errors that a library ends. */
  attempts = 0
  readonly loops: { breaks: Exit; continues: Exit }[] = []
  readonly returns: { exit: Exit; value: Value | null; yields: Value | null }[] = []
  steps = 0
  #work = 0
  /** A statement runs, which too much work may end. */
  bounded = false
  exhaustion = false
  /** How often what a thing is was set anew: with the version of the memory it tells whether anything may have changed. */
  remade = 0
  /** Instances whose special methods are being run, and those whose methods somebody unknown runs. */
  readonly observing = new Set<Thing>()
  readonly calledBack = new Set<Thing>()
  /** Functions that somebody runs because he may, and what they are given. */
  readonly calledWith = new Map<Thing, readonly Thing[]>()
  /** Generators and iterators that are being read. */
  readonly consuming = new Set<Thing>()
  /** Functions that call themselves, while calls from within are followed. */
  readonly recursions = new Map<ThingData, Recursion>()
  /** Code is being stood for that is followed no further. */
  unfollowing = false
  /** The code that was followed no further last, where it changed nothing. */
  unfollowedBefore: Unfollowed | undefined

  constructor(root: SyntaxNode, versions: Versions) {
    this.at = root
    this.versions = versions
    const frame = new Thing('frame', 'the notebook')
    this.globals = { frame, kind: 'global', parent: null, locals: null, globals: new Set() }
    this.scope = this.globals
  }

  get trace(): Trace {
    return (this.traces[this.statement] ??= new Trace())
  }

  /** @throws Spent when the work on the notebook has become more than it may be at all */
  spend(work: number): void {
    this.#work += work
    if (this.#work > MOST_WORK && this.bounded) throw new Spent()
  }

  step(): void {
    this.steps += 1
    this.spend(1)
  }

  /** Whether calls are followed no further. @throws Exhausted when that is news: the statement starts over */
  get exhausted(): boolean {
    if (!this.exhaustion && this.steps > STEPS) throw new Exhausted()
    return this.exhaustion
  }

  /** Whether a value may be so much that each of it is followed no further: a step for each would be squares of steps. */
  isTooMuch({ things }: Value): boolean {
    return things.length > FEW && this.exhausted
  }

  /** Goes back to where a statement began; from here on no call is followed. */
  startOver({ store, doubt, folder }: Pick<RunState, 'store' | 'doubt' | 'folder'>): void {
    Object.assign(this, {
      exhaustion: true,
      store: store.fork(),
      live: true,
      scope: this.globals,
      doubt,
      folder,
    })
    Object.assign(this, {
      untaken: 0,
      quoted: 0,
      depth: 0,
      callbacks: 0,
      rounds: 1,
      showing: false,
      unfollowing: false,
    })
    for (const list of [this.calls, this.redirects, this.tries, this.loops, this.returns]) list.length = 0
    this.attempts = 0
    for (const set of [this.consuming, this.observing, this.calledBack, this.calledWith]) set.clear()
  }

  /** While this stays, what is read and changed again is noted already. */
  now(): string {
    const { at, statement, doubt, untaken, showing, remade, store, scope, tries, redirects } = this
    return [
      store.version,
      remade,
      at.id,
      statement,
      doubt === 0,
      untaken,
      showing,
      scope.frame.id,
      tries.length - this.attempts,
      redirects.length,
    ].join()
  }

  /** The same as `live`, asked after something ran that may have left. */
  isLive(): boolean {
    return this.live
  }
}
