/** Memory of the abstract run: the things that are made, and who may have written what they hold. */
import {
  ALIVE,
  either,
  eitherOf,
  ORDER,
  ROWS,
  SCALAR,
  Thing,
  type ThingData,
  type Value,
  valueOf,
  WHOLE,
} from '../domain.ts'
import { isTable, Reading } from './reading.ts'
import { type Slot, unite } from './store.ts'
import type { SyntaxNode } from '../syntax.ts'

/** Shorter lists are sooner compared than looked up. */
const MANY = 8

interface Change {
  readonly stored?: Value
  readonly certain?: boolean
  readonly inPlace?: boolean
}

export abstract class Memory extends Reading {
  readonly #made = new Map<SyntaxNode, Map<string, Thing>>()
  readonly #libraries = new Map<string, Thing>()

  /** Binding a watched object keeps it alive; what is overwritten may let one go. */
  abstract noteHolders(holder: Thing, key: string, value: Value): void

  /** The same for whatever a thing holds, when it changes as a whole. */
  abstract noteChange(holder: Thing): void

  /** Writes the file of a thing that was opened on one. */
  abstract writeFile(path: string | null, options?: { weak?: boolean; certain?: boolean }): void

  /** The thing made at a node in the present context of calls; its content begins empty, written by this statement. */
  make(
    type: string,
    node: SyntaxNode,
    options: { label?: string; data?: ThingData; content?: Value; variant?: number } = {},
  ): Thing {
    const context = `${type}:${options.variant ?? ''}:${this.calls.map((call) => call.site.id).join('.')}`
    let made = this.#made.get(node)
    if (!made) this.#made.set(node, (made = new Map<string, Thing>()))
    let thing = made.get(context)
    if (thing) {
      thing.multiple = true
      if (options.data) {
        thing.data = options.data
        this.remade += 1
      }
    } else {
      thing = new Thing(type, options.label ?? shortText(node), options.data ?? null)
      made.set(context, thing)
    }
    this.write(thing, WHOLE, options.content ?? SCALAR)
    return thing
  }

  library(path: string): Thing {
    let thing = this.#libraries.get(path)
    if (!thing) {
      thing = new Thing('library', path, { sort: 'library', path })
      this.#libraries.set(path, thing)
    }
    return thing
  }

  /** Takes what a generator or iterator gives: its position changes, and its code runs. */
  consume(thing: Thing): Value {
    this.lookAt(thing)
    const held = this.peek(thing, WHOLE)?.value ?? SCALAR
    this.change(thing)
    if (thing.data?.sort !== 'lazy' || this.consuming.has(thing)) return held
    this.consuming.add(thing)
    const given = this.exhausted ? this.parts.unfollowed(valueOf(thing)) : thing.data.consume()
    this.consuming.delete(thing)
    return either(given, held)
  }

  /** The same for several: once they are followed no further, what they give is looked for once. */
  consumeAll(things: readonly Thing[]): Value {
    const lazy = things.filter((thing) => thing.data?.sort === 'lazy' && !this.consuming.has(thing))
    if (lazy.length < 2 || !this.exhausted) return eitherOf(things.map((thing) => this.consume(thing)))
    for (const thing of lazy) this.consuming.add(thing)
    const held = things.map((thing) => this.consume(thing))
    const given = this.parts.unfollowed({ things: lazy })
    for (const thing of lazy) this.consuming.delete(thing)
    return eitherOf([given, ...held])
  }

  #write(place: number, value: Value, strong: boolean, certain: boolean): void {
    this.step()
    const definition = this.statement * 2 + (certain && this.doubt === 0 ? 0 : 1)
    const replaces = strong && this.doubt === 0
    const before = this.store.get(place) ?? (replaces ? undefined : this.#wholeOf(place))
    if (replaces && before && isOnly(before, definition, value)) return
    if (replaces || !before)
      this.store.set(place, { definitions: [definition], value, ...(!replaces && { partly: true }) })
    else {
      const definitions = unite(before.definitions, [definition])
      const united = this.#shared(either(before.value, this.#shared(value)))
      // What is written again and again by one statement is one slot: who reads it has nothing new to note.
      if (definitions === before.definitions && united === before.value && this.store.get(place) === before)
        return
      this.store.set(place, {
        definitions,
        value: united,
        ...(before.deleted && { deleted: true }),
        ...(before.partly && { partly: true }),
      })
    }
  }

  /** The same value with the one list of its things that is used for all values of these things. */
  #shared(value: Value): Value {
    const { things } = value
    if (things.length < MANY) return value
    let list = this.#lists.get(things)
    if (!list) {
      this.spend(things.length)
      const key = things.map(({ id }) => id).join()
      list = this.#listsOf.get(key) ?? things
      this.#listsOf.set(key, list)
      this.#lists.set(things, list)
    }
    return list === things ? value : { ...value, things: list }
  }
  readonly #lists = new WeakMap<readonly Thing[], readonly Thing[]>()
  readonly #listsOf = new Map<string, readonly Thing[]>()

  #wholeOf(place: number): Slot | undefined {
    const { thing, key } = this.places.owners[place]!
    return key === WHOLE || key.startsWith('#') || thing.type === 'frame' || thing.type === 'streams'
      ? undefined
      : this.peek(thing, WHOLE)
  }

  /** Binds a name, or replaces what stands under a key of one object. */
  write(thing: Thing, key: string, value: Value, options: { weak?: boolean; certain?: boolean } = {}): void {
    if (this.watching && key !== ALIVE) this.noteHolders(thing, key, value)
    if (isTable(thing) && !/^[*#]/.test(key) && (this.has(thing, key) || this.asked.has(key)))
      (thing.rewritten ??= new Set()).add(key)
    const strong = options.weak !== true && !(thing.multiple && thing.type !== 'frame')
    const place = this.places.of(thing, key)
    if (thing.type === 'frame' && thing.multiple) {
      const before = this.store.get(place)
      this.#write(place, before ? either(before.value, value) : value, true, options.certain ?? true)
    } else this.#write(place, value, strong, options.certain ?? true)
    if (thing === this.globals.frame) {
      this.trace.defines.add(key)
      for (const each of value.things) {
        each.names.add(key)
        if (each.names.size === 1 && each.data?.sort !== 'library') each.label = key
      }
    } else if (thing.type !== 'frame') this.#noteChange(thing, options.certain ?? true)
  }

  /** Puts a value under a key of a mapping or table; a new key also takes its place in the order. */
  put(thing: Thing, key: string, value: Value, options: { weak?: boolean; certain?: boolean } = {}): void {
    if (!this.has(thing, key)) this.#writeOrder(thing, key)
    this.write(thing, key, value, options)
  }

  #writeOrder(thing: Thing, key: string): void {
    this.write(thing, ORDER, SCALAR, { weak: true })
    let statements = this.#ordered.get(thing)
    if (!statements) this.#ordered.set(thing, (statements = new Map<number, Set<string>>()))
    const keys = statements.get(this.statement)
    if (keys) keys.add(key)
    else statements.set(this.statement, new Set([key]))
  }
  /** For each statement that changed the order of a thing's keys, the keys that it brought or took away. */
  readonly #ordered = new Map<Thing, Map<number, Set<string>>>()

  /** Needs those who brought the keys into their order, but for those who did so with these alone. */
  readOrder(thing: Thing, without: ReadonlySet<string>): void {
    const slot = this.#orderOf(thing, without)
    if (slot) this.note(slot, thing.places.get(ORDER)!)
  }

  #orderOf(thing: Thing, without: ReadonlySet<string>): Slot | undefined {
    const slot = this.peek(thing, ORDER)
    const statements = this.#ordered.get(thing)
    if (!slot || !statements || without.size === 0) return slot
    const definitions = slot.definitions.filter((definition) => {
      const keys = statements.get(definition >> 1)
      return !keys || [...keys].some((key) => !without.has(key))
    })
    return definitions.length > 0 ? { ...slot, definitions } : undefined
  }

  /**
   * Puts what one table holds under its keys into another: whoever wrote a key there has written it here, too. The
   * statement must have read the whole of it.
   *
   * @param renamed new names by the old ones
   * @param beside  what lies there under a key by now may be part of what lies there then
   */
  carry(
    from: Thing,
    to: Thing,
    without: ReadonlySet<string>,
    renamed: ReadonlyMap<string, string> = new Map(),
    beside = false,
  ): void {
    // Into a table that is new, all goes as it is: who reads a column of it reads its rows, too, so needs who made it.
    const isNew = !to.multiple && this.doubt === 0 && !this.watching
    const statements = this.#ordered.get(from)
    if (statements && renamed.size === 0 && !this.#ordered.has(to)) this.#ordered.set(to, new Map(statements))
    for (const name of from.rewritten ?? []) (to.rewritten ??= new Set()).add(renamed.get(name) ?? name)
    const whole = new Set(this.peek(from, WHOLE)?.definitions.map((definition) => definition >> 1))
    for (const [key, place] of [...from.places]) {
      const isLeft = key === WHOLE || key === ROWS || without.has(key)
      const slot = isLeft ? undefined : key === ORDER ? this.#orderOf(from, without) : this.store.get(place)
      if (!slot) continue
      const name = renamed.get(key) ?? key
      const made = this.places.of(to, name)
      if (isNew && !this.store.get(made)) {
        this.store.set(made, slot)
        this.spend(1)
        continue
      }
      const before = beside ? this.peek(to, name) : undefined
      this.write(to, name, before ? either(before.value, slot.value) : slot.value)
      const written = this.store.get(made)!
      // Who made the table is needed by who carries it on: told once, or long chains of tables would tell it of each column.
      const own = slot.definitions.filter((definition) => !whole.has(definition >> 1))
      const definitions = unite(unite(written.definitions, own), before?.definitions ?? [])
      this.store.set(made, { ...written, definitions })
    }
  }

  /** Takes a key away. */
  remove(thing: Thing, key: string): void {
    this.#writeOrder(thing, key)
    this.write(thing, key, SCALAR)
  }

  /**
   * Changes all that a thing holds; what was there may still be there.
   *
   * @param options.inPlace the elements of a list keep their positions, whatever comes behind them or instead of one
   */
  change(thing: Thing, options: Change = {}): void {
    this.#changeOne(thing, options)
    // What came out of an unknown call may be any of what went in.
    if (thing.type === 'unknown' || thing.type === 'everything')
      for (const each of this.reach({ things: [thing] }))
        if (each !== thing && each.data?.sort !== 'function' && each.data?.sort !== 'library')
          this.#changeOne(each, { ...options, certain: false })
  }

  #changeOne(thing: Thing, options: Change = {}): void {
    if (this.watching) this.noteChange(thing)
    if (this.watching)
      for (const key of thing.keys) if (key !== ALIVE) this.noteHolders(thing, key, options.stored ?? SCALAR)
    const certain = options.certain ?? true
    const given = options.stored ?? SCALAR
    // `reverse`, `pop(0)`, `del rows[0]`, `shuffle(rows)`: what stood at one position stands at another.
    const moves = thing.type === 'list' && options.inPlace !== true && thing.places.size > 1
    const moved = moves ? this.peekAll(thing) : []
    const stored = moved.length > 0 ? either(given, { things: [...new Set(moved)] }) : given
    this.#write(this.places.of(thing, WHOLE), stored, false, certain)
    for (const [key, place] of thing.places) {
      if (key === WHOLE) continue
      if (this.store.get(place)) this.#write(place, stored, false, certain)
    }
    if (isTable(thing)) this.#write(this.places.of(thing, ROWS), SCALAR, false, certain)
    this.#noteChange(thing, certain)
    if (thing.data?.sort === 'view') {
      const { base, key } = thing.data
      if (key !== null && this.has(base, key)) this.write(base, key, SCALAR, { weak: true, certain: false })
      this.write(base, WHOLE, SCALAR, { weak: true, certain: false })
    }
    if (thing.data?.sort === 'file') this.writeFile(thing.data.path, { weak: true })
  }

  /** Changes all that can be reached from a value: what an unknown call may do. */
  changeDeep(value: Value, certain: boolean, stored?: Value): void {
    const before = this.exhaustion && !this.watching ? this.now() : ''
    const known = this.#changed.get(value.things)
    if (known?.now === before && known.certain === certain && known.stored === stored?.things) return
    for (const thing of this.reach(value))
      if (
        (thing.data?.sort !== 'function' || thing.data.dispatches === true) &&
        thing.data?.sort !== 'library'
      )
        this.#changeOne(thing, { certain, ...(stored && { stored }) })
    // It found all as it left it, and so it would the next time.
    if (before !== '' && this.now() === before)
      this.#changed.set(value.things, { now: before, certain, stored: stored?.things })
  }
  readonly #changed = new WeakMap<
    readonly Thing[],
    { readonly now: string; readonly certain: boolean; readonly stored: readonly Thing[] | undefined }
  >()

  /** What a thing holds, not noted as read. */
  peekAll(thing: Thing): Thing[] {
    return [...thing.places.values()].flatMap((place) => this.store.get(place)?.value.things ?? [])
  }

  #noteChange(thing: Thing, certain: boolean): void {
    for (const name of thing.names)
      this.trace.changes.set(name, (this.trace.changes.get(name) ?? false) || (certain && this.doubt === 0))
  }
}

/** Whether a slot is what a statement writes that replaces what was there. */
function isOnly(slot: Slot, definition: number, value: Value): boolean {
  return (
    slot.value === value &&
    slot.definitions.length === 1 &&
    slot.definitions[0] === definition &&
    slot.partly !== true &&
    slot.deleted !== true
  )
}

function shortText(node: SyntaxNode): string {
  const line = node.text.split('\n')[0]!
  return line.length > 40 ? `${line.slice(0, 37)}...` : line
}
