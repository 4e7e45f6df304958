/**
 * Memory of the abstract run: what each place may hold, who may have written it, and what reading it is noted as.
 */
import {
  ALIVE,
  either,
  eitherOf,
  ORDER,
  ROWS,
  SCALAR,
  type Scope,
  Thing,
  type ThingData,
  type Value,
  valueOf,
  WHOLE,
} from './domain.ts'
import { Places, type Slot, Store, unite } from './store.ts'
import type { SyntaxNode } from './syntax.ts'
import { Exhausted, type Exit, type Parts, Trace } from './trace.ts'

/**
 * Evaluated expressions, reads, writes and looks at what a thing holds: about 150 ms of them. Notebooks that take more are
 * followed no further into their calls. No time limit: the same notebook has the same slice on every machine.
 */
const STEPS = 400_000

export abstract class Memory {
  readonly places = new Places()
  readonly traces: Trace[] = []
  readonly globals: Scope
  /** Pseudo-things: random streams, library settings, files. */
  readonly streams = new Thing('streams', 'random streams')
  readonly settings = new Thing('settings', 'settings')
  readonly files = new Thing('files', 'files')
  readonly figures = new Thing('figures', 'the figures')
  readonly versions: Readonly<Record<string, string>>
  parts!: Parts
  /** Parses text that the program runs: `eval('a + b')`. */
  parse: ((text: string) => SyntaxNode) | undefined
  /** More than zero: text given to `eval` or `exec` runs, whose nodes are no statements of a cell. */
  quoted = 0
  /** What is read now is read only to be shown as the cell's last value. */
  showing = false
  /** The last expression of the running cell. */
  last: SyntaxNode | undefined

  store = new Store()
  /** Whether the point of the program can be reached: not after `return`, `break`, `raise`. */
  live = true
  scope: Scope
  statement = 0
  /** The expression of the running statement that is being evaluated. */
  at: SyntaxNode
  /** How many calls of the notebook's functions deep. */
  readonly calls: { readonly function: Thing; readonly site: SyntaxNode }[] = []
  /** More than zero: what runs may not run at all. */
  doubt = 0
  /** More than zero: what runs is a branch that the notebook did not take. */
  untaken = 0
  /** Whether any object is watched. */
  watching = false
  /** Where prints go while they are redirected. */
  readonly redirects: Value[] = []
  /** Folder of relative paths, as far as it is known; null: it isn't. */
  folder: string | null = ''
  /** How often a name was read that is bound to more than a function. */
  impure = 0
  /** How many calls deep, of any kind. */
  depth = 0
  /** How many functions deep are run because somebody may call them. */
  callbacks = 0
  readonly tries: Exit[] = []
  readonly loops: { breaks: Exit; continues: Exit }[] = []
  readonly returns: { exit: Exit; value: Value | null; yields: Value | null }[] = []
  steps = 0
  exhaustion = false
  /** Instances whose special methods are being run, and those whose methods somebody unknown runs. */
  readonly observing = new Set<Thing>()
  readonly calledBack = new Set<Thing>()
  /** Code is being stood for that is followed no further. */
  unfollowing = false

  readonly #made = new Map<SyntaxNode, Map<string, Thing>>()
  readonly #libraries = new Map<string, Thing>()

  constructor(root: SyntaxNode, versions: Readonly<Record<string, string>>) {
    this.at = root
    this.versions = versions
    const frame = new Thing('frame', 'the notebook')
    this.globals = { frame, kind: 'global', parent: null, locals: null, globals: new Set() }
    this.scope = this.globals
  }

  get trace(): Trace {
    return (this.traces[this.statement] ??= new Trace())
  }

  /** Whether calls are followed no further. @throws Exhausted when that is news: the statement starts over */
  get exhausted(): boolean {
    if (!this.exhaustion && this.steps > STEPS) throw new Exhausted()
    return this.exhaustion
  }

  /** Goes back to where a statement began; from here on no call is followed. */
  startOver({ store, doubt, folder }: Pick<Memory, 'store' | 'doubt' | 'folder'>): void {
    Object.assign(this, {
      exhaustion: true,
      store: store.fork(),
      live: true,
      scope: this.globals,
      doubt,
      folder,
    })
    Object.assign(this, { untaken: 0, quoted: 0, depth: 0, callbacks: 0, showing: false, unfollowing: false })
    for (const list of [this.calls, this.redirects, this.tries, this.loops, this.returns]) list.length = 0
    for (const set of [this.#consuming, this.observing, this.calledBack]) set.clear()
  }

  /** Binding a watched object keeps it alive; what is overwritten may let one go. */
  abstract noteHolders(holder: Thing, key: string, value: Value): void

  /** Reads and writes the file of a thing that was opened on one. */
  abstract readFile(path: string | null): void
  abstract writeFile(path: string | null, options?: { weak?: boolean; certain?: boolean }): void

  // --- things

  /** The same as `live`, asked after something ran that may have left. */
  isLive(): boolean {
    return this.live
  }

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
      if (options.data) thing.data = options.data
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

  // --- reading

  #use(slot: Slot, place: number): void {
    this.steps += 1
    const trace = this.trace
    const needs = this.showing ? trace.shown : trace.needs
    const isNew = needs.add(slot, place, this.at, this.doubt === 0)
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
    if (isTable(thing)) this.readPlace(thing, ROWS)
    const slot = this.readPlace(thing, key) ?? this.readPlace(thing, WHOLE)
    return slot?.value ?? SCALAR
  }

  /** All that a thing holds, one level deep. */
  readShallow(thing: Thing): Value {
    const values = this.#readOwn(thing)
    if (thing.data?.sort !== 'view') return eitherOf(values)
    // A view of a mapping sees its keys come and go; a view of a table keeps the columns that it has. What a loop or a
    // function that calls itself takes from its own result is a view of itself.
    const seen = new Set([thing])
    for (let base: Thing | undefined = thing.data.base; base && !seen.has(base);) {
      seen.add(base)
      if (isTable(base)) {
        this.readPlace(base, WHOLE)
        break
      }
      this.#readOwn(base)
      base = base.data?.sort === 'view' ? base.data.base : undefined
    }
    return eitherOf(values)
  }

  #readOwn(thing: Thing): Value[] {
    const values: Value[] = []
    for (const place of thing.places.values()) {
      const slot = this.store.get(place)
      if (!slot) continue
      this.#use(slot, place)
      values.push(slot.value)
    }
    if (thing.data?.sort === 'file') this.readFile(thing.data.path)
    return values
  }

  /** Reads all that can be reached from a value. */
  readDeep(value: Value): void {
    const runs: Thing[] = []
    for (const thing of this.reach(value)) {
      this.readShallow(thing)
      const sort = thing.data?.sort
      if (sort !== 'instance' && (sort !== 'lazy' || this.showing)) continue
      if (this.exhausted) runs.push(thing)
      else if (sort === 'lazy') this.consume(thing)
      else this.parts.observe(thing)
    }
    if (runs.length > 0) this.parts.unfollowed({ things: runs })
  }

  /** All things that can be reached from a value through what things hold. */
  reach(value: Value): Set<Thing> {
    const seen = new Set<Thing>()
    const todo = [...value.things]
    for (let thing = todo.pop(); thing; thing = todo.pop()) {
      if (seen.has(thing) || (thing.type === 'frame' && !value.things.includes(thing))) continue
      seen.add(thing)
      this.steps += thing.places.size
      for (const place of thing.places.values())
        for (const held of this.store.get(place)?.value.things ?? []) todo.push(held)
      switch (thing.data?.sort) {
        case 'bound':
          todo.push(...thing.data.self.things)
          if (thing.data.function) todo.push(thing.data.function)
          break
        case 'partial':
          todo.push(...thing.data.callee.things)
          for (const each of [...thing.data.positional, ...thing.data.keywords.values()])
            todo.push(...each.things)
          break
        case 'function':
          for (const each of thing.data.defaults.values()) todo.push(...each.things)
      }
    }
    return seen
  }

  /** Takes what a generator or iterator gives: its position changes, and its code runs. */
  consume(thing: Thing): Value {
    this.readShallow(thing)
    const held = this.peek(thing, WHOLE)?.value ?? SCALAR
    this.change(thing)
    if (thing.data?.sort !== 'lazy' || this.#consuming.has(thing)) return held
    this.#consuming.add(thing)
    const given = this.exhausted ? this.parts.unfollowed(valueOf(thing)) : thing.data.consume()
    this.#consuming.delete(thing)
    return either(given, held)
  }
  readonly #consuming = new Set<Thing>()

  // --- writing

  #write(place: number, value: Value, strong: boolean, certain: boolean): void {
    this.steps += 1
    const definition = this.statement * 2 + (certain && this.doubt === 0 ? 0 : 1)
    const replaces = strong && this.doubt === 0
    const before = this.store.get(place) ?? (replaces ? undefined : this.#wholeOf(place))
    if (replaces || !before) this.store.set(place, { definitions: [definition], value })
    else
      this.store.set(place, {
        definitions: unite(before.definitions, [definition]),
        value: either(before.value, value),
        ...(before.deleted && { deleted: true }),
      })
  }

  #wholeOf(place: number): Slot | undefined {
    const { thing, key } = this.places.owners[place]!
    return key === WHOLE || key.startsWith('#') || thing.type === 'frame' || thing.type === 'streams'
      ? undefined
      : this.peek(thing, WHOLE)
  }

  /** Binds a name, or replaces what stands under a key of one object. */
  write(thing: Thing, key: string, value: Value, options: { weak?: boolean; certain?: boolean } = {}): void {
    if (this.watching && key !== ALIVE) this.noteHolders(thing, key, value)
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
    if (!this.has(thing, key)) this.write(thing, ORDER, SCALAR, { weak: true })
    this.write(thing, key, value, options)
  }

  /** Takes a key away. */
  remove(thing: Thing, key: string): void {
    this.write(thing, ORDER, SCALAR, { weak: true })
    this.write(thing, key, SCALAR)
  }

  /** Changes all that a thing holds; what was there may still be there. */
  change(thing: Thing, options: { stored?: Value; certain?: boolean } = {}): void {
    this.#changeOne(thing, options)
    // What came out of an unknown call may be any of what went in.
    if (thing.type === 'unknown' || thing.type === 'everything')
      for (const each of this.reach({ things: [thing] }))
        if (each !== thing && each.data?.sort !== 'function' && each.data?.sort !== 'library')
          this.#changeOne(each, { ...options, certain: false })
  }

  #changeOne(thing: Thing, options: { stored?: Value; certain?: boolean } = {}): void {
    if (this.watching)
      for (const key of thing.keys) if (key !== ALIVE) this.noteHolders(thing, key, options.stored ?? SCALAR)
    const certain = options.certain ?? true
    const stored = options.stored ?? SCALAR
    this.#write(this.places.of(thing, WHOLE), stored, false, certain)
    for (const [key, place] of thing.places) {
      if (key === WHOLE) continue
      const before = this.store.get(place)
      if (before) this.#write(place, either(before.value, stored), false, certain)
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
    for (const thing of this.reach(value))
      if (
        (thing.data?.sort !== 'function' || thing.data.dispatches === true) &&
        thing.data?.sort !== 'library'
      )
        this.#changeOne(thing, { certain, ...(stored && { stored }) })
  }

  #noteChange(thing: Thing, certain: boolean): void {
    for (const name of thing.names)
      this.trace.changes.set(name, (this.trace.changes.get(name) ?? false) || (certain && this.doubt === 0))
  }
}

export function isTable(thing: Thing): boolean {
  return thing.type === 'pandas.DataFrame'
}

function shortText(node: SyntaxNode): string {
  const line = node.text.split('\n')[0]!
  return line.length > 40 ? `${line.slice(0, 37)}...` : line
}
