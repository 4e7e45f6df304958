/**
 * Tables made of another's columns, each as it was: a copy, the rows of a mask, all but some columns. Who reads one column of
 * the result needs those who wrote it, not those who wrote the others.
 */
import { ROWS, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import { exactTexts } from './exact.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

/** Keywords with which a method does nothing else than is said here; every other is another matter. */
const HARMLESS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    copy: [],
    head: ['n'],
    tail: ['n'],
    drop: ['columns', 'axis', 'labels'],
    reset_index: ['drop'],
    sort_index: ['ascending', 'kind', 'na_position'],
    sort_values: ['by', 'ascending', 'kind', 'na_position', 'ignore_index'],
    dropna: ['subset', 'how', 'ignore_index'],
    drop_duplicates: ['subset', 'keep', 'ignore_index'],
    fillna: ['value'],
  }).map(([method, keywords]) => [method, new Set(keywords)]),
)

/** What a method gives that carries the columns of a table; undefined: it does more, or it isn't known which it reads. */
export function carriedBy(
  machine: Machine,
  table: Thing,
  method: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const keywords = HARMLESS.get(method)
  if (!keywords || args.rest || !isPlain(table)) return undefined
  if ([...args.keywords.keys()].some((name) => !keywords.has(name))) return undefined
  const columns = columnsAsked(machine, method, args)
  if (!columns) return undefined
  for (const value of [...args.positional, ...args.keywords.values()]) machine.readDeep(value)
  // They must be there, also to be taken away.
  for (const name of columns) machine.readKey(table, name)
  return carried(machine, table, node, new Set(method === 'drop' ? columns : []))
}

/** The columns that a method looks at, by name; undefined: all, or nobody knows. */
function columnsAsked(
  machine: Machine,
  method: string,
  { positional, keywords }: Arguments,
): readonly string[] | undefined {
  const [first, second] = positional
  const named = (value: Value | undefined) =>
    typeof value?.constant === 'string' ? [value.constant] : value && exactTexts(machine, value)
  switch (method) {
    case 'copy':
      return positional.length === 0 ? [] : undefined
    case 'head':
    case 'tail':
      return []
    case 'sort_index':
      return positional.length === 0 ? [] : undefined
    case 'reset_index':
      // The index becomes a column otherwise.
      return positional.length === 0 && keywords.get('drop')?.constant === true ? [] : undefined
    case 'sort_values':
      return positional.length > 1 ? undefined : named(first ?? keywords.get('by'))
    case 'dropna':
    case 'drop_duplicates':
      return positional.length > (method === 'dropna' ? 0 : 1)
        ? undefined
        : named(first ?? keywords.get('subset'))
    case 'fillna': {
      const value = first ?? keywords.get('value')
      return positional.length > 1 || !value || value.things.length > 0 ? undefined : []
    }
    case 'drop': {
      if (positional.length > 2) return undefined
      const axis = (second ?? keywords.get('axis'))?.constant
      if (axis === 1 || axis === 'columns') return named(first ?? keywords.get('labels'))
      return positional.length === 0 && axis === undefined && !keywords.has('labels')
        ? named(keywords.get('columns'))
        : undefined
    }
    default:
      return undefined
  }
}

/** Rows of a table, picked by something that was evaluated before. */
export function carriedRows(machine: Machine, table: Thing, node: SyntaxNode): Value | undefined {
  return isPlain(table) ? carried(machine, table, node, new Set()) : undefined
}

/** Views show what their base holds; a table that grows has no rows of its own yet. */
function isPlain(table: Thing): boolean {
  return table.type === 'pandas.DataFrame' && table.data === null
}

function carried(machine: Machine, table: Thing, node: SyntaxNode, without: ReadonlySet<string>): Value {
  machine.readPlace(table, WHOLE)
  machine.readPlace(table, ROWS)
  const made = machine.make('pandas.DataFrame', node)
  machine.carry(table, made, without)
  return valueOf(made)
}
