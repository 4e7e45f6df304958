/** Tables made of several: by keys, side by side, one below the other; and columns taken apart into several. */
import { SCALAR, SUFFIXED, type Thing, type Value, valueOf } from '../domain.ts'
import type { Machine } from '../machine.ts'
import { besidesTables, carryInto, tableIn } from '../objects/carried.ts'
import { heldBy, hold } from '../objects/cells.ts'
import { exactElements, exactTexts } from '../objects/exact.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'
import { reshapedFrom } from './reshaping.ts'

/** What a function of pandas gives that carries the columns of its tables; undefined: what is said of it elsewhere holds. */
export function joinedBy(
  machine: Machine,
  path: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const [first, ...positional] = args.positional
  switch (path) {
    case 'pandas.merge': {
      const left = tableIn(first ?? SCALAR)
      return left && merged(machine, left, { ...args, positional }, node)
    }
    case 'pandas.merge_asof':
    case 'pandas.merge_ordered':
      return mergedInOrder(machine, args, node)
    case 'pandas.concat':
      return concatenated(machine, args, node)
    case 'pandas.get_dummies':
      return dummies(machine, args, node)
    default:
      return reshapedFrom(machine, path, args, node)
  }
}

/** The same for the methods `merge` and `join` of a table. */
export function joinedWith(
  machine: Machine,
  table: Thing,
  method: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  if (tableIn(valueOf(table)) === undefined) return undefined
  if (method === 'merge') return merged(machine, table, args, node)
  return method === 'join' ? joined(machine, table, args, node) : undefined
}

const MERGING = /^(?:right|how|on|left_on|right_on|left_index|right_index|sort|validate|suffixes|copy)$/

function merged(machine: Machine, left: Thing, args: Arguments, node: SyntaxNode): Value | undefined {
  const { positional, keywords, rest } = args
  const right = tableIn(positional[0] ?? keywords.get('right') ?? SCALAR)
  if (!right || rest || positional.length > 3) return undefined
  if ([...keywords.keys()].some((name) => !MERGING.test(name))) return undefined
  const on = positional[2] ?? keywords.get('on')
  const leftOn = on ?? keywords.get('left_on')
  const rightOn = on ?? keywords.get('right_on')
  const keysOf = (value: Value | undefined, index: string) =>
    value ? namesIn(machine, value) : keywords.get(index)?.constant === true ? [] : undefined
  // Without keys, tables are joined by all columns that both have.
  const [leftKeys, rightKeys] = [keysOf(leftOn, 'left_index'), keysOf(rightOn, 'right_index')]
  if (!leftKeys || !rightKeys) return undefined
  machine.readDeep(besidesTables(args))
  return besideEachOther(machine, [left, leftKeys], [right, rightKeys], node)
}

const MERGING_IN_ORDER =
  /^(?:left|right|on|left_on|right_on|by|left_by|right_by|suffixes|tolerance|allow_exact_matches|direction|how|fill_method)$/

/** `pd.merge_asof(left, right, on='time', by='id')` */
function mergedInOrder(machine: Machine, args: Arguments, node: SyntaxNode): Value | undefined {
  const { positional, keywords, rest } = args
  const left = tableIn(positional[0] ?? keywords.get('left') ?? SCALAR)
  const right = tableIn(positional[1] ?? keywords.get('right') ?? SCALAR)
  if (!left || !right || rest || positional.length > 2) return undefined
  if ([...keywords.keys()].some((name) => !MERGING_IN_ORDER.test(name))) return undefined
  const keysOf = (side: string): readonly string[] | undefined => {
    const on = keywords.get('on') ?? keywords.get(`${side}_on`)
    const by = keywords.get('by') ?? keywords.get(`${side}_by`)
    const names = namesIn(machine, on)
    const groups = by ? namesIn(machine, by) : []
    return names && groups && [...names, ...groups]
  }
  const [leftKeys, rightKeys] = [keysOf('left'), keysOf('right')]
  if (!leftKeys || !rightKeys) return undefined
  machine.readDeep(besidesTables(args))
  return besideEachOther(machine, [left, leftKeys], [right, rightKeys], node)
}

const JOINING = /^(?:other|on|how|lsuffix|rsuffix|sort|validate)$/

function joined(machine: Machine, left: Thing, args: Arguments, node: SyntaxNode): Value | undefined {
  const { positional, keywords, rest } = args
  const right = tableIn(positional[0] ?? keywords.get('other') ?? SCALAR)
  if (!right || rest || positional.length > 1) return undefined
  if ([...keywords.keys()].some((name) => !JOINING.test(name))) return undefined
  const on = keywords.get('on')
  const keys = on ? namesIn(machine, on) : []
  if (!keys) return undefined
  machine.readDeep(besidesTables(args))
  return besideEachOther(machine, [left, keys], [right, []], node)
}

/** Columns of the same name get another: who reads one of an unknown name reads those that it may have been made of. */
function besideEachOther(machine: Machine, left: Keyed, right: Keyed, node: SyntaxNode): Value {
  const made = machine.make('pandas.DataFrame', node)
  for (const [table, keys] of [left, right]) for (const key of keys) machine.readKey(table, key)
  for (const [table] of [left, right]) carryInto(machine, table, made, undefined, undefined, true)
  machine.write(made, SUFFIXED, SCALAR)
  return valueOf(made)
}

/** A table and the columns by which it is joined. */
type Keyed = readonly [Thing, readonly string[]]

const CONCATENATING = /^(?:objs|axis|ignore_index|join|sort)$/

function concatenated(machine: Machine, args: Arguments, node: SyntaxNode): Value | undefined {
  const { positional, keywords, rest } = args
  const parts = exactElements(machine, positional[0] ?? keywords.get('objs') ?? SCALAR)
  if (!parts || rest || positional.length > 1) return undefined
  if ([...keywords.keys()].some((name) => !CONCATENATING.test(name))) return undefined
  const axis = keywords.get('axis')
  const isBeside = axis?.constant === 1 || axis?.constant === 'columns'
  if (axis && !isBeside && axis.constant !== 0 && axis.constant !== 'index') return undefined
  // New names by position.
  if (isBeside && keywords.has('ignore_index')) return undefined
  const tables = parts.map(tableIn)
  const columns = parts.filter((_, at) => !tables[at])
  if (columns.length > 0 && !(isBeside && columns.every(isColumn))) return undefined
  const made = machine.make('pandas.DataFrame', node)
  for (const value of [...columns, ...keywords.values()])
    if (value !== keywords.get('objs')) machine.readDeep(value)
  for (const table of tables) if (table) carryInto(machine, table, made, undefined, undefined, true)
  for (const { things } of columns) for (const thing of things) hold(machine, made, heldBy(machine, thing))
  return valueOf(made)
}

function isColumn({ things }: Value): boolean {
  return things.length > 0 && things.every(({ type }) => type === 'pandas.Series')
}

const TAKING_APART = /^(?:data|columns|drop_first|dtype|prefix|prefix_sep|dummy_na)$/

/** `pd.get_dummies(df, columns=['city'])`: the other columns stay as they are. */
function dummies(machine: Machine, args: Arguments, node: SyntaxNode): Value | undefined {
  const { positional, keywords, rest } = args
  const table = tableIn(positional[0] ?? keywords.get('data') ?? SCALAR)
  const columns = namesIn(machine, keywords.get('columns'))
  if (!table || !columns || rest || positional.length > 1) return undefined
  if ([...keywords.keys()].some((name) => !TAKING_APART.test(name))) return undefined
  machine.readDeep(besidesTables(args))
  for (const name of columns) machine.readKey(table, name)
  const made = machine.make('pandas.DataFrame', node)
  carryInto(machine, table, made, new Set(columns))
  return valueOf(made)
}

/** The names of columns that a value gives, where all are known. */
function namesIn(machine: Machine, value: Value | undefined): readonly string[] | undefined {
  if (!value) return undefined
  return typeof value.constant === 'string' ? [value.constant] : exactTexts(machine, value)
}
