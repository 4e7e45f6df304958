/** Calls of what nobody knows: they may do anything with what they can reach. */
import { anyOf, either, eitherOf, heldOf, MADE_BY, type Thing, type Value, valueOf } from '../domain.ts'
import { mayAddMethods } from './added.ts'
import { attributeOf } from '../expressions/attributes.ts'
import { readModule } from '../statements/imports.ts'
import { effectOf, isKnownModule } from '../knowledge/modules.ts'
import { CONTAINER } from '../knowledge/types.ts'
import type { Machine } from '../machine.ts'
import type { Arguments } from '../trace.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'
import { unfollowed } from '../functions/unfollowed.ts'
import { watchGiven } from '../objects/weak.ts'

/** All that a call is given. */
export function allOf(args: Arguments): Value {
  const values = [...args.positional, ...args.keywords.values(), ...(args.rest ? [args.rest] : [])]
  return heldOf(anyOf(values))
}

/**
 * May read and change the receiver and all arguments, with whatever they can reach, and call functions among them;
 * what it gives may be any of it.
 *
 * @param options.keepsNothing the library keeps nothing of the call but in the object that it gives
 */
export function unknownCall(
  machine: Machine,
  receiver: Value,
  args: Arguments,
  node: SyntaxNode,
  { keepsNothing = false } = {},
): Value {
  const given = either({ things: receiver.things }, allOf(args))
  const called = childOf(node, 'function')?.text ?? ''
  const opens = /open|connect|load|save|dump|read|write|file|Database/i.test(called)
  const isPath = (text: string) => looksLikePath(text) || (opens && /^[\w.~ -]+$/.test(text))
  // Code that is followed no further reads and changes all that it is given anyway.
  const reached = machine.unfollowing ? { things: receiver.things } : given
  machine.readDeep(reached)
  for (const thing of receiver.things) watchGiven(machine, thing, allOf(args))
  // Whether a function runs now, later or never isn't known: names that it misses now may be bound by then.
  machine.untaken += 1
  const own = (thing: Thing) => thing.data?.sort === 'library' && receiver.things.includes(thing)
  const callable = { things: given.things.filter((thing) => !own(thing)) }
  const returned = machine.callbacks > 2 ? { things: [] } : callBack(machine, callable, allOf(args), node)
  machine.untaken -= 1
  machine.changeDeep(reached, false, {
    things: given.things.filter((thing) => thing.data?.sort !== 'library'),
  })
  for (const thing of receiver.things)
    if (thing.data?.sort === 'library') {
      // An unknown library may keep a state of its own.
      machine.lookAt(thing)
      if (keepsNothing && !SETS.test(called)) continue
      // Functions that it is given for that it keeps, and calls another time.
      const kept = REGISTERS.test(called) ? allOf(args).things.filter(isCallable) : []
      machine.change(thing, { certain: false, stored: { things: kept } })
      mayAddMethods(machine)
    }
  for (const thing of allOf(args).things)
    if (thing.data?.sort === 'library' && !isKnownModule(thing.data.path)) {
      readModule(machine, thing.data.path)
      machine.change(thing, { certain: false })
    }
  machine.drawAny()
  for (const setting of machine.settings.keys) machine.readSetting(setting)
  for (const value of [...args.positional, ...args.keywords.values()])
    if (mayBePath(value, opens)) {
      machine.readFile(null)
      machine.writeFile(null)
    } else if (typeof value.constant === 'string' && isPath(value.constant)) {
      machine.readFile(value.constant)
      machine.writeFile(value.constant, { weak: true, certain: false })
    }
  // What an archive holds has names of its own.
  if (/(?:extract|extractall|unpack_archive|unpack|urlretrieve)$/.test(childOf(node, 'function')?.text ?? ''))
    machine.writeFile(null)
  machine.print(false)
  const opened = args.positional.find(
    (value) => typeof value.constant === 'string' && looksLikePath(value.constant),
  )
  const passed = allOf(args).things
  const makers = receiver.things.filter(({ data }) => data?.sort === 'library')
  const result = machine.make('unknown', node, {
    content: { things: given.things.filter((thing) => !makers.includes(thing) || passed.includes(thing)) },
    // What was opened on a file may write to it later.
    ...(opened && { data: { sort: 'file', path: String(opened.constant) } }),
  })
  if (makers.length > 0) machine.write(result, MADE_BY, { things: makers })
  return either(valueOf(result), { things: returned.things })
}

/** Names of functions that keep a function for later. */
const REGISTERS = /regist|callback|hook|subscri|handler|listen/i
/** Names of functions that leave something behind in a package, and would in one that keeps nothing, too. */
const SETS = new RegExp(
  `${REGISTERS.source}|(?:^|\\.)(?:set|use|enable|disable|config|init|seed|clear|reset|add)`,
  'i',
)

/** A path that is not known; where files are opened any text may be one. */
function mayBePath({ things, kind, constant }: Value, opens: boolean): boolean {
  return things.length === 0 && constant === undefined && (kind === 'path' || (opens && kind !== 'number'))
}

function looksLikePath(text: string): boolean {
  return (
    text.length < 200 && (/^[\w./\\~ -]+\.\w{1,8}$/.test(text) || /^[\w.~-]*[/\\][\w./\\ -]*$/.test(text))
  )
}

/**
 * Runs the functions that a call is given, as it may do, with what else it is given; and the methods of instances of
 * the notebook's classes.
 */
export function callBack(
  machine: Machine,
  given: Value,
  args: Value,
  node: SyntaxNode,
  options: { methods?: boolean } = {},
): Value {
  const results: Value[] = []
  if (machine.exhausted) return unfollowed(machine, given, node)
  machine.callbacks += 1
  const data: Value = { things: args.things.filter((thing) => !isCallable(thing)) }
  for (const [thing, path] of librariesIn(machine, given, 2)) {
    drawAs(machine, path)
    // `numpy.apply_along_axis(numpy.random.shuffle, 1, table)`: it is given views.
    if ((effectOf(path)?.changes.length ?? 0) > 0) machine.changeDeep(data, false)
    results.push(runUnknown(machine, thing, path, data, node))
  }
  for (const thing of machine.reach(given)) {
    if (thing.data?.sort === 'instance' && options.methods !== false)
      results.push(...callMethods(machine, thing, thing.data.class, data, node))
    else if (isCallable(thing) && !isRunning(machine, thing, data)) {
      const before = machine.calledWith.get(thing)
      machine.calledWith.set(thing, data.things)
      results.push(
        machine.attempt(() =>
          machine.parts.call(valueOf(thing), { positional: [], keywords: new Map(), rest: data }, node),
        ),
      )
      if (before) machine.calledWith.set(thing, before)
      else machine.calledWith.delete(thing)
    }
  }
  // What it gives bit by bit is taken, too: folds of a splitter, rows of a generator.
  for (const { things } of [...results])
    for (const thing of things)
      if (thing.data?.sort === 'lazy') results.push(machine.attempt(() => machine.consume(thing)))
  machine.callbacks -= 1
  return eitherOf(results)
}

/** Functions of libraries that a call is given, also in lists and dictionaries: `agg({'age': ['min', helpers.spread]})`. */
function librariesIn(machine: Machine, { things }: Value, depth: number): [Thing, string][] {
  return things.flatMap((thing): [Thing, string][] => {
    if (thing.data?.sort === 'library') return [[thing, thing.data.path]]
    if (depth === 0 || !(CONTAINER.test(thing.type) || thing.type === 'tuple')) return []
    const held = [...thing.keys].flatMap((key) => machine.peek(thing, key)?.value.things ?? [])
    return librariesIn(machine, { things: held }, depth - 1)
  })
}

/** `column.apply(helpers.clean)`: a function of a library that nobody knows may do what it does when it is called itself. */
function runUnknown(machine: Machine, function_: Thing, path: string, args: Value, node: SyntaxNode): Value {
  if (!path.includes('.') || isKnownModule(path) || effectOf(path) || machine.calledBack.has(function_))
    return { things: [] }
  machine.calledBack.add(function_)
  const data = { things: args.things.filter((thing) => thing !== function_) }
  const returned = machine.maybe(() =>
    unknownCall(
      machine,
      valueOf(...ancestors(machine, path)),
      { positional: [data], keywords: new Map(), rest: null },
      node,
    ),
  )
  machine.calledBack.delete(function_)
  return returned
}

/** The modules around a part of a library: what it may keep lies in any of them. */
export function ancestors(machine: Machine, path: string): Thing[] {
  const parts = path.split('.')
  return parts.slice(0, -1).map((_, at) => machine.library(parts.slice(0, at + 1).join('.')))
}

/** `column.map(np.random.normal)`, `grid.map(sns.stripplot, 'age')`: what a library's function draws when it is called. */
function drawAs(machine: Machine, path: string): void {
  const known = effectOf(path)
  if (!known || known.draws === null || known.unless === 'none' || known.when.length > 0) return
  if (known.draws === 'any') machine.drawAny()
  else machine.draw(known.draws)
}

/**
 * Whether a function runs already; a library's method, with all that it would be given: an estimator whose own method is
 * among what it reaches would else call itself until calls are too deep to be followed.
 */
function isRunning(machine: Machine, thing: Thing, data: Value): boolean {
  if (thing.data?.sort === 'bound' && thing.data.function === null) {
    const given = machine.calledWith.get(thing)
    if (given && data.things.every((each) => given.includes(each))) return true
  }
  const called = thing.data?.sort === 'bound' ? thing.data.function : thing
  return machine.calls.some((call) => call.function.data === called?.data)
}

function isCallable(thing: Thing): boolean {
  return /^(?:function|bound|partial|class)$/.test(thing.data?.sort ?? '')
}

function isProperty({ data }: Thing): boolean {
  return data?.sort === 'wrapper' && data.kind === 'property'
}

/** Whoever is given an instance may call any of its methods, and read its properties. */
function callMethods(
  machine: Machine,
  instance: Thing,
  owner: Thing,
  data: Value,
  node: SyntaxNode,
): Value[] {
  if (machine.calledBack.has(instance)) return []
  machine.calledBack.add(instance)
  const results: Value[] = []
  const seen = new Set<string>()
  const visited = new Set<Thing>()
  const visit = (each: Thing): void => {
    if (visited.has(each)) return
    visited.add(each)
    for (const name of each.keys) {
      if (
        seen.has(name) ||
        /^[#*]/.test(name) ||
        /^__(?:init|new|del|init_subclass|set_name|class)__$/.test(name)
      )
        continue
      seen.add(name)
      const member = machine.peek(each, name)?.value.things ?? []
      if (member.some(isProperty))
        results.push(machine.attempt(() => attributeOf(machine, valueOf(instance), name, node)))
      if (!member.some((thing) => thing.data?.sort === 'function')) continue
      results.push(
        machine.attempt(() =>
          machine.parts.callMethod(
            valueOf(instance),
            name,
            { positional: [], keywords: new Map(), rest: data },
            node,
          ),
        ),
      )
    }
    if (each.data?.sort === 'class') each.data.bases.forEach(visit)
  }
  visit(owner)
  machine.calledBack.delete(instance)
  return results
}
