/** Weak references, and containers of them: they see whether an object is still held, so whatever lets it go, or holds it, counts. */
import { hasBase } from './classes.ts'
import { type Thing, type Value } from '../domain.ts'
import { WEAK } from './frames.ts'
import { CONTAINER } from '../knowledge/types.ts'
import type { Machine } from '../machine.ts'

/** Whether a thing is a weak reference or a container of them: also one of a class that the notebook derives from theirs. */
export function isWeak({ type, data }: Thing): boolean {
  return type === WEAK || (data?.sort === 'instance' && hasBase(data.class, /^weakref\./))
}

/**
 * Watches objects, and those in containers of them: `WeakSet([a, b])`, `names.update([('a', a)])`.
 *
 * @param callback what runs when one of them is gone
 */
export function watchAll(
  machine: Machine,
  { things }: Value,
  callback: Value,
  seen = new Set<Thing>(),
): void {
  for (const thing of things) {
    if (seen.has(thing)) continue
    seen.add(thing)
    machine.watch(thing, callback)
    if (CONTAINER.test(thing.type) || thing.type === 'tuple')
      watchAll(machine, { things: machine.peekAll(thing) }, callback, seen)
  }
}

/** Watches what a weak reference, or a container of them, is given; functions among that may wait for the end of the others. */
export function watchGiven(machine: Machine, receiver: Thing, given: Value): void {
  if (!isWeak(receiver)) return
  const isFunction = ({ data }: Thing) => data?.sort === 'function' || data?.sort === 'bound'
  watchAll(machine, given, { things: given.things.filter(isFunction) })
}
