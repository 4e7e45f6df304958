/** `[c for c in df.columns if c != 'y']`: the names of all columns but some, which nobody needs for it. */
import { LENGTH, ORDER, SCALAR, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import { tableIn } from '../objects/carried.ts'
import { exactTexts } from '../objects/exact.ts'
import type { Machine } from '../machine.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'

/** The list that such a comprehension gives; undefined: it is another one, or which it leaves out is not known. */
export function columnsBut(machine: Machine, node: SyntaxNode): Value | undefined {
  const [body, loop, ...conditions] = node.parts
  if (node.type !== 'list_comprehension' || loop?.type !== 'for_in_clause' || conditions.length === 0)
    return undefined
  const target = childOf(loop, 'left')!
  const source = childOf(loop, 'right')!
  const isOfColumns = source.type === 'attribute' && childOf(source, 'attribute')!.text === 'columns'
  const named = isOfColumns ? childOf(source, 'object')! : source
  if (body!.text !== target.text || target.type !== 'identifier' || named.type !== 'identifier')
    return undefined
  const tests = conditions.flatMap((condition) =>
    condition.type === 'if_clause' ? allOfThem(condition.parts[0]!) : [condition],
  )
  if (!tests.every((test) => isLeftOut(test, target.text))) return undefined
  const table = tableIn(machine.parts.evaluate(named))
  if (!table) return undefined
  const without = new Set<string>()
  for (const test of tests) {
    const value = machine.parts.evaluate(test.parts[1]!)
    machine.readDeep(value)
    const names = typeof value.constant === 'string' ? [value.constant] : exactTexts(machine, value)
    if (!names) return undefined
    for (const name of names) without.add(name)
  }
  machine.readPlace(table, WHOLE)
  machine.readOrder(table, without)
  for (const key of [...table.keys])
    if (!key.startsWith('#') && !without.has(key)) machine.readPlace(table, key)
  const list = machine.make('list', node)
  const before = list.leavesOut
  list.leavesOut = before ? new Set([...before].filter((name) => without.has(name))) : without
  return valueOf(list)
}

function allOfThem(test: SyntaxNode): SyntaxNode[] {
  if (test.type === 'parenthesized_expression') return allOfThem(test.parts[0]!)
  const isAnd = test.type === 'boolean_operator' && childOf(test, 'operator')!.type === 'and'
  return isAnd ? test.parts.flatMap(allOfThem) : [test]
}

/** `c != x`, `c not in xs` */
function isLeftOut(test: SyntaxNode, name: string): boolean {
  const operator = childOf(test, 'operators')?.type ?? ''
  const isOne = test.type === 'comparison_operator' && test.parts.length === 2 && test.parts[0]!.text === name
  return isOne && (operator === '!=' ? test.parts[1]!.type !== name : operator === 'not in')
}

/** Columns that are surely not among those that a list names. */
export function leftOutBy(machine: Machine, { things }: Value): ReadonlySet<string> | undefined {
  const [list, ...others] = things
  if (!list?.leavesOut || others.length > 0 || wasChanged(machine, list)) return undefined
  return list.leavesOut
}

function wasChanged(machine: Machine, list: Thing): boolean {
  return (
    machine.peek(list, WHOLE)?.definitions.length !== 1 ||
    [...list.keys].some((key) => key !== WHOLE && key !== ORDER) ||
    (machine.peek(list, LENGTH)?.value ?? SCALAR) !== SCALAR
  )
}
