/** From a dependence graph and a criterion to the statements that the criterion needs. */
import { hiddenOf, lastExpression } from '../graph/assemble.ts'
import { otherwiseShown } from './interactivity.ts'
import type { Analysis, Criterion, Dependence, Slice, StatementId } from '../program.ts'
import type { Refusal } from '../refusal.ts'
import { keptLines, renderSlice } from './render.ts'
import { clausesOf } from '../units.ts'
import { joinedByDefiningCell } from '../graph/waiting.ts'

/**
 * @throws RangeError when the criterion names a cell that doesn't count
 */
export function sliceOf(analysis: Analysis, criterion: Criterion): Slice {
  const seeds = seedsOf(analysis, criterion)
  const without = new Set('expressions' in criterion ? criterion.without : [])
  const kept = new Set<StatementId>()
  const because = new Map<StatementId, Dependence[]>()
  /** What was said of the needs of one statement; what the seeds need is said first, and may come again. */
  const told = new Map<StatementId, Map<string, Set<StatementId>>>()
  const todo: StatementId[] = []
  /** Whether it isn't said yet that the one needs the other through this. */
  const isNews = (id: StatementId, { needs, through }: Dependence): boolean => {
    let said = told.get(needs)
    if (!said) told.set(needs, (said = new Map<string, Set<StatementId>>()))
    const ids = said.get(through)
    if (ids?.has(id)) return false
    if (ids) ids.add(id)
    else said.set(through, new Set([id]))
    return true
  }
  const keep = (id: StatementId, why?: Dependence): void => {
    if (without.has(id)) return
    if (why && isNews(id, why)) {
      const reasons = because.get(id)
      if (reasons) reasons.push(why)
      else because.set(id, [why])
    }
    if (kept.has(id)) return
    kept.add(id)
    todo.push(id)
  }
  for (const id of seeds.statements) keep(id)
  for (const dependence of seeds.dependences) keep(dependence.needed, dependence)
  if ('expressions' in criterion)
    for (const dependence of criterion.named ?? []) keep(dependence.needed, dependence)
  const { run, cells } = hiddenOf(analysis)
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    for (const dependence of analysis.needsOf(id)) keep(dependence.needed, dependence)
    told.delete(id) // never again: each is looked at once
    // What raised is kept whole: its effects end somewhere inside.
    if (run.raised.has(id)) {
      for (const child of analysis.statements[id]!.children) keep(child)
      const all = cells.find((cell) => cell.cell.index === analysis.statements[id]!.cell)
      if (all?.units.every((unit) => run.raised.has(unit.id))) for (const unit of all.units) keep(unit.id)
    } else if (analysis.statements[id]!.parent !== null && run.raised.has(analysis.statements[id]!.parent!)) {
      for (const child of analysis.statements[id]!.children) keep(child)
    }
  }
  const statements = [...kept].sort((a, b) => a - b)
  // What raised when the notebook ran raises in the script too, and is caught there.
  const isFailure = (id: StatementId) =>
    run.raised.has(id) && !('cell' in criterion && criterion.cell === analysis.statements[id]!.cell)
  const refusals: Refusal[] = statements.flatMap((id) =>
    isFailure(id) ? [] : (analysis.obstacles.get(id) ?? []),
  )
  const asked = 'cell' in criterion ? cells.find(({ cell }) => cell.index === criterion.cell) : undefined
  if (asked) refusals.push(...otherwiseShown(cells, asked))
  const warnings = [...analysis.warnings]
  if ('cell' in criterion && seeds.statements.length === 0)
    warnings.push(`Cell ${criterion.cell} shows nothing.`)
  return {
    criterion,
    statements,
    cells: keptLines(analysis, kept),
    source: renderSlice(analysis, kept, criterion),
    refusals: joinedByDefiningCell(refusals),
    warnings,
    because,
  }
}

interface Seeds {
  readonly statements: readonly StatementId[]
  readonly dependences: readonly Dependence[]
}

function seedsOf(analysis: Analysis, criterion: Criterion): Seeds {
  const { shownOf, cells, run } = hiddenOf(analysis)
  if ('statements' in criterion) return { statements: criterion.statements, dependences: [] }
  // What was not followed needs all before as a whole.
  const beyond = ({ statement }: { statement: StatementId }) =>
    run.unfollowedFrom !== null && statement >= run.unfollowedFrom ? [statement] : []
  if ('expressions' in criterion)
    return {
      statements: [...(criterion.also ?? []), ...criterion.expressions.flatMap(beyond)],
      dependences: criterion.expressions.flatMap(({ statement, node }) => {
        const parent = analysis.statements[statement]!.parent
        const control =
          parent === null ? [] : analysis.needsOf(statement).filter((need) => need.needed === parent)
        return [
          ...analysis.needsOf(statement).filter((need) => need.start >= node.start && need.end <= node.end),
          ...control,
        ]
      }),
    }
  const cell = cells.find((each) => each.cell.index === criterion.cell)
  if (!cell) {
    // A cell that Python refused when it ran, or one without code, shows nothing.
    const asked = analysis.notebook.cells[criterion.cell]
    if (
      analysis.order.some((each) => each === asked) ||
      (asked?.kind === 'code' && asked.source.trim() === '')
    )
      return { statements: [], dependences: [] }
    throw new RangeError(`Cell ${criterion.cell} is no code cell that counts.`)
  }
  if (cell.captured) return { statements: [], dependences: [] }
  const own = analysis.statements.filter(
    (statement) => statement.cell === criterion.cell && !run.skipped.has(statement.id),
  )
  const showing = own
    .filter((statement) => statement.shows !== 'no' || statement.kind === 'unreadable')
    .map((statement) => statement.id)
  const last = lastExpression(cell)
  const lastUnit = last === undefined ? undefined : cell.units.at(-1)!
  if (!lastUnit || run.skipped.has(lastUnit.id)) return { statements: showing, dependences: [] }
  const value = run.machine.traces[lastUnit.id]?.value
  const isNone = value?.constant === null && value.things.length === 0
  if (isNone) return { statements: showing, dependences: [] }
  return { statements: [...new Set([...showing, lastUnit.id])], dependences: shownOf(lastUnit.id) }
}

export { clausesOf }
