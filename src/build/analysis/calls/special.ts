/** Library functions that no table entry can describe. */
import { openFile } from './scalars.ts'
import { callEnvironment, variableSetting } from './environment.ts'
import { BY_MAGIC, either, eitherOf, heldOf, NONE, SCALAR, TEXT, type Value, valueOf } from '../domain.ts'
import { fill } from '../exact.ts'
import type { Machine } from '../machine.ts'
import type { Arguments } from '../trace.ts'
import { introspect } from '../introspection.ts'
import { callLogging } from './logging.ts'
import { callSpecial } from '../expressions/operators.ts'
import { LINE_MAGICS } from '../../notebook/magic-table.ts'
import { EXIT_STACK } from '../statements/swallow.ts'
import { readEveryName } from './tables.ts'
import type { SyntaxNode } from '../syntax.ts'
import { allOf } from './unknown.ts'

/**
 * @param path full name: `operator.setitem`
 * @returns undefined where the tables say all of it
 */
export function callSpecialLibrary(
  machine: Machine,
  path: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const [first] = args.positional
  const seen = introspect(machine, path, args, node) ?? callEnvironment(machine, path, args, node)
  if (seen) return seen
  if (path.startsWith('logging.')) return callLogging(machine, path, args, node)
  const operator = /^operator\.(setitem|delitem|i\w+)$/.exec(path)?.[1]
  if (operator !== undefined && first)
    callSpecial(machine, first, `__${operator}__`, args.positional.slice(1), node)
  if (path.startsWith('sys.path.')) {
    machine.readDeep(allOf(args))
    machine.change(machine.library('sys.path'))
    return path === 'sys.path.copy' ? valueOf(machine.library('sys.path')) : SCALAR
  }
  switch (path) {
    case 'functools.partial':
    case 'functools.partialmethod':
      return valueOf(
        machine.make('partial', node, {
          data: {
            sort: 'partial',
            method: path.endsWith('method'),
            callee: first ?? SCALAR,
            positional: args.positional.slice(1),
            keywords: args.keywords,
          },
        }),
      )
    case 'functools.singledispatch':
    case 'functools.singledispatchmethod':
      for (const thing of first?.things ?? [])
        if (thing.data?.sort === 'function') thing.data.dispatches = true
      return first ?? SCALAR
    case 'functools.cache':
    case 'functools.lru_cache':
    case 'functools.wraps':
    case 'functools.update_wrapper':
    case 'dataclasses.dataclass':
    case 'numba.jit':
    case 'numba.njit':
    case 'sklearn.utils._testing.ignore_warnings':
    case 'builtins.first':
      // With options it gives the decorator, which gives back what it decorates.
      if (/cache$/.test(path))
        for (const thing of first?.things ?? []) if (thing.data?.sort === 'function') thing.data.cached = true
      if (/cache$/.test(path) && first && !isCallable(first))
        return valueOf(machine.library('functools.cache'))
      if (/cache$/.test(path) && !first) return valueOf(machine.library('functools.cache'))
      return path === 'functools.wraps' || !first || !isCallable(first)
        ? valueOf(machine.library('builtins.first'))
        : first
    case 'functools.cached_property':
      return valueOf(
        machine.make('wrapper', node, {
          data: { sort: 'wrapper', kind: 'property', getter: first ?? SCALAR, setter: SCALAR, cached: true },
        }),
      )
    case 'functools.reduce': {
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
    case 'dataclasses.field': {
      const factory = args.keywords.get('default_factory')
      machine.readDeep(allOf(args))
      return factory
        ? machine.parts.call(factory, { positional: [], keywords: new Map(), rest: null }, node)
        : (args.keywords.get('default') ?? SCALAR)
    }
    case 'itertools.starmap': {
      const given = args.positional[1] ?? SCALAR
      const consume = (): Value => {
        const rest = machine.parts.elements(machine.parts.elements(given, node), node)
        return machine.parts.call(first ?? SCALAR, { positional: [], keywords: new Map(), rest }, node)
      }
      return valueOf(
        machine.make('generator', node, { data: { sort: 'lazy', consume, given }, content: given }),
      )
    }
    case 'contextlib.ExitStack':
    case 'contextlib.AsyncExitStack':
      return valueOf(machine.make(EXIT_STACK, node))
    case 'contextlib.nullcontext':
      return first && first.things.length > 0
        ? valueOf(machine.make('unknown', node, { content: { things: first.things } }))
        : SCALAR
    case 'contextlib.suppress':
    case 'pytest.raises':
      return valueOf(machine.make('suppress', node))
    case 'contextlib.redirect_stdout':
      return valueOf(machine.make('redirect', node, { content: { things: first?.things ?? [] } }))
    case 'decimal.getcontext':
    case 'decimal.localcontext':
      machine.readSetting('the decimal context')
      return valueOf(machine.library('decimal.context'))
    case 'decimal.Decimal':
      machine.readDeep(allOf(args))
      return valueOf(machine.make('decimal.Decimal', node))
    case 'types.ModuleType':
      return valueOf(machine.make('types.SimpleNamespace', node))
    case 'random.getstate':
    case 'numpy.random.get_state':
    case 'torch.get_rng_state': {
      machine.readPlace(machine.streams, path.split('.')[0]!)
      return valueOf(machine.make('unknown', node))
    }
    case 'contextlib.contextmanager':
    case 'contextlib.asynccontextmanager':
    case 'typing.cast':
      return args.positional.at(-1)
    case 'sqlite3.connect': {
      const path =
        typeof first?.constant === 'string' && first.constant !== ':memory:' ? first.constant : null
      if (path !== null) machine.readFile(path)
      return valueOf(machine.make('database', node, path === null ? {} : { data: { sort: 'file', path } }))
    }
    case 'asyncio.run':
    case 'asyncio.wait_for':
    case 'asyncio.create_task':
    case 'asyncio.ensure_future':
      return first ?? SCALAR
    case 'asyncio.gather': {
      const tuple = machine.make('tuple', node)
      if (args.rest) machine.change(tuple, { stored: args.rest })
      else fill(machine, tuple, args.positional)
      return valueOf(tuple)
    }
    case 'os.open':
      return openFile(machine, first ?? SCALAR, SCALAR, node)
    case 'asyncio.sleep':
      return args.positional[1] ?? args.keywords.get('result') ?? NONE
    case 'os.path.join': {
      const parts = args.positional.map((value) => value.constant)
      return parts.every((part) => typeof part === 'string')
        ? { things: [], constant: parts.join('/'), kind: 'str' }
        : TEXT
    }
    case 'pathlib.Path.cwd':
      machine.readSetting('working folder')
      return { things: [], kind: 'path' }
    case 'os.path.abspath':
    case 'os.path.realpath':
      machine.readDeep(allOf(args))
      machine.readSetting('working folder')
      return machine.moves ? TEXT : (first ?? TEXT)
    case 'os.path.normpath':
    case 'os.fspath':
      return first ?? TEXT
    case 'os.listdir':
    case 'os.scandir':
    case 'os.walk':
    case 'glob.glob':
    case 'glob.iglob':
      machine.readFile(null)
      return valueOf(machine.make('list', node))
    case 'runpy.run_path':
    case 'runpy.run_module':
    case 'os.system':
    case 'os.popen':
    case 'subprocess.run':
    case 'subprocess.call':
    case 'subprocess.check_call':
    case 'subprocess.check_output':
    case 'subprocess.getoutput':
    case 'subprocess.Popen':
    case 'IPython.get_ipython':
      machine.readDeep(allOf(args))
      if (path === 'IPython.get_ipython') return valueOf(machine.library('IPython.shell'))
      command(machine)
      return valueOf(machine.make('unknown', node))
    case 'IPython.shell.system':
    case 'IPython.shell.run_foreign_cell':
      machine.readDeep(allOf(args))
      command(machine)
      return NONE
    case 'IPython.shell.getoutput':
      machine.readDeep(allOf(args))
      command(machine)
      return valueOf(machine.make('list', node))
    case 'IPython.shell.var_expand':
      machine.obstacle({ kind: 'shell expression' })
      readEveryName(machine)
      return TEXT
    case 'numpy.memmap':
    case 'numpy.lib.format.open_memmap':
      return mappedArray(machine, args, node)
    case 'numpy.load':
      return args.keywords.has('mmap_mode') ? mappedArray(machine, args, node) : undefined
    case 'collections.defaultdict': {
      const made =
        first && first.things.length > 0
          ? (machine.maybe(() =>
              machine.parts.call(first, { positional: [], keywords: new Map(), rest: null }, node),
            ) as Value | undefined)
          : undefined
      const others = eitherOf(
        args.positional.slice(1).flatMap((value) => value.things.map((thing) => machine.readShallow(thing))),
      )
      return valueOf(
        machine.make('collections.defaultdict', node, {
          content: { things: [...(made?.things ?? []), ...others.things] },
        }),
      )
    }
    case 'collections.OrderedDict':
    case 'collections.deque':
    case 'collections.Counter': {
      const held = eitherOf(
        args.positional.flatMap((value) => [
          machine.parts.elements(value, node),
          ...value.things.map((thing) => machine.readShallow(thing)),
        ]),
      )
      return valueOf(machine.make(path, node, { content: heldOf(held) }))
    }
  }
  if (path.startsWith('IPython.shell.')) {
    const given = typeof first?.constant === 'string' ? first.constant : 'this'
    const name = path.endsWith('.magic') ? given.replace(/^%/, '').split(/\s/)[0]! : given
    // Written as code: a magic that changes nothing.
    if (
      /\.(?:run_line_magic|magic)$/.test(path) &&
      LINE_MAGICS.get(name) === 'none' &&
      node.parent?.type === 'expression_statement'
    )
      return NONE
    const rest = typeof args.positional[1]?.constant === 'string' ? ` ${args.positional[1].constant}` : ''
    if (name === 'capture') {
      machine.obstacle({ kind: 'captured', rest })
      return valueOf(machine.make('unknown', node))
    }
    const magic = `${path.endsWith('run_cell_magic') ? '%%' : '%'}${name}${rest}`.trim()
    machine.obstacle({ kind: 'magic', magic })
    const variable = /^%(?:set_)?env (\w+)/.exec(magic)?.[1]
    if (variable !== undefined) machine.configure(variableSetting(variable))
    return opaque(machine, node, 'magic')
  }
  return undefined
}

/** An array whose memory is a file: whoever writes to it writes the file. */
function mappedArray(machine: Machine, args: Arguments, node: SyntaxNode): Value {
  machine.readDeep(allOf(args))
  const name = args.positional[0]?.constant
  const path = typeof name === 'string' ? name : null
  machine.readFile(path)
  // It may make the file.
  machine.writeFile(path, { weak: true })
  return valueOf(machine.make('numpy.ndarray', node, { data: { sort: 'file', path } }))
}

function isCallable(value: Value): boolean {
  return value.things.some((thing) =>
    /^(?:function|class|bound|wrapper|partial|library)$/.test(thing.data?.sort ?? ''),
  )
}

/** A command of the shell may read and write any file. */
function command(machine: Machine): void {
  machine.readFile(null)
  for (const setting of machine.settings.keys) machine.readSetting(setting)
  machine.writeFile(null)
  machine.print(false)
}

/** Code that can't be read: it may read and change everything, and define any name. */
export function opaque(machine: Machine, node: SyntaxNode, how: 'reads' | 'changes' | 'magic'): Value {
  readEveryName(machine)
  for (const thing of [machine.streams, machine.settings, machine.files]) machine.readShallow(thing)
  const global = machine.globals.frame
  const everything: Value = { things: machine.readShallow(global).things }
  if (how === 'reads') return valueOf(machine.make('unknown', node, { content: everything }))
  machine.changeDeep(everything, false)
  const made = machine.make('unknown', node, { content: everything })
  if (how === 'changes') machine.change(global, { certain: false, stored: valueOf(made) })
  else {
    for (const key of [...global.keys])
      if (/^\w/.test(key)) machine.write(global, key, valueOf(made), { weak: true, certain: false })
    machine.write(global, BY_MAGIC, valueOf(made), { weak: true, certain: false })
  }
  for (const thing of [machine.streams, machine.settings, machine.files])
    machine.change(thing, { certain: false })
  machine.print(false)
  return valueOf(made)
}

/** `eval('a + b')`, `exec('x = 1')` of a text that is known. */
export function evaluateText(machine: Machine, text: string, how: 'eval' | 'exec'): Value | undefined {
  const root = machine.parse?.(text)
  if (!root || root.broken) return undefined
  const nested = machine.at
  machine.quoted += 1
  let value: Value = NONE
  for (const node of root.parts)
    if (how === 'eval') value = machine.parts.evaluate(node.parts[0] ?? node)
    else machine.parts.block([node])
  machine.quoted -= 1
  machine.at = nested
  return value
}
