/** Reading a name: the notebook's, Python's own, or nobody's. */
import { BY_MAGIC, constant, either, SCALAR, type Value, valueOf, WHOLE } from '../domain.ts'
import { isBuiltin } from '../knowledge/builtins.ts'
import type { Machine } from '../machine.ts'
import { frameOf } from '../functions/scopes.ts'
import type { SyntaxNode } from '../syntax.ts'

/** Names that IPython gives: earlier inputs and outputs, which a script doesn't have. */
const OUTPUTS = /^(?:_|__|___|_i{1,3}|_\d+|_i\d+|In|Out|_oh|_ih|_dh)$/

/** What a name holds here. One that nothing binds is an obstacle, unless an error is caught around it. */
export function readName(machine: Machine, name: string, node: SyntaxNode): Value {
  const frame = frameOf(machine, name)
  const slot = machine.readPlace(frame, name)
  for (const { data } of slot?.value.things ?? [])
    if (data?.sort === 'library') machine.readModules(data.path)
  if (slot && slot.deleted !== true)
    return slot.partly === true && frame === machine.globals.frame && isBuiltin(name)
      ? either(slot.value, valueOf(machine.library(`builtins.${name}`)))
      : slot.value
  const global = machine.globals.frame
  // `exec`, `%run` or `import *` may have defined any name.
  const any = machine.readPlace(global, WHOLE)
  if (any) return any.value
  const bound = isBuiltin(name) ? undefined : machine.readPlace(global, BY_MAGIC)
  if (bound) return bound.value
  if (machine.has(machine.library('builtins'), name))
    return machine.readKey(machine.library('builtins'), name)
  if (isBuiltin(name)) return valueOf(machine.library(`builtins.${name}`))
  if (name === 'get_ipython' && !isOwnMagic(node)) machine.obstacle({ kind: 'get_ipython' })
  if (name === 'get_ipython' || name === 'display') return valueOf(machine.library(`IPython.${name}`))
  if (name === '__name__') return constant('__main__')
  if (name === '__file__' || name === '__doc__') return SCALAR
  if (OUTPUTS.test(name)) machine.obstacle({ kind: 'shown before', code: node.text })
  else if (!machine.caught) machine.obstacle({ kind: slot ? 'deleted name' : 'missing name', name })
  return slot?.value ?? SCALAR
}

/** `get_ipython().system(...)` and its kin, as magics are written: those that can't stay say so themselves. */
function isOwnMagic(node: SyntaxNode): boolean {
  const method =
    node.parent?.type === 'call' && node.parent.parent?.type === 'attribute'
      ? node.parent.parent.parts[1]?.text
      : ''
  return /^(?:system|getoutput|magic|run_foreign_cell|var_expand|run_line_magic|run_cell_magic)$/.test(
    method ?? '',
  )
}
