/** The notebook's own functions and classes: defining them and running them at their call sites. */
import { bind, hasUnknownBase, isEnumeration, memberOf, metaclassesOf } from '../objects/classes.ts'
import { watchGiven } from '../objects/weak.ts'
import { makeMembers } from '../objects/enumerations.ts'
import {
  either,
  eitherOf,
  NONE,
  SCALAR,
  type Scope,
  type Thing,
  type Value,
  valueOf,
  WHOLE,
} from '../domain.ts'
import { hash } from '../expressions/operators.ts'
import { allOf } from '../calls/unknown.ts'
import { fill, noteKeys } from '../objects/exact.ts'
import { defaultOf } from '../objects/factories.ts'
import { type Machine, RECURSION_LIMIT } from '../machine.ts'
import { general, recur, recurAgain } from './recursion.ts'
import type { Arguments } from '../trace.ts'
import { localNames, outlives, ownNames, parameterName } from './scopes.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'

/** A function that nothing is bound to yet; its defaults are evaluated here. */
export function defineLambda(machine: Machine, node: SyntaxNode): Value {
  return valueOf(makeFunction(machine, node, '<lambda>'))
}

/** Runs a `def`: defaults are evaluated now, names in the body when it is called. */
export function defineFunction(machine: Machine, node: SyntaxNode): Value {
  return valueOf(makeFunction(machine, node, childOf(node, 'name')!.text))
}

function makeFunction(machine: Machine, node: SyntaxNode, label: string): Thing {
  const defaults = new Map<string, Value>()
  for (const parameter of childOf(node, 'parameters')?.parts ?? []) {
    const value = childOf(parameter, 'value')
    const type = childOf(parameter, 'type') ?? parameter.parts.find((part) => part.type === 'type')
    if (type) annotation(machine, type)
    if (value) defaults.set(parameterName(parameter)!, machine.parts.evaluate(value))
  }
  const returns = childOf(node, 'return_type')
  if (returns) annotation(machine, returns)
  const owner = machine.scope.kind === 'class' ? machine.scope.frame : null
  return machine.make('function', node, {
    label,
    data: { sort: 'function', node, scope: machine.scope, defaults, owner },
  })
}

/** An annotation is evaluated, unless a future import leaves it as text. */
export function annotation(machine: Machine, type: SyntaxNode): void {
  if (machine.settings.places.has('a future statement')) machine.readSetting('a future statement')
  else machine.parts.evaluate(type)
}

/** Evaluates bases and keywords, runs the body in a scope of its own, and tells bases and metaclasses. */
export function defineClass(machine: Machine, node: SyntaxNode): Value {
  const name = childOf(node, 'name')!.text
  const bases: Thing[] = []
  const keywords: Value[] = []
  const metaclasses: Thing[] = []
  for (const part of childOf(node, 'superclasses')?.parts ?? []) {
    const value = machine.parts.evaluate(part.type === 'keyword_argument' ? childOf(part, 'value')! : part)
    if (part.type === 'keyword_argument') {
      keywords.push(value)
      if (childOf(part, 'name')!.text === 'metaclass') metaclasses.push(...value.things)
    } else bases.push(...value.things)
  }
  const thing = machine.make('class', node, {
    label: name,
    data: { sort: 'class', node, bases, metaclasses },
  })
  const outer = machine.scope
  const body = childOf(node, 'body')!
  const declared = ownNames(body)
  machine.scope = {
    frame: thing,
    kind: 'class',
    parent: outer,
    locals: null,
    globals: declared.globals,
    outer: declared.outer,
  }
  machine.parts.block(body.parts)
  machine.scope = outer
  machine.classes.add(thing)
  nameMembers(machine, thing, node)
  if (isEnumeration(thing)) {
    const members = makeMembers(machine, thing, node)
    for (const name of ['__new__', '__init__', '_generate_next_value_']) {
      const method = memberOf(machine, thing, name)
      const self = name === '__init__' ? valueOf(...members) : valueOf(thing)
      const rest: Value = { things: members.flatMap((each) => machine.readShallow(each).things) }
      if (method) machine.parts.call(method, { positional: [self], keywords: new Map(), rest }, node)
    }
  }
  for (const meta of metaclassesOf(thing)) runMetaclass(machine, meta, thing, bases, node)
  for (const base of bases) {
    const hook = memberOf(machine, base, '__init_subclass__')
    if (hook)
      machine.parts.call(
        hook,
        { positional: [valueOf(thing)], keywords: new Map(), rest: eitherOf(keywords) },
        node,
      )
    // A base that nobody knows may keep a register of its subclasses.
    else if (base.data?.sort === 'class' && keywords.some((value) => value.things.length > 0))
      machine.change(thing, { certain: false })
  }
  return valueOf(thing)
}

/** Tells the descriptors of a class body their names. */
function nameMembers(machine: Machine, owner: Thing, node: SyntaxNode): void {
  for (const key of owner.keys)
    for (const member of machine.peek(owner, key)?.value.things ?? [])
      if (member.data?.sort === 'instance' && memberOf(machine, member.data.class, '__set_name__'))
        machine.parts.callMethod(
          valueOf(member),
          '__set_name__',
          {
            positional: [valueOf(owner), { things: [], constant: key, kind: 'str' }],
            keywords: new Map(),
            rest: null,
          },
          node,
        )
}

function runMetaclass(
  machine: Machine,
  meta: Thing,
  owner: Thing,
  bases: readonly Thing[],
  node: SyntaxNode,
): void {
  const space = machine.make('dict', node, { content: { things: machine.readShallow(owner).things } })
  for (const name of ['__prepare__', '__new__', '__init__']) {
    const member = memberOf(machine, meta, name)
    const first = name === '__init__' ? valueOf(owner) : valueOf(meta)
    if (member)
      machine.parts.call(
        member,
        {
          positional: [first, { things: [], kind: 'str' }, { things: bases }, valueOf(space)],
          keywords: new Map(),
          rest: SCALAR,
        },
        node,
      )
  }
  machine.change(owner, { stored: { things: machine.readShallow(space).things } })
}

/** Runs a notebook's function with these arguments; undefined when it can't be followed (recursion, too much work). */
export function callFunction(
  machine: Machine,
  callee: Thing,
  args: Arguments,
  site: SyntaxNode,
): Value | undefined {
  const data = callee.data
  if (data?.sort !== 'function') return undefined
  const nested = machine.calls.filter((call) => call.function.data === data).length
  const names = localNames(data.node)
  const recursion = machine.recursions.get(data)
  if (machine.exhausted || machine.calls.length >= 20) return undefined
  if (nested > 1 && (names.generator || !recursion)) return undefined
  if (nested > 0) machine.readSetting(RECURSION_LIMIT)
  machine.lookAt(callee)
  if (nested > 1) return recurAgain(machine, recursion!, args)
  if (data.cached === true) hash(machine, allOf(args), site)
  const impure = machine.impure
  machine.calls.push({ function: callee, site })
  const frame = machine.make('frame', data.node)
  machine.frames.add(frame)
  const scope: Scope = {
    frame,
    kind: 'function',
    parent: data.scope,
    locals: names.locals,
    globals: names.globals,
  }
  const call = machine.calls.pop()!
  const bindAll = (given: Arguments): void => {
    machine.calls.push(call)
    bindParameters(machine, data.node, data.defaults, given, frame)
    machine.calls.pop()
  }
  const runOnce = () => inFrame(machine, call, scope, () => runBody(machine, data.node))
  const run = data.node.children[0]?.type === 'async' ? () => attempted(machine, runOnce) : runOnce
  // A frame that nothing outlives is as good as new with each call; else it stands for those of several calls.
  if (!outlives(data.node)) frame.multiple = false
  else if (nested > 0) frame.multiple = true
  if (!names.generator && nested > 0)
    return recur(machine, data, args, (given) => {
      bindAll(given)
      return run().value
    })
  bindAll(nested > 0 ? general(args) : args)
  if (!names.generator) {
    const { value } = run()
    // A remembered result was computed with the names of then, and with what was in the objects that it was given.
    const isOfThen =
      machine.impure > impure || allOf(args).things.some(({ data: of }) => of?.sort === 'instance')
    if (data.cached === true && isOfThen) machine.change(callee)
    if (data.cached === true) machine.write(cacheCalls(machine), String(callee.id), SCALAR, { weak: true })
    return value
  }
  const lazy = machine.make('generator', site, {
    label: data.node.text,
    data: {
      sort: 'lazy',
      consume: () => run().yields,
      code: { node: data.node, scope },
    },
    content: SCALAR,
  })
  return valueOf(lazy)
}

/** Whoever awaits it may end its errors: `asyncio.gather(..., return_exceptions=True)`. */
function attempted<T>(machine: Machine, run: () => T): T {
  let result: T
  machine.attempt(() => {
    result = run()
    return SCALAR
  })
  return result!
}

/** What `f.cache_info()` counts of each remembering function; whoever calls it doesn't see that. */
export function cacheCalls(machine: Machine): Thing {
  return machine.library('remembered calls')
}

function inFrame<T>(machine: Machine, call: Machine['calls'][number], scope: Scope, run: () => T): T {
  const outer = machine.scope
  machine.calls.push(call)
  machine.scope = scope
  try {
    return run()
  } finally {
    machine.scope = outer
    machine.calls.pop()
  }
}

function runBody(machine: Machine, node: SyntaxNode): { value: Value; yields: Value } {
  const body = childOf(node, 'body')!
  if (node.type === 'lambda') return { value: machine.parts.evaluate(body), yields: SCALAR }
  const outcome: Machine['returns'][number] = { exit: { store: null }, value: null, yields: null }
  machine.returns.push(outcome)
  const loops = machine.loops.splice(0)
  machine.parts.block(body.parts)
  machine.loops.push(...loops)
  machine.returns.pop()
  if (machine.live) {
    machine.leaveTo(outcome.exit)
    outcome.value = outcome.value ? either(outcome.value, NONE) : NONE
  }
  if (outcome.exit.store) {
    machine.store = outcome.exit.store
    machine.live = true
  }
  // A generator that never ends is left in the middle.
  if (outcome.yields) machine.live = true
  return { value: outcome.value ?? SCALAR, yields: outcome.yields ?? SCALAR }
}

function bindParameters(
  machine: Machine,
  node: SyntaxNode,
  defaults: ReadonlyMap<string, Value>,
  args: Arguments,
  frame: Thing,
): void {
  const left = new Map(args.keywords)
  let position = 0
  let keywordOnly = false
  const parameters = childOf(node, 'parameters')?.parts ?? []
  for (const parameter of parameters) {
    const inner = parameter.type === 'typed_parameter' ? parameter.parts[0]! : parameter
    const name = parameterName(parameter)
    if (inner.type === 'list_splat_pattern') {
      keywordOnly = true
      const values = args.positional.slice(position)
      position = args.positional.length
      const tuple = machine.make('tuple', inner, { content: args.rest ?? SCALAR })
      if (args.rest === null) fill(machine, tuple, values)
      else for (const value of values) machine.change(tuple, { stored: value })
      machine.write(frame, name!, valueOf(tuple))
    } else if (inner.type === 'dictionary_splat_pattern') {
      const dict = machine.make('dict', inner, { content: args.rest ?? SCALAR })
      for (const [key, value] of left) machine.write(dict, key, value)
      if (args.rest === null) noteKeys(machine, dict)
      machine.write(frame, name!, valueOf(dict))
    } else if (inner.type === 'keyword_separator') keywordOnly = true
    else if (name !== undefined) {
      const given = left.get(name) ?? (keywordOnly ? undefined : args.positional[position])
      if (!left.delete(name) && !keywordOnly) position += 1
      const fallback = args.rest
        ? either(args.rest, defaults.get(name) ?? SCALAR)
        : (defaults.get(name) ?? SCALAR)
      machine.write(frame, name, given ?? fallback)
    }
  }
}

/** Makes an instance of a notebook's class and runs its `__init__`. */
export function instantiate(machine: Machine, owner: Thing, args: Arguments, node: SyntaxNode): Value {
  const held = eitherOf([...args.positional, ...args.keywords.values(), ...(args.rest ? [args.rest] : [])])
  for (const meta of metaclassesOf(owner)) {
    const member = memberOf(machine, meta, '__call__')
    if (member)
      machine.parts.call(member, { ...args, positional: [valueOf(owner), ...args.positional] }, node)
  }
  const constructor = memberOf(machine, owner, '__new__')
  const made: Value[] = []
  if (constructor) {
    const self = valueOf(owner)
    made.push(machine.parts.call(constructor, { ...args, positional: [self, ...args.positional] }, node))
  }
  const initialiser = memberOf(machine, owner, '__init__')
  const thing = machine.make('instance', node, {
    label: owner.label,
    data: { sort: 'instance', class: owner },
    ...(!initialiser && { content: { things: held.things } }),
  })
  watchGiven(machine, thing, held)
  const self = valueOf(thing)
  if (initialiser) machine.parts.call(bind(machine, self, initialiser, '__init__', node), args, node)
  else {
    // A dataclass: what its fields hold by default is made for each instance.
    for (const name of owner.keys) {
      const held = machine
        .peek(owner, name)
        ?.value.things.filter(
          (each) => !/^(?:function|wrapper|class|library|partial)$/.test(each.data?.sort ?? ''),
        )
      if (held && held.length > 0) machine.write(thing, name, defaultOf(machine, held, node))
    }
    for (const [name, value] of args.keywords) machine.write(thing, name, value)
    const after = memberOf(machine, owner, '__post_init__')
    if (after)
      machine.parts.call(
        bind(machine, self, after, '__post_init__', node),
        { positional: [], keywords: new Map(), rest: null },
        node,
      )
    if (hasUnknownBase(owner) && machine.peek(thing, WHOLE)) machine.readDeep(held)
  }
  const last = machine.calls.length > 0 ? memberOf(machine, owner, '__del__') : undefined
  // What a function made may be gone when it returns.
  if (last)
    machine.attempt(() =>
      machine.parts.call(last, { positional: [self], keywords: new Map(), rest: null }, node),
    )
  return eitherOf([self, ...made])
}
