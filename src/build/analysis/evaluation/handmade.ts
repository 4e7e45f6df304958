/** Metrics that a notebook writes by hand: what is averaged, and which two columns it compares. */
import { childOf, type SyntaxNode } from '../syntax.ts'
import type { Task } from './knowledge.ts'
import { argument, lastName, summed, uncast, unwrapped } from './shapes.ts'

interface ErrorShape {
  readonly metric: string
  readonly task: Task
  /** Predictions and truth, in whichever order they stand. */
  readonly sides: readonly [SyntaxNode, SyntaxNode]
  /** The one of them that the error is divided by, and which is therefore the truth. */
  readonly truth?: SyntaxNode
}

/** What an expression stands for: a name's value, where that is known. */
export type Meaning = (node: SyntaxNode) => SyntaxNode

/** What is averaged: `x` of `np.mean(x)`, `x.mean()`, `np.sum(x) / len(y)`; undefined for anything else. */
export function averagedIn(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'binary_operator' && childOf(node, 'operator')?.text === '/') {
    const isCount = /^len\(|\.(shape\[0\]|size)$/.test(childOf(node, 'right')!.text)
    return isCount ? summed(childOf(node, 'left')!) : undefined
  }
  const callee = node.type === 'call' ? childOf(node, 'function')! : undefined
  if (callee === undefined || !/^(mean|average)$/.test(lastName(callee.text))) return undefined
  const averaged =
    argument(node, 0, ['a']) ?? (callee.type === 'attribute' ? childOf(callee, 'object') : null)
  return averaged ? uncast(averaged) : undefined
}

/** What a hand-written metric takes the mean of. */
export function errorShape(node: SyntaxNode, means: Meaning = unwrapped): ErrorShape | undefined {
  const inner = uncast(means(node))
  const equal = comparedIn(inner)
  if (equal) return equal
  const size = givenTo(inner, /^f?abs(olute)?$/)
  const sides = size && differenceOf(size, means)
  if (sides) return { metric: 'mean_absolute_error', task: 'regression', sides }
  const share = size ? quotientOf(size, means) : quotientOf(inner, means)
  if (share) {
    const [above, below] = share
    const bare = size ? above : givenTo(uncast(means(above)), /^f?abs(olute)?$/)
    const compared = bare && differenceOf(bare, means)
    const truth = compared?.find((side) => rootOf(side) === rootOf(below))
    if (compared && truth)
      return { metric: 'mean_absolute_percentage_error', task: 'regression', sides: compared, truth }
  }
  const squared = squaredIn(inner)
  const apart = squared && differenceOf(squared, means)
  if (!apart) return undefined
  const logs = apart.map((side) => givenTo(means(side), /^log1p$/))
  return logs[0] && logs[1]
    ? { metric: 'mean_squared_log_error', task: 'regression', sides: [logs[0], logs[1]] }
    : { metric: 'mean_squared_error', task: 'regression', sides: apart }
}

/** `p == y`, `p.eq(y)`, `np.equal(p, y)`, `p != y`. */
function comparedIn(node: SyntaxNode): ErrorShape | undefined {
  if (node.type === 'comparison_operator') {
    const [left, right] = node.parts
    if (node.parts.length !== 2 || !/==|!=/.test(between(node))) return undefined
    return comparison(between(node).includes('=='), [left!, right!])
  }
  const callee = node.type === 'call' ? childOf(node, 'function')! : undefined
  const name = callee?.type === 'attribute' ? lastName(callee.text) : ''
  if (!callee || !/^(eq|ne|equal|not_equal)$/.test(name)) return undefined
  const [first, second] = [argument(node, 0, ['other']), argument(node, 1, ['other'])]
  if (!first || (!second && name.length > 2)) return undefined
  const sides = second ? ([first, second] as const) : ([childOf(callee, 'object')!, first] as const)
  return comparison(/^eq/.test(name), sides)
}

function comparison(isEqual: boolean, sides: ErrorShape['sides']): ErrorShape {
  return { metric: isEqual ? 'accuracy' : 'zero_one_loss', task: 'classification', sides }
}

/** `x` of `abs(x)`, `np.abs(x)`, `x.abs()`, where the callee is called so. */
function givenTo(node: SyntaxNode, named: RegExp): SyntaxNode | undefined {
  const callee = node.type === 'call' ? childOf(node, 'function')! : undefined
  if (callee === undefined || !named.test(lastName(callee.text))) return undefined
  return argument(node, 0, ['x']) ?? (callee.type === 'attribute' ? childOf(callee, 'object') : undefined)
}

/** `x` of `x ** 2`, `np.square(x)`, `np.power(x, 2)`, `x.pow(2)`. */
function squaredIn(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'binary_operator')
    return /\*\*\s*2(\.0?)?$/.test(node.text) ? childOf(node, 'left')! : undefined
  if (/\b2(\.0?)?\)$/.test(node.text)) return givenTo(node, /^(pow|power|float_power)$/)
  return givenTo(node, /^square$/)
}

/** `a - b`, `np.subtract(a, b)`, `a.sub(b)`, also as another kind of array. */
function differenceOf(node: SyntaxNode, means: Meaning): ErrorShape['sides'] | undefined {
  return pairOf(node, '-', /^(sub|subtract)$/, means)
}

/** `a / b`, `np.divide(a, b)`, `np.multiply(a, 1 / b)`. */
function quotientOf(node: SyntaxNode, means: Meaning): ErrorShape['sides'] | undefined {
  const divided = pairOf(node, '/', /^(div|divide|truediv|true_divide)$/, means)
  if (divided) return divided
  const [above, by] = pairOf(node, '*', /^(mul|multiply)$/, means) ?? []
  const [one, below] = (by && pairOf(by, '/', /^divide$/, means)) ?? []
  return above && below && /^1(\.0?)?$/.test(one!.text) ? [above, below] : undefined
}

function pairOf(
  node: SyntaxNode,
  operator: string,
  named: RegExp,
  means: Meaning,
): ErrorShape['sides'] | undefined {
  const inner = asArray(means(node))
  if (inner.type === 'binary_operator')
    return childOf(inner, 'operator')?.text === operator
      ? [childOf(inner, 'left')!, childOf(inner, 'right')!]
      : undefined
  const callee = inner.type === 'call' ? childOf(inner, 'function')! : undefined
  if (callee?.type !== 'attribute' || !named.test(lastName(callee.text))) return undefined
  const [first, second] = [argument(inner, 0, ['x1', 'other']), argument(inner, 1, ['x2'])]
  if (!first) return undefined
  return second ? [first, second] : [childOf(callee, 'object')!, first]
}

/** The same numbers: `x` of `np.array(x)`, `x.values`. */
function asArray(node: SyntaxNode): SyntaxNode {
  const inner = uncast(node)
  const given = givenTo(inner, /^(as)?array$/)
  if (given) return asArray(given)
  return inner.type === 'attribute' && childOf(inner, 'attribute')!.text === 'values'
    ? asArray(childOf(inner, 'object')!)
    : inner
}

/** `y` of `y.values`, `y['price']`, `np.array(y)`. */
function rootOf(node: SyntaxNode): string {
  const inner = asArray(node)
  return /^(attribute|subscript)$/.test(inner.type) ? rootOf(inner.parts[0]!) : inner.text
}

function between(comparison: SyntaxNode): string {
  return comparison.children
    .filter((each) => !each.named)
    .map((each) => each.text)
    .join(' ')
}
