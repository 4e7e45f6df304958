/** Containers that are made of others, and what is asked of all their elements. */
import { exactElements, fill } from '../../objects/exact.ts'
import { NUMBER, SCALAR, heldOf, valueOf, eitherOf, constant, TEXT, type Value } from '../../domain.ts'
import { callBack, allOf } from '../unknown.ts'
import type { Call, Calls } from '../call.ts'

export const CONTAINERS: Calls = {
  list: sequence,
  tuple: sequence,
  set: sequence,
  frozenset: sequence,
  sorted: sequence,
  dict: dictionary,
  str: text,
  len: whole,
  any: whole,
  all: whole,
  first: same,
  memoryview: view,
}

function sequence({ machine, name, args, node, first }: Call): Value {
  const exact =
    first && name !== 'set' && name !== 'sorted' && name !== 'frozenset'
      ? exactElements(machine, first)
      : undefined
  const given = first && !exact ? machine.parts.elements(first, node) : SCALAR
  if (name === 'sorted') {
    machine.readDeep(given)
    callBack(machine, allOf(args), given, node)
  }
  const thing = machine.make(name === 'sorted' ? 'list' : name === 'frozenset' ? 'set' : name, node, {
    content: heldOf(given),
  })
  if (exact) fill(machine, thing, exact)
  return valueOf(thing)
}

function dictionary({ machine, args, node, first }: Call): Value {
  const pairs = first ? machine.parts.elements(first, node) : SCALAR
  const values = pairs.things.flatMap((thing) =>
    /^(?:tuple|list)$/.test(thing.type) ? machine.readShallow(thing).things : [],
  )
  const held = [
    pairs,
    { things: values },
    ...(first?.things ?? []).map((thing) => machine.readShallow(thing)),
  ]
  const thing = machine.make('dict', node, { content: { things: eitherOf(held).things } })
  for (const [key, value] of args.keywords) machine.write(thing, key, value)
  if (args.rest) machine.change(thing, { stored: args.rest })
  return valueOf(thing)
}

function text({ machine, args, first }: Call): Value {
  machine.readDeep(allOf(args))
  return typeof first?.constant === 'string' ? constant(first.constant) : TEXT
}

function whole({ machine, name, args, node }: Call): Value {
  for (const source of args.positional)
    if (source.things.some((thing) => thing.data?.sort === 'lazy')) machine.parts.elements(source, node)
  machine.readDeep(allOf(args))
  return name === 'len' ? NUMBER : SCALAR
}

function same({ first }: Call): Value {
  // what a decorator that was given options decorates
  return first ?? SCALAR
}

function view({ machine, args, first }: Call): Value {
  machine.readDeep(allOf(args))
  return first ?? SCALAR
}
