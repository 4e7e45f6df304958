/** Changes of objects in the cells of tables and arrays, of which nobody knows in which. */
import { heldBy } from './cells.ts'
import { type Thing, type Value, valueOf } from './domain.ts'
import { CONTAINER, isData } from './knowledge/types.ts'
import type { Machine } from './machine.ts'

/** Methods that only lists, sets and mappings have: whoever has one of them is no number and no text. */
const OF_CONTAINERS = /^(?:append|extend|appendleft|extendleft|setdefault|add|discard|popitem|reverse)$/
/** Tables have these as well, numbers and text have not. */
const OF_CELLS =
  /^(?:sort|insert|pop|popleft|remove|clear|update|subtract|move_to_end|rotate|fill|resize|put|\w+_update)$/

/** `df.at[0, 'tags'].append('new')`: what the method changes lies in some table. */
export function changeHidden(machine: Machine, method: string, given: Value, receiver?: Thing): void {
  if (OF_CONTAINERS.test(method) || (isCell(receiver) && OF_CELLS.test(method))) changeTables(machine, given)
}

/** What changes now has no place of its own in the memory: it may lie in any table. */
export function changeTables(machine: Machine, given: Value): void {
  const stored: Value = { things: given.things }
  const changed = new Set<Thing>()
  for (let scope: Machine['scope'] | null = machine.scope; scope; scope = scope.parent)
    for (const thing of machine.reach(valueOf(scope.frame)))
      if (isData(thing.type)) for (const each of [thing, ...heldBy(machine, thing)]) changed.add(each)
  for (const thing of changed) machine.change(thing, { certain: false, stored })
}

/** Whether it may lie in a cell; of what isn't known to be a number or text nobody knows where it came from. */
export function isHidden({ things, kind, constant }: Value): boolean {
  return things.length === 0 ? kind === undefined && constant === undefined : things.some(isCell)
}

/** Rows are copies, also those that an iterator gives. */
function isCell(thing: Thing | undefined): boolean {
  return thing?.cell === true && thing.type !== 'pandas.DataFrame' && thing.type !== 'iterator'
}

/** Whether what an operand is added to in place is no number. */
export function isForContainers({ things }: Value): boolean {
  return things.some(({ type }) => CONTAINER.test(type) || type === 'tuple')
}
