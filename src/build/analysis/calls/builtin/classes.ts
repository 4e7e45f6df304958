/** Python's own functions that a class is built and asked with. */
import { valueOf, SCALAR, eitherOf, type Value } from '../../domain.ts'
import { typeOf } from '../../objects/types.ts'
import { unknownCall, allOf } from '../unknown.ts'
import { callSpecial } from '../../expressions/operators.ts'
import { superOf } from '../../objects/classes.ts'
import type { Call, Calls } from '../call.ts'

export const CLASSES: Calls = {
  super: superCall,
  property,
  staticmethod: method,
  classmethod: method,
  type,
  isinstance: check,
  issubclass: check,
  callable,
  id: address,
}

function property({ machine, node, first, second }: Call): Value {
  return valueOf(
    machine.make('wrapper', node, {
      data: { sort: 'wrapper', kind: 'property', getter: first ?? SCALAR, setter: second ?? SCALAR },
    }),
  )
}

function method({ machine, name, node, first }: Call): Value {
  return valueOf(
    machine.make('wrapper', node, {
      data: {
        sort: 'wrapper',
        kind: name === 'classmethod' ? 'class' : 'static',
        getter: first ?? SCALAR,
        setter: SCALAR,
      },
    }),
  )
}

function type({ machine, args, node, first }: Call): Value {
  if (args.positional.length === 1)
    return eitherOf(first!.things.map((thing) => typeOf(machine, thing, node)))
  return unknownCall(machine, SCALAR, args, node)
}

function check({ machine, name, node, first, second }: Call): Value {
  const classes = (second?.things ?? []).flatMap((thing) =>
    thing.type === 'tuple' ? machine.readShallow(thing).things : [thing],
  )
  const check = name === 'isinstance' ? '__instancecheck__' : '__subclasscheck__'
  callSpecial(machine, { things: classes }, check, [first ?? SCALAR], node)
  return SCALAR
}

function callable(): Value {
  return SCALAR
}

function address({ machine, args, node }: Call): Value {
  return machine.addresses ? valueOf(machine.make('unknown', node, { content: allOf(args) })) : SCALAR
}

/** `super()` in a method, or `super(A, self)` anywhere. */
function superCall({ machine, args, node }: Call): Value {
  const data = machine.calls.at(-1)?.function.data
  const named = args.positional[0]?.things.find((thing) => thing.data?.sort === 'class')
  const owner = named ?? (data?.sort === 'function' ? data.owner : null)
  if (!owner) return SCALAR
  const parameter =
    data?.sort === 'function'
      ? data.node.children.find((child) => child.field === 'parameters')?.parts[0]
      : undefined
  const self = args.positional[1] ?? (parameter ? machine.parts.evaluate(parameter) : SCALAR)
  return superOf(machine, owner, self, node)
}
