/** Which of the models that a notebook evaluates is shipped: where the export begins. */
import { type Evaluation, modelKey } from '../evaluation.ts'
import type { Analysis, StatementId } from '../program.ts'
import { descendants, type SyntaxNode } from '../syntax.ts'
import { loopsAround } from './batches.ts'
import { boundAround } from './comprehension.ts'

/** The metrics of the model that is shipped, and the other models for the same target. */
export interface Choice {
  /** In order, but those on training rows first, then those out of folds: the last says on which rows the model is judged. */
  readonly evaluations: readonly Evaluation[]
  readonly alternatives: readonly {
    readonly cell: number
    readonly estimator: string
    readonly variable: string
  }[]
}

/**
 * Chooses the model that was evaluated last, or last by a cell: the one that the author ended with. A sweep over
 * settings that comes last (`for k in range(1, 9): knn = KNeighborsClassifier(k) ...`) ends with none of its models: where
 * another stands that was evaluated on the same target, it is that one.
 *
 * @param cell index of a cell that evaluates or fits the wanted model
 * @returns undefined when no model (or none by that cell) is evaluated
 */
export function chooseModel(
  all: readonly Evaluation[],
  analysis: Analysis,
  cell?: number,
): Choice | undefined {
  // What a comprehension scores is none of its models afterwards: no scripts can be given for it (`understand` refuses).
  const whole = all.filter(
    ({ node, estimator }) => boundAround(node) === undefined && boundAround(estimator.node) === undefined,
  )
  const evaluations = whole.length > 0 ? whole : all
  const cellOf = (id: StatementId) => analysis.statements[id]!.cell
  const inCell = (each: Evaluation) =>
    each.cell === cell ||
    [...each.estimator.fits, ...each.estimator.definitions].some((id) => cellOf(id) === cell)
  const wanted =
    cell === undefined
      ? standing(evaluations, analysis)
      : (evaluations.findLast((each) => each.cell === cell) ?? evaluations.findLast(inCell))
  if (wanted === undefined) return undefined
  const key = modelKey(wanted)
  const own = new Set([key, ...(wanted.keptFrom ? [modelKey(wanted.keptFrom)] : [])])
  const others = new Map<string, Evaluation>()
  for (const each of evaluations)
    if (
      !each.keptFrom &&
      !isSameMaking(each, wanted) &&
      !own.has(modelKey(each)) &&
      each.task === wanted.task &&
      sameTarget(each, wanted)
    )
      others.set(modelKey(each), each)
  const ofIt = evaluations.filter((each) => modelKey(each) === key)
  return {
    evaluations: ofIt.toSorted((one, other) => weightOf(one) - weightOf(other)),
    alternatives: [...others.values()].map(({ cell, estimator }) => ({
      cell,
      estimator: estimator.className,
      variable: estimator.variable ?? '',
    })),
  }
}

/** What judges a model most comes last: rows that it never saw, before that folds, which models like it predict. */
export function weightOf({ kind }: Evaluation): number {
  return ['training rows', 'out-of-fold', 'holdout'].indexOf(kind)
}

/**
 * The last evaluation, or where that is of a sweep the last of a model for the same target that outlives its making; where it is
 * what a fitted model holds of itself (`search.best_score_`, `results.rsquared`), the last of that model on other rows.
 */
function standing(evaluations: readonly Evaluation[], analysis: Analysis): Evaluation | undefined {
  const last = evaluations.at(-1)
  if (last === undefined) return undefined
  if (last.node.type === 'attribute') return judgedBeside(last, evaluations) ?? last
  // Cross-validated before it was fitted, and told after it was judged: `cv = cross_val_score(model, X, y)`.
  if (last.kind === 'out-of-fold')
    return evaluations.findLast((each) => each.kind === 'holdout' && isSameMaking(each, last)) ?? last
  if (!isOfOnePass(last, analysis)) return last
  return (
    evaluations.findLast(
      (each) => each.task === last.task && sameTarget(each, last) && !isOfOnePass(each, analysis),
    ) ?? last
  )
}

/** Where a model, or the best of the search that it is, is judged by rows that it did not see, under whatever name. */
function judgedBeside(
  { estimator: { fits }, kind, task }: Evaluation,
  evaluations: readonly Evaluation[],
): Evaluation | undefined {
  const fit = fits.at(-1)
  const judging = evaluations.filter((each) => each.kind === 'holdout')
  // What results hold says how they fit their own rows: another model that is judged on others is meant, not these.
  return kind === 'training rows'
    ? judging.findLast((each) => each.task === task)
    : judging.findLast((each) => fit !== undefined && each.estimator.fits.at(-1) === fit)
}

/** A model that a pass of a loop makes and judges, and the next one makes anew. Those of folds are one model together. */
function isOfOnePass({ kind, estimator, statement, keptFrom }: Evaluation, analysis: Analysis): boolean {
  if (kind === 'out-of-fold' || keptFrom) return false
  const around = loopsAround(statement, analysis)
  const made = estimator.variable === null ? [estimator.statement] : estimator.definitions
  return made.some((id) => loopsAround(id, analysis).some((loop) => around.includes(loop)))
}

/** Whether one name holds both, from one statement. */
function isSameMaking({ estimator: one }: Evaluation, { estimator: other }: Evaluation): boolean {
  return (
    one.variable !== null &&
    one.variable === other.variable &&
    one.definitions.join() === other.definitions.join()
  )
}

/** Targets are told apart by the names in them; what is not known may be the same. */
function sameTarget(one: Evaluation, other: Evaluation): boolean {
  if (one.truth === null || other.truth === null) return true
  return rootOf(one.truth.node) === rootOf(other.truth.node)
}

/** `y` of `y`, `y_test`, `y.loc[test]`, `y_train.values`: notebooks name the parts of a target after it. */
function rootOf(node: SyntaxNode): string {
  const name = [...descendants(node)].find((each) => each.type === 'identifier')?.text ?? node.text
  return name.replace(/_?(train|test|valid|val|holdout|tr|te)$/i, '')
}
