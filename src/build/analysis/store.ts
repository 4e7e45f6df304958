/** Which statements may have written what is now in each place of the program's memory. */
import { either, type Thing, type Value } from './domain.ts'

/** A statement that wrote a place: its id times two, plus one when it only may have. */
export type Definition = number

export interface Slot {
  readonly definitions: readonly Definition[]
  readonly value: Value
  /** The name was deleted, or may have been. */
  readonly deleted?: boolean
}

/** Memory at one point of the program: places are numbers given by `Places`. */
export type Store = Map<number, Slot>

/** Gives each key of each thing a number. */
export class Places {
  readonly #byThing: Map<string, number>[] = []
  readonly owners: { readonly thing: Thing; readonly key: string }[] = []

  of(thing: Thing, key: string): number {
    const keys = (this.#byThing[thing.id] ??= new Map<string, number>())
    let place = keys.get(key)
    if (place === undefined) {
      place = this.owners.length
      this.owners.push({ thing, key })
      keys.set(key, place)
      thing.keys.add(key)
    }
    return place
  }

  find(thing: Thing, key: string): number | undefined {
    return this.#byThing[thing.id]?.get(key)
  }
}

export function unite(a: readonly Definition[], b: readonly Definition[]): readonly Definition[] {
  if (a === b) return a
  const added = b.filter((definition) => !a.includes(definition))
  return added.length === 0 ? a : [...a, ...added]
}

/** Either slot. Returns `a` itself when `b` adds nothing. */
export function eitherSlot(a: Slot, b: Slot): Slot {
  if (a === b) return a
  const definitions = unite(a.definitions, b.definitions)
  const value = either(a.value, b.value)
  const deleted = a.deleted === true || b.deleted === true
  if (definitions === a.definitions && value === a.value && deleted === (a.deleted === true)) return a
  return { definitions, value, ...(deleted && { deleted }) }
}

/**
 * Memory after either of two paths.
 *
 * A key that only one path wrote reads, on the other, what the thing's whole holds there.
 *
 * @param fallback the place of the whole for a place of a key; undefined for names
 */
export function joinStores(a: Store, b: Store, fallback: (place: number) => number | undefined): Store {
  if (a === b) return a
  const joined: Store = new Map(a)
  for (const [place, slot] of b) {
    const other = a.get(place)
    if (other) {
      const both = eitherSlot(other, slot)
      if (both !== other) joined.set(place, both)
    } else {
      const whole = fallback(place)
      const before = whole === undefined ? undefined : a.get(whole)
      joined.set(place, before ? eitherSlot(slot, before) : slot)
    }
  }
  for (const [place, slot] of a) {
    if (b.has(place)) continue
    const whole = fallback(place)
    const before = whole === undefined ? undefined : b.get(whole)
    if (before) joined.set(place, eitherSlot(slot, before))
  }
  return joined
}

/** Whether two memories hold the same. */
export function sameStore(a: Store, b: Store): boolean {
  if (a === b) return true
  if (a.size !== b.size) return false
  for (const [place, slot] of b) {
    const other = a.get(place)
    if (other === slot) continue
    if (!other || eitherSlot(other, slot) !== other) return false
  }
  return true
}
