/** What a library function gives back, as the library knowledge says. */
import {
  constant,
  either,
  eitherOf,
  heldOf,
  keyIn,
  NONE,
  NUMBER,
  SCALAR,
  TEXT,
  type Thing,
  type Value,
  valueOf,
} from '../domain.ts'
import { carryInto, copies, tableIn } from '../objects/carried.ts'
import { framesOf } from '../objects/bunches.ts'
import { isBare, tableMade } from '../objects/emptied.ts'
import { fill } from '../objects/exact.ts'
import { flatColumns, isFlatColumn, noteFlat } from '../objects/plain.ts'
import {
  elementOf,
  hold,
  holding,
  markCells,
  noteLists,
  objectsIn,
  passOn,
  pickedBy,
} from '../objects/cells.ts'
import type { Effect } from '../knowledge/effect.ts'
import { isData } from '../knowledge/types.ts'
import type { Machine } from '../machine.ts'
import { cloneOf, copiedByClass, copyOf, deepCopyOf } from './copies.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'
import { allOf, callBack } from './unknown.ts'

/** @param method its name, where it is one; else empty */
export function resultOf(method: string, ...given: Parameters<typeof made>): Value {
  const [machine, effect, receiver, args, node] = given
  // An array, whose parts are views of it, and no table.
  if (method === 'to_numpy' && receiver?.type === 'pandas.DataFrame')
    return holding(
      machine,
      machine.make('numpy.ndarray', node, { data: { sort: 'view', base: receiver, key: null } }),
      receiver,
    )
  // The very labels, or places, that it keeps.
  if (
    receiver &&
    (method === 'fit_predict' || (method === 'fit_transform' && /\.manifold\./.test(receiver.type)))
  ) {
    const kept = machine.make('data', node, { data: { sort: 'view', base: receiver, key: null } })
    return holding(machine, kept, receiver)
  }
  const result =
    receiver && becomesTable(receiver, method, args)
      ? valueOf(machine.make('pandas.DataFrame', node))
      : made(...given)
  // `df.loc[df.groupby('k')['v'].idxmax()]`: a label for each group.
  if (receiver?.type === 'pandas.GroupBy' && /^idx(?:max|min)$/.test(method))
    for (const thing of result.things) thing.many = true
  passOn(machine, result, effect, receiver, args, node)
  if (receiver?.type === 'generator of numbers' && /^(?:choice|choices|sample)$/.test(method))
    return either(result, chosen(machine, args, node, method !== 'choice' || receiver.picksViews))
  if (!receiver || !isData(receiver.type)) return result
  noteLists(method, receiver, result)
  for (const thing of result.things) if (thing !== receiver) markCells(machine, thing, receiver, node)
  const picked = pickedBy(machine, receiver, method)
  return picked.length > 0 ? either(result, { things: picked }) : result
}

/**
 * `random.Random(0).choice(tables)`: one of the objects, or a list of some.
 *
 * @param rows whether rows of an array come as views of it
 */
function chosen(machine: Machine, args: Arguments, node: SyntaxNode, rows: boolean): Value {
  const values = [...args.positional, ...args.keywords.values()]
  const given = values.flatMap(({ things }) => things)
  const objects = eitherOf(values.map((value) => machine.parts.elements(value, node))).things.filter(
    (each) => rows || !isData(each.type) || !given.includes(each),
  )
  return objects.length === 0
    ? SCALAR
    : valueOf(machine.make('list', node, { content: { things: objects } }), ...objects)
}

const ARRAYS = ['average', 'multioutput', 'labels', 'multi_class']

function isOneNumber(value: Value | undefined): boolean {
  return value === undefined || (typeof value.constant === 'string' && value.constant !== 'raw_values')
}

function made(
  machine: Machine,
  effect: Effect,
  receiver: Thing | null,
  args: Arguments,
  node: SyntaxNode,
  returned: Value,
): Value {
  const all = allOf(args)
  switch (effect.gives) {
    case 'scalar':
      return effect.holds && all.things.length > 0
        ? valueOf(machine.make('unknown', node, { content: all }))
        : SCALAR
    case 'none':
      return NONE
    case 'text':
      return TEXT
    case 'number':
      // `average=None` and `multioutput='raw_values'` give one for each class or column.
      return args.rest || ARRAYS.some((name) => !isOneNumber(args.keywords.get(name))) ? SCALAR : NUMBER
    case 'path': {
      const parts = args.positional.map((value) => value.constant)
      return parts.every((part) => typeof part === 'string')
        ? { ...constant(parts.length === 0 ? '.' : parts.join('/')), kind: 'path' }
        : { things: [], kind: 'path' }
    }
    case 'self':
      return receiver ? valueOf(receiver) : SCALAR
    case 'first':
      return args.positional.length > 0 ? args.positional[0]! : valueOf(machine.library('builtins.first'))
    case 'elements':
      return either(elementsOf(machine, receiver, args, node), { things: returned.things })
    case 'pairs':
    case 'values':
    case 'keys':
      return ofMapping(machine, effect.gives, receiver!, node)
    case 'same':
      return same(machine, effect, receiver!, node)
    case 'copy': {
      const given = { things: args.positional[0]?.things ?? [] }
      const copied = copiedByClass(machine, { things: machine.reach(given) }, '__deepcopy__', node)
      return eitherOf([copied, ...given.things.map((thing) => deepCopyOf(machine, thing, node, new Map()))])
    }
    case 'shallow': {
      const given = { things: receiver ? [receiver] : (args.positional[0]?.things ?? []) }
      const copied = receiver ? SCALAR : copiedByClass(machine, given, '__copy__', node)
      // What it holds is not told apart from it.
      const nested = given.things.filter(({ type }) => type === 'json')
      return eitherOf([
        copied,
        { things: nested },
        ...given.things.map((thing) => copyOf(machine, thing, node)),
      ])
    }
    case 'clone':
      return eitherOf((args.positional[0]?.things ?? []).map((thing) => cloneOf(machine, thing, node)))
    case 'split':
      return splitOf(machine, args, node)
    case 'sklearn.Bunch':
      return framesOf(machine, args, node) ?? valueOf(machine.make('sklearn.Bunch', node))
    case 'datasets': {
      const frames = [
        machine.make('data', childOf(node, 'arguments') ?? node),
        machine.make('data', childOf(node, 'function') ?? node),
      ]
      const pair = machine.make('tuple', node)
      fill(
        machine,
        pair,
        frames.map((frame) => valueOf(frame)),
      )
      return valueOf(pair)
    }
    case 'folds': {
      const fold = machine.make('tuple', childOf(node, 'arguments') ?? node)
      const parts = [childOf(node, 'function') ?? node, node].map((place) => machine.make('data', place))
      for (const part of parts) part.many = true
      fill(
        machine,
        fold,
        parts.map((part) => valueOf(part)),
      )
      return valueOf(machine.make('list', node, { content: valueOf(fold) }))
    }
    case 'iterator': {
      const iterator = machine.make('iterator', node, {
        content: effect.holds ? all : SCALAR,
        ...(effect.lazy && {
          data: {
            sort: 'lazy' as const,
            given: all,
            consume: () => {
              machine.readDeep(all)
              return either(
                { things: callBack(machine, all, all, node, { methods: false }).things },
                eitherOf(args.positional.map((value) => machine.parts.elements(value, node))),
              )
            },
          },
        }),
      })
      return valueOf(iterator)
    }
    case 'generator':
    case 'python_generator': {
      const generator = machine.make('generator of numbers', node, {
        content: { things: all.things.filter((thing) => thing.data?.sort !== 'library') },
      })
      generator.picksViews = effect.gives === 'python_generator'
      return valueOf(generator)
    }
    case 'seed_sequence':
    case 'seed_sequences': {
      // It refers to the numbers that it was given.
      const seeds = valueOf(
        machine.make('seed sequence', childOf(node, 'arguments') ?? node, { content: all }),
      )
      return effect.gives === 'seed_sequence'
        ? seeds
        : valueOf(machine.make('list', node, { content: seeds }))
    }
    case 'streams':
      return valueOf(
        machine.make('list', node, {
          content: valueOf(machine.make('generator of numbers', childOf(node, 'arguments') ?? node)),
        }),
      )
    case 'plot':
      return valueOf(machine.make('plot', node, { content: plotsIn(receiver, all) }))
    case 'pictured': {
      const place = childOf(node, 'arguments') ?? node
      const drawn = machine.make('plot', place, { content: plotsIn(receiver, all) })
      return valueOf(machine.make('list', node, { content: valueOf(machine.make('data', place), drawn) }))
    }
    case 'cursor':
      return valueOf(machine.make('cursor', node, { content: receiver ? valueOf(receiver) : SCALAR }))
    case 'list':
      return valueOf(
        machine.make('list', node, {
          content: effect.holds
            ? eitherOf([all, ...args.positional.map((value) => machine.parts.elements(value, node))])
            : valueOf(machine.make('data', childOf(node, 'arguments') ?? node)),
        }),
      )
    case 'numpy.ndarray': {
      const held = effect.holds
        ? all.things.filter((thing) => thing.type !== 'list' && thing.data?.sort !== 'library')
        : []
      return held.length > 0
        ? either({ things: held }, valueOf(machine.make('data', node)))
        : valueOf(machine.make('data', node))
    }
    case 'pandas.DataFrame':
      // `read_csv(path, chunksize=2)` gives whoever reads one part after the other.
      if (effect.reads !== null && (args.keywords.has('chunksize') || args.keywords.has('iterator')))
        return valueOf(
          machine.make('unknown', node, {
            content: valueOf(
              machine.make('pandas.DataFrame', childOf(node, 'arguments') ?? node),
              ...all.things,
            ),
          }),
        )
      return tableMade(machine, receiver, args, node, !copies(machine))
    default:
      return either(
        { things: effect.holds && effect.gives === 'pandas.Series' ? all.things.filter(isArray) : [] },
        valueOf(
          machine.make(effect.gives, node, {
            content: effect.holds
              ? { things: [...all.things, ...(receiver ? [receiver] : [])] }
              : { things: returned.things, ...(isOfColumns(effect, receiver) && { vague: true as const }) },
          }),
        ),
      )
  }
}

function isArray({ type }: Thing): boolean {
  return type === 'numpy.ndarray' || type === 'data'
}

/** `df.to_dict('list')`: what it holds are lists that nobody has made at a place of the program. */
function isOfColumns({ gives }: Effect, receiver: Thing | null): boolean {
  return gives === 'dict' && receiver?.type !== 'pandas.Series'
}

/** What is drawn is part of what it is drawn into: whoever changes it changes that. */
function plotsIn(receiver: Thing | null, { things }: Value): Value {
  return { things: [...(receiver ? [receiver] : []), ...things].filter(({ type }) => type === 'plot') }
}

function elementsOf(machine: Machine, receiver: Thing | null, args: Arguments, node: SyntaxNode): Value {
  const values: Value[] = []
  if (receiver) {
    const first = args.positional[0]
    const key = first && /dict|Dict|Counter/.test(receiver.type) ? keyIn(first) : undefined
    values.push(key === undefined ? heldOf(machine.readShallow(receiver)) : machine.readKey(receiver, key))
    values.push(...args.positional.slice(1))
  } else
    for (const value of [...args.positional, ...args.keywords.values()])
      values.push(machine.parts.elements(value, node), { things: value.things })
  return heldOf(eitherOf(values))
}

/** `d.items()`, `d.values()`, `d.keys()`: views that see later changes of the mapping. */
function ofMapping(
  machine: Machine,
  what: 'pairs' | 'values' | 'keys',
  mapping: Thing,
  node: SyntaxNode,
): Value {
  const inside = heldOf(machine.readShallow(mapping))
  const held = mapping.type === 'json' ? either(inside, valueOf(mapping)) : inside
  let content: Value = held
  if (what === 'keys') content = SCALAR
  if (what === 'pairs') {
    const pair = machine.make('tuple', childOf(node, 'arguments') ?? node)
    fill(machine, pair, [SCALAR, held])
    content = valueOf(pair)
  }
  return valueOf(machine.make('list', node, { content, data: { sort: 'view', base: mapping, key: null } }))
}

/** A column whose index becomes a column is a table. */
function becomesTable({ type }: Thing, method: string, { positional, keywords }: Arguments): boolean {
  if (type !== 'pandas.Series') return false
  return (
    method === 'to_frame' ||
    (method === 'reset_index' &&
      positional.length === 0 &&
      (keywords.get('drop')?.constant ?? false) === false)
  )
}

function same(machine: Machine, effect: Effect, receiver: Thing, node: SyntaxNode): Value {
  const isGrown = receiver.type === 'pandas.GrowingFrame' && !isBare(machine, receiver)
  const type = isGrown ? 'pandas.DataFrame' : receiver.type
  if (!effect.holds) return valueOf(machine.make(type, node))
  return type === 'pandas.DataFrame'
    ? valueOf(machine.make(type, node, { data: { sort: 'view', base: receiver, key: null } }))
    : receiver.many
      ? elementOf(machine, receiver, node)
      : valueOf(receiver)
}

/** `train_test_split(X, y)`: two parts of each. */
function splitOf(machine: Machine, args: Arguments, node: SyntaxNode): Value {
  if (args.rest)
    return valueOf(
      machine.make('list', node, { content: valueOf(machine.make('data', childOf(node, 'arguments')!)) }),
    )
  const list = childOf(node, 'arguments')?.parts.filter((part) => part.type !== 'keyword_argument') ?? []
  const parts = args.positional.flatMap((value, at) => {
    const type = value.things.length === 1 && isData(value.things[0]!.type) ? value.things[0]!.type : 'data'
    const place = list[at] ?? node
    const objects = objectsIn(machine, value, 1)
    const isOneColumn = value.things.length === 1 && isFlatColumn(machine, value.things[0]!)
    return [
      machine.make(type, place, { label: 'train part' }),
      machine.make(type, node, { label: `test part ${at}` }),
    ].map((made) => {
      const table = tableIn(value)
      if (table) carryInto(machine, table, made)
      hold(machine, made, objects)
      noteFlat(made, table ? flatColumns(machine, table) : isOneColumn ? new Set() : null)
      return valueOf(made)
    })
  })
  if (args.positional.length === 1 && /shuffle|resample/.test(childOf(node, 'function')?.text ?? ''))
    return parts[0]!
  const tuple = machine.make('tuple', node)
  fill(
    machine,
    tuple,
    /shuffle|resample/.test(childOf(node, 'function')?.text ?? '')
      ? parts.filter((_, at) => at % 2 === 0)
      : parts,
  )
  return valueOf(tuple)
}
