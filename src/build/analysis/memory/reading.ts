/** Reading memory: what each place may hold, and what reading it is noted as. */
import { eitherOf, isVague, ROWS, SCALAR, SUFFIXED, type Thing, type Value, WHOLE } from '../domain.ts'
import { isKnownModule } from '../knowledge/modules.ts'
import { RunState } from './state.ts'
import type { Slot } from './store.ts'

/** So many things are sooner gone through than looked up. */
const FEW_THINGS = 8

/** As much work as so many steps: a need is looked at again by every slice. */
const NEED = 5

export abstract class Reading extends RunState {
  /** Reads the file of a thing that was opened on one. */
  abstract readFile(path: string | null): void

  /** Reads all environment variables. */
  abstract readVariables(): void

  abstract library(path: string): Thing

  /** What a module that nobody knows gives is as its functions have left it: who asks needs those who called them. */
  readModules(path: string): void {
    if (isKnownModule(path)) return
    for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      const module = this.library(path.slice(0, dot))
      // The first to write there is who imported it.
      if ((this.peek(module, WHOLE)?.definitions.length ?? 0) > 1) this.readPlace(module, WHOLE)
    }
  }

  /** Columns that some table was asked for before anyone had written them: they came with it. */
  protected readonly asked = new Set<string>()

  /** Takes what a generator or iterator gives. */
  abstract consume(thing: Thing): Value

  /** Notes that the running statement needs those who wrote what a slot holds. */
  protected note(slot: Slot, place: number): void {
    this.#use(slot, place)
  }

  #use(slot: Slot, place: number): void {
    this.step()
    const trace = this.trace
    const needs = this.showing ? trace.shown : trace.needs
    const isNew = needs.add(slot, place, this.at, this.doubt === 0)
    if (isNew) this.spend(NEED * slot.definitions.length)
    const owner = this.places.owners[place]!
    if (owner.thing !== this.globals.frame) return
    if (
      slot.value.things.length === 0 ||
      slot.value.things.some((thing) => !/^(?:function|library|class)$/.test(thing.data?.sort ?? ''))
    )
      this.impure += 1
    if (!isNew) return
    const read = trace.reads.get(owner.key) ?? { definitions: new Set<number>(), node: this.at }
    for (const definition of slot.definitions) read.definitions.add(definition >> 1)
    trace.reads.set(owner.key, read)
  }

  /** The slot of a place, noted as read; undefined when nothing was ever written there. */
  readPlace(thing: Thing, key: string): Slot | undefined {
    const slot = this.peek(thing, key)
    if (slot) this.#use(slot, thing.places.get(key)!)
    return slot
  }

  /** Whether something was written under a key. */
  has(thing: Thing, key: string): boolean {
    return this.peek(thing, key) !== undefined
  }

  peek(thing: Thing, key: string): Slot | undefined {
    const place = thing.places.get(key)
    return place === undefined ? undefined : this.store.get(place)
  }

  /** What a thing holds under a key: its own slot, else its whole; for tables the rows too. */
  readKey(thing: Thing, key: string): Value {
    if (isTable(thing)) {
      this.readPlace(thing, ROWS)
      // `price_x` is a `price` of which there were two.
      if (this.has(thing, SUFFIXED) && !this.has(thing, key))
        for (const name of thing.keys)
          if (!name.startsWith('#') && key.startsWith(name)) this.readPlace(thing, name)
    }
    const own = this.readPlace(thing, key)
    if (!own && isTable(thing)) this.asked.add(key)
    return (own ?? this.readPlace(thing, WHOLE))?.value ?? SCALAR
  }

  /** All that a thing holds, one level deep. */
  readShallow(thing: Thing): Value {
    const values: Value[] = []
    this.#readOwn(thing, values)
    return eitherOf(values)
  }

  /** The same for those who don't ask what it is. */
  lookAt(thing: Thing): void {
    this.#readOwn(thing, null)
  }

  #readOwn(thing: Thing, values: Value[] | null): void {
    this.#readPlaces(thing, values)
    if (thing.data?.sort !== 'view') return
    // A view of a mapping sees its keys come and go; a view of a table keeps the columns that it has. What a loop or a
    // function that calls itself takes from its own result is a view of itself.
    const seen = new Set([thing])
    for (let base: Thing | undefined = thing.data.base; base && !seen.has(base);) {
      seen.add(base)
      if (isTable(base)) {
        this.readPlace(base, WHOLE)
        break
      }
      this.#readPlaces(base, null)
      base = base.data?.sort === 'view' ? base.data.base : undefined
    }
  }

  #readPlaces(thing: Thing, values: Value[] | null): void {
    for (const [key, place] of thing.places) {
      const slot = this.store.get(place)
      if (!slot) continue
      this.#use(slot, place)
      // The whole of a container holds nothing as long as nothing is put into it: that is no object.
      const vague =
        values && key !== WHOLE && !key.startsWith('#') && slot.deleted !== true && isVague(slot.value)
      values?.push(vague ? { ...slot.value, vague } : slot.value)
    }
    if (thing.data?.sort === 'library') this.readModules(thing.data.path)
    if (thing.data?.sort === 'file') this.readFile(thing.data.path)
    else if (isEnvironment(thing)) this.readVariables()
  }

  /** Reads all that can be reached from a value. */
  readDeep(value: Value): void {
    const runs: Thing[] = []
    const noted = this.exhaustion ? this.#notedNow() : undefined
    for (const thing of this.reach(value)) {
      if (noted?.has(thing) !== true) this.lookAt(thing)
      noted?.add(thing)
      const sort = thing.data?.sort
      if (sort !== 'instance' && (sort !== 'lazy' || this.showing)) continue
      if (this.exhausted) runs.push(thing)
      else if (sort === 'lazy') this.consume(thing)
      else this.parts.observe(thing)
    }
    if (runs.length > 0) this.parts.unfollowed({ things: runs })
  }

  /** Things that were looked at since anything changed: what is followed no further looks at the same again and again. */
  #notedNow(): Set<Thing> {
    const now = this.now()
    if (this.#noted.now !== now) this.#noted = { now, things: new Set() }
    return this.#noted.things
  }
  #noted: { readonly now: string; readonly things: Set<Thing> } = { now: '', things: new Set() }

  /** All things that can be reached from a value through what things hold. */
  reach(value: Value): readonly Thing[] {
    if (!this.exhaustion || value.things.length <= FEW_THINGS) return this.#reachFrom(value)
    const now = `${this.store.version},${this.remade}`
    const known = this.#reached.get(value.things)
    if (known?.now === now) return known.found
    const found = this.#reachFrom(value)
    this.#reached.set(value.things, { now, found })
    return found
  }
  readonly #reached = new WeakMap<
    readonly Thing[],
    { readonly now: string; readonly found: readonly Thing[] }
  >()

  #reachFrom(value: Value): readonly Thing[] {
    this.#round += 1
    const found: Thing[] = []
    this.#lists.clear()
    this.#reachAll(value.things, found)
    for (let at = 0; at < found.length; at += 1) {
      const thing = found[at]!
      if (thing.type === 'frame' && !value.things.includes(thing)) continue
      this.steps += thing.places.size
      this.spend(thing.places.size)
      for (const place of thing.places.values()) {
        const held = this.store.get(place)?.value.things
        if (held) this.#reachAll(held, found)
      }
      switch (thing.data?.sort) {
        case 'bound':
          this.#reachAll(thing.data.self.things, found)
          if (thing.data.function) this.#reachAll([thing.data.function], found)
          break
        case 'partial':
          this.#reachAll(thing.data.callee.things, found)
          for (const each of [...thing.data.positional, ...thing.data.keywords.values()])
            this.#reachAll(each.things, found)
          break
        case 'function':
          for (const each of thing.data.defaults.values()) this.#reachAll(each.things, found)
      }
    }
    return found.filter((thing) => thing.type !== 'frame' || value.things.includes(thing))
  }
  #round = 0
  /** Longer lists of things that were gone through in this round: many places hold the same. */
  readonly #lists = new Set<readonly Thing[]>()

  #reachAll(things: readonly Thing[], found: Thing[]): void {
    if (things.length > FEW_THINGS) {
      if (this.#lists.has(things)) return
      this.#lists.add(things)
    }
    for (const thing of things)
      if (thing.reached !== this.#round) {
        thing.reached = this.#round
        found.push(thing)
      }
  }
}

/** `os.environ`: what it holds are settings. */
export function isEnvironment({ data }: Thing): boolean {
  return data?.sort === 'library' && data.path === 'os.environ'
}

/** A table whose columns stand each for itself. */
export function isTable(thing: Thing): boolean {
  return thing.type === 'pandas.DataFrame'
}
