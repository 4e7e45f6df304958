/** What an object is an instance of: `type(x)`, `x.__class__`. */
import { type Thing, type Value, valueOf } from '../domain.ts'
import { isKnownType } from '../knowledge/types.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'

const BUILTIN = /^(?:list|tuple|dict|set|bytearray)$/

/** Its class, as far as it is known. */
export function typeOf(machine: Machine, thing: Thing, node: SyntaxNode): Value {
  const { data, type } = thing
  if (data?.sort === 'instance') return valueOf(data.class)
  if (data?.sort === 'estimator') return valueOf(machine.library(type))
  if (BUILTIN.test(type)) return valueOf(machine.library(`builtins.${type}`))
  if (isKnownType(type) && type.includes('.'))
    return valueOf(machine.library(type.replace('GrowingFrame', 'DataFrame')))
  // Its functions may do anything with what they are given.
  return /^(?:function|class|bound|library|wrapper)$/.test(data?.sort ?? '')
    ? { things: [] }
    : valueOf(machine.make('unknown', node))
}
