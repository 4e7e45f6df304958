/** Code as a text: read where the text is known, else it may do anything. */
import { BY_MAGIC, NONE, type Value, valueOf } from '../domain.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'
import { readEveryName } from './tables.ts'

/** Code that can't be read: it may read and change everything, and define any name. */
export function opaque(machine: Machine, node: SyntaxNode, how: 'reads' | 'changes' | 'magic'): Value {
  readEveryName(machine)
  for (const thing of [machine.streams, machine.settings, machine.files]) machine.readShallow(thing)
  const global = machine.globals.frame
  const everything: Value = { things: machine.readShallow(global).things }
  if (how === 'reads') return valueOf(machine.make('unknown', node, { content: everything }))
  machine.changeDeep(everything, false)
  const made = machine.make('unknown', node, { content: everything })
  if (how === 'changes') machine.change(global, { certain: false, stored: valueOf(made) })
  else {
    for (const key of [...global.keys])
      if (/^\w/.test(key)) machine.write(global, key, valueOf(made), { weak: true, certain: false })
    machine.write(global, BY_MAGIC, valueOf(made), { weak: true, certain: false })
  }
  for (const thing of [machine.streams, machine.settings, machine.files])
    machine.change(thing, { certain: false })
  machine.print(false)
  return valueOf(made)
}

/** `eval('a + b')`, `exec('x = 1')` of a text that is known. */
export function evaluateText(machine: Machine, text: string, how: 'eval' | 'exec'): Value | undefined {
  const root = machine.parse?.(text)
  if (!root || root.broken) return undefined
  const nested = machine.at
  machine.quoted += 1
  let value: Value = NONE
  for (const node of root.parts)
    if (how === 'eval') value = machine.parts.evaluate(node.parts[0] ?? node)
    else machine.parts.block([node])
  machine.quoted -= 1
  machine.at = nested
  return value
}
