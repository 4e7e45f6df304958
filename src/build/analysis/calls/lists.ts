/** Lists of which every position is known, and that grow at their end. */
import { constant, keyText, LENGTH, NONE, type Thing, type Value, WHOLE } from '../domain.ts'
import type { Machine } from '../machine.ts'
import { exactElements } from '../objects/exact.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

/** @returns undefined where it is no `append` or `extend` of such a list */
export function listMethod(
  machine: Machine,
  list: Thing,
  method: string,
  { positional, keywords, rest }: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const [given, ...others] = positional
  if (list.type !== 'list' || !given || others.length > 0 || keywords.size > 0 || rest) return undefined
  // `map(rows.append, xs)` calls it any number of times.
  if (!childOf(node, 'function')?.text.endsWith(`.${method}`)) return undefined
  if (method === 'append') return grow(machine, list, () => [given]) ? NONE : undefined
  return method === 'extend' && grow(machine, list, () => exactElements(machine, given)) ? NONE : undefined
}

/**
 * Outside of functions, which may run more often than they are called, or not at all: puts elements behind those that a
 * list has. Where they stand depends on those before them, and nothing else does.
 *
 * @returns false where a position isn't known: nothing was done by then
 */
export function grow(machine: Machine, list: Thing, added: () => readonly Value[] | undefined): boolean {
  if (list.multiple || list.data !== null || machine.doubt > 0) return false
  if (machine.scope.kind !== 'global' || machine.calls.length > 0 || machine.consuming.size > 0) return false
  const length = machine.peek(list, LENGTH)?.value.constant
  const values = typeof length === 'number' && length < LONG ? added() : undefined
  if (typeof length !== 'number' || !values) return false
  machine.readPlace(list, LENGTH)
  values.forEach((value, at) => machine.write(list, keyText(length + at), value))
  machine.write(list, LENGTH, constant(length + values.length))
  // Once positions are no longer known, all that were put in decide what stands at one.
  const things = [...new Set(values.flatMap((value) => value.things))]
  machine.write(list, WHOLE, { things }, { weak: true })
  return true
}

/** Of a longer list nobody asks for one element. */
const LONG = 64
