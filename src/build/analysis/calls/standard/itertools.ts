/** Iterators of itertools: what comes out of them, and when they take from what they are given. */
import { eitherOf, isVague, SCALAR, type Value, valueOf } from '../../domain.ts'
import type { Call, Calls } from '../call.ts'
import { exactElements, fill } from '../../objects/exact.ts'
import { iterator } from '../builtin/iteration.ts'
import { allOf } from '../unknown.ts'

export const ITERTOOLS: Calls = {
  'itertools.accumulate': accumulate,
  'itertools.chain': chain,
  'itertools.chain.from_iterable': chainOfOne,
  'itertools.compress': chain,
  'itertools.cycle': chain,
  'itertools.dropwhile': filtered,
  'itertools.filterfalse': filtered,
  'itertools.islice': chain,
  'itertools.starmap': starmap,
  'itertools.takewhile': filtered,
  'itertools.batched': tuples,
  'itertools.pairwise': tuples,
  'itertools.zip_longest': tuples,
  'itertools.tee': several,
  'heapq.merge': merged,
  'itertools.combinations': pooled,
  'itertools.combinations_with_replacement': pooled,
  'itertools.permutations': pooled,
  'itertools.product': pooled,
}

function taken({ machine, node, args }: Call): Value {
  const given = [...args.positional, ...args.keywords.values(), ...(args.rest ? [args.rest] : [])]
  return eitherOf(given.map((value) => machine.parts.elements(value, node)))
}

/** The elements themselves. */
function chain(call: Call): Value {
  return iterator(call.machine, call.node, () => taken(call), allOf(call.args))
}

function chainOfOne(call: Call): Value {
  const { machine, node, args } = call
  return iterator(machine, node, () => machine.parts.elements(taken(call), node), allOf(args))
}

/** Those of which a function, its first argument, says yes or no. */
function filtered({ machine, node, args, first }: Call): Value {
  const run = (): Value => {
    const items = eitherOf(args.positional.slice(1).map((value) => machine.parts.elements(value, node)))
    if (first && first.things.length > 0)
      machine.maybe(() =>
        machine.parts.call(first, { positional: [items], keywords: new Map(), rest: null }, node),
      )
    return items
  }
  return iterator(machine, node, run, allOf(args))
}

/** It asks its key of each element when that comes. */
function merged(call: Call): Value {
  const { machine, node, args } = call
  const key = args.keywords.get('key') ?? SCALAR
  const run = (): Value => {
    const items = eitherOf(args.positional.map((value) => machine.parts.elements(value, node)))
    machine.readDeep(items)
    if (key.things.length > 0)
      machine.maybe(() =>
        machine.parts.call(key, { positional: [items], keywords: new Map(), rest: null }, node),
      )
    return items
  }
  return args.rest ? chain(call) : iterator(machine, node, run, allOf(args))
}

function accumulate({ machine, node, args, first }: Call): Value {
  const step = args.positional[1] ?? args.keywords.get('func')
  const start = args.keywords.get('initial') ?? SCALAR
  const run = (): Value => {
    const items = machine.parts.elements(first ?? args.keywords.get('iterable') ?? SCALAR, node)
    let given = eitherOf([items, start])
    // What it gave last it is given next.
    for (let before: Value | undefined; step && step.things.length > 0 && before !== given;) {
      before = given
      const next = { positional: [given, items], keywords: new Map<string, Value>(), rest: null }
      given = eitherOf([given, { things: machine.parts.call(step, next, node).things }])
    }
    return given
  }
  return iterator(machine, node, run, allOf(args))
}

function starmap({ machine, args, node, first }: Call): Value {
  const run = (): Value => {
    const rest = machine.parts.elements(machine.parts.elements(args.positional[1] ?? SCALAR, node), node)
    return machine.parts.call(first ?? SCALAR, { positional: [], keywords: new Map(), rest }, node)
  }
  return iterator(machine, node, run, allOf(args))
}

/** Several elements at a time. */
function tuples(call: Call): Value {
  const { machine, node, args } = call
  return iterator(
    machine,
    node,
    () => {
      const { things } = eitherOf([taken(call), args.keywords.get('fillvalue') ?? SCALAR])
      return valueOf(machine.make('tuple', node, { content: { things } }))
    },
    allOf(args),
  )
}

/** Each goes its own way through a container; from an iterator they take in turns. */
function several(call: Call): Value {
  const { machine, node, args, second } = call
  const [first = SCALAR] = args.positional
  const count = second ? second.constant : 2
  const isContainer =
    !isVague(first) && first.things.every(({ type }) => /^(?:list|tuple|dict|set)$/.test(type))
  const run = () => taken(call)
  const shared = iterator(machine, node, run, allOf(args))
  if (typeof count !== 'number' || args.rest || !isContainer)
    return valueOf(machine.make('tuple', node, { content: shared }))
  const tuple = machine.make('tuple', node)
  const apart = (variant: number) => iterator(machine, node, run, allOf(args), variant)
  fill(machine, tuple, [...Array(count).keys()].map(apart))
  return valueOf(tuple)
}

/** The same of all elements, which are taken at once. */
function pooled(call: Call): Value {
  const { machine, node } = call
  const known = node.parent?.type === 'for_statement' ? pairsOf(call) : undefined
  if (known) return known
  const { things } = taken(call)
  return iterator(machine, node, () => valueOf(machine.make('tuple', node, { content: { things } })), {
    things,
  })
}

/** `for a, b in combinations(['x', 'y', 'z'], 2)`: the pairs of a list whose elements are known. */
function pairsOf({ machine, name, node, args, first, second }: Call): Value | undefined {
  const isPlain = name === 'itertools.combinations' && args.keywords.size === 0 && !args.rest
  const items = isPlain && second?.constant === 2 && first ? exactElements(machine, first) : undefined
  if (!items || items.length < 2 || items.length > MOST_PAIRED) return undefined
  const pairs = items.flatMap((one, at) => items.slice(at + 1).map((other) => [one, other]))
  const list = machine.make('list', node)
  fill(
    machine,
    list,
    pairs.map((pair, variant) => {
      const tuple = machine.make('tuple', node, { variant })
      fill(machine, tuple, pair)
      return valueOf(tuple)
    }),
  )
  return valueOf(list)
}

/** More elements give more pairs than rounds of a loop are followed one by one. */
const MOST_PAIRED = 7
