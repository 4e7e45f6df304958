/** Which statements may have written what is now in each place of the program's memory. */
import { either, oneOf, type Thing, type Value } from '../domain.ts'

/** A statement that wrote a place: its id times two, plus one when it only may have. */
type Definition = number

/** What stands in a place: it never changes. A table that carries the columns of another shares theirs. */
export interface Slot {
  readonly definitions: readonly Definition[]
  readonly value: Value
  /** The name was deleted, or may have been. */
  readonly deleted?: boolean
  /** It may not be there: not every path wrote it. What stands behind it (a class's attribute, a builtin) may be seen. */
  readonly partly?: boolean
}

const PAGE = 32
type Page = readonly (Slot | undefined)[]
const EMPTY: Page = Array.from({ length: PAGE }, () => undefined)

let versions = 0

/**
 * Memory at one point of the program: places are numbers given by `Places`. A page is written to only by the one memory
 * that made it, until that forks: so the two sides of a branch share all that neither of them writes.
 */
export class Store {
  readonly #pages: Page[]
  /** Pages that no other memory shares. */
  #own: (Slot | undefined)[][] = []
  #version: number

  constructor(pages: Page[] = [], version = 0) {
    this.#pages = pages
    this.#version = version
  }

  /** Memories of one version hold the same: one that was not written to, and those that were forked from it. */
  get version(): number {
    return this.#version
  }

  /** How many pages it has. */
  get size(): number {
    return this.#pages.length
  }

  get(place: number): Slot | undefined {
    return this.#pages[Math.floor(place / PAGE)]?.[place % PAGE]
  }

  set(place: number, slot: Slot | undefined): void {
    const at = Math.floor(place / PAGE)
    let page = this.#own[at]
    if (!page) {
      while (this.#pages.length <= at) this.#pages.push(EMPTY)
      page = this.#pages[at]!.slice()
      this.#pages[at] = page
      this.#own[at] = page
    }
    page[place % PAGE] = slot
    versions += 1
    this.#version = versions
  }

  /** A memory that begins as this one is and goes its own way. */
  fork(): Store {
    this.#own = []
    return new Store(this.#pages.slice(), this.#version)
  }

  /**
   * Memory after either of two paths. Returns `this` when the other adds nothing.
   *
   * A key that only one path wrote reads, on the other, what the thing's whole holds there.
   *
   * @param whole the place of the whole for a place of a key; undefined for names
   * @param emptied for places of a container: the place of its whole, where what holds nothing yet holds no object that
   * nobody knows
   * @param compared told how many definitions and things of two slots are about to be compared
   */
  join(
    other: Store,
    whole: (place: number) => number | undefined,
    emptied: (place: number) => number | undefined,
    compared: (count: number) => void,
  ): Store {
    const [ours, theirs] = [this.#pages, other.#pages]
    let joined: Store | undefined
    for (let at = 0; at < Math.max(ours.length, theirs.length); at += 1) {
      const [our, their] = [ours[at] ?? EMPTY, theirs[at] ?? EMPTY]
      if (our === their) continue
      for (let offset = 0; offset < PAGE; offset += 1) {
        const [a, b] = [our[offset], their[offset]]
        if (a === b) continue
        const place = at * PAGE + offset
        compared(1 + weightOf(a) + weightOf(b))
        const slot =
          a && b
            ? eitherSlot(a, b, emptied(place) === place ? either : oneOf)
            : onOnePath(
                (a ?? b)!,
                a ? other : this,
                whole(place),
                emptied(place) === undefined ? oneOf : either,
              )
        if (slot !== a) (joined ??= this.fork()).set(place, slot)
      }
    }
    return joined ?? this
  }
}

function weightOf(slot: Slot | undefined): number {
  return slot ? (slot.definitions.length + slot.value.things.length) >> 3 : 0
}

function onOnePath(slot: Slot, without: Store, whole: number | undefined, united: typeof oneOf): Slot {
  const before = whole === undefined ? undefined : without.get(whole)
  const joined = before ? eitherSlot(slot, before, united) : slot
  return joined.partly === true ? joined : { ...joined, partly: true }
}

/** Gives each key of each thing a number. */
export class Places {
  readonly owners: { readonly thing: Thing; readonly key: string }[] = []

  of(thing: Thing, key: string): number {
    let place = thing.places.get(key)
    if (place === undefined) {
      place = this.owners.length
      this.owners.push({ thing, key })
      thing.places.set(key, place)
    }
    return place
  }
}

/** Definitions of both, each once; the very same list where there is nothing to add. */
export function unite(a: readonly Definition[], b: readonly Definition[]): readonly Definition[] {
  if (a === b) return a
  const known = a.length * b.length > MANY ? new Set(a) : undefined
  const added = b.filter((definition) => !(known ? known.has(definition) : a.includes(definition)))
  return added.length === 0 ? a : [...a, ...added]
}
/** Sooner looked up than compared one by one. */
const MANY = 256

/** Either slot. Returns `a` itself when `b` adds nothing. */
function eitherSlot(a: Slot, b: Slot, united: typeof oneOf): Slot {
  if (a === b) return a
  const definitions = unite(a.definitions, b.definitions)
  const value = united(a.value, b.value)
  const deleted = a.deleted === true || b.deleted === true
  const partly = a.partly === true || b.partly === true
  if (
    definitions === a.definitions &&
    value === a.value &&
    deleted === (a.deleted === true) &&
    partly === (a.partly === true)
  )
    return a
  return { definitions, value, ...(deleted && { deleted }), ...(partly && { partly }) }
}
