/** Methods of data frames that name columns, or names of the notebook, in text. */
import { carriedBy } from './carried.ts'
import { either, NONE, SCALAR, type Thing, type Value, valueOf } from './domain.ts'
import { heldBy, hold, objectsIn } from './cells.ts'
import type { Machine } from './machine.ts'
import type { Arguments } from './trace.ts'
import { readName } from './names.ts'
import type { SyntaxNode } from './syntax.ts'
import { allOf, callBack } from './unknown.ts'

export function dataMethod(
  machine: Machine,
  table: Thing,
  method: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const carried = carriedBy(machine, table, method, args, node)
  if (carried) return carried
  switch (method) {
    case 'query':
    case 'eval':
      readNamesInText(machine, args.positional[0] ?? args.keywords.get('expr'), node)
      return undefined
    case 'insert': {
      const name = args.positional[1] ?? args.keywords.get('column')
      if (table.type !== 'pandas.DataFrame' || typeof name?.constant !== 'string') return undefined
      machine.readDeep(allOf(args))
      machine.put(table, name.constant, SCALAR)
      return NONE
    }
    case 'pop': {
      const name = args.positional[0]?.constant
      if (table.type !== 'pandas.DataFrame' || typeof name !== 'string') return undefined
      machine.readKey(table, name)
      machine.remove(table, name)
      return valueOf(machine.make('pandas.Series', node))
    }
    case 'pipe': {
      machine.readDeep(allOf(args))
      const [first, ...others] = args.positional
      if (!first) return undefined
      return machine.parts.call(first, { ...args, positional: [valueOf(table), ...others] }, node)
    }
    case 'apply':
    case 'agg':
    case 'transform':
    case 'applymap':
    case 'map': {
      // The function sees parts of the table, maybe views.
      machine.readDeep(either(valueOf(table), allOf(args)))
      const part = machine.make('pandas.Series', node, { label: 'a row or column' })
      hold(machine, part, heldBy(machine, table))
      const given = { things: [...allOf(args).things, part, ...heldBy(machine, table)] }
      const returned = callBack(machine, allOf(args), given, node)
      const made = machine.make(
        table.type === 'pandas.DataFrame' ? 'pandas.DataFrame' : 'pandas.Series',
        node,
      )
      hold(machine, made, objectsIn(machine, returned, 0))
      return valueOf(made)
    }
    default:
      return undefined
  }
}

/** `@cut` in `df.query('age > @cut')`; text that isn't known may name anything. */
function readNamesInText(machine: Machine, text: Value | undefined, node: SyntaxNode): void {
  if (typeof text?.constant === 'string') {
    for (const match of text.constant.matchAll(/@([A-Za-z_]\w*)/g))
      machine.readDeep(readName(machine, match[1]!, node))
    return
  }
  readEveryName(machine)
}

export function readEveryName(machine: Machine): void {
  for (let scope: Machine['scope'] | null = machine.scope; scope; scope = scope.parent)
    machine.readDeep({ things: machine.readShallow(scope.frame).things })
}
