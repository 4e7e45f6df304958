/** Operators: what they read, whose special methods they run, and what comes out. */
import {
  constant,
  either,
  eitherOf,
  NUMBER,
  SCALAR,
  type Thing,
  type Value,
  valueOf,
  WHOLE,
} from '../domain.ts'
import { memberOf, membersOf, metaclassMember } from '../objects/classes.ts'
import { readVariable } from '../calls/environment.ts'
import { readHowShown } from '../calls/settings.ts'
import { exactElements, exactItems, fill, KEYS, noteKeys } from '../objects/exact.ts'
import { noteOfOperator } from '../objects/plain.ts'
import type { Machine } from '../machine.ts'
import { isEnvironment } from '../memory/reading.ts'
import type { SyntaxNode } from '../syntax.ts'

/** Types whose operators make a new object of the same type; the first that takes part decides. */
const ARITHMETIC = ['pandas.DataFrame', 'pandas.Series', 'numpy.ndarray', 'data', 'set', 'pandas.Index']

const SPECIAL: Readonly<Record<string, string>> = {
  '+': 'add', '-': 'sub', '*': 'mul', '/': 'truediv', '//': 'floordiv', '%': 'mod', '**': 'pow', '@': 'matmul',
  '&': 'and', '|': 'or', '^': 'xor', '<<': 'lshift', '>>': 'rshift',
  '==': 'eq', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge', '<>': 'ne',
} // prettier-ignore

/**
 * What `left operator right` may be. Constants are computed.
 *
 * @param operator as Python writes it: `+`, `in`
 */
export function operation(
  machine: Machine,
  operator: string,
  left: Value,
  right: Value,
  node: SyntaxNode,
): Value {
  const things = [...left.things, ...right.things]
  if (things.length === 0) return folded(operator, left, right)
  if (things.some((thing) => thing.type === 'decimal.Decimal')) {
    machine.readSetting('the decimal context')
    return valueOf(machine.make('decimal.Decimal', node))
  }
  machine.readDeep(either(left, right))
  if (operator === '%' && left.kind === 'str') readHowShown(machine, right)
  const special = specialMethods(machine, operator, left, right, node)
  for (const type of ARITHMETIC)
    if (things.some((thing) => thing.type === type))
      return noted(
        machine,
        operator === 'unary' ? [left] : [left, right],
        things.every((thing) => thing.mask)
          ? maskOf(machine, type, node)
          : either(special, valueOf(machine.make(type, node))),
      )
  if (things.every((thing) => thing.type === 'list' || thing.type === 'tuple')) {
    const type = things[0]!.type
    const content = eitherOf(things.map((thing) => machine.readShallow(thing)))
    const made = machine.make(type, node, { content: { things: content.things } })
    const parts = operator === '+' ? [left, right].map((side) => exactElements(machine, side)) : []
    if (parts.length > 0 && parts.every((part) => part !== undefined)) fill(machine, made, parts.flat())
    return either(special, valueOf(made))
  }
  if (operator === '|' && things.every((thing) => thing.type === 'dict' && thing.data === null)) {
    const merged = machine.make('dict', node, {
      content: {
        things: eitherOf(things.map((thing) => machine.peek(thing, WHOLE)?.value ?? SCALAR)).things,
      },
    })
    const isExact = [left, right].every((side) => exactItems(machine, side))
    // What stands under a key of the right side replaces what the left side has there.
    for (const thing of things)
      for (const key of [...thing.keys]) {
        const slot = key === WHOLE || key === KEYS ? undefined : machine.peek(thing, key)
        if (slot) machine.write(merged, key, slot.value, { weak: machine.has(merged, key) })
      }
    if (isExact) noteKeys(machine, merged)
    return valueOf(merged)
  }
  if (things.every((thing) => thing.data?.sort === 'instance')) return special
  if (things.every((thing) => /^(?:library|plot)$/.test(thing.type))) return SCALAR
  // A lazy result (a computation graph, a query) may hold on to what it was made of.
  return either(special, valueOf(machine.make('unknown', node, { content: { things } })))
}

function noted(machine: Machine, operands: readonly Value[], result: Value): Value {
  noteOfOperator(machine, operands, result)
  return result
}

function maskOf(machine: Machine, type: string, node: SyntaxNode): Value {
  const mask = machine.make(type, node, { label: 'mask' })
  mask.mask = true
  return valueOf(mask)
}

/** @param operators one fewer than `values`; `is not` and `not in` in one piece or two */
export function comparison(
  machine: Machine,
  operators: readonly string[],
  values: readonly Value[],
  node: SyntaxNode,
): Value {
  if (operators.every((operator) => /^(?:is|is not)$/.test(operator))) {
    const [left, right] = values
    if (left!.constant !== undefined && left!.things.length === 0 && right!.constant === null)
      return constant((left!.constant === null) === (operators[0] === 'is'))
    return { things: [], kind: 'bool' }
  }
  let result: Value = SCALAR
  for (const [at, operator] of operators.entries()) {
    const left = values[at]!
    const right = values[at + 1]!
    const space = right.things.find((thing) => thing.type === 'frame')
    if (space && /in$/.test(operator) && typeof left.constant === 'string') {
      machine.readPlace(space, left.constant)
      machine.readPlace(space, WHOLE)
      continue
    }
    if (/in$/.test(operator) && typeof left.constant === 'string' && isAllEnvironment(right)) {
      readVariable(machine, left.constant)
      continue
    }
    machine.readDeep(either(left, right))
    if (/in$/.test(operator)) {
      callSpecial(machine, right, '__contains__', [left], node)
      machine.parts.elements({ things: right.things.filter((thing) => isSearched(machine, thing)) }, node)
      continue
    }
    result = specialMethods(machine, operator, left, right, node)
    const table = [...left.things, ...right.things].find(
      (thing) => ARITHMETIC.includes(thing.type) && thing.type !== 'set',
    )
    if (table) return noted(machine, values, maskOf(machine, table.type, node))
    if ([...left.things, ...right.things].some((thing) => thing.type === 'unknown'))
      result = either(result, valueOf(machine.make('unknown', node)))
  }
  if (
    operators.length === 1 &&
    values.every((value) => value.things.length === 0 && value.constant !== undefined)
  ) {
    const [a, b] = values.map((value) => value.constant!)
    if (operators[0] === '==') return constant(a === b)
    if (operators[0] === '!=') return constant(a !== b)
    if (typeof a === 'number' && typeof b === 'number') {
      if (operators[0] === '<') return constant(a < b)
      if (operators[0] === '<=') return constant(a <= b)
      if (operators[0] === '>') return constant(a > b)
      if (operators[0] === '>=') return constant(a >= b)
    }
  }
  return result.things.length > 0 ? result : { things: [], kind: 'bool' }
}

function isAllEnvironment({ things }: Value): boolean {
  return things.length > 0 && things.every(isEnvironment)
}

/** Whether `in` takes from it until it has found what it looks for. */
function isSearched(machine: Machine, { type, data }: Thing): boolean {
  if (data?.sort === 'instance') return memberOf(machine, data.class, '__contains__') === undefined
  return data?.sort === 'lazy' || /^(?:iterator|file)$/.test(type)
}

/** What two values that are no objects give, where that is known. */
export function folded(operator: string, left: Value, right: Value): Value {
  if (operator === '/' && (left.kind === 'path' || right.kind === 'path')) {
    if (typeof left.constant === 'string' && typeof right.constant === 'string')
      return { things: [], constant: `${left.constant}/${right.constant}`, kind: 'path' }
    return { things: [], kind: 'path' }
  }
  if (operator === '+' && typeof left.constant === 'string' && typeof right.constant === 'string')
    return constant(left.constant + right.constant)
  if (operator === '+' && typeof left.constant === 'number' && typeof right.constant === 'number')
    return constant(left.constant + right.constant)
  if (left.kind === 'number' && right.kind === 'number') return NUMBER
  if (left.kind === 'str' || (operator === '+' && right.kind === 'str')) return { things: [], kind: 'str' }
  return SCALAR
}

function specialMethods(
  machine: Machine,
  operator: string,
  left: Value,
  right: Value,
  node: SyntaxNode,
): Value {
  const name = operator === 'unary' ? 'neg' : SPECIAL[operator]
  if (name === undefined) return SCALAR
  if (operator === 'unary')
    return eitherOf(
      ['__neg__', '__pos__', '__invert__'].map((each) => callSpecial(machine, left, each, [], node)),
    )
  return either(
    callSpecial(machine, left, `__${name}__`, [right], node),
    callSpecial(machine, right, `__r${name}__`, [left], node),
  )
}

/** Runs a special method on those of a value's instances whose class has it. */
export function callSpecial(
  machine: Machine,
  value: Value,
  name: string,
  args: readonly Value[],
  node: SyntaxNode,
): Value {
  const results: Value[] = []
  for (const thing of value.things) {
    const inherited = thing.data?.sort === 'class' ? metaclassMember(machine, thing, name, node) : undefined
    if (inherited)
      results.push(machine.parts.call(inherited, { positional: args, keywords: new Map(), rest: null }, node))
    if (thing.data?.sort !== 'instance' || !memberOf(machine, thing.data.class, name)) continue
    results.push(
      machine.parts.callMethod(
        valueOf(thing),
        name,
        { positional: args, keywords: new Map(), rest: null },
        node,
      ),
    )
  }
  return eitherOf(results)
}

/** What becomes an element of a set or a key is asked for its hash, and compared with others that have the same. */
export function hash(machine: Machine, value: Value, node: SyntaxNode): void {
  callSpecial(machine, value, '__hash__', [], node)
  machine.maybe(() => callSpecial(machine, value, '__eq__', [value], node))
}

const OBSERVING = [
  '__repr__',
  '__abs__',
  '__round__',
  '__floor__',
  '__ceil__',
  '__trunc__',
  '__bytes__',
  '__complex__',
  '__dir__',
  '__fspath__',
  '__array_ufunc__',
  '__array_function__',
  '__str__',
  '__len__',
  '__iter__',
  '__bool__',
  '__eq__',
  '__hash__',
  '__format__',
  '__float__',
  '__int__',
  '__index__',
  '__array__',
  '__lt__',
  '__contains__',
  '_repr_html_',
]
/** Runs the special methods that whoever reads an instance may run: `print`, `len`, `==`. */
export function observe(machine: Machine, instance: Thing): void {
  if (instance.data?.sort !== 'instance' || machine.observing.has(instance)) return
  machine.observing.add(instance)
  const member = membersOf(machine, instance.data.class)
  for (const name of OBSERVING) {
    if (!member(name)) continue
    const other = /eq|lt|format|contains/.test(name) ? [valueOf(instance)] : []
    machine.maybe(() =>
      machine.parts.callMethod(
        valueOf(instance),
        name,
        { positional: other, keywords: new Map(), rest: null },
        machine.at,
      ),
    )
  }
  machine.observing.delete(instance)
}
