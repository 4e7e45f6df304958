/** Containers that are made of others, and what is asked of all their elements. */
import { exactElements, fill, noteKeys } from '../../objects/exact.ts'
import {
  constant,
  eitherOf,
  heldOf,
  NUMBER,
  ROWS,
  SCALAR,
  TEXT,
  type Thing,
  type Value,
  valueOf,
  WHOLE,
} from '../../domain.ts'
import { CONTAINER } from '../../knowledge/types.ts'
import { hash } from '../../expressions/operators.ts'
import { isPlain } from '../../objects/carried.ts'
import { hasOwnText, isFlatColumn, notePlain } from '../../objects/plain.ts'
import { readHowShown } from '../settings.ts'
import type { Machine } from '../../machine.ts'
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
  len: length,
  any: whole,
  all: whole,
  first: same,
  sum: joined,
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
  if (/set$/.test(name)) hash(machine, given, node)
  const thing = machine.make(name === 'sorted' ? 'list' : name === 'frozenset' ? 'set' : name, node, {
    content: heldOf(given),
  })
  if (exact) fill(machine, thing, exact)
  notePlain(valueOf(thing), first !== undefined && first.things.length > 0 && isOfCells(machine, first))
  return valueOf(thing)
}

function isOfCells(machine: Machine, value: Value): boolean {
  return hasOwnText(machine, value) || value.things.every((thing) => isFlatColumn(machine, thing))
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
  if (args.rest === null && !first) noteKeys(machine, thing)
  return valueOf(thing)
}

function text({ machine, args, first }: Call): Value {
  machine.readDeep(allOf(args))
  readHowShown(machine, allOf(args))
  return typeof first?.constant === 'string' ? constant(first.constant) : TEXT
}

function whole({ machine, name, args, node }: Call): Value {
  for (const source of args.positional)
    if (source.things.some((thing) => thing.data?.sort === 'lazy')) machine.parts.elements(source, node)
  machine.readDeep(allOf(args))
  return name === 'len' ? NUMBER : SCALAR
}

/** How many there are: what the elements hold, and the columns, is not asked. */
function length(call: Call): Value {
  const { machine, first, args } = call
  const isCounted = (thing: Thing) =>
    isPlain(thing) || ((CONTAINER.test(thing.type) || thing.type === 'tuple') && thing.data === null)
  if (!first || args.rest || first.things.length === 0 || !first.things.every(isCounted)) return whole(call)
  for (const thing of first.things)
    if (isPlain(thing)) for (const key of [WHOLE, ROWS]) machine.readPlace(thing, key)
    else machine.lookAt(thing)
  return NUMBER
}

/** `sum(parts, [])` is a list of its own. */
function joined({ machine, args, node, first, second }: Call): Value | undefined {
  const start = second ?? args.keywords.get('start')
  const isList = ({ things }: Value) =>
    things.length > 0 && things.every(({ type }) => /^(?:list|tuple)$/.test(type))
  if (!first || !start || !isList(start)) return undefined
  const items = machine.parts.elements(first, node)
  if (!isList(items) || items.vague === true) return undefined
  const held = eitherOf([...start.things, ...items.things].map((thing) => machine.readShallow(thing)))
  return valueOf(machine.make(start.things[0]!.type, node, { content: heldOf(held) }))
}

function same({ first }: Call): Value {
  // what a decorator that was given options decorates
  return first ?? SCALAR
}

function view({ machine, args, first }: Call): Value {
  machine.readDeep(allOf(args))
  return first ?? SCALAR
}
