/** Row by row steps that a graph has words for, as the notebook writes them: operators, methods, numpy's functions. */
import { argument } from '../analysis/evaluation/shapes.ts'
import { childOf, type SyntaxNode } from '../analysis/syntax.ts'
import type { Rowwise } from './path.ts'

export interface RowwiseStep {
  readonly how: Rowwise
  /** In the order that the step's name says. */
  readonly operands: readonly SyntaxNode[]
}

const COMPARISONS: readonly string[] = ['==', '!=', '<', '<=', '>', '>='] satisfies Rowwise[]
const OPERATORS: readonly string[] = ['&', '|', '**', '%', '//'] satisfies Rowwise[]

/** `a > 3`, `a & b`, `a ** 2`, `~a`, `-a`. */
export function rowwiseOf(node: SyntaxNode): RowwiseStep | undefined {
  if (node.type === 'comparison_operator') {
    const operators = node.children.filter((each) => !each.named).map((each) => each.text)
    const [how] = operators
    if (operators.length !== 1 || !COMPARISONS.includes(how!)) return undefined
    return { how: how as Rowwise, operands: node.parts }
  }
  if (node.type === 'unary_operator') {
    const sign = node.children[0]!.text
    const how = sign === '~' ? '~' : sign === '-' ? 'neg' : undefined
    return how && { how, operands: [childOf(node, 'argument')!] }
  }
  const operator = childOf(node, 'operator')!.text
  if (!OPERATORS.includes(operator)) return undefined
  return { how: operator as Rowwise, operands: [childOf(node, 'left')!, childOf(node, 'right')!] }
}

/** `a.isin([...])`, `a.between(1, 2)`, `a.clip(0, 9)`, `a.isna()`, `a.astype(int)`. */
export function rowwiseMethod(name: string, call: SyntaxNode, object: SyntaxNode): RowwiseStep | undefined {
  const given = childOf(call, 'arguments')!.parts
  switch (name) {
    case 'isna':
    case 'isnull':
      return { how: 'isna', operands: [object] }
    case 'notna':
    case 'notnull':
      return { how: 'notna', operands: [object] }
    case 'isin':
      return given.length === 1 ? { how: 'isin', operands: [object, given[0]!] } : undefined
    case 'between':
      return given.length === 2 && isPlain(given)
        ? { how: 'between', operands: [object, ...given] }
        : undefined
    case 'clip':
      return given.length === 2 && isPlain(given) ? { how: 'clip', operands: [object, ...given] } : undefined
    case 'astype':
      return WHOLE.test(argument(call, 0, ['dtype'])?.text ?? '')
        ? { how: 'int', operands: [object] }
        : undefined
    default:
      return undefined
  }
}

const WHOLE = /^(int|['"]int(64)?['"]|np\.int64)$/

/** `np.where(condition, a, b)`, `np.maximum(a, b)`, `np.clip(a, 0, 9)`. */
export function rowwiseFunction(name: string, call: SyntaxNode): RowwiseStep | undefined {
  const operands = childOf(call, 'arguments')!.parts
  if (!isPlain(operands)) return undefined
  const takes: Readonly<Record<string, [Rowwise, number]>> = {
    'numpy.where': ['where', 3],
    'numpy.clip': ['clip', 3],
    'numpy.maximum': ['maximum', 2],
    'numpy.minimum': ['minimum', 2],
  }
  const step = Object.hasOwn(takes, name) ? takes[name] : undefined
  return step?.[1] === operands.length ? { how: step[0], operands } : undefined
}

function isPlain(given: readonly SyntaxNode[]): boolean {
  return given.every((each) => each.type !== 'keyword_argument' && !/splat/.test(each.type))
}
