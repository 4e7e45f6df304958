/** Puts together what the abstract run saw: statements and their dependences. */
import type { ExecutionOrder } from '../../notebook/order.ts'
import { needsBeyond, obstacleBeyond, warningBeyond } from './beyond.ts'
import { controlOf } from './control.ts'
import type { Trace } from '../trace.ts'
import type { Analysis, Call, Dependence, Statement } from '../program.ts'
import type { Refusal } from '../refusal.ts'
import { lastExpression, type ProgramCell, type Run } from '../run.ts'
import { isCompound, type Unit } from '../units.ts'
import { withDefiningCell } from './waiting.ts'

/** What a slice needs besides the public analysis. */
interface Hidden {
  readonly cells: readonly ProgramCell[]
  readonly units: readonly Unit[]
  readonly run: Run
  /** What showing the value of a cell's last expression needs, by statement. */
  readonly shownOf: (id: number) => readonly Dependence[]
}

const hidden = new WeakMap<Analysis, Hidden>()

/** What the run of an analysis knows beyond the graph. @throws Error for an analysis that `analyse` did not make */
export function hiddenOf(analysis: Analysis): Hidden {
  const found = hidden.get(analysis)
  if (!found) throw new Error('The analysis was not made by analyse().')
  return found
}

/**
 * The dependence graph of a run.
 *
 * @param order of execution, without cells that don't count
 * @param units statements in the order in which they ran; a statement's number is its place among them
 * @param run   ended early where it says so: statements from there on need all before them
 */
export function assemble(
  order: ExecutionOrder,
  cells: readonly ProgramCell[],
  units: readonly Unit[],
  run: Run,
  warnings: readonly string[],
): Analysis {
  const { machine } = run
  const obstacles = new Map<number, Refusal[]>()
  const isBeyond = ({ id }: Unit) => run.unfollowedFrom !== null && id >= run.unfollowedFrom
  const statements = units.map((unit): Statement => {
    const trace = machine.traces[unit.id]
    if (!isBeyond(unit)) return statementOf(unit, trace)
    // What it shows is as unknown as what it needs.
    return { ...statementOf(unit, trace), shows: 'maybe' }
  })
  for (const unit of units.filter(isBeyond)) {
    const obstacle = unit.parent ? undefined : obstacleBeyond(unit)
    if (obstacle) obstacles.set(unit.id, [obstacle])
  }
  for (const statement of statements) {
    const own = [...(machine.traces[statement.id]?.obstacles.values() ?? [])].map(
      ({ reason, node }): Refusal => ({
        cell: statement.cell,
        line: node.startRow + 1,
        reason: withDefiningCell(reason, order, statements, statement),
      }),
    )
    if (own.length > 0) obstacles.set(statement.id, own)
  }
  for (const cell of cells)
    if (cell.issue)
      for (const unit of cell.units)
        obstacles.set(unit.id, [
          {
            cell: unit.cell,
            line: cell.issue.line,
            reason: { kind: 'no Python', message: cell.issue.message },
          },
        ])
  for (const { tooDeep, units } of cells)
    for (const unit of tooDeep ? units : [])
      obstacles.set(unit.id, [{ cell: unit.cell, line: 1, reason: { kind: 'too deep' } }])
  const besides = units.map((): Dependence[] => [])
  for (const need of [...controlOf(units, machine), ...needsBeyond(units, run)])
    besides[need.needs]!.push(need)
  // Only what is asked for: a slice looks at the needs of few.
  const needsOf = memoized((id) => [...dependencesOf(id, machine.traces[id]?.needs, run), ...besides[id]!])
  const shownOf = memoized((id) => dependencesOf(id, machine.traces[id]?.shown, run))
  const types = new Map<string, string[]>()
  for (const name of machine.globals.frame.keys) {
    const slot = machine.peek(machine.globals.frame, name)
    // What was not followed may have bound it anew.
    if (slot && run.unfollowedFrom === null)
      types.set(name, [
        ...new Set(
          slot.value.things.map((thing) => (thing.data?.sort === 'library' ? thing.data.path : thing.type)),
        ),
      ])
  }
  const analysis: Analysis = {
    notebook: order.notebook,
    order: order.cells,
    readIn: order.readIn,
    statements,
    needsOf,
    obstacles,
    warnings: [...warnings, ...warningBeyond(units, run)],
    unfollowedFrom: run.unfollowedFrom,
    types,
  }
  hidden.set(analysis, { cells, units, run, shownOf })
  return analysis
}

function memoized<T>(make: (id: number) => T): (id: number) => T {
  const made = new Map<number, T>()
  return (id) => {
    let found = made.get(id)
    if (found === undefined) made.set(id, (found = make(id)))
    return found
  }
}

function dependencesOf(id: number, needs: Trace['needs'] | undefined, run: Run): readonly Dependence[] {
  return (needs?.all() ?? [])
    .filter((need) => need.needed !== id)
    .map(({ needed, place, certain, at }) => ({
      needs: id,
      needed,
      through: run.machine.words(place),
      certain,
      start: at.start,
      end: at.end,
    }))
}

const NO_HIDDEN_STATE = { asks: new Set<never>(), changes: new Set<never>() }
const NO_FILES = { reads: new Map<never, never>(), writes: new Set<never>() }

function statementOf(unit: Unit, trace: Trace | undefined): Statement {
  const node = unit.node
  let depth = 0
  for (let parent = unit.parent; parent; parent = parent.parent) depth += 1
  return {
    id: unit.id,
    cell: unit.cell,
    startLine: node.startRow + 1,
    endLine: lastLine(unit),
    source: node.text,
    kind: unit.opaque ? 'unreadable' : kindOf(unit),
    node,
    parent: unit.parent?.id ?? null,
    depth,
    children: unit.children.map((child) => child.id),
    defines: [...(trace?.defines ?? [])].filter((name) => !/^[#*]/.test(name)).sort(),
    reads: [...(trace?.reads ?? [])].map(([name, read]) => ({
      name,
      definitions: [...read.definitions].sort((a, b) => a - b),
      node: read.node,
    })),
    changes: [...(trace?.changes ?? [])].map(([name, certain]) => ({ name, certain })),
    hidden: trace?.hidden ?? NO_HIDDEN_STATE,
    files: trace?.files ?? NO_FILES,
    calls: callsOf(trace?.calls),
    callsWithin: callsOf(trace?.callsWithin),
    shows: trace?.shows ?? 'no',
  }
}

function callsOf(calls: Trace['calls'] = new Map()): Call[] {
  return [...calls].map(([node, { callee, receiver }]) => ({ callee, receiver, node }))
}

/** The line of the last character of a statement: a block's node may reach to the line after it. */
export function lastLine(unit: Unit): number {
  return unit.node.startRow + unit.node.text.trimEnd().split('\n').length
}

function kindOf(unit: Unit): string {
  if (isCompound(unit.node) || unit.node.type !== 'expression_statement') return unit.node.type
  return unit.node.parts[0]?.type === 'assignment' || unit.node.parts[0]?.type === 'augmented_assignment'
    ? unit.node.parts[0].type
    : unit.node.type
}

export { lastExpression }
