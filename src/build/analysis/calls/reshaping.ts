/** Tables made of some columns of another, all of them named: who wrote the others is not asked. */
import { ROWS, SCALAR, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import type { Machine } from '../machine.ts'
import { isPlain, tableIn } from '../objects/carried.ts'
import { heldBy, makesObjects } from '../objects/cells.ts'
import { exactTexts } from '../objects/exact.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

interface Reshaping {
  readonly gives: 'pandas.DataFrame' | 'pandas.Series'
  /** Its parameters, in their order by position. */
  readonly parameters: readonly string[]
  /** Parameters that name columns. Without the first of them it takes all that are left. */
  readonly naming: readonly string[]
}

const words = (text: string): readonly string[] => text.split(' ')

const METHODS: ReadonlyMap<string, Reshaping> = new Map([
  [
    'melt',
    {
      gives: 'pandas.DataFrame',
      parameters: words('id_vars value_vars var_name value_name'),
      naming: words('value_vars id_vars'),
    },
  ],
  [
    'pivot',
    {
      gives: 'pandas.DataFrame',
      parameters: words('index columns values'),
      naming: words('values index columns'),
    },
  ],
  [
    'pivot_table',
    {
      gives: 'pandas.DataFrame',
      parameters: words('values index columns aggfunc fill_value margins dropna margins_name observed sort'),
      naming: words('values index columns'),
    },
  ],
  [
    'value_counts',
    {
      gives: 'pandas.Series',
      parameters: words('subset normalize sort ascending dropna'),
      naming: words('subset'),
    },
  ],
])

/** What a method of a table gives that looks at the columns that it is told; undefined: it may look at others. */
export function reshapedBy(
  machine: Machine,
  table: Thing,
  method: string,
  { positional, keywords, rest }: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const known = METHODS.get(method)
  if (!known || rest || !isPlain(table) || heldBy(machine, table).length > 0) return undefined
  const { gives, parameters, naming } = known
  if (positional.length > parameters.length) return undefined
  if ([...keywords.keys()].some((name) => !parameters.includes(name))) return undefined
  const given = new Map([...positional.map((value, at) => [parameters[at]!, value] as const), ...keywords])
  if (!isPlainSummary(machine, given.get('aggfunc'))) return undefined
  const columns: string[] = []
  for (const [at, name] of naming.entries()) {
    const value = given.get(name)
    if (at > 0 && (!value || value.constant === null)) continue
    const names = namesIn(machine, value)
    if (!names) return undefined
    columns.push(...names)
  }
  for (const value of given.values()) machine.readDeep(value)
  for (const key of [WHOLE, ROWS]) machine.readPlace(table, key)
  for (const name of columns) machine.readKey(table, name)
  return valueOf(machine.make(gives, node))
}

/** The same for pandas' functions: `pd.melt(df, value_vars=['a'])`. */
export function reshapedFrom(
  machine: Machine,
  path: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const method = /^pandas\.(melt|pivot|pivot_table)$/.exec(path)?.[1]
  const [first, ...positional] = args.positional
  const table = tableIn(first ?? SCALAR)
  return method !== undefined && table
    ? reshapedBy(machine, table, method, { ...args, positional }, node)
    : undefined
}

/** What a value names, where it is one name or some that are all known. */
function namesIn(machine: Machine, value: Value | undefined): readonly string[] | undefined {
  if (!value) return undefined
  return typeof value.constant === 'string' ? [value.constant] : exactTexts(machine, value)
}

/** Whether groups are summed up by functions that pandas or numpy know by name: none of the notebook's own. */
function isPlainSummary(machine: Machine, value: Value | undefined): boolean {
  if (!value) return true
  if (value.things.length === 0) return typeof value.constant === 'string'
  const isOfNumpy = (thing: Thing) =>
    thing.data?.sort === 'library' && thing.data.path.startsWith('numpy.') && !makesObjects(thing)
  return value.things.every(isOfNumpy) || exactTexts(machine, value) !== undefined
}
