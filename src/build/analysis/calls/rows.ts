/** `df.apply(lambda row: row['a'] / row['b'], axis=1)`: what a function of the notebook asks of each row. */
import { SCALAR, type Thing } from '../domain.ts'
import type { Machine } from '../machine.ts'
import { isPlain } from '../objects/carried.ts'
import { heldBy } from '../objects/cells.ts'
import { flatColumns } from '../objects/plain.ts'
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
    ? askedOfFirst(machine, only.data.node, (flatColumns(machine, table)?.size ?? 0) > 0)
    : undefined
}

/**
 * What a function takes out of its first parameter by name, where it does nothing else with it.
 *
 * A row has one type for all its columns: another column may make 2.0 of a 2.
 *
 * @param isMixed there is a column of texts, beside which each keeps its own type
 */
function askedOfFirst(machine: Machine, node: SyntaxNode, isMixed: boolean): readonly string[] | undefined {
  const [first] = childOf(node, 'parameters')?.parts ?? []
  const body = childOf(node, 'body')
  if (first?.type !== 'identifier' || !body) return undefined
  const asked: string[] = []
  for (const each of [body, ...descendants(body)]) {
    if (each.type !== 'identifier') continue
    if (SEES_ALL.test(each.text)) return undefined
    if (each.text !== first.text) continue
    const name = nameTakenFrom(machine, each)
    if (name === undefined || !(isMixed || isSameOfFloat(machine, each.parent!))) return undefined
    asked.push(name)
  }
  return asked
}

/** Whether it can't be seen of a number whether it came as an integer: it is divided, compared, or a text. */
export function isSameOfFloat(machine: Machine, taken: SyntaxNode): boolean {
  const around = taken.parent
  switch (around?.type) {
    case 'parenthesized_expression':
    case 'boolean_operator':
    case 'conditional_expression':
    case 'unary_operator':
      return isSameOfFloat(machine, around)
    case 'comparison_operator':
      return around.children.every(({ type }) => !/^is\b/.test(type))
    case 'attribute':
    case 'not_operator':
      return true
    case 'subscript':
      return around.parts[0] !== taken && isLookedUp(machine, around)
    case 'if_statement':
    case 'elif_clause':
      return taken.field === 'condition'
    case 'binary_operator': {
      const operator = childOf(around, 'operator')!.type
      const other = around.parts.find((part) => part !== taken)!
      if (operator === '/') return true
      return /^(?:[-+*]|\/\/)$/.test(operator) && (isFloatOrText(other) || isSameOfFloat(machine, around))
    }
    case 'argument_list': {
      const called = around.parent ? (childOf(around.parent, 'function')?.text ?? '') : ''
      return (
        GIVES_FLOATS.test(called) ||
        (/^(?:abs|round|min|max)$/.test(called) && isSameOfFloat(machine, around.parent!))
      )
    }
    default:
      return false
  }
}

/** Whether a key is looked up in a dictionary: a list has no place 2.0, and what is put under a key shows it. */
function isLookedUp(machine: Machine, taken: SyntaxNode): boolean {
  const [table] = taken.parts
  const around = taken.parent?.type ?? ''
  if (table?.type !== 'identifier' || WRITES.test(around) || /assignment|^for/.test(around)) return false
  for (let outer: SyntaxNode | null = taken; outer; outer = outer.parent)
    if (outer.type === 'function_definition') return false
    else if (outer.type === 'lambda' && childOf(outer, 'parameters')?.text.includes(table.text) === true)
      return false
  const { things } = machine.peek(machine.globals.frame, table.text)?.value ?? SCALAR
  return things.length > 0 && things.every(({ type }) => type === 'dict')
}

function isFloatOrText(node: SyntaxNode): boolean {
  if (node.type === 'string' || node.type === 'float') return true
  if (node.type === 'call') return GIVES_FLOATS.test(childOf(node, 'function')!.text)
  if (node.type === 'parenthesized_expression' || node.type === 'unary_operator')
    return node.parts.some(isFloatOrText)
  if (node.type !== 'binary_operator') return false
  return childOf(node, 'operator')!.type === '/' || node.parts.some(isFloatOrText)
}

/** Functions that give the same of 2 and 2.0. */
const GIVES_FLOATS =
  /^(?:float|int|bool|(?:np|numpy|math)\.(?:sqrt|exp|log|log2|log10|log1p|expm1|sin|cos|tan|hypot|radians|isnan|isfinite)|(?:pd|pandas)\.(?:isna|isnull|notna|notnull)|\w+\.get)$/

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
