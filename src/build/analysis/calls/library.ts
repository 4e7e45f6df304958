/** Applies what the library knowledge says of a function or method. */
import { readLocalTime } from './environment.ts'
import { configure, readHowShown, readPrintSettings } from './settings.ts'
import {
  CURRENT,
  either,
  mayBeOther,
  ROWS,
  SCALAR,
  type Thing,
  type Value,
  valueOf,
  WHOLE,
} from '../domain.ts'
import { type Effect, effect as effectNamed } from '../knowledge/effect.ts'
import { drawsWhenAsked, drawsWhenFitted, keepsItsRows } from '../knowledge/estimators.ts'
import { mayWorkInPlace } from '../knowledge/tableMethods.ts'
import { ASKS_PLOT, isData, MAKES_FIGURE } from '../knowledge/types.ts'
import type { Machine } from '../machine.ts'
import type { Arguments } from '../trace.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'
import { changeHidden, changeTables } from '../objects/hidden.ts'
import { givenInPlace } from './carrying.ts'
import { change, mayOverwrite, writtenInto } from './changes.ts'
import { filesGiven } from './filesGiven.ts'
import { withArrays } from './protocols.ts'
import { listMethod } from './lists.ts'
import { mappingMethod } from './mappings.ts'
import { besidesTables, copies, tableIn } from '../objects/carried.ts'
import { goesOn, passesRows, readLearned, readUnfitted } from '../objects/estimators.ts'
import { heldWithin, hold } from '../objects/cells.ts'
import { noteResult } from '../objects/plain.ts'
import { showWarning } from './standard/contexts.ts'
import { groupsMethod } from '../objects/grouped.ts'
import { noteOpen } from '../objects/open.ts'
import { resultOf } from './results.ts'
import { noteParameters, streams } from './streams.ts'
import { dataMethod } from './tables.ts'
import { allOf, callBack } from './unknown.ts'

/**
 * An estimator that is not fitted yet. It holds what it was given, and knows whether fitting it draws, prints or
 * goes on from an earlier fit.
 */
export function makeEstimator(machine: Machine, path: string, args: Arguments, node: SyntaxNode): Value {
  const given = allOf(args)
  machine.readSetting('how scikit-learn works')
  const keyword = (name: string) => args.keywords.get(name)
  const draws = drawsWhenFitted(path, keyword, args.rest !== null)
  const thing = machine.make(path, node, {
    label: path.split('.').at(-1)!,
    data: {
      sort: 'estimator',
      draws,
      guesses: drawsWhenAsked(path, keyword, args.rest !== null),
      verbose: isVerbose(args),
      warm: isGiven(args, 'warm_start') || args.rest !== null,
      keeps: keepsItsRows(path, keyword, args.rest !== null),
      passes: passesRows(machine, path, args),
      given: args.positional,
      prefit:
        isGiven(args, 'prefit') ||
        keyword('cv')?.constant === 'prefit' ||
        args.rest !== null ||
        mayBeOther(keyword('memory'), null),
      inPlace: ['copy', 'copy_X', 'copy_x'].some((name) => mayBeOther(args.keywords.get(name), true)),
    },
    content: given,
  })
  return valueOf(thing)
}

function isGiven(args: Arguments, name: string): boolean {
  return mayBeOther(args.keywords.get(name), false)
}

function isVerbose(args: Arguments): boolean {
  const verbose = args.keywords.get('verbose')
  return (
    verbose !== undefined && verbose.constant !== 0 && verbose.constant !== false && verbose.constant !== -1
  )
}

/**
 * Reads, changes and gives what the table of a function or method says.
 *
 * @param receiver null for a function
 * @param method   its name, '' for a function: some methods touch less than their table says where arguments are
 * known
 */
export function applyEffect(
  machine: Machine,
  effect: Effect,
  receiver: Thing | null,
  args: Arguments,
  node: SyntaxNode,
  method = '',
): Value {
  if (effect.holds) args = withArrays(machine, args, node)
  const self = receiver ? valueOf(receiver) : SCALAR
  const all = allOf(args)
  if (receiver && (isData(receiver.type) || receiver.data?.sort === 'estimator'))
    mayWarn(machine, 'pandas', node)
  const mapped =
    receiver &&
    (mappingMethod(machine, receiver, method, args) ??
      listMethod(machine, receiver, method, args, node) ??
      groupsMethod(machine, receiver, method, args, node))
  if (mapped) return mapped
  if (receiver && isQuery(machine, receiver, method, args)) effect = queryEffect(receiver)
  if (receiver && (isData(receiver.type) || method === 'pipe')) {
    // Before pandas 2 a table's own `append` gave a new one.
    if (method !== 'append' || !receiver.type.startsWith('pandas.') || copies(machine))
      changeHidden(machine, method, all)
    const special = dataMethod(machine, receiver, method, args, node)
    if (special) return special
  }
  if (effect.asks && !isOnlyTold(effect, args, node)) machine.readFigures(WHOLE)
  // A part of a figure knows what was drawn through it, and what pyplot did to the figure that was the current one.
  if (receiver?.type === 'plot' && ASKS_PLOT.test(method)) machine.readFigures(CURRENT)
  if (effect.plots)
    machine.draws(receiver === null && !MAKES_FIGURE.test(childOf(node, 'function')?.text ?? ''))
  if (effect.plots)
    for (const thing of machine.reach(either(self, all))) if (thing.type === 'plot') machine.change(thing)
  for (const setting of effect.heeds)
    if (setting === 'the local time') readLocalTime(machine)
    else if (setting === 'how objects print') readHowShown(machine, either(self, all))
    else machine.readSetting(setting)
  if (effect.stores === null)
    readGiven(machine, effect, receiver, SPLITS.test(effect.gives) ? besidesRows(machine, effect, args) : all)
  streams(machine, effect, receiver, args)
  filesGiven(machine, effect, args, node)
  configure(machine, effect, args, node)
  if (receiver?.data?.sort === 'estimator' || effect.calls) machine.readSetting('how scikit-learn works')
  if (
    isVerbose(args) ||
    (effect.calls &&
      [...machine.reach(either(self, all))].some(
        (thing) => thing.data?.sort === 'estimator' && thing.data.verbose,
      ))
  )
    machine.print(true)
  if (effect.perhaps) machine.print(false)
  if (effect.shows) {
    machine.print(true)
    readPrintSettings(machine)
  }
  // `StandardScaler(copy=False)` works on the very rows that it is given.
  const worksInPlace =
    effect.calls &&
    [...machine.reach(self)].some((thing) => thing.data?.sort === 'estimator' && thing.data.inPlace)
  if (worksInPlace) machine.changeDeep(all, false)
  // A container only keeps what it is given.
  const returned =
    effect.lazy || effect.stores !== null
      ? SCALAR
      : callBack(
          machine,
          effect.calls ? either(self, all) : all,
          withGroups(machine, receiver, all, node),
          node,
          {
            methods: effect.calls,
          },
        )
  if (receiver && method === 'set_params') noteParameters(receiver, args)
  change(machine, effect, receiver, args, node, /^(?:append|extend)$/.test(method))
  if (receiver?.type === 'file' && /^(?:close|__exit__)$/.test(method)) noteOpen(machine, receiver, false)
  const inPlace = args.keywords.get('inplace')
  // `table.sort_values('age', **options)`, of options that nobody knows
  if (receiver?.type.startsWith('pandas.') && args.rest && mayWorkInPlace(method))
    machine.change(receiver, { certain: false })
  if (receiver && inPlace && inPlace.constant !== false) {
    machine.change(receiver, { certain: inPlace.constant === true })
    if (receiver.type === 'pandas.Index') changeTables(machine, all)
    if (inPlace.constant === true) return givenInPlace(machine, receiver, method)
  }
  // A Gaussian process sets its kernel to what it is asked about, when it is told not to copy that.
  const clones =
    method === 'log_marginal_likelihood'
      ? (args.keywords.get('clone_kernel') ?? args.positional[2])
      : undefined
  if (receiver && clones && clones.constant !== true) machine.change(receiver, { certain: false })
  const overwrites = mayOverwrite(effect, receiver, args)
  if (overwrites) machine.changeDeep(all, false)
  const passes =
    effect.calls &&
    [...machine.reach(self)].some(({ data }) => data?.sort === 'estimator' && data.passes.includes(method))
  const uncopied =
    overwrites ||
    ['copy', 'copy_X', 'copy_x'].some((name) => mayBeOther(args.keywords.get(name), true)) ||
    (method === 'astype' && args.positional.length > 1)
  if (
    uncopied &&
    (receiver === null || receiver.data?.sort === 'estimator') &&
    !/(?:^|\.)(?:array|DataFrame|Series|Index|\w*Index)$/.test(childOf(node, 'function')?.text ?? '')
  )
    machine.changeDeep(all, false)
  if (uncopied || passes || (worksInPlace && effect.gives === 'data'))
    return either(resultOf(method, machine, effect, receiver, args, node, returned), {
      things: [...all.things, ...self.things],
    })
  // `pprint(rows, stream=buffer)`
  for (const name of ['stream', 'file', 'output']) {
    const stream = args.keywords.get(name)
    if (stream && effect.shows) machine.changeDeep(stream, true)
  }
  // `pandas.eval('z = x + 1', target=df, inplace=True)`
  const target = inPlace ? args.keywords.get('target') : undefined
  if (target) machine.changeDeep(target, false)
  const out = args.keywords.get('out')
  if (out) {
    machine.changeDeep(out, true)
    return out.things.length > 0 ? out : resultOf(method, machine, effect, receiver, args, node, returned)
  }
  const plain = resultOf(method, machine, effect, receiver, args, node, returned)
  const written = writtenInto(effect, args)
  const result = written.things.length > 0 ? either(plain, written) : plain
  if (receiver) noteResult(machine, receiver, method, args, result)
  return result
}

/** What a library's function warns of. */
export function mayWarn(machine: Machine, module: string, node: SyntaxNode): void {
  if (WARNS.test(module)) showWarning(machine, [], node)
}

/** Libraries whose functions warn of what they are given, or of what they will no longer take. */
const WARNS = /^(?:numpy|pandas|scipy|sklearn|statsmodels|xgboost|lightgbm)$/

const SPLITS = /^(?:split|folds)$/

/** What is read of what is split: folds ask the first table only for its rows. */
function besidesRows(machine: Machine, { gives }: Effect, args: Arguments): Value {
  if (gives === 'split') return besidesTables(args)
  const first = args.positional[0] ?? args.keywords.get('X')
  const table = first && !args.rest ? tableIn(first) : undefined
  if (!table) return allOf(args)
  for (const key of [WHOLE, ROWS]) machine.readPlace(table, key)
  const others = [...args.positional, ...args.keywords.values()].filter((value) => value !== first)
  return { things: others.flatMap(({ things }) => things) }
}

/** What functions are given: groups hold the objects in the cells of their table. */
function withGroups(machine: Machine, receiver: Thing | null, all: Value, node: SyntaxNode): Value {
  if (receiver?.type !== 'pandas.GroupBy' || all.things.length === 0) return all
  const objects = heldWithin(machine, receiver)
  if (objects.length === 0) return all
  const group = machine.make('pandas.DataFrame', node, { label: 'a group', variant: receiver.id })
  hold(machine, group, objects)
  return { things: [...all.things, group, ...objects] }
}

/** Whether SQL that is known only looks; functions of the notebook's own that it may call are another matter. */
function isQuery(machine: Machine, receiver: Thing, method: string, args: Arguments): boolean {
  const sql = args.positional[0]?.constant
  return (
    method === 'execute' &&
    /^(?:database|cursor)$/.test(receiver.type) &&
    typeof sql === 'string' &&
    /^\s*(?:select|explain|values)\b/i.test(sql) &&
    [...machine.reach(valueOf(receiver))].every((thing) => thing.data?.sort !== 'function')
  )
}

function queryEffect(receiver: Thing): Effect {
  return effectNamed(receiver.type === 'cursor' ? 'changes self gives self' : 'gives cursor holds')
}

function readGiven(machine: Machine, effect: Effect, receiver: Thing | null, all: Value): void {
  // What a clone reads, it reads itself.
  if (effect.refits) readUnfitted(machine, all)
  else if (effect.gives !== 'clone') machine.readDeep(all)
  if (!receiver) return
  if (!effect.replaces || goesOn(receiver)) {
    if (receiver.type === 'list' || receiver.type === 'dict') {
      if (effect.gives !== 'none' || effect.calls) machine.readShallow(receiver)
      if (effect.calls || effect.compares) machine.readDeep(valueOf(receiver))
    } else if (effect.changes.includes('parameters')) readUnfitted(machine, valueOf(receiver), false)
    else readLearned(machine, receiver)
    return
  }
  // What is fitted anew needs its parameters, not what it learned before.
  readUnfitted(machine, valueOf(receiver), false)
}

/** `plt.ylim(0, 1)`, whose answer nobody looks at. */
function isOnlyTold({ plots }: Effect, { positional, keywords }: Arguments, { parent }: SyntaxNode): boolean {
  return plots && positional.length + keywords.size > 0 && parent?.type === 'expression_statement'
}
