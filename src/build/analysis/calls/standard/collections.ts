/** The containers of `collections`. */
import { type Value, eitherOf, valueOf, heldOf } from '../../domain.ts'
import type { Call, Calls } from '../call.ts'

export const COLLECTIONS: Calls = {
  'collections.defaultdict': defaultDictionary,
  'collections.OrderedDict': filled,
  'collections.deque': filled,
  'collections.Counter': filled,
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
  return valueOf(
    machine.make('collections.defaultdict', node, {
      content: { things: [...(made?.things ?? []), ...others.things] },
    }),
  )
}

function filled({ machine, name, args, node }: Call): Value | undefined {
  const held = eitherOf(
    args.positional.flatMap((value) => [
      machine.parts.elements(value, node),
      ...value.things.map((thing) => machine.readShallow(thing)),
    ]),
  )
  return valueOf(machine.make(name, node, { content: heldOf(held) }))
}
