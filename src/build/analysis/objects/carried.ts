/**
 * Tables made of another's columns, each as it was: a copy, the rows of a mask, all but some columns. Who reads one column of
 * the result needs those who wrote it, not those who wrote the others.
 */
import { ROWS, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import type { Machine } from '../machine.ts'
import { flatColumns, noteFlat } from './plain.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

/** Rows of a table, picked by something that was evaluated before. */
export function carriedRows(machine: Machine, table: Thing, node: SyntaxNode): Value | undefined {
  return isPlain(table) ? carried(machine, table, node, new Set(), undefined, false) : undefined
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
 * @param hasRows whether it surely has rows
 */
export function carried(
  machine: Machine,
  table: Thing,
  node: SyntaxNode,
  without: ReadonlySet<string>,
  renamed?: ReadonlyMap<string, string>,
  hasRows = table.hasRows,
): Value {
  const made = machine.make('pandas.DataFrame', node)
  made.hasRows = hasRows
  const texts = renamed ? null : flatColumns(machine, table)
  noteFlat(made, texts && new Set([...texts].filter((name) => !without.has(name))))
  carryInto(machine, table, made, without, renamed)
  return valueOf(made)
}

/** Gives a table, made otherwise, the columns of another: of that it needs which rows there are. */
export function carryInto(
  machine: Machine,
  table: Thing,
  made: Thing,
  without: ReadonlySet<string> = new Set(),
  renamed?: ReadonlyMap<string, string>,
  beside = false,
): void {
  machine.readPlace(table, WHOLE)
  machine.readPlace(table, ROWS)
  machine.carry(table, made, without, renamed, beside)
}

/** The table that a value is, where it is one for certain. */
export function tableIn({ things }: Value): Thing | undefined {
  return things.length === 1 && isPlain(things[0]!) ? things[0] : undefined
}

/** What a function that splits or joins tables is given besides them: of a table it reads which rows there are. */
export function besidesTables({ positional, keywords, rest }: Arguments): Value {
  const others = [...keywords.values(), ...(rest ? [rest] : [])]
  return {
    things: [...positional.filter((value) => !tableIn(value)), ...others].flatMap(({ things }) => things),
  }
}

/** Whether pandas copies on write: whoever takes a part of a table gets an object of its own. */
export function copies(machine: Machine): boolean {
  const version = machine.versions.pandas
  return version !== undefined && Number.parseInt(version, 10) >= 3 && !machine.unlocks
}
