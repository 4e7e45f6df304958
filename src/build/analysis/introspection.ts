/** Programs that look at themselves: stack frames, the module that they are, the collector's objects, weak references. */
import { NUMBER, SCALAR, type Value, valueOf } from './domain.ts'
import { EVERYTHING, STACK, WEAK } from './frames.ts'
import type { Machine } from './machine.ts'
import type { Arguments } from './trace.ts'
import type { SyntaxNode } from './syntax.ts'
import { allOf } from './unknown.ts'

export function introspect(
  machine: Machine,
  path: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  switch (path) {
    case 'gc.get_objects':
    case 'gc.get_referrers':
    case 'gc.get_referents': {
      machine.readDeep(allOf(args))
      const all = { things: machine.readShallow(machine.globals.frame).things }
      machine.readDeep(all)
      return valueOf(machine.make(EVERYTHING, node, { content: all }))
    }
    case 'sys._getframe':
    case 'inspect.currentframe':
    case 'inspect.stack':
    case 'inspect.trace':
    case 'inspect.getouterframes':
      return valueOf(machine.make(STACK, node))
    case 'sys.getrefcount':
      for (const thing of args.positional[0]?.things ?? []) machine.readHolders(thing)
      return NUMBER
    case 'importlib.import_module':
      return args.positional[0]?.constant === '__main__' ? valueOf(machine.globals.frame) : undefined
    case 'weakref.ref':
    case 'weakref.proxy':
    case 'weakref.finalize':
    case 'weakref.WeakMethod':
    case 'weakref.WeakValueDictionary':
    case 'weakref.WeakKeyDictionary':
    case 'weakref.WeakSet':
      return watch(machine, args, node)
    default:
      return undefined
  }
}

/** A weak reference sees whether an object is still held, so whatever lets it go, or holds it, counts. */
function watch(machine: Machine, args: Arguments, node: SyntaxNode): Value {
  const [first, second] = args.positional
  const callback = second ?? args.keywords.get('callback') ?? SCALAR
  for (const thing of first?.things ?? []) machine.watch(thing, callback)
  return valueOf(machine.make(WEAK, node, { content: allOf(args) }))
}

/** What is put into a weak dictionary or set. */
export function watchAll(machine: Machine, args: Arguments): void {
  for (const thing of allOf(args).things) machine.watch(thing, SCALAR)
}
