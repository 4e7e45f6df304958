/**
 * What kept code names and never reads: in a method that nobody calls, a branch that is not taken, an annotation. No metric
 * needs it, but a script must not name what nothing binds. So the statement that binds it is kept as well.
 */
import { bindsItsModel } from '../../analysis/evaluation.ts'
import type { Choice } from '../../analysis/evaluation/choice.ts'
import { isBuiltin } from '../../analysis/knowledge/builtins.ts'
import type { Analysis, Dependence, Slice, StatementId } from '../../analysis/program.ts'
import { sliceOf } from '../../analysis/slice/slice.ts'
import { importsOf } from '../text/names.ts'
import { isImport, type Unit, unitsOf } from './units.ts'

/**
 * @param also    statements that a run has shown to be needed
 * @param without ones that a run has shown to change nothing
 */
export function sliceWithNames(
  analysis: Analysis,
  { evaluations }: Choice,
  also: readonly StatementId[],
  without: readonly StatementId[],
): { readonly slice: Slice; readonly units: readonly Unit[] } {
  const named: Dependence[] = []
  // What names the model, where its metric does not need that.
  const binding = evaluations.flatMap((each) =>
    bindsItsModel(each) || each.keptFrom ? [each.estimator.statement] : [],
  )
  for (;;) {
    const slice = sliceOf(analysis, { expressions: evaluations, also: [...also, ...binding], without, named })
    const units = unitsOf(analysis, slice, evaluations)
    const more = danglingIn(units, analysis, new Set([...slice.statements, ...without]))
    if (more.length === 0) return { slice, units }
    named.push(...more)
  }
}

function danglingIn(
  units: readonly Unit[],
  analysis: Analysis,
  done: ReadonlySet<StatementId>,
): Dependence[] {
  const bound = new Set(units.flatMap(namesBound))
  if (bound.has('*')) return []
  const found = new Map<string, Dependence>()
  for (const { statement, uses } of units)
    for (const name of uses) {
      if (bound.has(name) || found.has(name) || isBuiltin(name)) continue
      const binding = analysis.statements.filter(
        (each) => each.defines.includes(name) && !done.has(each.id) && each.kind !== 'delete_statement',
      )
      const nearest = binding.findLast(({ id }) => id < statement.id) ?? binding[0]
      if (nearest === undefined) continue
      const { start, end } = statement.node
      const needs = { needs: statement.id, needed: nearest.id, certain: true }
      found.set(name, { ...needs, through: `the name ${name}`, start, end })
    }
  return [...found.values()]
}

function namesBound({ statement, defines }: Unit): string[] {
  return isImport(statement.node) ? importsOf(statement.node).map(({ name }) => name) : [...defines]
}
