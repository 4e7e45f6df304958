/** Tables grouped by columns: `df.groupby('k')['a'].mean()` looks at `k` and `a` alone. */
import {
  constant,
  GROUPED_BY,
  isVague,
  ROWS,
  SCALAR,
  type Thing,
  type Value,
  valueOf,
  WHOLE,
} from '../domain.ts'
import { carried, carriedRows, isPlain } from './carried.ts'
import { noteFlat } from './plain.ts'
import { effectOf } from '../knowledge/modules.ts'
import { heldBy, hold, holdUnknown, makesObjects, objectsIn } from './cells.ts'
import { exactElements, exactTexts, fill } from './exact.ts'
import { readRewritten } from './summaries.ts'
import { callBack } from '../calls/unknown.ts'
import type { Machine } from '../machine.ts'
import { literalPairs } from '../calls/carrying.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

/** Keywords that name no other columns. */
const HARMLESS = /^(?:by|as_index|sort|observed|dropna|group_keys)$/

/** Groups by columns that are known by name; undefined: by something else. */
export function grouped(
  machine: Machine,
  table: Thing,
  { positional, keywords, rest }: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const by = positional[0] ?? keywords.get('by')
  if (!isPlain(table) || rest || !by || positional.length > 1) return undefined
  if ([...keywords.keys()].some((name) => !HARMLESS.test(name))) return undefined
  const names = typeof by.constant === 'string' ? [by.constant] : exactTexts(machine, by)
  if (!names) return undefined
  for (const value of [...positional, ...keywords.values()]) machine.readDeep(value)
  machine.readPlace(table, WHOLE)
  machine.readPlace(table, ROWS)
  for (const name of names) machine.readKey(table, name)
  const groups = machine.make('pandas.GroupBy', node, { content: valueOf(table) })
  machine.write(groups, GROUPED_BY, constant(JSON.stringify(names)))
  return valueOf(groups)
}

/** Windows of rows: `df.rolling(7)`, `df.resample('D')`. They go by the rows, or by a column that is named. */
export function windowed(
  machine: Machine,
  table: Thing,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const { positional, keywords, rest } = args
  if (!isPlain(table) || rest || positional.length > 1) return undefined
  if ([...keywords.keys()].some((name) => !OF_WINDOWS.test(name))) return undefined
  const on = keywords.get('on')
  if (on && on.constant !== null && typeof on.constant !== 'string') return undefined
  for (const value of [...positional, ...keywords.values()]) machine.readDeep(value)
  const names = typeof on?.constant === 'string' ? [on.constant] : []
  for (const key of [WHOLE, ROWS]) machine.readPlace(table, key)
  for (const name of names) machine.readKey(table, name)
  const windows = machine.make('pandas.GroupBy', node, { content: valueOf(table) })
  machine.write(windows, GROUPED_BY, constant(JSON.stringify(names)))
  return valueOf(windows)
}

const OF_WINDOWS =
  /^(?:rule|window|on|min_periods|center|closed|step|label|origin|offset|com|span|halflife|alpha|adjust|ignore_na)$/

/** The group that a loop over groups gets, with its key: a table with the columns of the table. */
export function groupWithin(machine: Machine, groups: Thing, node: SyntaxNode): Value | undefined {
  const table = tableOf(machine, groups)
  if (!table) return undefined
  readGroups(machine, groups, table, [])
  const pair = machine.make('tuple', node, { variant: table.id })
  fill(machine, pair, [SCALAR, carried(machine, table, node, new Set())])
  return valueOf(pair)
}

/** The table whose groups these are, where it is known by which of its columns; undefined also where it holds objects. */
function tableOf(machine: Machine, groups: Thing): Thing | undefined {
  const by = machine.peek(groups, GROUPED_BY)?.value.constant
  const [table, ...others] = machine.peek(groups, WHOLE)?.value.things ?? []
  if (typeof by !== 'string' || !table || others.length > 0 || !isPlain(table)) return undefined
  return heldBy(machine, table).length > 0 ? undefined : table
}

/** Reads which groups there are, and some columns. */
function readGroups(machine: Machine, groups: Thing, table: Thing, columns: readonly string[]): void {
  for (const key of [WHOLE, GROUPED_BY]) machine.readPlace(groups, key)
  for (const key of [WHOLE, ROWS]) machine.readPlace(table, key)
  const by = JSON.parse(machine.peek(groups, GROUPED_BY)!.value.constant as string) as string[]
  for (const name of [...by, ...columns]) machine.readKey(table, name)
}

/** `df.groupby('k').apply(lambda g: g['a'].sum())`: what the function asks of each group. */
function applied(
  machine: Machine,
  groups: Thing,
  table: Thing,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const [function_, ...others] = args.positional
  if (!function_ || others.length > 0 || !/\.groupby$/.test(callOf(node))) return undefined
  if ([...args.keywords.keys()].some((name) => name !== 'include_groups')) return undefined
  if (function_.things.some(({ data }) => data?.sort !== 'function')) return undefined
  if (function_.things.length === 0) return undefined
  readGroups(machine, groups, table, [])
  const group = carried(machine, table, childOf(node, 'arguments') ?? node, new Set())
  return broughtTogether(machine, callBack(machine, function_, group, node), node)
}

/** What functions gave of groups, in one table or column: tables and columns one below the other, else one cell for each group. */
function broughtTogether(machine: Machine, returned: Value, node: SyntaxNode): Value {
  machine.readDeep({ things: returned.things })
  const made = machine.make('pandas.DataFrame', node)
  const isTogether = ({ type }: Thing) => /^pandas\.(?:DataFrame|Series)$/.test(type)
  hold(machine, made, objectsIn(machine, { things: returned.things.filter((each) => !isTogether(each)) }, 0))
  hold(machine, made, objectsIn(machine, { things: returned.things.filter(isTogether) }, 1))
  if (isVague(returned)) {
    made.cell = true
    holdUnknown(machine, made, node)
  }
  return valueOf(made)
}

/** `df.groupby('k')['a'].transform(lambda s: s.fillna(s.mean()))`: the function is given the column of each group. */
function appliedToColumn(
  machine: Machine,
  groups: Thing,
  method: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const [function_, ...others] = args.positional
  const [column, ...more] = machine.peek(groups, WHOLE)?.value.things ?? []
  if (!/^(?:apply|transform|agg|aggregate)$/.test(method) || args.keywords.size > 0) return undefined
  if (!function_ || others.length > 0 || more.length > 0) return undefined
  if (column?.type !== 'pandas.Series' || column.data !== null || heldBy(machine, column).length > 0)
    return undefined
  if (function_.things.length === 0 || function_.things.some(({ data }) => data?.sort !== 'function'))
    return undefined
  machine.readDeep(valueOf(groups))
  machine.readDeep(function_)
  const group = machine.make('pandas.Series', childOf(node, 'arguments') ?? node, { label: 'a group' })
  return broughtTogether(machine, callBack(machine, function_, valueOf(group), node), node)
}

/** The function of the call whose result a method is called of. */
function callOf(node: SyntaxNode): string {
  const receiver = childOf(childOf(node, 'function') ?? node, 'object')
  return receiver?.type === 'call' ? (childOf(receiver, 'function')?.text ?? '') : ''
}

/**
 * Some columns of the groups, where a method takes them up at once: who keeps them may see the table change.
 *
 * @param columns names, where all are known
 */
export function groupedColumns(
  machine: Machine,
  groups: Thing,
  columns: readonly string[] | undefined,
  node: SyntaxNode,
): Value {
  const by = machine.peek(groups, GROUPED_BY)?.value.constant
  const tables = machine.peek(groups, WHOLE)?.value.things ?? []
  const isTakenUp = node.parent?.type === 'attribute' && node.parent.parent?.type === 'call'
  const isKnown = columns && isTakenUp && typeof by === 'string' && tables.length > 0 && tables.every(isPlain)
  if (!isKnown) return valueOf(machine.make('pandas.GroupBy', node, { content: valueOf(groups) }))
  const names = [...(JSON.parse(by) as string[]), ...columns]
  const column = machine.make('pandas.Series', node)
  for (const table of tables) {
    for (const name of names) machine.readKey(table, name)
    hold(machine, column, heldBy(machine, table))
  }
  return valueOf(machine.make('pandas.GroupBy', node, { content: valueOf(column) }))
}

/** What a method of groups gives that looks at some columns alone; undefined: it may look at all. */
export function groupsMethod(
  machine: Machine,
  groups: Thing,
  method: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  if (groups.type !== 'pandas.GroupBy' || args.rest) return undefined
  const table = tableOf(machine, groups)
  if (!table) return appliedToColumn(machine, groups, method, args, node)
  if (method === 'apply') return applied(machine, groups, table, args, node)
  const columns = columnsLookedAt(machine, method, args, node)
  if (!columns) return undefined
  machine.readDeep({
    things: [...args.positional, ...args.keywords.values()].flatMap(({ things }) => things),
  })
  readGroups(machine, groups, table, columns)
  if (/^(?:head|tail|sample)$/.test(method)) return carriedRows(machine, table, node)
  if (SUMMARIES.test(method)) {
    const failsAtTexts = OF_NUMBERS.test(method) || /\.(?:rolling|expanding|ewm)$/.test(callOf(node))
    if (failsAtTexts && args.keywords.get('numeric_only')?.constant !== true) readRewritten(machine, table)
    const summary = carried(machine, table, node, new Set(), undefined, false)
    for (const thing of summary.things) noteFlat(thing, new Set())
    return summary
  }
  return valueOf(machine.make(/^agg/.test(method) ? 'pandas.DataFrame' : 'pandas.Series', node))
}

function columnsLookedAt(
  machine: Machine,
  method: string,
  { positional, keywords, rest }: Arguments,
  node: SyntaxNode,
): readonly string[] | undefined {
  switch (method) {
    case 'size':
    case 'ngroup':
    case 'cumcount':
      return []
    case 'head':
    case 'tail':
      return isTakenUp(node) ? [] : undefined
    case 'sample': {
      // Without a seed of its own it draws from numpy's stream.
      const isSeeded = typeof keywords.get('random_state')?.constant === 'number'
      const isKnown = [...keywords.keys()].every((name) => /^(?:n|frac|replace|random_state)$/.test(name))
      return positional.length === 0 && isSeeded && isKnown && isTakenUp(node) ? [] : undefined
    }
    case 'sum':
    case 'mean':
    case 'median':
    case 'min':
    case 'max':
    case 'std':
    case 'var':
    case 'count':
    case 'nunique':
    case 'first':
    case 'last': {
      const isPlainly =
        positional.length === 0 && [...keywords.keys()].every((name) => name === 'numeric_only')
      return isPlainly && isTakenUp(node) ? [] : undefined
    }
    case 'agg':
    case 'aggregate': {
      if (/['"](?:unique|apply|describe)['"]/.test(node.text)) return undefined // arrays, tables
      if (positional.length === 0) {
        const pairs = [...keywords.values()].map((value) => exactElements(machine, value))
        if (pairs.some((pair) => pair?.length !== 2 || !isAggregate(machine, pair[1]!))) return undefined
        const names = pairs.map((pair) => pair![0]!.constant)
        return names.every((name) => typeof name === 'string') ? names : undefined
      }
      const asked = literalPairs(machine, { positional, keywords, rest }, node)
      const given = positional[0]!.things.map((thing) => machine.readShallow(thing))
      return asked && given.every((value) => isAggregate(machine, value))
        ? asked.map(([name]) => name)
        : undefined
    }
    default:
      return undefined
  }
}

/** Methods that give a number for each group and column: each column for itself. */
const SUMMARIES = /^(?:sum|mean|median|min|max|std|var|count|nunique|first|last)$/

/** Those that fail at a column of texts. */
const OF_NUMBERS = /^(?:mean|median|std|var)$/

/** Groups that have a name may be asked after their table was changed. */
function isTakenUp(node: SyntaxNode): boolean {
  return childOf(childOf(node, 'function') ?? node, 'object')?.type === 'call'
}

/** A function by its name or a library's, or a list of such, that gives no objects. */
function isAggregate(machine: Machine, value: Value): boolean {
  return value.things.every((thing) =>
    thing.data?.sort === 'library'
      ? effectOf(thing.data.path) !== undefined && !makesObjects(thing)
      : thing.type === 'list' &&
        (exactElements(machine, valueOf(thing)) ?? [valueOf(thing)]).every((each) =>
          isAggregate(machine, each),
        ),
  )
}
