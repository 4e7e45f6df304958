/** Tables that may have no rows: a column that is given them as a list then brings the rows, for all columns. */
import { LENGTH, ROWS, SCALAR, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import { exactElements } from './exact.ts'
import { columnsWritten, noteFlat } from './plain.ts'
import type { Machine } from '../machine.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

/**
 * Notes that a column was put into a table. What is computed from the table's own columns has as many rows as it; what is
 * written out has rows of its own.
 *
 * @param from the expression that gives the column, where it is known
 */
export function noteRows(machine: Machine, table: Thing, value: Value, from: SyntaxNode | undefined): void {
  if (!table.hasRows && isWrittenOut(machine, value, from))
    machine.write(table, ROWS, SCALAR, { weak: true, certain: false })
}

function isWrittenOut(machine: Machine, value: Value, from: SyntaxNode | undefined): boolean {
  if (value.things.length === 0) return false
  if ((exactElements(machine, value)?.length ?? 0) > 0) return true
  return from !== undefined && descendants(from).every((node) => !isOwnName(machine, node))
}

/** Whether a node is a name under which the notebook has an object or number. */
function isOwnName(machine: Machine, { type, field, text }: SyntaxNode): boolean {
  if (type !== 'identifier' || field === 'attribute' || field === 'name') return false
  for (let scope: Machine['scope'] | null = machine.scope; scope; scope = scope.parent) {
    const slot = machine.peek(scope.frame, text)
    if (slot) return slot.value.things.some(({ data }) => data?.sort !== 'library') || isNumber(slot.value)
  }
  return false
}

function isNumber({ things }: Value): boolean {
  return things.length === 0
}

/** `table[:0]`, `table.iloc[0:0, 1:]`: the columns without any row. */
export function withoutRows(machine: Machine, table: Thing, node: SyntaxNode): Value | undefined {
  if (table.type !== 'pandas.DataFrame' || !NO_ROWS.test(lastKey(node))) return undefined
  machine.readDeep(valueOf(table))
  return grown(machine, node)
}

/** What a library's function gives that makes a table: of nothing, or of what was there. */
export function tableMade(
  machine: Machine,
  receiver: Thing | null,
  args: Arguments,
  node: SyntaxNode,
  shares: boolean,
): Value {
  const name = childOf(node, 'function')?.text ?? ''
  const isNew = receiver === null && /DataFrame$/.test(name)
  if (isNew && isEmpty(machine, args, node)) return grown(machine, node)
  const made = machine.make('pandas.DataFrame', node, shares && !receiver ? { content: SCALAR } : {})
  made.hasRows = isNew || /\bread_\w+$/.test(name)
  noteFlat(made, receiver ? null : columnsWritten(machine, args, node))
  return valueOf(made)
}

/** Whether a table is made from nothing. */
function isEmpty(machine: Machine, { positional, keywords }: Arguments, node: SyntaxNode): boolean {
  const data = positional[0] ?? keywords.get('data')
  if (!data || data.constant === null) return true
  return (
    /^\(\s*(?:data\s*=\s*)?(?:\{\s*\}|\{[^{}]*:\s*\[\s*\]|dict\(\))/.test(
      childOf(node, 'arguments')?.text ?? '',
    ) ||
    (data.things.length > 0 &&
      data.things.every((thing) => machine.peek(thing, LENGTH)?.value.constant === 0))
  )
}

/** Whether nothing was put into a table since it was made of nothing. */
export function isBare(machine: Machine, table: Thing): boolean {
  return machine.peek(table, WHOLE)?.definitions.length === 1 && [...table.keys].length === 1
}

/** A table whose rows come with its first column. */
export function grown(machine: Machine, node: SyntaxNode): Value {
  return valueOf(machine.make('pandas.GrowingFrame', node))
}

/** `for i in df.index: df.at[i, 'a'] = 0`: whether the row is surely one that the table has. */
export function isOwnLabel(target: SyntaxNode): boolean {
  const label = childOf(target, 'subscript')
  const table = childOf(childOf(target, 'value') ?? target, 'object')
  if (label?.type !== 'identifier' || table?.type !== 'identifier') return false
  for (let loop = target.parent; loop; loop = loop.parent) {
    if (/^(?:function_definition|lambda)$/.test(loop.type)) return false
    const left = loop.type === 'for_statement' ? childOf(loop, 'left')! : undefined
    if (!left || !descendants(left).some(({ text }) => text === label.text)) continue
    const source = childOf(loop, 'right')!.text
    const isLabel =
      (left.text === label.text && source === `${table.text}.index`) ||
      (left.parts[0]?.text === label.text && source === `${table.text}.iterrows()`)
    const body = childOf(loop, 'body')!
    return isLabel && !/\binplace\b|\.drop|\bdel\b/.test(body.text) && !binds(body, [label.text, table.text])
  }
  return false
}

function binds(body: SyntaxNode, names: readonly string[]): boolean {
  return descendants(body).some(
    ({ type, field, text, parent }) =>
      type === 'identifier' &&
      names.includes(text) &&
      (/^(?:left|name)$/.test(field ?? '') || /pattern|^with_item$/.test(parent?.type ?? '')),
  )
}

const NO_ROWS = /^\[\s*(?:0\s*)?:\s*0\s*[,\]]/

function lastKey(node: SyntaxNode): string {
  return node.text.slice(node.parts[0]!.end - node.start).trimStart()
}
