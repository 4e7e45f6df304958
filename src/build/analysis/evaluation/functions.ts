/** Metrics that a function of the notebook computes from its parameters. */
import type { Place } from '../evaluation.ts'
import type { Analysis, Statement, StatementId } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import type { Estimators } from './estimators.ts'
import { averagedIn, errorShape } from './handmade.ts'
import { EITHER_WAY, METRIC_FUNCTIONS, PREDICTING, ROOTS, swappedName, type Task } from './knowledge.ts'
import { foldsInFunction } from './scoring.ts'
import { argument, readsIn, summed, uncast, unwrapped, withRoot } from './shapes.ts'

/** A metric in the words of the function: its nodes are in the body. */
export interface FunctionMetric {
  readonly node: SyntaxNode
  /** The function in whose body it stands: the called one, or one that this calls. */
  readonly definition: Statement
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
    const byHand = handmadeIn(node, definition)
    if (byHand)
      found.push({
        node: withRoot(node),
        definition,
        name: (withRoot(node) === node ? undefined : ROOTS.get(byHand.metric)) ?? byHand.metric,
        task: byHand.task,
        estimator: null,
        rows: null,
        truth: byHand.truth ?? byHand.sides[0],
        prediction: byHand.sides.findLast((side) => side !== byHand.truth)!,
        folds: false,
        ...(!byHand.truth && { eitherWay: true }),
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
        definition,
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
        definition,
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
        definition,
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

/** `np.sum(y_true == y_pred) / len(y_true)`, `np.mean((y_true - y_pred) ** 2)`, with names of the body for parts of it. */
function handmadeIn(node: SyntaxNode, definition: Statement): ReturnType<typeof errorShape> {
  const counted =
    node.type === 'binary_operator' && childOf(node, 'operator')?.text === '/'
      ? summed(uncast(childOf(node, 'left')!))
      : undefined
  const averaged = averagedIn(node) ?? counted
  if (!averaged) return undefined
  const means = (part: SyntaxNode): SyntaxNode => {
    const inner = unwrapped(part)
    const given = inner.type === 'identifier' ? assignments(inner.text, definition.node, node.start) : []
    return given.length === 1 ? unwrapped(given[0]!.value) : inner
  }
  const shape = errorShape(averaged, means)
  return averagedIn(node) || shape?.metric === 'accuracy' ? shape : undefined
}

/**
 * The `.predict(...)` in an expression, or in what was last assigned to the variable that it is, or that one is made of:
 * `np.expm1(p)`. Undefined where it is made of several.
 */
export function predictionIn(node: SyntaxNode, body: SyntaxNode, before: number): SyntaxNode | undefined {
  for (const each of descendants(node)) {
    const callee = each.type === 'call' ? childOf(each, 'function') : undefined
    if (callee?.type === 'attribute' && PREDICTING.has(childOf(callee, 'attribute')!.text)) return each
  }
  const names = descendants(node).filter(({ type, field }) => type === 'identifier' && field !== 'attribute')
  const found = names.flatMap((name) => {
    const last = assignments(name.text, body, before).at(-1)
    const call = last && predictionIn(last.value, body, last.start)
    return call ? [call] : []
  })
  return new Set(found).size === 1 ? found[0] : undefined
}

/** What a body gives a name before a place. */
function assignments(
  name: string,
  body: SyntaxNode,
  before: number,
): { readonly value: SyntaxNode; readonly start: number }[] {
  return [...descendants(body)].flatMap((each) => {
    if (each.type !== 'assignment' || each.end > before || childOf(each, 'left')?.text !== name) return []
    const value = childOf(each, 'right')
    return value ? [{ value, start: each.start }] : []
  })
}

/** The `def` of the function that a call calls, where it is the notebook's and only one. */
export function calledFunction({ node, statement }: Place, analysis: Analysis): Statement | undefined {
  const callee = childOf(node, 'function')
  if (callee?.type !== 'identifier') return undefined
  const ids = readsIn(analysis.statements[statement]!, callee).flatMap((read) =>
    read.name === callee.text ? read.definitions : [],
  )
  const [definition, ...others] = ids.map((id) => analysis.statements[id]!)
  return others.length === 0 && definition?.kind === 'function_definition' ? definition : undefined
}

/** The `def` that a name stands for when a statement runs, where nothing else may have bound it last. */
export function definitionBefore(
  name: string,
  before: StatementId,
  { statements }: Analysis,
): Statement | undefined {
  const last = statements.findLast(({ id, defines }) => id < before && defines.includes(name))
  return last?.kind === 'function_definition' && last.parent === null ? last : undefined
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
