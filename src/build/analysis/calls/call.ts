/** A call of one function, as the tables of this folder answer it. */
import type { Value } from '../domain.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

export interface Call {
  readonly machine: Machine
  /** By which the function is known: `len`, `functools.partial`. */
  readonly name: string
  readonly args: Arguments
  readonly node: SyntaxNode
  /** The first positional arguments. */
  readonly first: Value | undefined
  readonly second: Value | undefined
  readonly third: Value | undefined
}

/** Functions by name. undefined: this call is one as the library knowledge says. */
export type Calls = Readonly<Record<string, (call: Call) => Value | undefined>>

export function callOf(machine: Machine, name: string, args: Arguments, node: SyntaxNode): Call {
  const [first, second, third] = args.positional
  return { machine, name, args, node, first, second, third }
}

/** The answer of the table that knows the function; undefined: none does. */
export function answer(calls: Calls, call: Call): Value | undefined {
  return Object.hasOwn(calls, call.name) ? calls[call.name]!(call) : undefined
}
