/** Calls of Python's own functions. */
import { type Value, valueOf } from '../domain.ts'
import { BUILTINS } from '../knowledge/builtins.ts'
import { effect } from '../knowledge/effect.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'
import { ARITHMETIC } from './builtin/arithmetic.ts'
import { ATTRIBUTES } from './builtin/attributes.ts'
import { CLASSES } from './builtin/classes.ts'
import { CONTAINERS } from './builtin/containers.ts'
import { ITERATION } from './builtin/iteration.ts'
import { NAMESPACES } from './builtin/namespaces.ts'
import { PRINTING } from './builtin/printing.ts'
import { answer, type Calls, callOf } from './call.ts'
import { applyEffect } from './library.ts'
import { allOf } from './unknown.ts'

const CALLS: Calls = {
  ...ARITHMETIC,
  ...ATTRIBUTES,
  ...CLASSES,
  ...CONTAINERS,
  ...ITERATION,
  ...NAMESPACES,
  ...PRINTING,
}

/**
 * What a call of Python's own function gives; what is not handled by name is a call of what nobody knows.
 *
 * @param name without `builtins.`
 */
export function callBuiltin(machine: Machine, name: string, args: Arguments, node: SyntaxNode): Value {
  const given = answer(CALLS, callOf(machine, name, args, node))
  if (given) return given
  const entry = BUILTINS.get(name)
  if (entry !== undefined) return applyEffect(machine, effect(entry), null, args, node)
  // Exceptions and warnings: objects that hold what they are told.
  return valueOf(machine.make('exception', node, { content: allOf(args) }))
}
