/**
 * Tables made of another's columns, each as it was: a copy, the rows of a mask, all but some columns. Who reads one column of
 * the result needs those who wrote it, not those who wrote the others.
 */
import { ROWS, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'

/** Rows of a table, picked by something that was evaluated before. */
export function carriedRows(machine: Machine, table: Thing, node: SyntaxNode): Value | undefined {
  return isPlain(table) ? carried(machine, table, node, new Set()) : undefined
}

/** Views show what their base holds; a table that grows has no rows of its own yet. */
export function isPlain(table: Thing): boolean {
  return table.type === 'pandas.DataFrame' && table.data === null
}

/**
 * A table with the columns of another.
 *
 * @param without columns that it has not
 * @param renamed new names by the old ones
 */
export function carried(
  machine: Machine,
  table: Thing,
  node: SyntaxNode,
  without: ReadonlySet<string>,
  renamed?: ReadonlyMap<string, string>,
): Value {
  machine.readPlace(table, WHOLE)
  machine.readPlace(table, ROWS)
  const made = machine.make('pandas.DataFrame', node)
  machine.carry(table, made, without, renamed)
  return valueOf(made)
}
