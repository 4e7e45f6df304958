/** What a notebook says of how good a model is: which model, by which metric, on which rows. */
import type { Task } from './evaluation/knowledge.ts'
import type { StatementId } from './program.ts'
import type { SyntaxNode } from './syntax.ts'

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
  /** What it predicts, as its class tells, or those of all that it may be (`models[best]`); undefined where they don't. */
  readonly task: Task | undefined
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
  /** A comprehension computes it in one of its passes, by this call; `node` says what that pass calls. */
  readonly inTurn?: { readonly call: SyntaxNode; readonly pass: number; readonly passes: number }
  /** The metric is given the predictions where it asks for the truth: its number is not what its name says. */
  readonly swapped?: true
  /** What other models predicted is mixed with its predictions: no one model gives them. */
  readonly mixed?: true
  /** `node` gives a report in which the metric stands (of `classification_report`), not the number itself. */
  readonly inReport?: true
}

export function onTrainingRows({ kind }: Evaluation): boolean {
  return kind === 'training rows'
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
