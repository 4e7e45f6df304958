/** Programs that look at themselves: stack frames, the module that they are, the collector's objects, weak references. */
import { hold } from './cells.ts'
import { memberOf } from './classes.ts'
import { ALIVE, either, NONE, NUMBER, SCALAR, type Thing, type Value, valueOf } from '../domain.ts'
import { EVERYTHING, STACK, WEAK } from './frames.ts'
import { isData } from '../knowledge/types.ts'
import { type Machine, PATCHED_OPERATORS, RECURSION_LIMIT } from '../machine.ts'
import type { Arguments } from '../trace.ts'
import type { SyntaxNode } from '../syntax.ts'
import { allOf, callBack } from '../calls/unknown.ts'
import { isWeak, watchAll } from './weak.ts'

/**
 * @param path full name of the library's function that is called
 * @returns undefined where it does not look at the program itself
 */
export function introspect(
  machine: Machine,
  path: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  if (path.startsWith('sys.modules.')) return amongModules(machine, args, node)
  switch (path) {
    case 'gc.get_objects':
    case 'gc.get_referrers':
    case 'gc.get_referents': {
      machine.readDeep(allOf(args))
      const all = { things: machine.readShallow(machine.globals.frame).things }
      machine.readDeep(all)
      return valueOf(machine.make(EVERYTHING, node, { content: all }))
    }
    case 'gc.collect':
      machine.collect()
      return undefined
    case 'sys._current_frames':
    case 'sys._getframe':
    case 'inspect.currentframe':
    case 'inspect.stack':
    case 'inspect.trace':
    case 'inspect.getouterframes':
    case 'inspect.getinnerframes':
      return valueOf(machine.make(STACK, node))
    case 'sys.getrefcount':
      for (const thing of args.positional[0]?.things ?? []) machine.readHolders(thing)
      return NUMBER
    case 'importlib.import_module':
      return args.positional[0]?.constant === '__main__' ? valueOf(machine.globals.frame) : undefined
    case 'importlib.reload':
      // Its text runs again in the same module: what was set in it is as it was, or stays.
      for (const thing of args.positional[0]?.things ?? []) machine.change(thing, { certain: false })
      return undefined
    case 'sys.setrecursionlimit':
      machine.readDeep(allOf(args))
      machine.configure(RECURSION_LIMIT)
      return NONE
    case 'sys.getrecursionlimit':
      machine.readSetting(RECURSION_LIMIT)
      return NUMBER
    case 'sys.set_int_max_str_digits':
      machine.readDeep(allOf(args))
      machine.configure(PATCHED_OPERATORS, [])
      return NONE
    case 'sys.settrace':
    case 'sys.setprofile':
    case 'threading.settrace':
    case 'threading.setprofile':
    case 'sys.addaudithook':
      return args.positional[0]?.constant === null ? NONE : runUnseen(machine, path, args)
    case 'numpy.seterrcall':
      return runUnseen(machine, path, args)
    case 'gc.callbacks.append':
    case 'gc.callbacks.insert':
    case 'gc.callbacks.extend':
      return runUnseen(machine, 'gc.callbacks', args)
    case 'signal.signal':
      machine.readDeep(allOf(args))
      machine.change(machine.library('signal'), { stored: { things: allOf(args).things } })
      return undefined
    case 'os.kill':
    case 'os.killpg':
    case 'signal.raise_signal':
    case 'signal.alarm':
    case 'signal.setitimer': {
      machine.readDeep(allOf(args))
      const handlers = machine.readShallow(machine.library('signal'))
      callBack(machine, { things: handlers.things }, SCALAR, node)
      return SCALAR
    }
    case 'multiprocessing.shared_memory.SharedMemory':
    case 'multiprocessing.shared_memory.ShareableList':
      machine.obstacle({ kind: 'memory by name', callee: path.split('.').at(-1)! })
      return undefined
    case 'weakref.ref':
    case 'weakref.proxy':
    case 'weakref.finalize':
    case 'weakref.WeakMethod':
    case 'weakref.WeakValueDictionary':
    case 'weakref.WeakKeyDictionary':
    case 'weakref.WeakSet':
      return watch(machine, args, node, path === 'weakref.proxy')
    case 'weakref.getweakrefcount':
      for (const thing of machine.watched) if (isWeak(thing)) machine.readPlace(thing, ALIVE)
      return NUMBER
    default:
      return undefined
  }
}

/** A function that runs at no place of the program: every statement that follows may run it. */
function runUnseen(machine: Machine, path: string, args: Arguments): Value {
  machine.readDeep(allOf(args))
  machine.configure(PATCHED_OPERATORS, [])
  machine.obstacle({ kind: 'runs at any time', callee: path })
  return NONE
}

/** `sys.modules.get(name)` and its kin: the notebook is one of the modules. */
function amongModules(machine: Machine, args: Arguments, node: SyntaxNode): Value | undefined {
  const name = args.positional[0]?.constant
  const own = valueOf(machine.globals.frame)
  if (name === '__main__') return own
  if (typeof name === 'string') return undefined
  machine.readDeep(allOf(args))
  return either(own, valueOf(machine.make(EVERYTHING, node, { content: own })))
}

/** `A.__subclasses__()`: whoever defines one of them is seen. */
export function subclassesOf(machine: Machine, owner: Thing | null, node: SyntaxNode): Value {
  const found = [...machine.classes].filter(
    ({ data }) => owner === null || (data?.sort === 'class' && data.bases.includes(owner)),
  )
  for (const each of found) machine.lookAt(each)
  return valueOf(machine.make('list', node, { content: { things: found } }))
}

/** What unpickles finds the notebook's classes by their names, and gives instances of any of them. */
export function unpickled(machine: Machine, result: Value, node: SyntaxNode): Value {
  const made = [...machine.classes].map((owner) => {
    machine.readDeep(valueOf(owner))
    return machine.make('instance', node, {
      label: owner.label,
      variant: owner.id,
      data: { sort: 'instance', class: owner },
    })
  })
  if (made.length === 0) return result
  for (const each of made)
    if (each.data?.sort === 'instance' && memberOf(machine, each.data.class, '__setstate__'))
      machine.maybe(() =>
        machine.parts.callMethod(
          valueOf(each),
          '__setstate__',
          { positional: [SCALAR], keywords: new Map(), rest: null },
          node,
        ),
      )
  for (const thing of result.things)
    if (isData(thing.type)) hold(machine, thing, made)
    else machine.change(thing, { stored: { things: made } })
  return either(result, { things: made })
}

function watch(machine: Machine, args: Arguments, node: SyntaxNode, proxy: boolean): Value {
  const [first, second] = args.positional
  const callback = second ?? args.keywords.get('callback') ?? SCALAR
  watchAll(machine, allOf({ ...args, positional: args.positional.slice(0, 1) }), callback)
  const weak = machine.make(WEAK, node, { content: allOf(args) })
  // References are counted themselves.
  machine.watch(weak, SCALAR)
  return proxy ? valueOf(weak, ...(first?.things ?? [])) : valueOf(weak)
}
