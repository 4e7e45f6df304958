/** How metrics, arguments and assignments look in a syntax tree. */
import type { Place } from '../evaluation.ts'
import type { Read, Statement } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'

/** The argument at a position, or of one of the keywords. */
export function argument(
  call: SyntaxNode,
  position: number | undefined,
  keywords: readonly string[],
): SyntaxNode | undefined {
  const given = childOf(call, 'arguments')?.parts ?? []
  for (const each of given)
    if (each.type === 'keyword_argument' && keywords.includes(childOf(each, 'name')!.text))
      return childOf(each, 'value')
  const plain = given.filter((each) => each.type !== 'keyword_argument')
  const found = position === undefined ? undefined : plain[position]
  return found === undefined || /splat/.test(found.type) ? undefined : found
}

/** `x.mean()`, `np.mean(x['test_score'])`, `np.sqrt(-x).mean()` around `x`; undefined when no mean is taken of it. */
export function meanAround(node: SyntaxNode): SyntaxNode | undefined {
  for (let at: SyntaxNode = node; ;) {
    const up = at.parent
    if (up === null) return undefined
    if (up.type === 'call' && at.field === 'function') return /\.mean$/.test(at.text) ? up : undefined
    if (up.type === 'argument_list') {
      const call = up.parent!
      const callee = childOf(call, 'function')!.text
      if (/(^|\.)(mean|average)$/.test(callee)) return call
      if (!ROOT.test(callee)) return undefined
      at = call
      continue
    }
    if (!['attribute', 'subscript', 'parenthesized_expression', 'unary_operator'].includes(up.type))
      return undefined
    at = up
  }
}

const ROOT = /(^|\.)sqrt$/

/** `x['test_r2']`, `-x['test_r2']` around `x`: the scores of the folds by one of several scorers. */
export function scoresAround(node: SyntaxNode): SyntaxNode | undefined {
  const taken = node.parent
  if (
    taken?.type !== 'subscript' ||
    taken.parts[0] !== node ||
    !/^['"]test_\w+['"]$/.test(taken.parts[1]?.text ?? '')
  )
    return undefined
  return taken.parent?.type === 'unary_operator' ? taken.parent : taken
}

/** `np.sqrt(mse)`, `mse ** 0.5`: the root around a metric belongs to it. */
export function withRoot(node: SyntaxNode): SyntaxNode {
  const up = node.parent
  if (up?.type === 'argument_list' && ROOT.test(childOf(up.parent!, 'function')!.text)) return up.parent!
  if (up?.type === 'binary_operator' && /\*\*\s*(0?\.5|\(1 ?\/ ?2\))$/.test(up.text) && node.field === 'left')
    return up
  return node
}

/** `(p == y)` of `(p == y).float()`: the same truths as numbers. */
export function uncast(node: SyntaxNode): SyntaxNode {
  const inner = unwrapped(node)
  const callee = inner.type === 'call' ? childOf(inner, 'function')! : undefined
  if (
    callee?.type !== 'attribute' ||
    !/^(float|double|to|type|astype|cpu|numpy)$/.test(lastName(callee.text))
  )
    return inner
  return uncast(childOf(callee, 'object')!)
}

/** The expression without the parentheses around it. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  return node.type === 'parenthesized_expression' ? unwrapped(node.parts[0]!) : node
}

/** `fit` of `model.fit`. */
export function lastName(dotted: string): string {
  return dotted.split('.').at(-1)!.trim()
}

/** The expression that an assignment gives its target; what a `for` loops over. */
export function valueOf(statement: Statement): SyntaxNode | undefined {
  const { node } = statement
  const inner = node.type === 'expression_statement' ? node.parts[0] : node
  return inner && (childOf(inner, 'right') ?? childOf(inner, 'value'))
}

/** The value of an assignment, or what `x.append(value)` and `x.extend(value)` put into a list. */
export function givenBy(statement: Statement): SyntaxNode | undefined {
  const value = valueOf(statement)
  if (value !== undefined) return value
  const call = statement.node.type === 'expression_statement' ? statement.node.parts[0] : undefined
  const callee = call?.type === 'call' ? childOf(call, 'function') : undefined
  return callee && /\.(append|extend)$/.test(callee.text) ? argument(call!, 0, []) : undefined
}

/** `(p == y)` of `(p == y).sum().item()`, `torch.sum(p == y)`; undefined for anything else. */
export function summed(node: SyntaxNode): SyntaxNode | undefined {
  const inner = unwrapped(node)
  const callee = inner.type === 'call' ? childOf(inner, 'function')! : undefined
  if (callee === undefined) return undefined
  const name = lastName(callee.text)
  const object = callee.type === 'attribute' ? childOf(callee, 'object')! : undefined
  if (/^(sum|count_nonzero)$/.test(name)) return uncast(argument(inner, 0, ['input', 'a']) ?? object ?? inner)
  return object && /^(item|float|double|cpu|numpy)$/.test(name) ? summed(object) : undefined
}

/** The name that a statement gives its value to; undefined where it has several targets, or another than a name. */
export function assignedName(statement: Statement): string | undefined {
  const inner = statement.node.type === 'expression_statement' ? statement.node.parts[0] : statement.node
  const left = inner?.type === 'assignment' ? childOf(inner, 'left') : undefined
  return left?.type === 'identifier' ? left.text : undefined
}

/** Whether a node lies in another of the same cell. */
export function within(inner: SyntaxNode, outer: SyntaxNode): boolean {
  return inner.start >= outer.start && inner.end <= outer.end
}

/** What a part of a statement reads. A statement lists a name once, at its first place. */
export function readsIn(statement: Statement, node: SyntaxNode): Read[] {
  const names = new Set<string>()
  for (const each of descendants(node)) if (each.type === 'identifier') names.add(each.text)
  return statement.reads.filter((read) => names.has(read.name) || within(read.node, node))
}

/** Where a node stands; null for none. */
export function place(node: SyntaxNode, statement: Statement): Place
export function place(node: SyntaxNode | undefined, statement: Statement): Place | null
export function place(node: SyntaxNode | undefined, statement: Statement): Place | null {
  return node ? { node, statement: statement.id } : null
}
