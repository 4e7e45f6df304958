/** What an estimator learned, what it was told, and what of both others read: fitting it anew replaces the one and leaves the other. */
import { FITTED, PARAMETERS, SCALAR, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import type { Effect } from '../knowledge/effect.ts'
import { asksClones, clonesWhatItHolds, TRANSFORMS } from '../knowledge/estimators.ts'
import { isData } from '../knowledge/types.ts'
import { exactElements } from './exact.ts'
import type { Machine } from '../machine.ts'
import type { Arguments } from '../trace.ts'

/** Reads all that an estimator knows, or any other thing. */
export function readLearned(machine: Machine, receiver: Thing): void {
  if (fitsClones(machine, receiver)) {
    machine.lookAt(receiver)
    readUnfitted(machine, valueOf(receiver))
  } else machine.readDeep(valueOf(receiver))
}

/** Whether all that an estimator knows it learned from clones of those that it was given: that of these is no matter. */
function fitsClones(machine: Machine, receiver: Thing): boolean {
  return (
    receiver.data?.sort === 'estimator' &&
    !receiver.data.prefit &&
    asksClones(receiver.type) &&
    machine
      .reach(valueOf(receiver))
      .every(
        ({ type, data }) =>
          data?.sort === 'estimator' || data?.sort === 'library' || isData(type) || isPlain(type),
      )
  )
}

/** Who fits clones of the estimators that it is given needs their parameters, unless one of them clones itself as it is. */
export function readUnfitted(machine: Machine, given: Value, all = true): void {
  const reached = [...machine.reach(given)]
  const keeps = reached.some(
    ({ type, data }) => (all && data?.sort === 'instance') || type.endsWith('.FrozenEstimator'),
  )
  if (keeps) {
    machine.readDeep(given)
    return
  }
  for (const thing of reached)
    if (thing.data?.sort !== 'estimator' && (all || isPlain(thing.type))) machine.lookAt(thing)
    else if (thing.data?.sort !== 'estimator') machine.readDeep(valueOf(thing))
    else for (const key of thing.keys) if (key !== FITTED) machine.readPlace(thing, key)
}

/** Whether fitting goes on from the last fit: `warm_start=True`. */
export function goesOn(receiver: Thing): boolean {
  return receiver.data?.sort === 'estimator' && receiver.data.warm
}

/** What an estimator and its parts are told leaves what they learned. */
export function setParameters(machine: Machine, receiver: Thing, given: Value): void {
  for (const thing of machine.reach(valueOf(receiver)))
    if (thing.data?.sort === 'estimator') machine.write(thing, PARAMETERS, given, { weak: true })
    else if (
      !/^(?:function|library)$/.test(thing.data?.sort ?? '') &&
      !isData(thing.type) &&
      !isPlain(thing.type)
    )
      machine.change(thing, { stored: given, certain: false })
}

export function fitDeep(machine: Machine, receiver: Thing, effect: Effect, given: Value): void {
  const replaces = effect.replaces && !goesOn(receiver)
  const reached = clonesWhatItHolds(receiver.type) ? [receiver] : machine.reach(valueOf(receiver))
  const own = new Set(partsOf(machine, receiver))
  const keeps = [...machine.reach(valueOf(receiver))].some(
    ({ data }) => data?.sort === 'estimator' && data.keeps,
  )
  const learned: Value = { things: keeps ? given.things.filter(({ type }) => areRows(type)) : [] }
  for (const thing of reached) {
    if (thing.data?.sort === 'function' || thing.data?.sort === 'library') continue
    // Arrays that it holds are rows that it kept.
    if (receiver.data?.sort === 'estimator' && isData(thing.type)) continue
    if (thing.type === 'seed sequence' && effect.gives !== 'streams') continue
    // A pipeline puts what it fitted into a list of its own.
    if (receiver.type.startsWith('sklearn.') && isPlain(thing.type)) continue
    if (thing.data?.sort !== 'estimator') machine.change(thing, { certain: false })
    else if (replaces) machine.write(thing, FITTED, learned, { weak: !own.has(thing) })
    else {
      machine.write(thing, FITTED, learned, { weak: true })
      machine.change(thing)
    }
  }
}

/**
 * The methods by which rows go through an estimator as they are: of a `FunctionTransformer` that lacks one of its functions,
 * and of a pipeline with a step `'passthrough'`. What other estimators put together is new.
 */
export function passesRows(
  machine: Machine,
  path: string,
  { positional, keywords, rest }: Arguments,
): readonly string[] {
  const given = (at: number, name: string) => positional[at] ?? keywords.get(name)
  if (path.endsWith('.FunctionTransformer')) {
    const lacks = [given(0, 'func'), given(1, 'inverse_func')].map(
      (value) => rest !== null || value === undefined || value.constant === null,
    )
    return TRANSFORMS.filter((method) => lacks[Number(method.startsWith('inverse'))])
  }
  if (!/\.(?:make_pipeline|Pipeline)$/.test(path)) return []
  const steps = path.endsWith('.Pipeline')
    ? (exactElements(machine, given(0, 'steps') ?? SCALAR) ?? []).map(
        (step) => exactElements(machine, step)?.[1],
      )
    : positional
  return steps.some((step) => step?.constant === 'passthrough' || step?.constant === null) ? TRANSFORMS : []
}

/** An estimator and, for a pipeline, the steps that it surely fits with itself. */
function partsOf(machine: Machine, estimator: Thing): Thing[] {
  const { data } = estimator
  const kind = /^sklearn\.pipeline\.(Pipeline|make_pipeline)$/.exec(estimator.type)?.[1]
  const held = machine.peek(estimator, WHOLE)
  if (
    kind === undefined ||
    data?.sort !== 'estimator' ||
    data.prefit ||
    estimator.multiple ||
    held?.definitions.length !== 1
  )
    return [estimator]
  const steps =
    kind === 'make_pipeline'
      ? data.given
      : (exactElements(machine, data.given[0] ?? SCALAR) ?? []).map(
          (step) => exactElements(machine, step)?.[1] ?? SCALAR,
        )
  return [
    estimator,
    ...steps.flatMap(({ things, vague }) => (things.length === 1 && vague !== true ? things : [])),
  ]
}

function isPlain(type: string): boolean {
  return /^(?:list|tuple|dict)$/.test(type)
}

function areRows(type: string): boolean {
  return isData(type) || type === 'unknown'
}
