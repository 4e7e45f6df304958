/** What a slice that turned out too small may lack, the likeliest first. Pure. */
import type { Evaluation } from '../../analysis/evaluation.ts'
import type { Analysis, Slice, Statement, StatementId } from '../../analysis/program.ts'

interface Widening {
  readonly statements: readonly StatementId[]
  /** What they have in common, in words. */
  readonly why: string
}

/** Dependences through what no name of the notebook holds. */
const OUTSIDE = /^(the random stream|the file|a file|the environment|the decimal context|how )/

/**
 * Growing sets of statements that ran before the metric and are not in the slice.
 *
 * What raised when the notebook ran, or has no right script, is in none of them.
 */
export function wideningsOf(
  analysis: Analysis,
  slice: Slice,
  evaluations: readonly Evaluation[],
): Widening[] {
  const kept = new Set(slice.statements)
  const last = Math.max(...evaluations.map(({ statement }) => statement))
  const raised = new Set(
    analysis.order
      .filter(({ outputs }) => outputs.some(({ kind }) => kind === 'error'))
      .map(({ index }) => index),
  )
  const candidates = analysis.statements.filter(
    ({ id, cell, children }) =>
      // A compound statement comes with the statements of its body.
      id < last && children.length === 0 && !kept.has(id) && !raised.has(cell) && !analysis.obstacles.has(id),
  )
  // Modules are no objects that statements share: half of a notebook reads `pd`.
  const modules = new Set(
    analysis.statements.filter(({ kind }) => /import/.test(kind)).flatMap(({ defines }) => defines),
  )
  const objects = new Set(
    slice.statements
      .flatMap((id) => [...namesOf(analysis.statements[id]!)])
      .filter((name) => !modules.has(name)),
  )
  const outside = new Set(
    analysis.statements
      .flatMap(({ id }) => analysis.needsOf(id))
      .filter(({ through }) => OUTSIDE.test(through))
      .flatMap(({ needs, needed }) => [needs, needed]),
  )
  const touches = (each: Statement) => [...namesOf(each)].some((name) => objects.has(name))
  const levels: readonly [(each: Statement) => boolean, string][] = [
    [touches, 'it touches the same objects'],
    [
      (each) => touches(each) || outside.has(each.id),
      'it touches the same random streams, files or settings',
    ],
    [() => true, 'it ran before the metric was computed'],
  ]
  const widenings = levels.map(([belongs, why]) => ({
    statements: candidates.filter(belongs).map(({ id }) => id),
    why,
  }))
  return widenings.filter(
    ({ statements }, at) => statements.length > (widenings[at - 1]?.statements.length ?? 0),
  )
}

function namesOf({ defines, reads, changes }: Statement): Set<string> {
  return new Set([...defines, ...reads.map(({ name }) => name), ...changes.map(({ name }) => name)])
}
