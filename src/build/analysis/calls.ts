/** Calls: who is called, and what the call reads, changes and gives. */
import { destroy } from './statements/assign.ts'
import { readAddedMethod } from './calls/added.ts'
import { attributeOf } from './expressions/attributes.ts'
import { hash } from './expressions/operators.ts'
import {
  bind,
  hasUnknownBase,
  isDestroyed,
  keepsElsewhere,
  memberOf,
  metaclassMember,
  superMember,
} from './objects/classes.ts'
import { callBuiltin } from './calls/builtins.ts'
import { either, eitherOf, isVague, NONE, SCALAR, type Thing, type Value, valueOf, WHOLE } from './domain.ts'
import { readNamesInCode } from './calls/codeText.ts'
import { cacheCalls, callFunction, instantiate } from './functions/functions.ts'
import { changeByMethod, changeHidden, changeVague } from './objects/hidden.ts'
import { memberBy } from './objects/enumerations.ts'
import { noteOfNumpy } from './objects/plain.ts'
import { subclassesOf, unpickled } from './objects/introspection.ts'
import { watchGiven } from './objects/weak.ts'
import { isEstimatorClass } from './knowledge/estimators.ts'
import { leavesNothing } from './knowledge/effect.ts'
import { keepsNothing } from './knowledge/looking.ts'
import { effectOf } from './knowledge/modules.ts'
import { isData, isKnownType, methodEffect } from './knowledge/types.ts'
import { fromKeys } from './calls/mappings.ts'
import { joinedBy } from './calls/joining.ts'
import { applyEffect, makeEstimator, mayWarn } from './calls/library.ts'
import type { Machine } from './machine.ts'
import type { Arguments } from './trace.ts'
import { callLogging } from './calls/logging.ts'
import { scalarMethod } from './calls/scalars.ts'
import { callSpecialLibrary } from './calls/special.ts'
import type { SyntaxNode } from './syntax.ts'
import { unfollowed } from './functions/unfollowed.ts'
import { allOf, ancestors, unknownCall } from './calls/unknown.ts'

/** Deeper than any notebook's own calls: only code that calls itself through others gets here. */
const DEPTH = 40

/** What a call of any value may give. Below a depth of calls within calls, it is one of what nobody knows. */
export function call(machine: Machine, callee: Value, args: Arguments, node: SyntaxNode): Value {
  if (machine.exhausted && !isLibrary(callee))
    return unfollowed(machine, either({ things: callee.things }, allOf(args)), node)
  if (machine.depth >= DEPTH) {
    machine.callbacks += 10
    const result = unknownCall(machine, callee, args, node)
    machine.callbacks -= 10
    return result
  }
  machine.depth += 1
  const result = callAny(machine, callee, args, node)
  machine.depth -= 1
  return result
}

function isLibrary(callee: Value): boolean {
  return callee.things.every((thing) => thing.data?.sort === 'library')
}

function callAny(machine: Machine, callee: Value, args: Arguments, node: SyntaxNode): Value {
  if (callee.things.length === 0) {
    // `add = names.append`, of names that are taken for a number.
    if (isVague(callee)) changeVague(machine, allOf(args))
    return unknownCall(machine, callee, args, node)
  }
  if (callee.things.length === 1) return callThing(machine, callee.things[0]!, args, node)
  return eitherOf(machine.branches(callee.things.map((thing) => () => callThing(machine, thing, args, node))))
}

function callThing(machine: Machine, thing: Thing, args: Arguments, node: SyntaxNode): Value {
  const data = thing.data
  switch (data?.sort) {
    case 'function':
      note(machine, node, thing.label, null)
      if (data.dispatches === true) {
        const others = machine
          .readShallow(thing)
          .things.filter((each) => each.data?.sort === 'function' && each !== thing)
        for (const other of others) machine.maybe(() => callFunction(machine, other, args, node) ?? SCALAR)
      }
      return callFunction(machine, thing, args, node) ?? unknownCall(machine, valueOf(thing), args, node)
    case 'class':
      note(machine, node, thing.label, null)
      return memberBy(machine, thing, allOf(args), node) ?? instantiate(machine, thing, args, node)
    case 'library':
      return callLibrary(machine, data.path, args, node)
    case 'bound':
      if (data.function) {
        machine.lookAt(thing)
        return callThing(
          machine,
          data.function,
          { ...args, positional: [data.self, ...args.positional] },
          node,
        )
      }
      return callMethod(machine, data.self, data.method, args, node)
    case 'partial':
      machine.lookAt(thing)
      return call(
        machine,
        data.callee,
        {
          positional: [...data.positional, ...args.positional],
          keywords: new Map([...data.keywords, ...args.keywords]),
          rest: args.rest,
        },
        node,
      )
    case 'wrapper':
      return call(machine, data.getter, args, node)
    case 'instance': {
      const member = memberOf(machine, data.class, '__call__')
      if (member) return call(machine, bind(machine, valueOf(thing), member, '__call__', node), args, node)
      return unknownCall(machine, valueOf(thing), args, node)
    }
    default:
      if (thing.type === 'plot') return valueOf(thing)
      return unknownCall(machine, valueOf(thing), args, node)
  }
}

function callLibrary(machine: Machine, path: string, args: Arguments, node: SyntaxNode): Value {
  note(machine, node, path, null)
  const owner = path.slice(0, path.lastIndexOf('.'))
  const type = owner.replace(/^builtins\./, '')
  const [self, ...others] = args.positional
  if (
    self &&
    isKnownType(type) &&
    (type === 'numpy.ndarray' ||
      self.things.some(
        (thing) =>
          thing.type === type || thing.data?.sort === 'instance' || (isData(type) && isData(thing.type)),
      ))
  ) {
    const method = path.slice(owner.length + 1)
    const rest = { ...args, positional: others }
    // `set.add(self, value)` in a class that has an `add` of its own: the one of its base.
    const instances = self.things.filter(({ data }) => data?.sort === 'instance')
    const objects = self.things.filter(({ data }) => data?.sort !== 'instance')
    return either(
      instances.length > 0 ? storeBySuper(machine, { things: instances }, method, rest, node) : SCALAR,
      objects.length > 0 ? callMethod(machine, { things: objects }, method, rest, node) : SCALAR,
    )
  }
  if (path.endsWith('.__subclasses__')) return subclassesOf(machine, null, node)
  if (owner === 'builtins.object' || owner === 'builtins.type')
    return storeBySuper(
      machine,
      self ?? SCALAR,
      path.slice(owner.length + 1),
      { ...args, positional: others },
      node,
    )
  if (path === 'builtins.dict.fromkeys') return fromKeys(machine, args, node)
  if (/^builtins\.\w+\./.test(path)) {
    // `list.sort(cell)`: of what nobody knows to be a list, the method is found by its name.
    const method = path.slice(owner.length + 1)
    if (self && methodEffect(type, false, method)?.changes.includes('self') === true)
      return callMethod(machine, self, method, { ...args, positional: others }, node)
    machine.readDeep(allOf(args))
    return SCALAR
  }
  if (path.startsWith('builtins.')) return callBuiltin(machine, path.slice('builtins.'.length), args, node)
  const special = callSpecialLibrary(machine, path, args, node)
  if (special) return special
  const known = effectOf(path, args.rest === null ? args.positional.length : null)
  if (known === undefined || /^(?:pandas\.eval$|statsmodels\.)/.test(path))
    readNamesInCode(machine, path, args)
  // Code that is followed no further reads and changes all that it is given anyway.
  if (machine.unfollowing && known && leavesNothing(known)) {
    machine.readPlace(machine.library(path.split('.', 1)[0]!), WHOLE)
    return SCALAR
  }
  if (isEstimatorClass(path) && known?.plots !== true && known?.gives !== 'plot')
    return makeEstimator(machine, path, args, node)
  if (known) {
    // What was registered with a library may change what its functions do.
    const module = path.split('.', 1)[0]!
    machine.readPlace(machine.library(module), WHOLE)
    // `tempfile.tempdir = None`: what was set in a module its functions may read.
    for (const setting of machine.settings.keys)
      if (setting.startsWith(`${module}.`)) machine.readSetting(setting)
    if (/^(?:pickle|copy|joblib)\./.test(path)) machine.readPlace(machine.library('copyreg'), WHOLE)
    mayWarn(machine, module, node)
    const result = joinedBy(machine, path, args, node) ?? applyEffect(machine, known, null, args, node)
    noteOfNumpy(machine, path, args, result)
    return unpickles(path, args) ? unpickled(machine, result, node) : result
  }
  // A library that nobody knows may keep a state in itself and in each of its parts.
  const result = unknownCall(machine, valueOf(...ancestors(machine, path)), args, node, {
    keepsNothing: keepsNothing(path),
  })
  return unpickles(path, args) ? unpickled(machine, result, node) : result
}

function unpickles(path: string, { keywords }: Arguments): boolean {
  return (
    /^(?:pickle|cPickle|dill|cloudpickle|joblib|torch|pandas)\.(?:loads?|read_pickle)$/.test(path) ||
    (path === 'numpy.load' && keywords.has('allow_pickle'))
  )
}

/** What `receiver.name(...)` may give: of each object that the receiver may be, on a path of its own. */
export function callMethod(
  machine: Machine,
  receiver: Value,
  name: string,
  args: Arguments,
  node: SyntaxNode,
): Value {
  if (receiver.things.length === 0) return scalarMethod(machine, receiver, name, args, node)
  if (receiver.vague === true) changeByMethod(machine, name, receiver, allOf(args))
  if (receiver.things.length === 1) return callMethodOf(machine, receiver.things[0]!, name, args, node)
  if (machine.exhausted && !isLibrary(receiver))
    return unfollowed(machine, either({ things: receiver.things }, allOf(args)), node)
  return eitherOf(
    machine.branches(receiver.things.map((thing) => () => callMethodOf(machine, thing, name, args, node))),
  )
}

function callMethodOf(
  machine: Machine,
  thing: Thing,
  name: string,
  args: Arguments,
  node: SyntaxNode,
): Value {
  const data = thing.data
  const self = valueOf(thing)
  switch (data?.sort) {
    case 'library': {
      if (machine.has(thing, name)) return call(machine, machine.readKey(thing, name), args, node)
      if (name === '__enter__') return self
      if (data.path.startsWith('decimal')) machine.readSetting('the decimal context')
      return callLibrary(machine, `${data.path}.${name}`, args, node)
    }
    case 'instance': {
      const found = attributeOf(machine, self, name, node)
      if (found.things.some((each) => each.data?.sort !== 'bound' || each.data.function))
        return call(machine, found, args, node)
      if (/^__(?:enter|exit)__$/.test(name) && !hasUnknownBase(data.class)) return self
      note(machine, node, name, data.class.label)
      return unknownCall(machine, self, args, node)
    }
    case 'class': {
      if (name === '__subclasses__') return subclassesOf(machine, thing, node)
      const member = memberOf(machine, thing, name)
      if (!member) {
        const inherited = metaclassMember(machine, thing, name, node)
        return inherited ? call(machine, inherited, args, node) : unknownCall(machine, self, args, node)
      }
      const first =
        (member.things[0]?.data?.sort === 'wrapper' && member.things[0].data.kind === 'class') ||
        name === '__new__'
      return call(
        machine,
        member,
        first && name !== '__new__' ? { ...args, positional: [self, ...args.positional] } : args,
        node,
      )
    }
    case 'super':
      {
        const member = superMember(machine, data, name, node)
        if (member) return call(machine, member, args, node)
      }
      if (name === '__setattr__' || !data.chains.flat().some(hasUnknownBase))
        return storeBySuper(machine, data.self, name, args, node)
      return unknownCall(machine, data.self, args, node)
    case 'wrapper':
      if (name === 'setter' || name === 'getter' || name === 'deleter')
        return valueOf(
          machine.make('wrapper', node, {
            data: {
              ...data,
              ...(name === 'setter' && { setter: args.positional[0] ?? SCALAR }),
              ...(name === 'deleter' && { deleter: args.positional[0] ?? SCALAR }),
            },
          }),
        )
      return unknownCall(machine, self, args, node)
    case 'function':
      if (machine.has(thing, name)) return call(machine, machine.readKey(thing, name), args, node)
      if (data.dispatches === true) return register(machine, thing, args, node)
      if (name === '__wrapped__') return call(machine, self, args, node)
      machine.lookAt(thing)
      if (data.cached === true) machine.readPlace(cacheCalls(machine), String(thing.id))
      if (data.cached === true && name === 'cache_info') return SCALAR
      machine.change(thing, { certain: false })
      return unknownCall(machine, self, args, node)
    case 'bound': {
      const target = attributeOf(machine, data.self, data.method, node)
      return target.things.every((each) => each.data?.sort === 'bound')
        ? unknownCall(machine, data.self, args, node)
        : callMethod(
            machine,
            { things: target.things.filter((each) => each.data?.sort !== 'bound') },
            name,
            args,
            node,
          )
    }
  }
  // What a function that is a context manager gives is what it yields.
  if (data?.sort === 'lazy' && name === '__enter__') return machine.consume(thing)
  if (thing.type === 'logger') return callLogging(machine, `logging.${name}`, args, node)
  watchGiven(machine, thing, allOf(args))
  if (thing.type === 'set' && /^(?:add|discard|remove)$/.test(name)) hash(machine, allOf(args), node)
  // A method that the notebook added to a library's class.
  const patched = machine.library(thing.type.replace('GrowingFrame', 'DataFrame'))
  if (machine.has(patched, name))
    return call(
      machine,
      machine.readKey(patched, name),
      { ...args, positional: [self, ...args.positional] },
      node,
    )
  const isEstimator = data?.sort === 'estimator'
  note(machine, node, name, thing.type)
  // A row that an iterator over a table gave.
  if (thing.type === 'iterator' || thing.cell) changeHidden(machine, name, allOf(args), thing)
  const known = methodEffect(thing.type, isEstimator, name)
  readAddedMethod(machine, thing.type, name)
  // What a step of a pipeline may be beside the estimator has no such method.
  if (known === undefined && /^(?:list|tuple|dict)$/.test(thing.type) && methodEffect('', true, name)) {
    machine.lookAt(thing)
    return SCALAR
  }
  // Where errors are caught, whether it raises decides what happens.
  if (machine.caught && !NEVER_RAISES.test(name)) machine.lookAt(thing)
  // Adapters and converters are registered with the module.
  if (/^(?:database|cursor)$/.test(thing.type)) machine.readPlace(machine.library('sqlite3'), WHOLE)
  if (LETS_GO.test(name)) {
    const gone = machine.peekAll(thing).filter((each) => isDestroyed(machine, each))
    const given = known ? applyEffect(machine, known, thing, args, node, name) : SCALAR
    if (gone.length > 0) destroy(machine, { things: gone }, node)
    if (known) return given
  }
  return known ? applyEffect(machine, known, thing, args, node, name) : unknownCall(machine, self, args, node)
}

/** Methods of containers after which nobody may hold what they held. */
const LETS_GO = /^(?:pop|popitem|popleft|clear|remove)$/

/** Methods of containers that work whatever is in them. */
const NEVER_RAISES =
  /^(?:append|extend|add|clear|insert|update|setdefault|get|discard|keys|values|items|copy)$/

/** `show.register(int)` gives the decorator, `show.register(int, f)` what it registers. */
function register(machine: Machine, dispatcher: Thing, args: Arguments, node: SyntaxNode): Value {
  const functions = { things: allOf(args).things.filter((thing) => thing.data?.sort === 'function') }
  machine.change(dispatcher, { stored: functions })
  if (functions.things.length > 0) return functions
  return valueOf(
    machine.make('bound', node, {
      data: { sort: 'bound', self: valueOf(dispatcher), method: 'register', function: null },
    }),
  )
}

/** `super().__init__()`, `super().__setattr__(name, value)` of Python's own classes. */
function storeBySuper(machine: Machine, self: Value, name: string, args: Arguments, node: SyntaxNode): Value {
  if (name === '__new__' || name === '__call__') {
    const classes = [...(args.positional[0]?.things ?? []), ...self.things].filter(
      (thing) => thing.data?.sort === 'class',
    )
    return eitherOf(
      [...new Set(classes)].map((each) =>
        valueOf(
          machine.make('instance', node, { label: each.label, data: { sort: 'instance', class: each } }),
        ),
      ),
    )
  }
  if (name === '__setattr__' || name === '__setitem__') {
    const key = args.positional[0]?.constant
    for (const thing of self.things)
      if (typeof key === 'string' && (name === '__setattr__' || !keepsElsewhere(thing)))
        machine.write(thing, key, args.positional[1] ?? SCALAR)
      else machine.change(thing, { stored: args.positional[1] ?? SCALAR })
    return NONE
  }
  if (name === '__init__' || name === '__init_subclass__') return NONE
  for (const thing of self.things)
    machine.change(thing, { stored: { things: allOf(args).things }, certain: false })
  return eitherOf(self.things.map((thing) => either(valueOf(thing), machine.readShallow(thing))))
}

function note(machine: Machine, node: SyntaxNode, callee: string, receiver: string | null): void {
  const calls = machine.calls.length > 0 ? machine.trace.callsWithin : machine.trace.calls
  // What a call is given may be called in its turn, such as a method that an argument holds: that is not what it calls.
  const known = calls.get(node)
  if (!known || known.callee === callee) calls.set(node, { callee, receiver })
}
