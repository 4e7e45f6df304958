/** What calls of the notebook's own functions judge: `report(model, X_test, y_test)`. */
import type { Evaluation, Place } from '../evaluation.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Estimators } from './estimators.ts'
import { calledFunction, learnsFrom, returnedTo } from './functions.ts'
import { givenArgument, outsideName } from './given.ts'
import { SCORE_METHOD } from './knowledge.ts'
import { answeredBy, type Predictions } from './predictions.ts'
import { place } from './shapes.ts'
import { metricsThrough } from './through.ts'

/** The metrics that a function of the notebook computes, or one that it calls, of the models and rows that a call gives it. */
export function judgedByFunction(
  { node: call, statement: id }: Place,
  predictions: Predictions,
  estimators: Estimators,
): Evaluation[] {
  const { analysis } = estimators
  const definition = calledFunction({ node: call, statement: id }, analysis)
  if (definition === undefined) return []
  const statement = analysis.statements[id]!
  const given = (node: SyntaxNode | null) =>
    place(
      node === null
        ? undefined
        : (givenArgument(node, call, definition) ?? outsideName(node, call, definition)),
      statement,
    )
  return metricsThrough(definition, id, estimators).flatMap((metric) => {
    const sides = [given(metric.prediction), given(metric.truth)] as const
    const turned = metric.eitherWay && !(sides[0] && predictions.predicting(sides[0]))
    const [handed, truth] = turned ? [sides[1], sides[0]] : sides
    const source = handed && predictions.predicting(handed)
    const returned = metric.estimator ? returnedTo(metric.estimator, call, definition) : undefined
    const model = given(metric.estimator) ?? place(returned?.to, statement) ?? source?.estimator
    if (!model) return []
    const found = estimators.at(model)
    // What the call returns is another model than what the name stood for before.
    const estimator = returned ? { ...found, definitions: [id], fits: [] } : found
    const task = metric.task ?? estimator.task ?? 'classification'
    const rows = given(metric.rows) ?? source?.rows ?? null
    return [
      {
        ...place(call, statement),
        cell: statement.cell,
        line: call.startRow + 1,
        metric: metric.name ?? SCORE_METHOD[task],
        task,
        kind:
          metric.folds || source?.folds
            ? 'out-of-fold'
            : returned && metric.rows && learnsFrom(metric.rows, returned.from, definition)
              ? 'training rows'
              : estimators.kindOf(estimator, rows?.node),
        estimator,
        rows,
        truth,
        prediction: handed,
        ...(source && answeredBy(source, handed)),
        inside: place(metric.node, metric.definition),
        ...(metric.swapped && { swapped: true }),
      },
    ]
  })
}
