/** Which model a notebook evaluates, by which metrics, on which rows: where the export begins. */
import { loopsAround } from './evaluation/batches.ts'
import { boundAround } from './evaluation/comprehension.ts'
import type { Task } from './evaluation/knowledge.ts'
import type { Analysis, StatementId } from './program.ts'
import { descendants, type SyntaxNode } from './syntax.ts'

/** An expression and the statement in which it stands, whose reads say what its names mean. */
export interface Place {
  readonly node: SyntaxNode
  readonly statement: StatementId
}

export interface Estimator extends Place {
  /** The name that holds it; null when it is made where it is evaluated. */
  readonly variable: string | null
  /** Class of the model itself: the last step of a pipeline, what a search searches. Empty when not known. */
  readonly className: string
  /** Statements that may have bound the variable. */
  readonly definitions: readonly StatementId[]
  /** Statements that fit it before it is evaluated; none when only folds are fitted. */
  readonly fits: readonly StatementId[]
  /** The name under which they fit it. */
  readonly fittedAs: string | null
}

/** One metric of one model, as the notebook computes it. `node` is the expression whose value is the metric. */
export interface Evaluation extends Place {
  readonly cell: number
  /** 1-based, in the cell. */
  readonly line: number
  /** `accuracy`, `mean_absolute_error`: sklearn's names without `_score`. */
  readonly metric: string
  readonly task: Task
  /** `out-of-fold`: each row was predicted by a model that did not learn from it. */
  readonly kind: 'holdout' | 'out-of-fold' | 'training rows'
  readonly estimator: Estimator
  /** What the model predicts from, the ground truth, and the predictions; null where the expression has none. */
  readonly rows: Place | null
  readonly truth: Place | null
  readonly prediction: Place | null
  /** The call that predicts, and what the notebook takes for its answer; absent where no one call predicts. */
  readonly answered?: {
    readonly call: Place
    readonly answer: Place
    /** `predict`, `predict_proba` ...: which method was called; absent for a network, which is called itself. */
    readonly method?: string
    /** Where a library decides by itself, and the notebook never says how. */
    readonly decides?: 'highest' | 'above a half' | 'number'
  }
  /** Where a function of the notebook computes the metric that `node` calls; null for a metric in a cell. */
  readonly inside: Place | null
  /** The look in a loop over models that kept this one, which is not judged again. */
  readonly keptFrom?: Evaluation
  /** `node` gives a report in which the metric stands (of `classification_report`), not the number itself. */
  readonly inReport?: true
}

/** The metrics of the model that is shipped, and the other models for the same target. */
export interface Choice {
  /** In order, but those on training rows first: the last one says on which rows the model is judged. */
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
    if (!each.keptFrom && !own.has(modelKey(each)) && each.task === wanted.task && sameTarget(each, wanted))
      others.set(modelKey(each), each)
  const ofIt = evaluations.filter((each) => modelKey(each) === key)
  return {
    evaluations: [...ofIt.filter(onTrainingRows), ...ofIt.filter((each) => !onTrainingRows(each))],
    alternatives: [...others.values()].map(({ cell, estimator }) => ({
      cell,
      estimator: estimator.className,
      variable: estimator.variable ?? '',
    })),
  }
}

export function onTrainingRows({ kind }: Evaluation): boolean {
  return kind === 'training rows'
}

/** The last evaluation, or where that is of a sweep the last of a model for the same target that outlives its making. */
function standing(evaluations: readonly Evaluation[], analysis: Analysis): Evaluation | undefined {
  const last = evaluations.at(-1)
  if (last === undefined || !isOfOnePass(last, analysis)) return last
  return (
    evaluations.findLast(
      (each) => each.task === last.task && sameTarget(each, last) && !isOfOnePass(each, analysis),
    ) ?? last
  )
}

/** A model that a pass of a loop makes and judges, and the next one makes anew. Those of folds are one model together. */
function isOfOnePass({ kind, estimator, statement, keptFrom }: Evaluation, analysis: Analysis): boolean {
  if (kind === 'out-of-fold' || keptFrom) return false
  const around = loopsAround(statement, analysis)
  const made = estimator.variable === null ? [estimator.statement] : estimator.definitions
  return made.some((id) => loopsAround(id, analysis).some((loop) => around.includes(loop)))
}

/** The same object evaluated twice is one model; a refit of the same variable is another. */
export function modelKey({ estimator }: Evaluation): string {
  return estimator.variable === null
    ? `${estimator.statement}:${estimator.node.text}`
    : `${estimator.variable}:${[...estimator.definitions, ...estimator.fits.slice(-1)].join(',')}`
}

/** `model, score = trained(X, y)`: the function that computes the metric makes the model and returns it. */
export function bindsItsModel({ estimator, statement, node, inside }: Evaluation): boolean {
  return inside !== null && estimator.statement === statement && estimator.node.end <= node.start
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
