/**
 * Code of the notebook that is followed no further, since the work on it is too much: it may do anything with what it
 * is given and with what its text names, and in any order.
 */
import { type Scope, type Thing, type Value, valueOf } from '../domain.ts'
import type { Machine } from '../machine.ts'
import type { UnfollowedState } from '../memory/state.ts'
import { localNames, nameOf } from './scopes.ts'
import { descendants, type SyntaxNode } from '../syntax.ts'

/** @returns what may come out: anything that went in, and what is made of it */
export function unfollowed(machine: Machine, given: Value, node: SyntaxNode): Value {
  // A function of a library that the code calls is given all that there is already.
  if (machine.unfollowing) return given
  const known = new Set(given.things)
  const before = machine.unfollowedBefore
  if (before && isAsBefore(machine, before, node))
    for (const { given: others, result } of before.found)
      if (others.size === known.size && given.things.every((thing) => others.has(thing))) return result
  const { store } = machine
  const { version } = store
  machine.unfollowing = true
  const touched = new Set<Thing>()
  const todo = [...given.things]
  const add = ({ things }: Value): void => {
    todo.push(...things)
  }
  for (let next = todo.pop(); next; next = todo.pop()) {
    if (touched.has(next)) continue
    for (const thing of machine.reach(valueOf(next))) {
      if (touched.has(thing)) continue
      touched.add(thing)
      machine.lookAt(thing)
      expand(machine, thing, add)
    }
  }
  const things = [...touched].filter(({ data }) => data?.sort !== 'library')
  const all: Value = { things }
  const called = new Set<string>()
  for (const thing of touched) runNamed(machine, thing, all, node, called)
  machine.unfollowing = false
  machine.changeDeep(all, false, given)
  machine.drawAny()
  for (const setting of machine.settings.keys) machine.readSetting(setting)
  machine.print(false)
  const made = machine.make('unknown', node, { content: all })
  const result: Value = { things: [made, ...things] }
  // It found all as it left it, and so it would the next time.
  if (machine.store === store && store.version === version && !machine.watching) {
    if (!machine.unfollowedBefore || !isAsBefore(machine, machine.unfollowedBefore, node))
      machine.unfollowedBefore = { ...stateOf(machine, node), found: [] }
    machine.unfollowedBefore.found.push({ given: known, result })
  }
  return result
}

function stateOf(machine: Machine, node: SyntaxNode): UnfollowedState {
  const { store, at, statement, doubt, untaken, quoted, depth, callbacks, showing, folder } = machine
  const { calls, redirects, tries } = machine
  const sites = calls.map(({ site }) => site.id)
  return {
    store,
    version: store.version,
    node,
    at,
    place: [
      statement,
      doubt,
      untaken,
      quoted,
      depth,
      callbacks,
      showing,
      folder,
      redirects.length,
      tries.length,
      ...sites,
    ].join(),
  }
}

function isAsBefore(machine: Machine, before: UnfollowedState, node: SyntaxNode): boolean {
  const now = stateOf(machine, node)
  return (
    before.store === now.store &&
    before.version === now.version &&
    before.node === now.node &&
    before.at === now.at &&
    before.place === now.place
  )
}

/** What belongs to a thing besides what it holds. */
function expand(machine: Machine, thing: Thing, add: (value: Value) => void): void {
  const { data } = thing
  const code = codeOf(thing)
  if (code) add(namedIn(machine, code))
  switch (data?.sort) {
    case 'class':
      add({ things: [...data.bases, ...(data.metaclasses ?? [])] })
      return
    case 'instance':
      add(valueOf(data.class))
      return
    case 'wrapper':
      add(data.getter)
      add(data.setter)
      return
    case 'super':
      add({ things: [...data.self.things, ...data.chains.flat()] })
      return
    case 'view':
      add(valueOf(data.base))
      return
    case 'lazy':
      if (data.given) add(data.given)
  }
}

interface Code {
  readonly node: SyntaxNode
  readonly scope: Scope
}

function codeOf({ data }: Thing): Code | undefined {
  if (data?.sort === 'function') return data
  return data?.sort === 'lazy' ? data.code : undefined
}

/** What the names in a text hold, wherever they may be found. */
function namedIn(machine: Machine, { node, scope }: Code): Value {
  const things: Thing[] = []
  const names = new Set<string>()
  for (const part of descendants(node)) if (part.type === 'identifier') names.add(nameOf(part))
  for (const frame of framesOf(scope))
    for (const name of names) things.push(...(machine.readPlace(frame, name)?.value.things ?? []))
  return { things }
}

function framesOf(scope: Scope | null): Thing[] {
  return scope ? [scope.frame, ...framesOf(scope.parent)] : []
}

/** Binds the names that a text may bind outside of itself, and calls the functions of libraries that it names. */
function runNamed(machine: Machine, thing: Thing, all: Value, node: SyntaxNode, called: Set<string>): void {
  const code = codeOf(thing)
  if (!code) return
  const outer = machine.scope
  const names = localNames(code.node)
  machine.calls.push({ function: thing, site: node })
  machine.scope = {
    frame: machine.make('frame', code.node),
    kind: 'function',
    parent: code.scope,
    locals: names.locals,
    globals: names.globals,
  }
  // Which of it runs isn't known, so what it misses is nobody's trouble.
  machine.doubt += 1
  machine.untaken += 1
  for (const part of descendants(code.node))
    if (/^(?:import_statement|import_from_statement)$/.test(part.type)) machine.parts.block([part])
    else if (/^(?:global_statement|nonlocal_statement)$/.test(part.type)) {
      for (const name of part.parts)
        for (const frame of framesOf(code.scope))
          if (frame === machine.globals.frame || machine.has(frame, name.text))
            machine.write(frame, name.text, all, { weak: true, certain: false })
    } else if (part.type === 'call') callNamed(machine, part, all, called)
    else if (part.type === 'attribute' || part.type === 'subscript') patchNamed(machine, part, all)
  machine.untaken -= 1
  machine.doubt -= 1
  machine.scope = outer
  machine.calls.pop()
}

/** `np.answer = 42`, `os.environ['A'] = b`: what the text writes into libraries. */
function patchNamed(machine: Machine, target: SyntaxNode, all: Value): void {
  const parent = target.parent
  const isTarget =
    target.field === 'left' || /pattern|^delete_statement$|^as_pattern/.test(parent?.type ?? '')
  const object = target.parts[0]!
  if (!isTarget || !/^[\w.]+$/.test(object.text)) return
  // Only what hangs on a library: all else is given already.
  const root = /^\w+/.exec(object.text)![0]
  const owners = framesOf(machine.scope).flatMap((frame) => machine.peek(frame, root)?.value.things ?? [])
  if (owners.some(({ data }) => data?.sort === 'library')) machine.parts.assign(target, all)
}

/** Functions for which it matters in whose code they are called. */
const LOOKS_AROUND = /^builtins\.(?:compile|dir|eval|exec|globals|locals|super|vars)$/

/**
 * `np.random.seed(0)`, `pd.set_option(...)`: what the library function does, whatever it is given.
 *
 * @param called those that were called already: with the same arguments they do the same again
 */
function callNamed(machine: Machine, call: SyntaxNode, all: Value, called: Set<string>): void {
  const callee = call.parts[0]!
  if (!/^[\w.]+$/.test(callee.text)) return
  for (const thing of machine.parts.evaluate(callee).things) {
    if (thing.data?.sort !== 'library') continue
    const key = `${thing.data.path} as ${callee.text}`
    if (called.has(key)) continue
    if (!LOOKS_AROUND.test(thing.data.path)) called.add(key)
    machine.parts.call(valueOf(thing), { positional: [], keywords: new Map(), rest: all }, call)
  }
}
