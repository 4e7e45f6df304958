/** Metrics that a function of the notebook takes through another: `def judge(model): report(y_test, model.predict(X_test))`. */
import type { Statement, StatementId } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import type { Estimators } from './estimators.ts'
import { definitionBefore, type FunctionMetric, metricsInFunction, predictionIn } from './functions.ts'
import { givenArgument, isLocal } from './given.ts'
import { argument } from './shapes.ts'

const DEEPEST = 4

/**
 * Metrics in a function and in those that it calls, in the words of the first.
 *
 * @param before the statement that calls it: which functions the names in it stand for
 */
export function metricsThrough(
  definition: Statement,
  before: StatementId,
  estimators: Estimators,
  depth = 0,
): FunctionMetric[] {
  const own = metricsInFunction(definition, estimators)
  if (depth === DEEPEST) return own
  const through = [...descendants(definition.node)].flatMap((call) => {
    const name = call.type === 'call' ? childOf(call, 'function')! : undefined
    if (name?.type !== 'identifier' || isLocal(name.text, definition)) return []
    const inner = definitionBefore(name.text, before, estimators.analysis)
    if (inner === undefined || inner.id === definition.id) return []
    return metricsThrough(inner, before, estimators, depth + 1).flatMap((metric) => {
      const said = inWordsOf(definition, metric, call, inner)
      return said ? [{ said, isSure: isStraight(call, definition) }] : []
    })
  })
  // What a function measures more than once is told by its last call, where the text says which that is.
  const last = through.filter(
    ({ said, isSure }, at) =>
      through.findLastIndex((other) => other.said.node === said.node) === at &&
      (isSure || through.filter((other) => other.said.node === said.node).length === 1),
  )
  return [...own, ...last.map(({ said }) => said)]
}

/** A metric of a called function as the caller's body has its model, rows, truth and predictions. */
function inWordsOf(
  caller: Statement,
  metric: FunctionMetric,
  call: SyntaxNode,
  called: Statement,
): FunctionMetric | undefined {
  const given = (node: SyntaxNode | null) =>
    node === null ? null : (givenArgument(node, call, called) ?? (isOutside(node, called) ? node : null))
  if (metric.estimator) {
    const estimator = given(metric.estimator)
    return estimator
      ? { ...metric, estimator, rows: given(metric.rows), truth: given(metric.truth) }
      : undefined
  }
  const sides = [given(metric.prediction), given(metric.truth)]
  const predicted = sides.map((side) => (side ? predictionIn(side, caller.node, call.start) : undefined))
  if (metric.eitherWay && !predicted[0] && predicted[1]) {
    sides.reverse()
    predicted.reverse()
  }
  const [prediction = null, truth = null] = sides
  const by = predicted[0]
  if (!by) return prediction ? { ...metric, prediction, truth } : undefined
  return {
    ...withoutDoubt(metric),
    estimator: childOf(childOf(by, 'function')!, 'object')!,
    rows: argument(by, 0, ['X']) ?? null,
    truth,
    prediction: null,
  }
}

/** The predictions are known, and so is the truth. */
function withoutDoubt(metric: FunctionMetric): FunctionMetric {
  const { eitherWay, ...known } = metric
  return eitherWay ? known : metric
}

function isOutside(node: SyntaxNode, definition: Statement): boolean {
  return node.type === 'identifier' && !isLocal(node.text, definition)
}

/** Whether each call of the function comes to this call, and once. */
function isStraight(call: SyntaxNode, definition: Statement): boolean {
  for (let at = call.parent; at !== null && at.id !== definition.node.id; at = at.parent)
    if (
      /^(if|for|while|try|match|with|function|class)_|comprehension|lambda|generator|conditional/.test(
        at.type,
      )
    )
      return at.type === 'function_definition' && at.start === definition.node.start
  return true
}
