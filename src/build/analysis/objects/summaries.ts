/**
 * One value for each column of a table: `df.mean()`, `df.iloc[0]`, what `iterrows` and `itertuples` give. Who asks for that of
 * one column asks for no other.
 */
import { isSameOfFloat } from '../calls/rows.ts'
import { eitherOf, SCALAR, SUFFIXED, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import { isAdded } from '../knowledge/tableMethods.ts'
import { attributeKind } from '../knowledge/types.ts'
import type { Machine } from '../machine.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'
import { carried, carryInto, copies, isPlain } from './carried.ts'
import { heldBy } from './cells.ts'
import { fill } from './exact.ts'
import { flatColumns } from './plain.ts'

/** Numbers that each column is summed up by, of one kind for all columns. */
const NUMBERS = /^(?:mean|median|std|var|sem|skew)$/

/** The same, of whatever kind the columns are. */
const OTHERS = /^(?:sum|min|max)$/

/** What a method gives that sums up each column of a table for itself; undefined: it does something else. */
export function summaryBy(
  machine: Machine,
  table: Thing,
  method: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  if (args.rest || args.positional.length > 0 || !standsForItself(machine, table)) return undefined
  const known = [...args.keywords].every(
    ([name, { constant }]) => /^(?:numeric_only|skipna|ddof)$/.test(name) && constant !== undefined,
  )
  if (!known) return undefined
  // Of how many values there may be most often hangs how many rows it has.
  if (method === 'mode' && isAskedForFirst(node))
    return carried(machine, table, node, new Set(), undefined, false)
  if (!NUMBERS.test(method) && !OTHERS.test(method)) return undefined
  const isOfNumbers = args.keywords.get('numeric_only')?.constant === true
  if (!isOfNumbers && NUMBERS.test(method)) readRewritten(machine, table)
  return summary(machine, table, node, isOfNumbers && NUMBERS.test(method) ? 'alike' : 'mixed')
}

/** `df.mode().iloc[0]` */
function isAskedForFirst({ parent }: SyntaxNode): boolean {
  const taken = parent?.type === 'attribute' && childOf(parent, 'attribute')?.text === 'iloc'
  return taken && parent.parent?.type === 'subscript' && /\.iloc\[0\]$/.test(parent.parent.text)
}

/**
 * Columns that were there before they were written anew may have been no numbers before: who computes with all of a table needs
 * those that made numbers of them.
 */
export function readRewritten(machine: Machine, table: Thing): void {
  for (const name of table.rewritten ?? []) machine.readKey(table, name)
}

/** Whether each column of a table stands for itself, and holds no objects. */
function standsForItself(machine: Machine, table: Thing): boolean {
  return isPlain(table) && heldBy(machine, table).length === 0 && !machine.has(table, SUFFIXED)
}

function summary(machine: Machine, table: Thing, node: SyntaxNode, kind: 'alike' | 'mixed'): Value {
  const made = machine.make('pandas.Series', node, { variant: table.id })
  made.summary = made.summary === 'mixed' ? 'mixed' : kind
  carryInto(machine, table, made)
  return valueOf(made)
}

/** One row of a table, as a column of its cells; undefined: it may be a view of the table, or hold objects. */
export function rowOf(machine: Machine, table: Thing, node: SyntaxNode): Value | undefined {
  if (!copies(machine) || !standsForItself(machine, table)) return undefined
  // Beside a text each keeps its own type.
  const isMixed = (flatColumns(machine, table)?.size ?? 0) === 0
  return summary(machine, table, node, isMixed ? 'mixed' : 'alike')
}

/** Type of what goes through the rows of a table in a loop. */
export const ROW_BY_ROW = 'rows of a table'

/** `for i, row in df.iterrows()`, `for row in df.itertuples()`: undefined where others may have what goes through the rows. */
export function rowsBy(
  machine: Machine,
  table: Thing,
  method: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  if (args.positional.length > 0 || args.rest || !isGoneThroughHere(node)) return undefined
  const isTuples = method === 'itertuples'
  if ([...args.keywords.values()].some(({ constant }) => constant === undefined)) return undefined
  if (!standsForItself(machine, table) || !(isTuples || copies(machine))) return undefined
  // Tuples show what is written into later rows meanwhile; rows come from before it.
  const given = isTuples ? valueOf(table) : rowOf(machine, table, node)
  return given && valueOf(machine.make(ROW_BY_ROW, node, { label: method, content: given }))
}

/** Whether it stands in the head of a loop, maybe as what `enumerate` counts. */
function isGoneThroughHere(node: SyntaxNode): boolean {
  const { parent } = node
  if (parent?.type === 'argument_list' && parent.parent?.type === 'call')
    return (
      /^(?:enumerate|tqdm)$/.test(childOf(parent.parent, 'function')?.text ?? '') &&
      isGoneThroughHere(parent.parent)
    )
  return /^(?:for_statement|for_in_clause)$/.test(parent?.type ?? '')
}

/** What a round of the loop gets: the row, with its label where `iterrows` gives it. */
export function nextRow(machine: Machine, rows: Thing, node: SyntaxNode): Value {
  // One place of the program may go through one table after the other.
  const given = machine.readPlace(rows, WHOLE)?.value.things ?? []
  const each = eitherOf(
    given.map((one) => (one.summary ? valueOf(one) : summary(machine, one, node, 'alike'))),
  )
  if (rows.label === 'itertuples') return each
  const pair = machine.make('tuple', node, { variant: rows.id })
  fill(machine, pair, [SCALAR, each])
  return valueOf(pair)
}

/** Reads what such a column holds for one column of its table; all where others may show in it. */
export function readOfSummary(machine: Machine, summed: Thing, name: string, node: SyntaxNode): void {
  if (summed.summary !== 'alike' && !isSameOfFloat(machine, node)) machine.readDeep(valueOf(summed))
  else for (const key of [name, WHOLE]) machine.readPlace(summed, key)
}

/** Whether an attribute of it is the value for the column of this name. */
export function isOfSummary(summed: Thing, name: string): boolean {
  return (
    summed.summary !== null &&
    isAdded(name) &&
    attributeKind('pandas.DataFrame', false, name) === 'column' &&
    attributeKind('pandas.Series', false, name) === 'self'
  )
}
