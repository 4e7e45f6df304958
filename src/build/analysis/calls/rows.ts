/** `df.apply(lambda row: row['a'] / row['b'], axis=1)`: what a function of the notebook asks of each row. */
import type { Thing } from '../domain.ts'
import type { Machine } from '../machine.ts'
import { isPlain } from '../objects/carried.ts'
import { heldBy } from '../objects/cells.ts'
import { attributeKind } from '../knowledge/types.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

/** The columns that it asks for by name; undefined: any, or nobody knows. */
export function columnsOfRows(
  machine: Machine,
  table: Thing,
  { positional, keywords, rest }: Arguments,
): readonly string[] | undefined {
  const axis = keywords.get('axis')?.constant
  if (rest || keywords.size !== 1 || (axis !== 1 && axis !== 'columns')) return undefined
  if (!isPlain(table) || heldBy(machine, table).length > 0 || positional.length !== 1) return undefined
  const [only, ...others] = positional[0]!.things
  return others.length === 0 && only?.data?.sort === 'function'
    ? askedOfFirst(machine, only.data.node)
    : undefined
}

/** What a function takes out of its first parameter by name, where it does nothing else with it. */
function askedOfFirst(machine: Machine, node: SyntaxNode): readonly string[] | undefined {
  const [first] = childOf(node, 'parameters')?.parts ?? []
  const body = childOf(node, 'body')
  if (first?.type !== 'identifier' || !body) return undefined
  const asked: string[] = []
  for (const each of [body, ...descendants(body)]) {
    if (each.type !== 'identifier') continue
    if (SEES_ALL.test(each.text)) return undefined
    if (each.text !== first.text) continue
    const name = nameTakenFrom(machine, each)
    if (name === undefined) return undefined
    asked.push(name)
  }
  return asked
}

const SEES_ALL = /^(?:locals|vars|eval|exec|dir|globals)$/

/** `a` of `row['a']` or `row.a`, which is read and not written. */
function nameTakenFrom(machine: Machine, row: SyntaxNode): string | undefined {
  const taken = row.parent
  const around = taken?.parent?.type ?? ''
  const isWritten = WRITES.test(around) || (taken?.field === 'left' && /assignment|^for/.test(around))
  if (!taken || isWritten || taken.parts[0] !== row || taken.parts.length !== 2) return undefined
  const key = taken.parts[1]!
  if (taken.type === 'attribute') return taken.field === 'function' ? undefined : columnNamed(key.text)
  if (taken.type !== 'subscript' || key.type !== 'string') return undefined
  if (descendants(key).some(({ type }) => type === 'interpolation')) return undefined
  const text = machine.parts.evaluate(key).constant
  return typeof text === 'string' ? text : undefined
}

const WRITES =
  /^(?:delete_statement|pattern_list|tuple_pattern|list_pattern|list_splat_pattern|with_item|as_pattern_target)$/

/** Neither of a table nor of a row is it a method or another attribute. */
function columnNamed(name: string): string | undefined {
  const isColumn =
    attributeKind('pandas.DataFrame', false, name) === 'column' &&
    attributeKind('pandas.Series', false, name) === 'self'
  return isColumn ? name : undefined
}
