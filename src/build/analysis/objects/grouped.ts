/** Tables grouped by columns: `df.groupby('k')['a'].mean()` looks at `k` and `a` alone. */
import { constant, GROUPED_BY, ROWS, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import { isPlain } from './carried.ts'
import { heldBy, hold } from './cells.ts'
import { exactTexts } from './exact.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'
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

/** How many rows each group has, or where in it a row is, which no other column than those that it is grouped by tells. */
export function countedGroups(
  machine: Machine,
  groups: Thing,
  method: string,
  node: SyntaxNode,
): Value | undefined {
  const by = machine.peek(groups, GROUPED_BY)?.value.constant
  const tables = machine.peek(groups, WHOLE)?.value.things ?? []
  if (!COUNTS.test(method) || typeof by !== 'string' || tables.length === 0 || !tables.every(isPlain))
    return undefined
  machine.readPlace(groups, WHOLE)
  machine.readPlace(groups, GROUPED_BY)
  for (const table of tables) {
    machine.readPlace(table, WHOLE)
    machine.readPlace(table, ROWS)
    for (const name of JSON.parse(by) as string[]) machine.readKey(table, name)
  }
  return valueOf(machine.make('pandas.DataFrame', node))
}
const COUNTS = /^(?:size|cumcount|ngroup)$/

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
