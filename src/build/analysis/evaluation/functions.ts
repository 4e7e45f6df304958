/** Metrics that a function of the notebook computes from its parameters. */
import type { Statement } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import type { Estimators } from './estimators.ts'
import { EITHER_WAY, METRIC_FUNCTIONS, PREDICTING, ROOTS, swappedName, type Task } from './knowledge.ts'
import { foldsInFunction } from './scoring.ts'
import { argument, errorShape, summed, uncast, withRoot } from './shapes.ts'

/** A metric in the words of the function: its nodes are in the body. */
interface FunctionMetric {
  readonly node: SyntaxNode
  /** undefined: what the estimator's `score` gives. */
  readonly name: string | undefined
  readonly task: Task | undefined
  readonly estimator: SyntaxNode | null
  readonly rows: SyntaxNode | null
  readonly truth: SyntaxNode | null
  /** The parameter that brings predictions made by the caller; null when the function predicts. */
  readonly prediction: SyntaxNode | null
  readonly folds: boolean
  /** The text does not tell the truth from the predictions (by hand), or they may change places. */
  readonly eitherWay?: true
  /** They changed places, and the number is another. */
  readonly swapped?: true
}

/**
 * Metrics in the body of a function, their rows, truth and predictions as the parameters and local names that they
 * are there.
 */
export function metricsInFunction(definition: Statement, estimators: Estimators): FunctionMetric[] {
  const found: FunctionMetric[] = []
  for (const node of descendants(definition.node)) {
    const byHand = shapeOf(node)
    if (byHand)
      found.push({
        node,
        name: byHand.metric,
        task: byHand.task,
        estimator: null,
        rows: null,
        truth: byHand.sides[0],
        prediction: byHand.sides[1],
        folds: false,
        eitherWay: true,
      })
    if (byHand || node.type !== 'call') continue
    const name = estimators.calleeName(node)
    const known = METRIC_FUNCTIONS.get(name)
    const callee = childOf(node, 'function')!
    if (known) {
      const sides = [
        argument(node, 0, ['y_true']),
        argument(node, 1, ['y_pred', 'y_score', 'y_prob', 'y_proba']),
      ]
      const predicted = (side: SyntaxNode | undefined) =>
        side && predictionIn(side, definition.node, node.start)
      const eitherWay = EITHER_WAY.has(name)
      const turned = !predicted(sides[1]) && predicted(sides[0]) !== undefined
      const swapped = turned && !eitherWay
      if (turned) sides.reverse()
      const [truth = null, prediction] = sides
      const call = predicted(prediction)
      const root = withRoot(node) === node ? undefined : ROOTS.get(known.name)
      found.push({
        node: withRoot(node),
        name: swapped ? swappedName(known.name) : (root ?? known.name),
        task: known.task,
        estimator: call ? childOf(childOf(call, 'function')!, 'object')! : null,
        rows: (call && argument(call, 0, ['X'])) ?? null,
        truth,
        prediction: call ? null : (prediction ?? null),
        folds: false,
        ...(eitherWay && !call && { eitherWay }),
        ...(swapped && { swapped }),
      })
    } else if (name === 'cross_val_score') {
      const folds = foldsInFunction(node, definition, estimators.analysis)
      found.push({
        node: folds.node,
        name: folds.metric,
        task: undefined,
        estimator: argument(node, 0, ['estimator']) ?? null,
        rows: argument(node, 1, ['X']) ?? null,
        truth: argument(node, 2, ['y']) ?? null,
        prediction: null,
        folds: true,
      })
    } else if (
      callee.type === 'attribute' &&
      childOf(callee, 'attribute')!.text === 'score' &&
      argument(node, 1, ['y'])
    )
      found.push({
        node,
        name: undefined,
        task: undefined,
        estimator: childOf(callee, 'object')!,
        rows: argument(node, 0, ['X']) ?? null,
        truth: argument(node, 1, ['y']) ?? null,
        prediction: null,
        folds: false,
      })
  }
  return found
}

/** Whether a function judges a model that it makes. */
export function judgesItsOwn(definition: Statement, estimators: Estimators): boolean {
  const made = new Set(
    [...descendants(definition.node)].map((node) =>
      node.type === 'assignment' ? childOf(node, 'left')!.text : undefined,
    ),
  )
  return metricsInFunction(definition, estimators).some(
    ({ estimator }) => estimator && made.has(estimator.text),
  )
}

/** `np.sum(y_true == y_pred) / len(y_true)`, `np.mean((y_true - y_pred) ** 2)`. */
function shapeOf(node: SyntaxNode): ReturnType<typeof errorShape> {
  if (node.type === 'binary_operator' && childOf(node, 'operator')?.text === '/') {
    const counted = summed(uncast(childOf(node, 'left')!))
    const shape = counted && errorShape(counted)
    return shape?.metric === 'accuracy' ? shape : undefined
  }
  const callee = node.type === 'call' ? childOf(node, 'function')! : undefined
  const name = callee?.type === 'attribute' ? childOf(callee, 'attribute')!.text : callee?.text
  if (callee === undefined || (name !== 'mean' && name !== 'average')) return undefined
  const averaged =
    argument(node, 0, ['a']) ?? (callee.type === 'attribute' ? childOf(callee, 'object') : null)
  return averaged ? errorShape(uncast(averaged)) : undefined
}

/** The `.predict(...)` in an expression, or in what was last assigned to the variable that it is. */
function predictionIn(node: SyntaxNode, body: SyntaxNode, before: number): SyntaxNode | undefined {
  for (const each of descendants(node)) {
    const callee = each.type === 'call' ? childOf(each, 'function') : undefined
    if (callee?.type === 'attribute' && PREDICTING.has(childOf(callee, 'attribute')!.text)) return each
  }
  if (node.type !== 'identifier') return undefined
  const assigned = [...descendants(body)].findLast(
    (each) => each.type === 'assignment' && each.end <= before && childOf(each, 'left')?.text === node.text,
  )
  const value = assigned && childOf(assigned, 'right')
  return value ? predictionIn(value, body, assigned.start) : undefined
}

/** The name of a model in a function, and the variable to which a caller binds it: `model, score = trained(X, y)`. */
export function returnedTo(
  from: SyntaxNode,
  call: SyntaxNode,
  definition: Statement,
): { readonly from: SyntaxNode; readonly to: SyntaxNode } | undefined {
  const binding = call.parent
  const isBound = binding?.type === 'assignment' && childOf(binding, 'right')?.id === call.id
  const left = isBound ? childOf(binding, 'left') : undefined
  const returns = [...descendants(definition.node)].filter(({ type }) => type === 'return_statement')
  const value = returns.length === 1 ? returns[0]!.parts[0] : undefined
  if (!left || !value) return undefined
  const [given, taken] = value.type === 'identifier' ? [[value], [left]] : [value.parts, left.parts]
  const to =
    given.length === taken.length ? taken[given.findIndex(({ text }) => text === from.text)] : undefined
  return to?.type === 'identifier' ? { from, to } : undefined
}

/** Whether a function fits a model of this name to rows of that name. */
export function learnsFrom(rows: SyntaxNode, model: SyntaxNode, definition: Statement): boolean {
  return [...descendants(definition.node)].some((node) => {
    const callee = node.type === 'call' ? childOf(node, 'function')! : undefined
    if (callee?.type !== 'attribute' || childOf(callee, 'attribute')!.text !== 'fit') return false
    const bound = node.parent?.type === 'assignment' ? childOf(node.parent, 'left')?.text : undefined
    const isModel = bound === model.text || childOf(callee, 'object')!.text === model.text
    return isModel && argument(node, 0, ['X'])?.text === rows.text
  })
}
