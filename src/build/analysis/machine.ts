/**
 * The state of the abstract run of a notebook: memory, the outside world, and where control may go.
 *
 * The run executes every statement in order, calls the notebook's functions at their call sites and repeats loops until
 * nothing new is learned. Reading a place records that the running statement needs those that may have written it.
 */
import { ALIVE, CURRENT, either, SCALAR, type Thing, type Value, WHOLE } from './domain.ts'
import { CONTAINER } from './knowledge/types.ts'
import { Memory } from './memory/memory.ts'
import { type Slot, type Store, unite } from './memory/store.ts'
import type { HiddenState } from './program.ts'
import { type Reason, reasonText } from './refusal.ts'
import type { SyntaxNode } from './syntax.ts'
import type { Exit } from './trace.ts'
import { placeInWords } from './memory/words.ts'

/** What a context puts back when it is left: settings of a library, all or some. */
export interface Restored {
  readonly setting: string
  readonly options: readonly string[] | 'all'
}

/** The setting that a special method of a library's class was replaced. */
export const PATCHED_OPERATORS = 'patched operators'

/** The setting that functions that call themselves run into. */
export const RECURSION_LIMIT = 'how deep calls may go'

export class Machine extends Memory {
  /** The program may take the write protection off what pandas shares: `flags.writeable = True`. */
  unlocks = false
  /** The program may go into another folder: where a path leads depends on when it is asked. */
  moves = false
  /** Settings that the contexts that are open put back. */
  restored: readonly Restored[] = []
  /** Modules that lie beside the notebook. */
  beside: ReadonlySet<string> = new Set()
  /** The program reaches objects by their addresses: `ctypes` and `id`. */
  addresses = false
  /** `%autoreload` loads modules anew whose files have changed. */
  reloads = false
  /** The first statement that is not followed at all; null: there is none. */
  unfollowedFrom: number | null = null
  /** Exceptions that the notebook raised: whoever catches one has it. */
  raised: Value = SCALAR
  /** `with` statements that may have ended an exception. */
  readonly swallowing = new Set<SyntaxNode>()
  /** Statements where errors are caught: whether they surely raised none, whenever they ran. */
  readonly calm = new Map<SyntaxNode, boolean>()

  // --- streams, settings, files

  /** Sets a random stream to a known state. */
  seed(stream: string): void {
    this.trace.hidden.changes.add('random')
    this.write(this.streams, stream, SCALAR)
  }

  /** Draws from a stream. One that was never seeded gives what no script can give again: nothing depends on it. */
  draw(stream: string, certain = true): void {
    this.trace.hidden.asks.add('random')
    this.trace.hidden.changes.add('random')
    if (this.readPlace(this.streams, stream)) this.write(this.streams, stream, SCALAR, { certain })
  }

  drawAny(): void {
    for (const stream of this.streams.keys) this.draw(stream, false)
  }

  /**
   * @param options the options of the setting that are set, each for itself; none: which is not known
   */
  configure(setting: string, options?: readonly string[]): void {
    this.trace.hidden.changes.add(stateOf(setting))
    // Behind a context that puts it back, what was set before it holds again.
    const weak = this.restored.some((each) => setting.startsWith(each.setting)) || options?.length === 0
    if (!options || options.length === 0) this.write(this.settings, setting, SCALAR, { weak })
    else for (const option of options) this.write(this.settings, `${setting} (${option})`, SCALAR, { weak })
  }

  readSetting(setting: string): void {
    this.trace.hidden.asks.add(stateOf(setting))
    for (const key of this.settings.keys)
      if (
        key === setting ||
        (key.startsWith(setting) && key[setting.length] === ' ' && key[setting.length + 1] === '(')
      )
        this.readPlace(this.settings, key)
  }

  readVariables(): void {
    this.trace.hidden.asks.add('environment')
    for (const key of this.settings.keys)
      if (key.startsWith('the environment variable ') || key === 'environment variables')
        this.readPlace(this.settings, key)
  }

  /** @param path null when it is not known which */
  readFile(path: string | null): void {
    this.#readFiles(path, (name, key) => {
      return key === name || key.startsWith(`${name}/`) || name.startsWith(`${key}/`)
    })
  }

  /**
   * Reads what a file holds, not only whether there is one.
   *
   * What a function reads it may read in a branch: that is not sure.
   *
   * @param options.sure false: where there is none it is made, and nothing read
   */
  readContent(path: string | null, { sure = true } = {}): void {
    this.readFile(path)
    const name = this.#located(path)
    if (name === null) return
    const { reads } = this.trace.files
    reads.set(name, (reads.get(name) ?? false) || (sure && this.calls.length === 0 && this.doubt === 0))
  }

  /** Reads which files there are whose path a pattern may match: `data/*.csv`. */
  readFilesLike(pattern: string): void {
    this.#readFiles(pattern, mayMatch)
  }

  #readFiles(asked: string | null, isMeant: (asked: string, key: string) => boolean): void {
    this.trace.hidden.asks.add('files')
    this.readSetting('working folder')
    const located = this.#located(asked)
    if (located === null) {
      this.lookAt(this.files)
      return
    }
    this.readPlace(this.files, WHOLE)
    for (const key of this.files.keys) if (isMeant(located, key)) this.readPlace(this.files, key)
  }

  writeFile(path: string | null, options: { weak?: boolean; certain?: boolean } = {}): void {
    this.trace.hidden.changes.add('files')
    this.readSetting('working folder')
    const name = this.#located(path)
    if (name === null) {
      this.change(this.files, { certain: false })
      return
    }
    this.trace.files.writes.add(name)
    const module = this.reloads ? /([A-Za-z_]\w*)\.py$/.exec(name)?.[1] : undefined
    if (module !== undefined && this.has(this.library(module), WHOLE)) {
      this.change(this.library(module), { certain: false })
      this.obstacle({ kind: 'module reloaded', module })
    }
    // The folder that it is written into must have been made.
    for (const key of this.files.keys) if (name.startsWith(`${key}/`)) this.readPlace(this.files, key)
    this.write(this.files, name, SCALAR, options)
  }

  /** Asks what was drawn: all of it, or what was done to the figure that was the current one. */
  readFigures(key: typeof WHOLE | typeof CURRENT): void {
    this.trace.hidden.asks.add('figures')
    this.readPlace(this.figures, key)
  }

  /** @param current the figure that is the current one then is another, or looks otherwise */
  draws(current: boolean): void {
    this.trace.hidden.changes.add('figures')
    this.change(this.figures)
    if (current) this.write(this.figures, CURRENT, SCALAR, { weak: true })
  }

  #located(path: string | null): string | null {
    if (path === null) return null
    if (/^(?:[\\/]|[A-Za-z]:|~)/.test(path)) return normalPath(path)
    return this.folder === null ? null : normalPath(`${this.folder}/${path}`.replace(/^\//, ''))
  }

  /** Goes into another folder, from where relative paths begin. */
  enterFolder(path: string | null): void {
    this.readFile(path)
    this.configure('working folder')
    this.folder = this.doubt > 0 || this.calls.length > 0 ? null : this.#located(path)
  }

  /** Prints: to where prints go now. */
  print(certain: boolean): void {
    const stdout = this.library('sys')
    const target =
      this.redirects.at(-1) ?? (this.has(stdout, 'stdout') ? this.readKey(stdout, 'stdout') : undefined)
    if (target)
      for (const thing of target.things) if (thing.data?.sort !== 'library') this.change(thing, { certain })
    if (this.redirects.length > 0) return
    if (certain) this.trace.shows = 'yes'
    else if (this.trace.shows === 'no') this.trace.shows = 'maybe'
  }

  // --- who holds what

  /** Looks from now on whether an object still lives, which those decide who hold it. */
  watch(thing: Thing, callback: Value): void {
    this.watching = true
    this.watched.add(thing)
    thing.watchers = either(thing.watchers ?? SCALAR, { things: callback.things })
    this.write(thing, ALIVE, SCALAR, { weak: true })
    const place = this.places.of(thing, ALIVE)
    const slot = this.store.get(place)!
    const held = this.#holders(thing).map(([, { definitions }]) => definitions)
    this.store.set(place, { ...slot, definitions: held.reduce(unite, slot.definitions) })
  }

  /** Needs those who put an object where it now is held: while one of them holds it, it lives. */
  readHolders(thing: Thing): void {
    for (const [place] of this.#holders(thing)) {
      const { thing: holder, key } = this.places.owners[place]!
      this.readPlace(holder, key)
    }
  }

  #holders(thing: Thing): [number, Slot][] {
    return this.places.owners.flatMap(({ thing: holder }, place): [number, Slot][] => {
      const slot = holder.type === 'weak reference' ? undefined : this.store.get(place)
      return slot?.value.things.includes(thing) === true ? [[place, slot]] : []
    })
  }

  /** Runs what waits for the end of a watched object, if that may be now. */
  letGo(thing: Thing): void {
    const watchers = thing.watchers
    if (!watchers || watchers.things.length === 0 || this.#ending.has(thing)) return
    this.#ending.add(thing)
    this.readPlace(thing, ALIVE)
    this.attempt(() =>
      this.parts.call(watchers, { positional: [SCALAR], keywords: new Map(), rest: null }, this.at),
    )
    this.#ending.delete(thing)
  }
  readonly #ending = new Set<Thing>()

  /** The collector ends objects that hold each other and that nobody else holds: any that is watched. */
  collect(): void {
    for (const thing of this.watched) {
      this.write(thing, ALIVE, SCALAR, { weak: true, certain: false })
      this.letGo(thing)
    }
  }

  noteChange(holder: Thing): void {
    if (holder.type === 'weak reference') return
    for (const place of [...holder.places.values()])
      for (const thing of this.store.get(place)?.value.things ?? [])
        if (thing.watchers) {
          this.write(thing, ALIVE, SCALAR, { weak: true, certain: false })
          this.letGo(thing)
        }
  }

  noteHolders(holder: Thing, key: string, value: Value): void {
    const before = this.peek(holder, key)?.value
    for (const thing of new Set([...value.things, ...(before?.things ?? [])]))
      if (thing.watchers && holder.type !== 'weak reference')
        this.write(thing, ALIVE, SCALAR, { weak: true, certain: false })
  }

  // --- control

  join(a: Store, b: Store): Store {
    this.spend(a.size >> 2)
    return a.join(b, this.#wholeOf, this.#emptied, this.#compared)
  }

  readonly #wholeOf = (place: number): number | undefined => {
    const { thing, key } = this.places.owners[place]!
    return key === WHOLE || thing.type === 'frame' ? undefined : thing.places.get(WHOLE)
  }
  readonly #emptied = (place: number): number | undefined => {
    const { thing } = this.places.owners[place]!
    return thing.data === null && CONTAINER.test(thing.type) ? thing.places.get(WHOLE) : undefined
  }
  readonly #compared = (count: number): void => {
    this.spend(count)
  }

  leaveTo(exit: Exit): void {
    exit.store = exit.store ? this.join(exit.store, this.store) : this.store.fork()
  }

  /** Runs each alternative from the same memory and goes on with all that may come out. */
  branches<T>(alternatives: readonly (() => T)[]): T[] {
    const before = this.store
    let after: Store | null = null
    const results: T[] = []
    for (const alternative of alternatives) {
      this.store = before.fork()
      this.live = true
      results.push(alternative())
      if (this.isLive()) after = after ? this.join(after, this.store) : this.store
    }
    this.live = after !== null
    this.store = after ?? before
    return results
  }

  /** Runs what may end with an error that ends nothing else. */
  attempt(run: () => Value): Value {
    const outer = this.tries.at(-1)
    const raised: Exit = { store: null }
    this.tries.push(raised)
    this.attempts += 1
    const value = this.maybe(run)
    this.attempts -= 1
    this.tries.pop()
    if (!raised.store) return value
    // Or it ends no error at all.
    if (outer) outer.store = outer.store ? this.join(outer.store, raised.store) : raised.store.fork()
    this.store = this.join(this.store, raised.store)
    return value
  }

  /** Whether the notebook itself may catch an error that is raised here. */
  get caught(): boolean {
    return this.tries.length > this.attempts
  }

  /** Runs what may not run. */
  maybe(run: () => Value): Value {
    return this.branches<Value>([run, () => SCALAR])[0]!
  }

  /** Runs what may run any number of times, until nothing new is learned. */
  repeat(run: () => void): void {
    for (let round = 0; round < 64; round += 1) {
      const before = this.store
      this.store = before.fork()
      this.live = true
      run()
      const after = this.isLive() ? this.join(before, this.store) : before
      this.store = after
      this.live = true
      if (after === before) return
    }
  }

  obstacle(reason: Reason): void {
    if (this.untaken > 0) return
    this.trace.obstacles.set(reasonText(reason), { reason, node: this.at })
  }

  /** For people, what stands at a place. */
  words(place: number): string {
    const known = this.#words[place]
    if (known !== undefined) return known
    const { thing, key } = this.places.owners[place]!
    return (this.#words[place] = placeInWords(thing, key))
  }
  readonly #words: string[] = []
}

/** Whether a pattern may match a path, one of the folders that it lies in, or something that lies in it. */
function mayMatch(pattern: string, path: string): boolean {
  const parts = path.split('/')
  for (const [at, wanted] of pattern.split('/').entries()) {
    const part = parts[at]
    if (part === undefined || wanted.includes('**')) return true
    const literal = wanted.replace(/[.+^${}()|\\]/g, '\\$&')
    const isLike = new RegExp(`^${literal.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i')
    if (!wanted.includes('[') && !isLike.test(part)) return false
  }
  return true
}

/** A path as far as text can tell: `./a//b` is `a/b`. */
function normalPath(path: string): string {
  const parts: string[] = []
  for (const part of path.replace(/\\/g, '/').split('/')) {
    if (part === '.' || (part === '' && parts.length > 0)) continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else parts.push(part)
  }
  return parts.join('/')
}

const states = new Map<string, HiddenState>()

/** A setting without its option; of the environment all variables. */
function stateOf(setting: string): HiddenState {
  let state = states.get(setting)
  if (state === undefined) {
    state = /\benvironment variables?\b/.test(setting) ? 'environment' : setting.replace(/ \(.*$/, '')
    states.set(setting, state)
  }
  return state
}
