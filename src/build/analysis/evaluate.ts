/** Expressions: what they may be, and what evaluating them reads and changes. */
import { memberOf } from './objects/classes.ts'
import { readPrintSettings } from './calls/settings.ts'
import { hasOwnText } from './objects/plain.ts'
import { attributeOf } from './expressions/attributes.ts'
import { readName } from './expressions/names.ts'
import { callSpecial, comparison, hash, operation } from './expressions/operators.ts'
import { unescaped } from './expressions/escapes.ts'
import { subscriptOf } from './expressions/subscripts.ts'
import { comprehension } from './expressions/comprehensions.ts'
import {
  anyOf,
  constant,
  either,
  eitherOf,
  keyIn,
  NONE,
  NUMBER,
  oneOf,
  SCALAR,
  TEXT,
  type Value,
  valueOf,
} from './domain.ts'
import { exactElements, exactItems, fill, noteKeys } from './objects/exact.ts'
import { defineLambda } from './functions/functions.ts'
import type { Machine } from './machine.ts'
import type { Arguments } from './trace.ts'
import { attributeName, bindingFrame, nameOf } from './functions/scopes.ts'
import { childOf, type SyntaxNode } from './syntax.ts'

/** The value of an expression. At the level of a cell, what it needs is noted as needed there. */
export function evaluate(machine: Machine, node: SyntaxNode): Value {
  machine.step()
  if (machine.calls.length > 0 || machine.quoted > 0) return evaluateNode(machine, node)
  const outer = machine.at
  machine.at = node
  const value = evaluateNode(machine, node)
  machine.at = outer
  return value
}

function evaluateNode(machine: Machine, node: SyntaxNode): Value {
  const parts = node.parts
  switch (node.type) {
    case 'identifier':
    case 'print': // a keyword of Python 2 to the grammar
    case 'exec':
    case 'type':
      return node.type === 'type' && parts.length > 0
        ? all(machine, parts)
        : readName(machine, nameOf(node), node)
    case 'integer':
    case 'float': {
      const number = Number(node.text.replace(/_/g, ''))
      return Number.isNaN(number) ? NUMBER : constant(number)
    }
    case 'true':
      return constant(true)
    case 'false':
      return constant(false)
    case 'none':
      return NONE
    case 'string':
      return textOf(machine, node)
    case 'concatenated_string': {
      const values = parts.map((part) => evaluate(machine, part))
      return values.every((value) => typeof value.constant === 'string')
        ? constant(values.map((value) => value.constant).join(''))
        : TEXT
    }
    case 'attribute': {
      const object = evaluate(machine, childOf(node, 'object')!)
      return attributeOf(machine, object, attributeName(childOf(node, 'attribute')!), node)
    }
    case 'subscript':
      return subscriptOf(machine, node)
    case 'call':
      return callOf(machine, node)
    case 'binary_operator': {
      const left = evaluate(machine, childOf(node, 'left')!)
      const right = evaluate(machine, childOf(node, 'right')!)
      return operation(machine, childOf(node, 'operator')!.type, left, right, node)
    }
    case 'unary_operator': {
      const value = evaluate(machine, childOf(node, 'argument')!)
      if (typeof value.constant === 'number' && childOf(node, 'operator')!.type === '-')
        return constant(-value.constant)
      return operation(machine, 'unary', value, SCALAR, node)
    }
    case 'comparison_operator':
      return comparison(
        machine,
        node.children.filter((child) => child.field === 'operators').map((child) => child.type),
        parts.map((part) => evaluate(machine, part)),
        node,
      )
    case 'not_operator': {
      const value = evaluate(machine, childOf(node, 'argument')!)
      machine.readDeep(value)
      return value.constant === undefined ? { things: [], kind: 'bool' } : constant(!truth(value))
    }
    case 'boolean_operator': {
      const left = evaluate(machine, childOf(node, 'left')!)
      machine.readDeep(left)
      const isAnd = childOf(node, 'operator')!.type === 'and'
      const known = truth(left)
      if (known === !isAnd) return left
      const right = childOf(node, 'right')!
      return known === isAnd
        ? evaluate(machine, right)
        : oneOf(
            left,
            machine.maybe(() => evaluate(machine, right)),
          )
    }
    case 'conditional_expression': {
      const [then, condition, otherwise] = parts
      const known = truth(readTruth(machine, condition!))
      if (known !== undefined) return evaluate(machine, known ? then! : otherwise!)
      return anyOf(machine.branches([() => evaluate(machine, then!), () => evaluate(machine, otherwise!)]))
    }
    case 'lambda':
      return defineLambda(machine, node)
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
    case 'pattern_list':
      return sequence(machine, node)
    case 'dictionary':
      return dictionary(machine, node)
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      if (
        machine.calls.length === 0 &&
        parts.some((part) => part.type === 'for_in_clause' && part.children[0]?.type === 'async')
      )
        machine.obstacle({ kind: 'await' })
      return comprehension(machine, node)
    case 'named_expression': {
      const value = evaluate(machine, childOf(node, 'value')!)
      const name = childOf(node, 'name')!.text
      machine.write(bindingFrame(machine, name), name, value)
      return value
    }
    case 'parenthesized_expression':
      return parts[0] ? evaluate(machine, parts[0]) : SCALAR
    case 'await':
      if (machine.calls.length === 0) machine.obstacle({ kind: 'await' })
      return evaluate(machine, parts[0]!)
    // `Registry['name']` as an annotation.
    case 'generic_type': {
      const [base, ...given] = parts
      const owner = evaluate(machine, base!)
      all(machine, given)
      for (const thing of owner.things)
        if (thing.data?.sort === 'class') {
          const member = memberOf(machine, thing, '__class_getitem__')
          const args = { positional: [valueOf(thing), SCALAR], keywords: new Map(), rest: null }
          if (member) machine.parts.call(member, args, node)
          callSpecial(machine, valueOf(thing), '__getitem__', [SCALAR], node)
        }
      return SCALAR
    }
    case 'yield': {
      const value = parts[0] ? evaluate(machine, parts[0]) : NONE
      const given = node.children.some((child) => child.type === 'from')
        ? machine.parts.elements(value, node)
        : value
      const call = machine.returns.at(-1)
      if (call) {
        call.yields = call.yields ? either(call.yields, given) : given
        machine.leaveTo(call.exit)
      }
      // What `send` passes in is not known.
      return SCALAR
    }
    case 'assignment': {
      const value = evaluate(machine, childOf(node, 'right')!)
      machine.parts.assign(childOf(node, 'left')!, value)
      return value
    }
    case 'list_splat':
      return machine.parts.elements(evaluate(machine, parts[0]!), node)
    case 'ellipsis':
      return SCALAR
    default:
      return all(machine, parts)
  }
}

function all(machine: Machine, nodes: readonly SyntaxNode[]): Value {
  for (const node of nodes) machine.readDeep(evaluate(machine, node))
  return SCALAR
}

/** Whether a value is known to count as true or false. */
export function truth(value: Value): boolean | undefined {
  if (value.things.length > 0 || value.constant === undefined) return undefined
  return Boolean(value.constant)
}

/** The value of a condition: its truth depends on all that the value holds. */
export function readTruth(machine: Machine, node: SyntaxNode): Value {
  const value = evaluate(machine, node)
  machine.readDeep(value)
  return value
}

/** A string literal; what stands in the braces of an f-string is read. */
function textOf(machine: Machine, node: SyntaxNode): Value {
  const start = node.children[0]?.text ?? ''
  const interpolated = node.parts.filter((part) => part.type === 'interpolation')
  const known = (written: string) => (/b/i.test(start) ? undefined : unescaped(written, start))
  if (interpolated.length === 0) {
    const quotes = start.replace(/^\w+/, '').length
    const text = known(node.text.slice(start.length, node.text.length - quotes))
    return text === undefined ? TEXT : constant(text)
  }
  let text: string | undefined = ''
  for (const part of node.parts) {
    if (part.type === 'string_content') {
      const more = known(part.text)
      text = text === undefined || more === undefined ? undefined : text + more
    }
    if (part.type !== 'interpolation') continue
    const value = readTruth(machine, childOf(part, 'expression') ?? part.parts[0]!)
    const format = childOf(part, 'format_specifier')
    // Formats of numbers: a table or array has none.
    if (!hasOwnText(machine, value) && !/^:(?!.*\{).*(?:[bdeEfFgGnoxX%]|\d,)$/.test(format?.text ?? ''))
      readPrintSettings(machine)
    for (const inner of format?.parts ?? [])
      if (inner.parts[0]) machine.readDeep(evaluate(machine, inner.parts[0]))
    const plain =
      part.parts.length === 1 && (typeof value.constant === 'string' || Number.isInteger(value.constant))
    text =
      text !== undefined && plain && value.things.length === 0 ? text + String(value.constant) : undefined
  }
  return text === undefined || /b/i.test(start) ? TEXT : constant(text)
}

/** `[a, b]`, `(a, *b)`, `{a, b}`; also the parts of a statement `a, b`. */
export function sequence(machine: Machine, node: SyntaxNode): Value {
  const type = node.type === 'list' || node.type === 'set' ? node.type : 'tuple'
  const values = node.parts.map((part) => evaluate(machine, part))
  const exact = type !== 'set' && node.parts.every((part) => part.type !== 'list_splat')
  if (type === 'tuple' && values.length === 0) return SCALAR
  const thing = machine.make(type, node, { content: exact ? SCALAR : eitherOf(values) })
  if (exact) fill(machine, thing, values)
  if (type === 'set') hash(machine, eitherOf(values), node)
  return valueOf(thing)
}

function dictionary(machine: Machine, node: SyntaxNode): Value {
  const thing = machine.make('dict', node)
  let exact = true
  for (const part of node.parts) {
    if (part.type === 'pair') {
      const key = evaluate(machine, childOf(part, 'key')!)
      const value = evaluate(machine, childOf(part, 'value')!)
      machine.readDeep(key)
      const name = keyIn(key)
      if (typeof key.constant !== 'string' || /^[*#]/.test(key.constant)) exact = false
      if (name === undefined) machine.change(thing, { stored: value })
      else machine.write(thing, name, value)
    } else {
      const spread = evaluate(machine, part.parts[0]!)
      const items = exactItems(machine, spread)
      askForItems(machine, spread, node)
      for (const [name, value] of items ?? []) machine.write(thing, name, value)
      exact &&= items !== undefined
      for (const each of items ? [] : spread.things)
        machine.change(thing, { stored: machine.readShallow(each) })
    }
  }
  if (exact) noteKeys(machine, thing)
  return valueOf(thing)
}

function callOf(machine: Machine, node: SyntaxNode): Value {
  const callee = childOf(node, 'function')!
  if (callee.type === 'attribute') {
    const receiver = evaluate(machine, childOf(callee, 'object')!)
    const name = attributeName(childOf(callee, 'attribute')!)
    return machine.parts.callMethod(receiver, name, argumentsOf(machine, node), node)
  }
  const value = evaluate(machine, callee)
  return machine.parts.call(value, argumentsOf(machine, node), node)
}

/** `**mapping` asks an object of a notebook's class for its keys, and for what it has under them. */
function askForItems(machine: Machine, { things }: Value, node: SyntaxNode): void {
  const instances = { things: things.filter(({ data }) => data?.sort === 'instance') }
  if (instances.things.length === 0) return
  const keys = machine.parts.callMethod(
    instances,
    'keys',
    { positional: [], keywords: new Map(), rest: null },
    node,
  )
  machine.parts.elements(keys, node)
  machine.maybe(() => callSpecial(machine, instances, '__getitem__', [SCALAR], node))
}

/** Evaluates the arguments of a call. */
function argumentsOf(machine: Machine, node: SyntaxNode): Arguments {
  const list = childOf(node, 'arguments')
  if (list?.type === 'generator_expression')
    return { positional: [evaluate(machine, list)], keywords: new Map(), rest: null }
  const positional: Value[] = []
  const keywords = new Map<string, Value>()
  let rest: Value | null = null
  for (const part of list?.parts ?? []) {
    if (part.type === 'keyword_argument')
      keywords.set(childOf(part, 'name')!.text, evaluate(machine, childOf(part, 'value')!))
    else if (part.type === 'list_splat' || part.type === 'dictionary_splat') {
      const spread = evaluate(machine, part.parts[0]!)
      const exact = part.type === 'list_splat' && rest === null ? exactElements(machine, spread) : undefined
      const items = part.type === 'dictionary_splat' ? exactItems(machine, spread) : undefined
      if (part.type === 'dictionary_splat') askForItems(machine, spread, part)
      if (exact) positional.push(...exact)
      else if (items) for (const [name, value] of items) keywords.set(name, value)
      else {
        const given = machine.parts.elements(spread, part)
        const held = eitherOf(spread.things.map((thing) => machine.readShallow(thing)))
        rest = either(rest ?? SCALAR, either(given, held))
      }
    } else if (rest === null) positional.push(evaluate(machine, part))
    else rest = either(rest, evaluate(machine, part))
  }
  return { positional, keywords, rest }
}
