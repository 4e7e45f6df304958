/** Applies what the library knowledge says of a function or method. */
import { copies } from './attributes.ts'
import {
  constant, either, eitherOf, NONE, NUMBER, SCALAR, TEXT, type Thing, type Value, valueOf, WHOLE,
} from './domain.ts' // prettier-ignore
import { fill } from './exact.ts'
import type { Effect } from './knowledge/effect.ts'
import { clonesWhatItHolds, drawsWhenFitted } from './knowledge/estimators.ts'
import { isData } from './knowledge/types.ts'
import type { Arguments, Machine } from './machine.ts'
import { childOf, type SyntaxNode } from './syntax.ts'
import { mappingMethod } from './mappings.ts'
import { dataMethod } from './tables.ts'
import { allOf, callBack } from './unknown.ts'

/** Key of what an estimator learned: fitting it again replaces it. */
export const FITTED = '#fitted'

const PATH_KEYWORDS = [
  'path',
  'filepath_or_buffer',
  'path_or_buf',
  'fname',
  'file',
  'filename',
  'io',
  'buf',
  'excel_writer',
  'name',
]

export function makeEstimator(machine: Machine, path: string, args: Arguments, node: SyntaxNode): Value {
  const given = allOf(args)
  machine.readSetting('how scikit-learn works')
  const draws = drawsWhenFitted(path, (name) => args.keywords.get(name))
  const thing = machine.make(path, node, {
    label: path.split('.').at(-1)!,
    data: {
      sort: 'estimator',
      draws,
      verbose: isVerbose(args),
      warm: isGiven(args, 'warm_start'),
      inPlace: ['copy', 'copy_X', 'copy_x'].some((name) => args.keywords.get(name)?.constant === false),
    },
    content: given,
  })
  return valueOf(thing)
}

/** Which options a call like `set_option('display.precision', 2)` or `seterr(divide='raise')` sets. */
function optionsOf(setting: string, args: Arguments): string[] {
  // Filters lie on top of each other.
  if (setting === 'warnings') return []
  const named = args.positional.filter((_, at) => at % 2 === 0).map((value) => value.constant)
  return named.every((name) => typeof name === 'string') ? [...named, ...args.keywords.keys()] : []
}

function isGiven(args: Arguments, name: string): boolean {
  const value = args.keywords.get(name)
  return value !== undefined && value.constant !== false
}

function isVerbose(args: Arguments): boolean {
  const verbose = args.keywords.get('verbose')
  return (
    verbose !== undefined && verbose.constant !== 0 && verbose.constant !== false && verbose.constant !== -1
  )
}

export function applyEffect(
  machine: Machine,
  effect: Effect,
  receiver: Thing | null,
  args: Arguments,
  node: SyntaxNode,
  method = '',
): Value {
  const self = receiver ? valueOf(receiver) : SCALAR
  const all = allOf(args)
  const mapped = receiver && mappingMethod(machine, receiver, method, args)
  if (mapped) return mapped
  if (receiver && isData(receiver.type)) {
    const special = dataMethod(machine, receiver, method, args, node)
    if (special) return special
  }
  const drawing = machine.figures
  if (effect.asks) machine.readPlace(drawing, WHOLE)
  if (effect.plots) machine.change(drawing)
  if (effect.plots && receiver?.type === 'plot') machine.change(receiver)
  for (const setting of effect.heeds === null ? [] : [effect.heeds]) machine.readSetting(setting)
  if (effect.stores === null) readGiven(machine, effect, receiver, all)
  streams(machine, effect, either(self, all), args)
  files(machine, effect, args)
  if (effect.configures === 'working folder') {
    const folder = args.positional[0]
    machine.enterFolder(typeof folder?.constant === 'string' ? folder.constant : null)
  } else if (effect.configures !== null)
    machine.configure(effect.configures, optionsOf(effect.configures, args))
  if (receiver?.data?.sort === 'estimator' || effect.calls) machine.readSetting('how scikit-learn works')
  if (
    isVerbose(args) ||
    (effect.calls &&
      [...machine.reach(either(self, all))].some(
        (thing) => thing.data?.sort === 'estimator' && thing.data.verbose,
      ))
  )
    machine.print(true)
  if (effect.shows) {
    machine.print(true)
    readPrintSettings(machine)
  }
  if (effect.calls)
    for (const thing of machine.reach(self))
      if (thing.data?.sort === 'estimator' && thing.data.inPlace) machine.changeDeep(all, false)
  // A container only keeps what it is given.
  const returned =
    effect.lazy || effect.stores !== null
      ? SCALAR
      : callBack(machine, effect.calls ? either(self, all) : all, all, node, { methods: effect.calls })
  if (receiver?.data?.sort === 'estimator' && isGiven(args, 'warm_start')) receiver.data.warm = true
  change(machine, effect, receiver, args, node)
  const inPlace = args.keywords.get('inplace')
  if (receiver && inPlace && inPlace.constant !== false) {
    machine.change(receiver, { certain: inPlace.constant === true })
    if (inPlace.constant === true) return NONE
  }
  const uncopied = args.keywords.get('copy')?.constant === false ? all : SCALAR
  if (
    uncopied.things.length > 0 &&
    receiver === null &&
    !/(?:^|\.)(?:array|DataFrame|Series|Index|\w*Index)$/.test(childOf(node, 'function')?.text ?? '')
  )
    machine.changeDeep(all, false)
  if (uncopied.things.length > 0)
    return either(result(machine, effect, receiver, args, node, returned), {
      things: [...uncopied.things, ...self.things],
    })
  const out = args.keywords.get('out')
  if (out) {
    machine.changeDeep(out, true)
    return out.things.length > 0 ? out : result(machine, effect, receiver, args, node, returned)
  }
  return result(machine, effect, receiver, args, node, returned)
}

export function readPrintSettings(machine: Machine): void {
  machine.readSetting('how pandas prints')
  machine.readSetting('how pandas works')
  machine.readSetting('how numpy prints')
}

function readGiven(machine: Machine, effect: Effect, receiver: Thing | null, all: Value): void {
  machine.readDeep(all)
  if (!receiver) return
  if (!effect.replaces || goesOn(receiver)) {
    if (receiver.type === 'list' || receiver.type === 'dict') {
      if (effect.gives !== 'none' || effect.calls) machine.readShallow(receiver)
      if (effect.calls) machine.readDeep(valueOf(receiver))
    } else machine.readDeep(valueOf(receiver))
    return
  }
  // What is fitted anew needs its parameters, not what it learned before.
  for (const thing of machine.reach(valueOf(receiver)))
    if (thing.data?.sort !== 'estimator') machine.readDeep(valueOf(thing))
    else for (const key of thing.keys) if (key !== FITTED) machine.readPlace(thing, key)
}

function streams(machine: Machine, effect: Effect, given: Value, args: Arguments): void {
  if (effect.seeds !== null) {
    const seed = args.positional[0]
    if (seed === undefined || seed.constant === null) machine.draw(effect.seeds)
    else machine.seed(effect.seeds)
  }
  if (effect.draws === null && !effect.calls) return
  let draws = effect.draws !== null && effect.draws !== 'none' && effect.unless !== 'none'
  if (draws && effect.unless !== null) {
    const own = args.keywords.get(effect.unless)
    draws = own === undefined || (own.things.length === 0 && own.constant === null)
  }
  for (const thing of machine.reach(given)) {
    if (thing.type === 'generator of numbers') {
      machine.readShallow(thing)
      machine.change(thing)
    }
    if (
      thing.data?.sort === 'estimator' &&
      thing.data.draws &&
      (effect.changes.includes('deep') || effect.draws !== null)
    )
      draws = true
  }
  if (draws) machine.draw(effect.draws ?? 'numpy')
}

function files(machine: Machine, effect: Effect, args: Arguments): void {
  const path = (position: number): Value | undefined =>
    args.positional[position] ??
    PATH_KEYWORDS.map((name) => args.keywords.get(name)).find((value) => value !== undefined)
  if (effect.reads !== null) touchFile(machine, path(effect.reads), (name) => machine.readFile(name))
  if (effect.writes !== null) touchFile(machine, path(effect.writes), (name) => machine.writeFile(name))
  if (effect.makes !== null) {
    const folder = path(effect.makes)
    if (folder) touchFile(machine, folder, (name) => machine.writeFile(name, { weak: true }))
  }
}

function touchFile(machine: Machine, value: Value | undefined, touch: (path: string | null) => void): void {
  if (!value) return
  for (const thing of value.things)
    if (thing.data?.sort !== 'library') {
      machine.readDeep(valueOf(thing))
      machine.change(thing)
    }
  if (value.things.length > 0) return
  const name = typeof value.constant === 'string' ? value.constant : null
  if (name === null || !/^(?:https?|ftp|s3):/.test(name)) touch(name)
}

function change(
  machine: Machine,
  effect: Effect,
  receiver: Thing | null,
  args: Arguments,
  node: SyntaxNode,
): void {
  const things = { things: allOf(args).things }
  for (const target of effect.changes) {
    if (typeof target === 'number') {
      const value = args.positional[target] ?? args.keywords.get('fp') ?? args.rest
      if (value) machine.changeDeep(value, true, things)
    } else if (receiver && target === 'self') {
      const stored =
        effect.stores === 'arguments'
          ? things
          : effect.stores === 'elements'
            ? elementsOfAll(machine, args, node)
            : SCALAR
      machine.change(receiver, { stored })
    } else if (receiver) fitDeep(machine, receiver, effect)
  }
}

function elementsOfAll(machine: Machine, args: Arguments, node: SyntaxNode): Value {
  const values = [...args.positional, ...(args.rest ? [args.rest] : [])].flatMap((value) => [
    machine.parts.elements(value, node),
    ...value.things.filter((thing) => thing.type === 'dict').map((thing) => machine.readShallow(thing)),
  ])
  return { things: eitherOf([...values, ...args.keywords.values()]).things }
}

/** Whether fitting goes on from the last fit: `warm_start=True`. */
function goesOn(receiver: Thing): boolean {
  return receiver.data?.sort === 'estimator' && receiver.data.warm
}

function fitDeep(machine: Machine, receiver: Thing, effect: Effect): void {
  const replaces = effect.replaces && !goesOn(receiver)
  const reached = clonesWhatItHolds(receiver.type) ? [receiver] : machine.reach(valueOf(receiver))
  for (const thing of reached) {
    if (thing.data?.sort === 'function' || thing.data?.sort === 'library') continue
    if (thing.data?.sort !== 'estimator') machine.change(thing, { certain: false })
    else if (replaces) machine.write(thing, FITTED, SCALAR, { weak: thing !== receiver })
    else {
      machine.write(thing, FITTED, SCALAR, { weak: true })
      machine.change(thing)
    }
  }
}

function result(
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
      return effect.holds ? valueOf(machine.make('unknown', node, { content: all })) : SCALAR
    case 'none':
      return NONE
    case 'text':
      return TEXT
    case 'number':
      return NUMBER
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
    case 'copy':
      return eitherOf(
        (args.positional[0]?.things ?? []).map((thing) => deepCopyOf(machine, thing, node, new Map())),
      )
    case 'shallow':
      return eitherOf(
        (receiver ? [receiver] : (args.positional[0]?.things ?? [])).map((thing) =>
          copyOf(machine, thing, node),
        ),
      )
    case 'split':
      return splitOf(machine, args, node)
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
      fill(machine, fold, [
        valueOf(machine.make('data', childOf(node, 'function') ?? node)),
        valueOf(machine.make('data', node)),
      ])
      return valueOf(machine.make('list', node, { content: valueOf(fold) }))
    }
    case 'iterator': {
      const iterator = machine.make('iterator', node, {
        content: effect.holds ? all : SCALAR,
        ...(effect.lazy && {
          data: {
            sort: 'lazy' as const,
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
      return valueOf(machine.make('generator of numbers', node))
    case 'plot':
      return valueOf(machine.make('plot', node))
    case 'pictured':
      return valueOf(
        machine.make('list', node, {
          content: valueOf(machine.make('data', childOf(node, 'arguments') ?? node)),
        }),
      )
    case 'cursor':
      return valueOf(machine.make('cursor', node, { content: receiver ? valueOf(receiver) : SCALAR }))
    case 'list':
      return valueOf(
        machine.make('list', node, {
          content: effect.holds ? all : valueOf(machine.make('data', childOf(node, 'arguments') ?? node)),
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
      // A table made from nothing gets its rows from the first column that is put into it.
      return valueOf(
        machine.make(
          args.positional.length === 0 &&
            !args.keywords.has('data') &&
            receiver === null &&
            isConstructor(node)
            ? 'pandas.GrowingFrame'
            : 'pandas.DataFrame',
          node,
          copies(machine) || receiver ? {} : { content: SCALAR },
        ),
      )
    default:
      return valueOf(
        machine.make(effect.gives, node, {
          content: effect.holds
            ? { things: [...all.things, ...(receiver ? [receiver] : [])] }
            : { things: returned.things },
        }),
      )
  }
}

function isConstructor(node: SyntaxNode): boolean {
  return /DataFrame$/.test(childOf(node, 'function')?.text ?? '')
}

function elementsOf(machine: Machine, receiver: Thing | null, args: Arguments, node: SyntaxNode): Value {
  const values: Value[] = []
  if (receiver) {
    const key = args.positional[0]?.constant
    const byKey =
      (typeof key === 'string' || typeof key === 'number') &&
      /dict|Dict|Counter/.test(receiver.type) &&
      args.positional[0]!.things.length === 0
    values.push(
      byKey ? machine.readKey(receiver, String(key)) : { things: machine.readShallow(receiver).things },
    )
    values.push(...args.positional.slice(1))
  } else
    for (const value of [...args.positional, ...args.keywords.values()])
      values.push(machine.parts.elements(value, node), { things: value.things })
  return { things: eitherOf(values).things }
}

/** `d.items()`, `d.values()`, `d.keys()`: views that see later changes of the mapping. */
function ofMapping(
  machine: Machine,
  what: 'pairs' | 'values' | 'keys',
  mapping: Thing,
  node: SyntaxNode,
): Value {
  const held: Value = { things: machine.readShallow(mapping).things }
  let content: Value = held
  if (what === 'keys') content = SCALAR
  if (what === 'pairs') {
    const pair = machine.make('tuple', childOf(node, 'arguments') ?? node)
    fill(machine, pair, [SCALAR, held])
    content = valueOf(pair)
  }
  return valueOf(machine.make('list', node, { content, data: { sort: 'view', base: mapping, key: null } }))
}

function same(machine: Machine, effect: Effect, receiver: Thing, node: SyntaxNode): Value {
  const type = receiver.type === 'pandas.GrowingFrame' ? 'pandas.DataFrame' : receiver.type
  if (!effect.holds) return valueOf(machine.make(type, node))
  return type === 'pandas.DataFrame'
    ? valueOf(machine.make(type, node, { data: { sort: 'view', base: receiver, key: null } }))
    : valueOf(receiver)
}

/** A copy holds what the original holds. */
export function copyOf(machine: Machine, thing: Thing, node: SyntaxNode): Value {
  machine.readDeep(valueOf(thing))
  const copy = machine.make(thing.type, node, {
    label: thing.label,
    ...(thing.data && thing.data.sort !== 'view' && { data: thing.data }),
  })
  for (const key of [...thing.keys]) {
    const slot = machine.peek(thing, key)
    if (slot && key !== FITTED) machine.write(copy, key, slot.value, { weak: key === WHOLE })
    else if (slot) machine.write(copy, key, SCALAR)
  }
  return valueOf(copy)
}

/** A deep copy holds copies of what the original holds. */
function deepCopyOf(machine: Machine, thing: Thing, node: SyntaxNode, made: Map<Thing, Value>): Value {
  const before = made.get(thing)
  if (before) return before
  if (/^(?:function|class|library|bound)$/.test(thing.data?.sort ?? '')) return valueOf(thing)
  const copy = machine.make(thing.type, node, {
    label: thing.label,
    variant: thing.id,
    ...(thing.data && thing.data.sort !== 'view' && { data: thing.data }),
  })
  made.set(thing, valueOf(copy))
  for (const key of [...thing.keys]) {
    const slot = machine.peek(thing, key)
    if (!slot) continue
    const things = slot.value.things.flatMap((each) => deepCopyOf(machine, each, node, made).things)
    machine.write(copy, key, { ...slot.value, things }, { weak: key === WHOLE })
  }
  return valueOf(copy)
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
    return [
      valueOf(machine.make(type, place, { label: 'train part' })),
      valueOf(machine.make(type, node, { label: `test part ${at}` })),
    ]
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
