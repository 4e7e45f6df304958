/** Random streams: what a call of a library draws from which. */
import { either, mayBeOther, SCALAR, type Thing, type Value, valueOf } from '../domain.ts'
import type { Effect } from '../knowledge/effect.ts'
import { mayMakeItDraw, mayMakeItGuess, mayMakeItKeep, TRANSFORMS } from '../knowledge/estimators.ts'
import { effectOf } from '../knowledge/modules.ts'
import { isData } from '../knowledge/types.ts'
import type { Machine } from '../machine.ts'
import type { Arguments } from '../trace.ts'
import { allOf } from './unknown.ts'

/** Seeds a stream or draws from streams, as an effect, and the estimators and generators that are given, say. */
export function streams(machine: Machine, effect: Effect, receiver: Thing | null, args: Arguments): void {
  if (effect.seeds !== null) {
    const seed = args.positional[0] ?? [...args.keywords.values()][0] ?? args.rest ?? undefined
    if (seed === undefined || seed.constant === null) machine.draw(effect.seeds)
    else machine.seed(effect.seeds)
  }
  if (effect.draws === null && !effect.calls) {
    // Who is told a generator to draw from draws from it.
    for (const thing of SEEDS.flatMap((name) => args.keywords.get(name)?.things ?? []))
      if (thing.type === 'generator of numbers' && effect.gives !== 'scalar') {
        machine.lookAt(thing)
        machine.change(thing)
      }
    return
  }
  let draws = drawsItself(effect, args)
  const reached = [...machine.reach(either(receiver ? valueOf(receiver) : SCALAR, allOf(args)))]
  const asked = receiver !== null && onlyAsks(effect, receiver, reached, args)
  for (const thing of reached) {
    if (thing.type === 'generator of numbers' && !asked) {
      machine.lookAt(thing)
      machine.change(thing)
    }
    // A function that scores the columns is part of the estimator.
    if (effect.calls && thing.data?.sort === 'library') {
      const known = effectOf(thing.data.path)
      draws ||= known?.draws === 'numpy' && known.unless !== 'none'
    }
    if (effect.changes.includes('deep') && thing.type === 'dict')
      draws ||= [...thing.keys].some((key) => mayMakeItDraw(key, undefined))
    if (thing.data?.sort === 'estimator')
      draws ||=
        thing.data.guesses || (thing.data.draws && (effect.changes.includes('deep') || effect.draws !== null))
  }
  if (draws && effect.draws === 'any') machine.drawAny()
  else if (draws) machine.draw(effect.draws ?? 'numpy')
}

/** Whether a fitted estimator is asked for what follows from it: a generator that it keeps is for fitting. */
function onlyAsks(
  { changes, draws }: Effect,
  { type }: Thing,
  reached: readonly Thing[],
  { positional, keywords }: Arguments,
): boolean {
  return (
    type.startsWith('sklearn.') &&
    changes.length === 0 &&
    draws === null &&
    [...positional, ...keywords.values()].every(({ things }) => things.every(({ type }) => isData(type))) &&
    reached.every(({ data }) => data?.sort !== 'instance' && !(data?.sort === 'estimator' && data.guesses))
  )
}

function drawsItself({ draws, unless, but, when }: Effect, { keywords, rest }: Arguments): boolean {
  if (draws === null || draws === 'none' || unless === 'none') return false
  if (
    when.length > 0 &&
    rest === null &&
    when.every((name) => !mayBeOther(keywords.get(name), null) || keywords.get(name)?.constant === false)
  )
    return false
  if (unless === null) return true
  if (but !== null) {
    const chosen = keywords.get(unless)?.constant
    return typeof chosen !== 'string' || chosen === but
  }
  const own = (unless === 'random_state' ? SEEDS : [unless]).map((name) => keywords.get(name))
  return own.every((seed) => seed === undefined || (seed.things.length === 0 && seed.constant === null))
}
/** What a seed of one's own is called; scipy has had all of these names. */
const SEEDS = ['random_state', 'rng', 'seed']

/** `set_params(solver='saga')` may make an estimator draw that would not have; parameters that aren't known may, too. */
export function noteParameters(receiver: Thing, { positional, keywords, rest }: Arguments): void {
  const { data } = receiver
  if (data?.sort === 'estimator' && (positional.length > 0 || rest !== null))
    data.draws = data.guesses = data.prefit = data.warm = data.keeps = true
  for (const [name, value] of keywords) noteParameter(receiver, name, value)
}

export function noteParameter({ type, data }: Thing, name: string, value: Value): void {
  if (data?.sort !== 'estimator') return
  data.draws ||= mayMakeItDraw(name, value)
  data.guesses ||= mayMakeItGuess(name, value)
  data.prefit ||=
    /(?:prefit|cv)$/.test(name) || (type.startsWith('sklearn.pipeline.') && !name.includes('__'))
  if (value.constant === 'passthrough') data.passes = TRANSFORMS
  data.keeps ||= mayMakeItKeep(name, value)
  data.warm ||= name.endsWith('warm_start') && value.constant !== false
}
