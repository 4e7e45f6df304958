/** The containers of `collections`. */
import { type Value, eitherOf, SCALAR, valueOf, heldOf } from '../../domain.ts'
import { noteMissing } from '../../objects/factories.ts'
import { NAMED_TUPLE_CLASS } from '../../objects/frames.ts'
import { hash } from '../../expressions/operators.ts'
import { allOf } from '../unknown.ts'
import type { Call, Calls } from '../call.ts'

export const COLLECTIONS: Calls = {
  'collections.defaultdict': defaultDictionary,
  'collections.OrderedDict': filled,
  'collections.deque': filled,
  'collections.Counter': filled,
  'collections.namedtuple': namedTuple,
  'collections.namedtuple.made': record,
}

function namedTuple({ machine, args, node }: Call): Value {
  const callee = valueOf(machine.library('collections.namedtuple.made'))
  machine.readDeep(allOf(args))
  return valueOf(
    machine.make(NAMED_TUPLE_CLASS, node, {
      data: { sort: 'partial', callee, positional: [allOf(args)], keywords: new Map() },
    }),
  )
}

/** It holds what it is given, or else what its class was told. */
function record({ machine, args, node }: Call): Value {
  return valueOf(machine.make('named tuple', node, { content: allOf(args) }))
}

function defaultDictionary({ machine, args, node, first }: Call): Value | undefined {
  const made =
    first && first.things.length > 0
      ? (machine.maybe(() =>
          machine.parts.call(first, { positional: [], keywords: new Map(), rest: null }, node),
        ) as Value | undefined)
      : undefined
  const others = eitherOf(
    args.positional.slice(1).flatMap((value) => value.things.map((thing) => machine.readShallow(thing))),
  )
  const dictionary = machine.make('collections.defaultdict', node, {
    content: { things: [...(made?.things ?? []), ...others.things] },
  })
  noteMissing(dictionary, first ?? SCALAR)
  return valueOf(dictionary)
}

function filled({ machine, name, args, node }: Call): Value | undefined {
  const held = eitherOf(
    args.positional.flatMap((value) => [
      machine.parts.elements(value, node),
      ...value.things.map((thing) => machine.readShallow(thing)),
    ]),
  )
  if (name === 'collections.Counter') hash(machine, held, node)
  return valueOf(machine.make(name, node, { content: heldOf(held) }))
}
