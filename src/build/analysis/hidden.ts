/** Objects in the cells of tables and arrays, which the memory does not follow one by one. */
import { type Value, valueOf } from './domain.ts'
import { isData } from './knowledge/types.ts'
import type { Machine } from './machine.ts'

/** Methods that only lists, sets and mappings have: whoever has one of them is no number and no text. */
const OF_CONTAINERS = /^(?:append|extend|appendleft|extendleft|setdefault|add|discard|popitem|reverse)$/

/** `df.at[0, 'tags'].append('new')`: what the method changes lies in some table. */
export function changeHidden(machine: Machine, method: string, given: Value): void {
  if (OF_CONTAINERS.test(method)) changeTables(machine, given)
}

/** What changes now has no place of its own in the memory: it may lie in any table. */
export function changeTables(machine: Machine, given: Value): void {
  const stored: Value = { things: given.things }
  for (let scope: Machine['scope'] | null = machine.scope; scope; scope = scope.parent)
    for (const thing of machine.reach(valueOf(scope.frame)))
      if (isData(thing.type)) machine.change(thing, { certain: false, stored })
}
