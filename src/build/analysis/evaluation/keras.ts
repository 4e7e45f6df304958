/** `model.evaluate(X, y)` of Keras: its loss, and the metrics that `compile` was given, in this order. */
import type { Evaluation, Place } from '../evaluation.ts'
import type { Analysis, Statement } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import type { Estimators } from './estimators.ts'
import type { Task } from './knowledge.ts'
import { argument, valueOf } from './shapes.ts'

const METRICS: Readonly<Record<string, { metric: string; task: Task }>> = {
  acc: { metric: 'accuracy', task: 'classification' },
  accuracy: { metric: 'accuracy', task: 'classification' },
  mae: { metric: 'mean_absolute_error', task: 'regression' },
  mean_absolute_error: { metric: 'mean_absolute_error', task: 'regression' },
  mse: { metric: 'mean_squared_error', task: 'regression' },
  mean_squared_error: { metric: 'mean_squared_error', task: 'regression' },
  sparse_categorical_crossentropy: { metric: 'log_loss', task: 'classification' },
  binary_crossentropy: { metric: 'log_loss', task: 'classification' },
}

/** How Keras itself counts an answer as right, by the loss. */
const DECIDES: Readonly<Record<string, NonNullable<NonNullable<Evaluation['answered']>['decides']>>> = {
  sparse_categorical_crossentropy: 'highest',
  binary_crossentropy: 'above a half',
  mae: 'number',
  mean_absolute_error: 'number',
  mse: 'number',
  mean_squared_error: 'number',
}

/** @returns undefined for another call, a model whose `compile` is not found, and a loss that decides no task */
export function kerasEvaluation(
  call: SyntaxNode,
  statement: Statement,
  analysis: Analysis,
  estimators: Estimators,
): Omit<Evaluation, 'kind'> | undefined {
  const method = childOf(call, 'function')!
  if (method.type !== 'attribute' || childOf(method, 'attribute')!.text !== 'evaluate') return undefined
  const model = childOf(method, 'object')!
  const compiled = compiledWith(model.text, statement, analysis)
  const [rows, truth] = [argument(call, 0, ['x']), argument(call, 1, ['y'])]
  const loss = compiled && textOf(argument(compiled, 1, ['loss']))
  const decides = loss === undefined ? undefined : DECIDES[loss]
  if (!compiled || !rows || !truth || !decides) return undefined
  const metrics = argument(compiled, 3, ['metrics'])?.parts ?? []
  const wanted = Math.min(1, metrics.length)
  const known = METRICS[wanted === 0 ? loss! : (textOf(metrics[0]) ?? '')]
  const taken = partOf(call, wanted, metrics.length + 1, statement, analysis)
  if (!known || !taken) return undefined
  const at = (node: SyntaxNode): Place => ({ node, statement: statement.id })
  return {
    ...taken,
    ...known,
    cell: analysis.statements[taken.statement]!.cell,
    line: taken.node.startRow + 1,
    estimator: estimators.at(at(model)),
    rows: at(rows),
    truth: at(truth),
    prediction: null,
    answered: { call: at(call), answer: at(call), decides },
    inside: null,
  }
}

/** The last `model.compile(...)` before a statement. */
function compiledWith(model: string, before: Statement, { statements }: Analysis): SyntaxNode | undefined {
  for (const { node } of statements.slice(0, before.id).toReversed())
    for (const each of descendants(node))
      if (each.type === 'call' && childOf(each, 'function')!.text === `${model}.compile`) return each
  return undefined
}

function textOf(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'string' ? node.text.slice(1, -1) : undefined
}

/** Where the notebook takes one of the numbers: `evaluate(...)[1]`, `score[1]`, `loss, accuracy = evaluate(...)`. */
function partOf(
  call: SyntaxNode,
  wanted: number,
  count: number,
  statement: Statement,
  analysis: Analysis,
): Place | undefined {
  if (count === 1) return { node: call, statement: statement.id }
  if (isPart(call.parent, wanted)) return { node: call.parent!, statement: statement.id }
  if (valueOf(statement) !== call) return undefined
  const inner = statement.node.type === 'expression_statement' ? statement.node.parts[0]! : statement.node
  const left = childOf(inner, 'left')!
  const name = left.type === 'identifier' ? left.text : left.parts[wanted]?.text
  for (const later of analysis.statements.slice(statement.id + 1)) {
    if (later.children.length > 0) continue
    const read = later.reads.find((each) => each.name === name && each.definitions.includes(statement.id))
    const node = left.type === 'identifier' ? partsIn(later.node, name!, wanted) : read?.node
    if (read && node) return { node, statement: later.id }
  }
  return undefined
}

function partsIn(node: SyntaxNode, name: string, wanted: number): SyntaxNode | undefined {
  return [...descendants(node)].find((each) => isPart(each, wanted) && childOf(each, 'value')!.text === name)
}

function isPart(node: SyntaxNode | null, wanted: number): boolean {
  return node?.type === 'subscript' && node.parts[1]?.text === String(wanted)
}
