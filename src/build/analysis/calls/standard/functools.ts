/** Functions that make functions of functions; those of dataclasses and numba, too. */
import { noteFactory } from '../../objects/factories.ts'
import { valueOf, SCALAR, either, type Value } from '../../domain.ts'
import { allOf } from '../unknown.ts'
import type { Call, Calls } from '../call.ts'

export const FUNCTOOLS: Calls = {
  'functools.partial': partial,
  'functools.partialmethod': partial,
  'functools.singledispatch': dispatching,
  'functools.singledispatchmethod': dispatching,
  'functools.cache': decorating,
  'functools.lru_cache': decorating,
  'functools.wraps': decorating,
  'functools.update_wrapper': decorating,
  'dataclasses.dataclass': decorating,
  'numba.jit': decorating,
  'numba.njit': decorating,
  'sklearn.utils._testing.ignore_warnings': decorating,
  'builtins.first': decorating,
  'functools.cached_property': cachedProperty,
  'functools.reduce': reduce,
  'dataclasses.field': field,
  'contextlib.contextmanager': same,
  'contextlib.asynccontextmanager': same,
  'typing.cast': same,
}

function partial({ machine, name, args, node, first }: Call): Value | undefined {
  return valueOf(
    machine.make('partial', node, {
      data: {
        sort: 'partial',
        method: name.endsWith('method'),
        callee: first ?? SCALAR,
        positional: args.positional.slice(1),
        keywords: args.keywords,
      },
    }),
  )
}

function dispatching({ first }: Call): Value | undefined {
  for (const thing of first?.things ?? []) if (thing.data?.sort === 'function') thing.data.dispatches = true
  return first ?? SCALAR
}

function decorating({ machine, name, first }: Call): Value | undefined {
  // With options it gives the decorator, which gives back what it decorates.
  if (/cache$/.test(name))
    for (const thing of first?.things ?? []) if (thing.data?.sort === 'function') thing.data.cached = true
  if (/cache$/.test(name) && first && !isCallable(first)) return valueOf(machine.library('functools.cache'))
  if (/cache$/.test(name) && !first) return valueOf(machine.library('functools.cache'))
  return name === 'functools.wraps' || !first || !isCallable(first)
    ? valueOf(machine.library('builtins.first'))
    : first
}

function cachedProperty({ machine, node, first }: Call): Value | undefined {
  return valueOf(
    machine.make('wrapper', node, {
      data: { sort: 'wrapper', kind: 'property', getter: first ?? SCALAR, setter: SCALAR, cached: true },
    }),
  )
}

function reduce({ machine, args, node, first }: Call): Value | undefined {
  const items = machine.parts.elements(args.positional[1] ?? SCALAR, node)
  let given = either(items, args.positional[2] ?? SCALAR)
  machine.readDeep(allOf(args))
  // What it gave last it is given next.
  for (let before: Value | undefined; before !== given;) {
    before = given
    const next = { positional: [given, items], keywords: new Map<string, Value>(), rest: null }
    given = either(given, { things: machine.parts.call(first ?? SCALAR, next, node).things })
  }
  return given
}

function field({ machine, args, node }: Call): Value | undefined {
  const factory = args.keywords.get('default_factory')
  machine.readDeep(allOf(args))
  if (!factory) return args.keywords.get('default') ?? SCALAR
  const made = machine.parts.call(factory, { positional: [], keywords: new Map(), rest: null }, node)
  // A function of the notebook may give the same each time.
  return factory.things.every(({ data }) => data?.sort === 'library' && /^builtins\./.test(data.path))
    ? noteFactory(made)
    : made
}

function same({ args }: Call): Value | undefined {
  return args.positional.at(-1)
}

function isCallable(value: Value): boolean {
  return value.things.some((thing) =>
    /^(?:function|class|bound|wrapper|partial|library)$/.test(thing.data?.sort ?? ''),
  )
}
