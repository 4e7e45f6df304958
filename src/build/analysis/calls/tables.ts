/** Methods of data frames that name columns, or names of the notebook, in text. */
import { carriedBy } from './carrying.ts'
import { either, NONE, ROWS, SCALAR, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import { heldBy, hold, holdUnknown, makesObjects, objectsIn, pickedBy } from '../objects/cells.ts'
import { grown, noteRows } from '../objects/emptied.ts'
import { isFlatColumn, noteFlat } from '../objects/plain.ts'
import { grouped, windowed } from '../objects/grouped.ts'
import { rowsBy, summaryBy } from '../objects/summaries.ts'
import type { Machine } from '../machine.ts'
import type { Arguments } from '../trace.ts'
import { joinedWith } from './joining.ts'
import { reshapedBy } from './reshaping.ts'
import { columnsOfRows } from './rows.ts'
import { readName } from '../expressions/names.ts'
import type { SyntaxNode } from '../syntax.ts'
import { allOf, callBack } from './unknown.ts'

/** @returns undefined where what the tables say of the method holds; names in its text are read by then */
export function dataMethod(
  machine: Machine,
  table: Thing,
  method: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  if (method === 'query' || method === 'eval')
    readNamesInText(machine, args.positional[0] ?? args.keywords.get('expr'), node)
  if (EMPTIES.test(method) && args.keywords.has('inplace')) table.hasRows = false
  const carried =
    carriedBy(machine, table, method, args, node) ??
    joinedWith(machine, table, method, args, node) ??
    reshapedBy(machine, table, method, args, node) ??
    summaryBy(machine, table, method, args, node)
  if (carried) return carried
  if (MASKS.test(method) && (table.type === 'pandas.Series' || method === 'duplicated')) {
    machine.readDeep(either(valueOf(table), allOf(args)))
    const mask = machine.make('pandas.Series', node, { label: 'mask' })
    mask.mask = true
    noteFlat(mask, isFlatColumn(machine, table) ? new Set() : null)
    return valueOf(mask)
  }
  switch (method) {
    case 'head':
    case 'tail':
      if ((args.positional[0] ?? args.keywords.get('n'))?.constant !== 0) return undefined
      if (table.type !== 'pandas.DataFrame') return undefined
      machine.readDeep(valueOf(table))
      return grown(machine, node)
    case 'groupby':
      return grouped(machine, table, args, node)
    case 'resample':
    case 'rolling':
    case 'expanding':
    case 'ewm':
      return windowed(machine, table, args, node)
    case 'iterrows':
    case 'itertuples':
      return rowsBy(machine, table, method, args, node)
    case 'insert': {
      const name = args.positional[1] ?? args.keywords.get('column')
      if (table.type !== 'pandas.DataFrame' || typeof name?.constant !== 'string') return undefined
      machine.readDeep(allOf(args))
      machine.put(table, name.constant, SCALAR)
      noteRows(machine, table, args.positional[2] ?? args.keywords.get('value') ?? SCALAR, undefined)
      return NONE
    }
    case 'pop': {
      const name = args.positional[0]?.constant
      if (table.type !== 'pandas.DataFrame' || typeof name !== 'string') return undefined
      machine.readKey(table, name)
      machine.remove(table, name)
      return valueOf(machine.make('pandas.Series', node))
    }
    case 'to_dict': {
      const held = heldBy(machine, table)
      if (held.length === 0) return undefined
      // By columns, rows or positions: whatever is taken out of it may be one of the objects in the cells.
      machine.readDeep(valueOf(table))
      return valueOf(machine.make('json', node, { content: { things: held } }))
    }
    case 'pipe': {
      machine.readDeep(allOf(args))
      const [first, ...others] = args.positional
      if (!first) return undefined
      return machine.parts.call(first, { ...args, positional: [valueOf(table), ...others] }, node)
    }
    case 'apply':
    case 'agg':
    case 'aggregate':
    case 'transform':
    case 'applymap':
    case 'map': {
      // The function sees parts of the table, maybe views.
      const columns = method === 'apply' ? columnsOfRows(machine, table, args) : undefined
      machine.readDeep(columns ? allOf(args) : either(valueOf(table), allOf(args)))
      if (columns) for (const key of [WHOLE, ROWS]) machine.readPlace(table, key)
      for (const name of columns ?? []) machine.readKey(table, name)
      const held = heldBy(machine, table)
      const part = machine.make('pandas.Series', node, { label: 'a row or column' })
      hold(machine, part, held)
      // A column's function sees its cells, one after the other; a group's or a table's sees more.
      const isByCell =
        table.type === 'pandas.Series' &&
        (method === 'map' ||
          (method === 'apply' && !args.rest && !args.keywords.has('by_row') && !args.keywords.has('axis')))
      // Where it is not for single cells, it is given the column itself.
      const itself = table.type === 'pandas.Series' && method.startsWith('agg') ? [table] : []
      const given = { things: [...allOf(args).things, ...(isByCell ? [] : [part]), ...itself, ...held] }
      const returned = callBack(machine, allOf(args), given, node)
      const libraries = allOf(args).things.filter(({ data }) => data?.sort === 'library')
      if (held.length > 0) callLibraries(machine, libraries, { things: held }, node)
      const made = machine.make(
        table.type === 'pandas.DataFrame' ? 'pandas.DataFrame' : 'pandas.Series',
        node,
      )
      // A column that is given for a row is spread over columns; a cell that is computed with is no object.
      const isOfTable =
        table.type === 'pandas.DataFrame' &&
        held.length === 0 &&
        !args.rest &&
        !args.keywords.has('result_type')
      const isSpread = (each: Thing) => isOfTable && each.type === 'pandas.Series'
      const whole = { things: returned.things.filter((each) => !isSpread(each)) }
      hold(machine, made, objectsIn(machine, whole, 0))
      hold(machine, made, objectsIn(machine, { things: returned.things.filter(isSpread) }, 1))
      if (libraries.some(makesObjects)) {
        hold(machine, made, held)
        holdUnknown(machine, made, node)
      }
      const picked = pickedBy(machine, table, method)
      return valueOf(made, ...itself.filter((each) => returned.things.includes(each)), ...picked)
    }
    default:
      return undefined
  }
}

/** Methods that may leave no row. */
const EMPTIES = /^(?:query|dropna|drop)$/

/** Methods that say of each row whether something is so. */
const MASKS =
  /^(?:isin|isna|isnull|notna|notnull|between|duplicated|contains|startswith|endswith|fullmatch|eq|ne|gt|ge|lt|le)$/

/** `column.map(list.sort)`: a library's functions may change the objects that they are given. */
function callLibraries(machine: Machine, libraries: readonly Thing[], held: Value, node: SyntaxNode): void {
  for (const library of libraries)
    machine.maybe(() =>
      machine.parts.call(valueOf(library), { positional: [held], keywords: new Map(), rest: null }, node),
    )
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

/** Reads what all names that can be seen from here hold, and what that can reach. */
export function readEveryName(machine: Machine): void {
  for (let scope: Machine['scope'] | null = machine.scope; scope; scope = scope.parent)
    machine.readDeep({ things: machine.readShallow(scope.frame).things })
}
