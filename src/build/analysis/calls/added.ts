/** What is added to tables: by libraries (`tqdm.pandas()` gives them `progress_apply`), and accessors by the notebook. */
import { SCALAR, type Thing, type Value, valueOf } from '../domain.ts'
import { isAdded } from '../knowledge/tableMethods.ts'
import { isData } from '../knowledge/types.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

const ADDED = '#added methods'
/** What a library is known to add is a setting of its own. */
const SETTING = 'methods of tables'

/** A call of a library that nobody knows may add methods to tables. */
export function mayAddMethods(machine: Machine): void {
  machine.write(machine.library('pandas'), ADDED, SCALAR, { weak: true, certain: false })
}

/** A method that tables don't have by themselves is there through a call before it. */
export function readAddedMethod(machine: Machine, type: string, method: string): void {
  if (!(isData(type) || type === 'pandas.GroupBy') || !isAdded(method)) return
  machine.readPlace(machine.library('pandas'), ADDED)
  machine.readSetting(SETTING)
}

const ACCESSORS = 'pandas.api.extensions.accessors'
const REGISTER = /^pandas\.api\.extensions\.register_(?:dataframe|series|index)_accessor$/

/** `@register_dataframe_accessor('geo')`: what it gives remembers the class under that name. */
export function registerAccessor(
  machine: Machine,
  path: string,
  { positional }: Arguments,
): Value | undefined {
  const [first] = positional
  if (REGISTER.test(path) && typeof first?.constant === 'string')
    return valueOf(machine.library(`${ACCESSORS}.${first.constant}`))
  if (!path.startsWith(`${ACCESSORS}.`) || !first) return undefined
  machine.write(machine.library(ACCESSORS), path.slice(ACCESSORS.length + 1), first)
  return first
}

/**
 * `df.geo`: an instance of the class that was registered.
 *
 * @param isKept whether a table keeps its instance, as before pandas 3
 */
export function accessorOf(
  machine: Machine,
  table: Thing,
  name: string,
  node: SyntaxNode,
  isKept: boolean,
): Value | undefined {
  if (!isData(table.type)) return undefined
  const registry = machine.library(ACCESSORS)
  if (!machine.has(registry, name)) return undefined
  const kept = `#${name} of ${table.id}`
  if (machine.has(registry, kept)) return machine.readKey(registry, kept)
  const made = machine.parts.call(
    machine.readKey(registry, name),
    { positional: [valueOf(table)], keywords: new Map(), rest: null },
    node,
  )
  if (isKept) machine.write(registry, kept, made)
  return made
}
