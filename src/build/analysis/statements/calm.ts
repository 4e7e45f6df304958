/** Statements that can't raise, judged by what they work on: a `try` around them runs on whether they are there or not. */
import { isVague, type Thing, type Value } from '../domain.ts'
import { frameOf, nameOf } from '../functions/scopes.ts'
import type { Machine } from '../machine.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'

/** Methods that take any one object. */
const TAKES_ANY: Readonly<Record<string, RegExp>> = {
  append: /^(?:list|collections\.deque)$/,
  appendleft: /^collections\.deque$/,
  clear: /^(?:list|dict|set|collections\.(?:deque|OrderedDict|Counter|defaultdict))$/,
}

/** Whether an expression that stands as a statement surely raises nothing. Reads nothing that would count as needed. */
export function isCalm(machine: Machine, node: SyntaxNode): boolean {
  switch (node.type) {
    case 'assignment': {
      const [left, right] = [childOf(node, 'left')!, childOf(node, 'right')]
      if (!right || childOf(node, 'type')) return false
      if (left.type === 'identifier') return known(machine, right) !== undefined
      return isKeyOfDictionary(machine, left) && known(machine, right) !== undefined
    }
    case 'augmented_assignment': {
      const left = childOf(node, 'left')!
      const operator = childOf(node, 'operator')!.type
      return (
        left.type === 'identifier' && added(machine, operator.slice(0, -1), left, childOf(node, 'right')!)
      )
    }
    case 'call': {
      const callee = childOf(node, 'function')!
      const given = childOf(node, 'arguments')!.parts
      if (callee.type !== 'attribute' || given.some((part) => known(machine, part) === undefined))
        return false
      const type = TAKES_ANY[childOf(callee, 'attribute')!.text]
      const things = objects(machine, childOf(callee, 'object')!)
      return (
        type !== undefined &&
        given.length === (type === TAKES_ANY.clear ? 0 : 1) &&
        things.length > 0 &&
        things.every((thing) => type.test(thing.type) && thing.data === null)
      )
    }
    default:
      return false
  }
}

/** `table['a']` of a dictionary. */
function isKeyOfDictionary(machine: Machine, target: SyntaxNode): boolean {
  if (target.type !== 'subscript') return false
  const [object, key, ...others] = target.parts
  const things = objects(machine, object!)
  return (
    others.length === 0 &&
    key?.type === 'string' &&
    known(machine, key) !== undefined &&
    things.length > 0 &&
    things.every(({ type, data }) => type === 'dict' && data === null)
  )
}

/** The objects that a name may be; none where it may be anything else. */
function objects(machine: Machine, node: SyntaxNode): readonly Thing[] {
  const value = known(machine, node)
  return value && !isVague(value) ? value.things : []
}

/** What an expression is that raises nothing: a literal, a name that is surely bound, a sum of those. */
function known(machine: Machine, node: SyntaxNode): Value | undefined {
  switch (node.type) {
    case 'integer':
    case 'float':
      return { things: [], kind: 'number' }
    case 'string':
      return node.parts.some((part) => part.type === 'interpolation')
        ? undefined
        : { things: [], kind: 'str' }
    case 'true':
    case 'false':
    case 'none':
      return { things: [], kind: 'other' }
    case 'identifier': {
      const slot = machine.peek(frameOf(machine, nameOf(node)), nameOf(node))
      return !slot || slot.deleted === true || slot.partly === true ? undefined : slot.value
    }
    case 'binary_operator': {
      const [left, right] = [childOf(node, 'left')!, childOf(node, 'right')!]
      return added(machine, childOf(node, 'operator')!.type, left, right) ? known(machine, left) : undefined
    }
    default:
      return undefined
  }
}

/** Whether both sides are numbers that are added, subtracted or multiplied, or texts that are joined. */
function added(machine: Machine, operator: string, left: SyntaxNode, right: SyntaxNode): boolean {
  const [a, b] = [known(machine, left), known(machine, right)]
  if (!a || !b || a.things.length + b.things.length > 0 || a.vague || a.kind !== b.kind || b.vague)
    return false
  return (a.kind === 'number' && /^[-+*]$/.test(operator)) || (a.kind === 'str' && operator === '+')
}
