/** Functions of `operator` that are told what to take of an object before they are given one. */
import { SCALAR, type Value, valueOf } from '../../domain.ts'
import { attributeOf } from '../../expressions/attributes.ts'
import { elementByKey } from '../../expressions/subscripts.ts'
import { fill } from '../../objects/exact.ts'
import type { Call, Calls } from '../call.ts'

export const GETTERS: Calls = {
  'operator.itemgetter': getter,
  'operator.attrgetter': getter,
  'operator.methodcaller': getter,
  'operator.itemgetter.called': items,
  'operator.attrgetter.called': attributes,
  'operator.methodcaller.called': method,
}

/** @returns undefined where not all that it takes is known */
function getter({ machine, name, args, node, first }: Call): Value | undefined {
  const told = name === 'operator.methodcaller' ? args.positional.slice(0, 1) : args.positional
  if (!first || args.rest || told.some(({ constant }) => constant === undefined)) return undefined
  const { positional, keywords } = args
  const callee = valueOf(machine.library(`${name}.called`))
  return valueOf(machine.make('partial', node, { data: { sort: 'partial', callee, positional, keywords } }))
}

function items({ machine, args, node }: Call): Value {
  const object = args.positional.at(-1) ?? SCALAR
  return oneOrAll(
    { machine, node },
    args.positional.slice(0, -1).map((key) => elementByKey(machine, object, key, node)),
  )
}

function attributes({ machine, args, node }: Call): Value {
  const object = args.positional.at(-1) ?? SCALAR
  const paths = args.positional.slice(0, -1).map(({ constant }) => String(constant).split('.'))
  return oneOrAll(
    { machine, node },
    paths.map((path) => path.reduce((value, name) => attributeOf(machine, value, name, node), object)),
  )
}

function method({ machine, args, node, first }: Call): Value {
  const [object = SCALAR] = args.positional.slice(-1)
  const given = { ...args, positional: args.positional.slice(1, -1) }
  return machine.parts.callMethod(object, String(first?.constant), given, node)
}

function oneOrAll({ machine, node }: Pick<Call, 'machine' | 'node'>, values: readonly Value[]): Value {
  if (values.length === 1) return values[0]!
  const tuple = machine.make('tuple', node)
  fill(machine, tuple, values)
  return valueOf(tuple)
}
