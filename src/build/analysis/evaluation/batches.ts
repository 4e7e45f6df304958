/** Batches: what a loop takes from a loader, or cuts from a table, as the table that they are all of. */
import type { Place } from '../evaluation.ts'
import type { Analysis, StatementId } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { argument, lastName, unwrapped, valueOf } from './shapes.ts'

/** The table that a batch is taken from: of `xb` in `for xb, yb in loader`, of `X[i:i + 32]` in a loop; else the place. */
export function batchOf(place: Place, analysis: Analysis): Place | undefined {
  const { node, statement } = place
  const at = analysis.statements[statement]!
  const repeats = isInLoop(statement, analysis)
  if (node.type === 'parenthesized_expression') return batchOf({ node: unwrapped(node), statement }, analysis)
  if (node.type === 'call' && SAME.test(lastName(childOf(node, 'function')!.text))) {
    const callee = childOf(node, 'function')!
    // `xb.to(device)`: the same batch elsewhere.
    if (callee.type === 'attribute') return batchOf({ node: childOf(callee, 'object')!, statement }, analysis)
  }
  if (/^(argument_list|list)$/.test(node.type)) {
    const whole = node.parts.map((part) => batchOf({ node: part, statement }, analysis)?.node === part)
    return whole.includes(false) ? undefined : place // batches of several tables stand in no one expression
  }
  if (node.type === 'subscript' && repeats)
    return batchOf({ node: childOf(node, 'value')!, statement }, analysis)
  if (node.type !== 'identifier') return place
  const ids = at.reads.find(({ name }) => name === node.text)?.definitions ?? []
  const id = ids.findLast(
    (each) => analysis.statements[each]!.kind === 'for_statement' || isInLoop(each, analysis),
  )
  const definition = id === undefined ? undefined : analysis.statements[id]!
  if (definition?.kind === 'for_statement')
    return takenFrom(node.text, definition.node, definition.id, analysis)
  if (definition === undefined) return place
  const value = assignedTo(node.text, definition.node) ?? valueOf(definition)
  return value && batchOf({ node: value, statement: definition.id }, analysis)
}

/** Whether a statement stands in the body of a `for` or `while`. */
export function isInLoop(id: StatementId, analysis: Analysis): boolean {
  return loopsAround(id, analysis).length > 0
}

/** Each `for` and `while` in whose body a statement stands, from the inside out. */
export function loopsAround(id: StatementId, analysis: Analysis): StatementId[] {
  const loops: StatementId[] = []
  for (let at = analysis.statements[id]!.parent; at !== null; at = analysis.statements[at]!.parent)
    if (/^(for|while)_statement$/.test(analysis.statements[at]!.kind)) loops.push(at)
  return loops
}

const SAME = /^(to|cuda|cpu|float|double|long|view|reshape|flatten)$/

/** `for xb, yb in loader`, `for i, (xb, yb) in enumerate(tqdm(loader))`: the part of the loader's data set. */
function takenFrom(
  name: string,
  loop: SyntaxNode,
  statement: StatementId,
  analysis: Analysis,
): Place | undefined {
  const left = childOf(loop, 'left')!
  const at = partsOf(left).find((parts) => parts.some((part) => part.text === name))
  const position = at?.findIndex((part) => part.text === name) ?? 0
  const loader = withoutWrappers(childOf(loop, 'right')!)
  const parts = dataOf({ node: loader, statement }, analysis)
  return parts?.[position]
}

/** The pattern itself and those inside it, innermost last. */
function partsOf(pattern: SyntaxNode): SyntaxNode[][] {
  return [...descendants(pattern)]
    .filter(({ type }) => /^(pattern_list|tuple_pattern|list_pattern)$/.test(type))
    .map(({ parts }) => [...parts])
    .reverse()
}

function withoutWrappers(node: SyntaxNode): SyntaxNode {
  if (
    node.type !== 'call' ||
    !/^(enumerate|tqdm|trange|notebook)$/.test(lastName(childOf(node, 'function')!.text))
  )
    return node
  const inner = argument(node, 0, ['iterable'])
  return inner === undefined ? node : withoutWrappers(inner)
}

/** Tables of a loader or of a data set: `DataLoader(TensorDataset(X, y))`. */
function dataOf(place: Place, analysis: Analysis, depth = 0): Place[] | undefined {
  const { node, statement } = place
  if (depth > 6) return undefined
  if (node.type === 'identifier') {
    const ids =
      analysis.statements[statement]!.reads.find(({ name }) => name === node.text)?.definitions ?? []
    const value = ids.length === 1 ? valueOf(analysis.statements[ids[0]!]!) : undefined
    return value && dataOf({ node: value, statement: ids[0]! }, analysis, depth + 1)
  }
  if (node.type !== 'call') return undefined
  const name = lastName(childOf(node, 'function')!.text)
  if (name === 'DataLoader') {
    const data = argument(node, 0, ['dataset'])
    return data && dataOf({ node: data, statement }, analysis, depth + 1)
  }
  if (name !== 'TensorDataset') return undefined
  return (childOf(node, 'arguments')?.parts ?? []).map((part) => ({ node: part, statement }))
}

/** What `xb, yb = batch` and `xb = xb.to(device)` give a name. */
function assignedTo(name: string, statement: SyntaxNode): SyntaxNode | undefined {
  const inner = statement.type === 'expression_statement' ? statement.parts[0]! : statement
  const [left, right] = [childOf(inner, 'left'), childOf(inner, 'right')]
  if (left?.type !== 'pattern_list' || right?.type !== 'expression_list') return undefined
  return right.parts[left.parts.findIndex(({ text }) => text === name)]
}
