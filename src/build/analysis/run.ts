/** The abstract run of a notebook: its cells, one after the other. */
import type { Cell } from '../notebook/notebook.ts'
import { assign } from './statements/assign.ts'
import { call, callMethod } from './calls.ts'
import { type Value, valueOf } from './domain.ts'
import { elements } from './expressions/elements.ts'
import { evaluate } from './evaluate.ts'
import { execute, executeBlock } from './execute.ts'
import { isBuiltin } from './knowledge/builtins.ts'
import { Machine } from './machine.ts'
import { Exhausted, Spent } from './trace.ts'
import { observe } from './expressions/operators.ts'
import type { SyntaxIssue, Versions } from './program.ts'
import { targetNames } from './functions/scopes.ts'
import { childOf, type SyntaxNode } from './syntax.ts'
import { unfollowed } from './functions/unfollowed.ts'
import { unknownCall } from './calls/unknown.ts'
import type { Unit } from './units.ts'

export interface ProgramCell {
  readonly cell: Cell
  readonly python: string
  readonly captured: boolean
  readonly root: SyntaxNode
  /** Its statements at the level of the cell. */
  readonly units: readonly Unit[]
  readonly issue: SyntaxIssue | null
  /** Following it overflowed the stack: it is as good as unreadable. */
  readonly tooDeep: boolean
}

export interface Run {
  readonly machine: Machine
  /** Statements that raised when the notebook ran, or may have. */
  readonly raised: ReadonlySet<number>
  /** Statements that never ran, because one before them raised. */
  readonly skipped: ReadonlySet<number>
  /** The first statement that was not followed, for all that would have been too much work; null: all were. */
  readonly unfollowedFrom: number | null
}

/** Following a cell needed more stack than there is; the run ends there and says nothing. */
interface Overflow {
  readonly overflow: Cell
  readonly thrown: Error
}

/**
 * @param units statements of all cells, numbered in their order
 * @param parse for text that the notebook runs as code
 * @param versions of libraries, by import name, where they are known
 * @param beside modules in the notebook's folder
 * @returns an Overflow where the work is more than is followed at all
 */
export function runProgram(
  cells: readonly ProgramCell[],
  units: readonly Unit[],
  parse: (text: string) => SyntaxNode,
  versions: Versions,
  beside: readonly string[],
): Run | Overflow {
  const ids = new Map(units.map((unit) => [unit.node, unit.id]))
  const root = cells[0]?.root ?? parse('')
  const machine = new Machine(root, versions)
  const enter = (node: SyntaxNode): void => {
    const id = ids.get(node)
    if (id === undefined) return
    machine.statement = id
    machine.at = node
  }
  machine.parse = parse
  machine.reloads = cells.some(({ cell }) => /^\s*%autoreload\s+[123]/m.test(cell.source))
  machine.addresses = cells.some(({ python }) => /\bctypes\b/.test(python))
  machine.moves = cells.some(({ python }) => /\bchdir\b/.test(python))
  machine.beside = new Set(beside)
  machine.unlocks = cells.some(({ python }) => /\b(?:writeable|setflags)\b/.test(python))
  machine.parts = {
    evaluate: (node) => evaluate(machine, node),
    call: (callee, args, node) => call(machine, callee, args, node),
    callMethod: (receiver, name, args, node) => callMethod(machine, receiver, name, args, node),
    observe: (instance) => observe(machine, instance),
    unfollowed: (value) => unfollowed(machine, value, machine.at),
    block: (nodes) => executeBlock(machine, nodes, enter),
    assign: (target, value) => assign(machine, target, value),
    elements: (value, node) => elements(machine, value, node),
  }
  const raised = new Set<number>()
  const skipped = new Set<number>()
  for (const cell of cells)
    try {
      runCell(machine, cell, enter, raised, skipped)
    } catch (thrown) {
      // Where the last of the stack went to a regular expression, the engine calls it a SyntaxError.
      if (thrown instanceof Error && /call stack|stack overflow/i.test(thrown.message))
        return { overflow: cell.cell, thrown }
      throw thrown
    }
  return { machine, raised, skipped, unfollowedFrom: machine.unfollowedFrom }
}

function runCell(
  machine: Machine,
  cell: ProgramCell,
  enter: (node: SyntaxNode) => void,
  raised: Set<number>,
  skipped: Set<number>,
): void {
  const failure = raisingLine(cell.cell)
  machine.last = lastExpression(cell)
  for (const [at, unit] of cell.units.entries()) {
    const mayRaise =
      failure !== undefined &&
      (failure === null || (unit.node.startRow < failure && unit.node.endRow >= failure - 1))
    if (mayRaise) {
      raised.add(unit.id)
      machine.doubt += 1
    }
    const { store: before, doubt, folder } = machine
    const only = mayRaise && (failure !== null || cell.units.length === 1)
    machine.store = before.fork()
    runUnit(machine, unit, enter, { store: before, doubt, folder })
    if (mayRaise) {
      machine.doubt -= 1
      // The error came before the name was bound.
      if (only) forgetBinding(machine, unit, before)
      machine.store = machine.join(before, machine.store)
      machine.live = true
      if (failure === null && !missesName(machine, unit)) continue
    }
    if (mayRaise || !machine.live) {
      raised.add(unit.id)
      for (const rest of cell.units.slice(at + 1)) skip(rest, skipped)
      break
    }
  }
  machine.live = true
}

/** Once it has become too much, it starts over with less; once that has, nothing is followed any more. */
function runUnit(
  machine: Machine,
  unit: Unit,
  enter: (node: SyntaxNode) => void,
  begin: Parameters<Machine['startOver']>[0],
): void {
  if (machine.unfollowedFrom !== null) return
  machine.bounded = true
  try {
    if (unit.opaque) runOpaque(machine, unit)
    else execute(machine, unit.node, enter)
  } catch (thrown) {
    if (!(thrown instanceof Exhausted || thrown instanceof Spent)) throw thrown
    machine.startOver(begin)
    if (thrown instanceof Exhausted) runUnit(machine, unit, enter, begin)
    else {
      machine.unfollowedFrom = unit.id
      machine.traces.length = Math.min(machine.traces.length, unit.id)
    }
  } finally {
    machine.bounded = false
  }
}

function forgetBinding(machine: Machine, unit: Unit, before: Machine['store']): void {
  const assignment = unit.node.parts[0]
  if (unit.node.type !== 'expression_statement' || assignment?.type !== 'assignment') return
  for (const name of targetNames(childOf(assignment, 'left')!)) {
    const place = machine.places.of(machine.globals.frame, name)
    machine.store.set(place, before.get(place))
  }
}

/** Whether a statement reads a name that nobody defines, and so is the one that raised. */
function missesName(machine: Machine, unit: Unit): boolean {
  return (machine.traces[unit.id]?.obstacles.size ?? 0) > 0
}

function skip(unit: Unit, skipped: Set<number>): void {
  skipped.add(unit.id)
  for (const child of unit.children) skip(child, skipped)
}

/** The line at which a cell raised, 1-based; null when the traceback doesn't say; undefined when it didn't raise. */
function raisingLine(cell: Cell): number | null | undefined {
  const error = cell.outputs.find((output) => output.kind === 'error')
  if (!error) return undefined
  // eslint-disable-next-line no-control-regex -- tracebacks are coloured for a terminal
  const text = error.traceback.join('\n').replace(/\u001b\[[0-9;]*m/g, '')
  const frames = [
    ...text.matchAll(
      /(?:Cell |Input )?In ?\s?\[\d+\](?:, (?:in [^,\n]*, )?line (\d+))?|<ipython-input-[^>]*>/g,
    ),
  ]
  const first = frames[0]
  if (!first) return null
  if (first[1] !== undefined) return Number(first[1])
  const arrow = /-+> ?(\d+)/.exec(text.slice(first.index))
  return arrow ? Number(arrow[1]) : null
}

/** The expression whose value the cell shows: the last, unless a semicolon follows it. */
export function lastExpression(cell: ProgramCell): SyntaxNode | undefined {
  const last = cell.units.at(-1)
  if (!last || last.opaque || last.node.type !== 'expression_statement') return undefined
  const rest = cell.python
    .slice(last.node.end)
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .join('')
  if (rest.endsWith(';')) return undefined
  const [first, ...others] = last.node.parts
  if (!first || first.type === 'assignment' || first.type === 'augmented_assignment') return undefined
  return others.length > 0 ? last.node : first
}

/** A cell that can't be read may do anything with the names that stand in it. */
function runOpaque(machine: Machine, unit: Unit): void {
  machine.statement = unit.id
  machine.at = unit.node
  const text = unit.node.text
  const names = new Set([...text.matchAll(/(?<![.\w])[A-Za-z_]\w*/g)].map((match) => match[0]))
  const bound = [...names].filter(
    (name) => !KEYWORDS.has(name) && (!isBuiltin(name) || new RegExp(`\\b${name}\\s*=[^=]`).test(text)),
  )
  const frame = machine.globals.frame
  const values: Value[] = []
  for (const name of bound) {
    const slot = machine.readPlace(frame, name)
    if (slot) values.push(slot.value)
  }
  const result = unknownCall(
    machine,
    valueOf(),
    { positional: values, keywords: new Map(), rest: null },
    unit.node,
  )
  for (const name of bound) machine.write(frame, name, result, { weak: true, certain: false })
  if (/\*/.test(text) && /\bimport\b/.test(text)) machine.change(frame, { certain: false, stored: result })
}

const KEYWORDS = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield True False None print'.split(
    ' ',
  ),
)
