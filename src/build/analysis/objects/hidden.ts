/**
 * Changes of objects that have no place of their own in the memory: of those in the cells of tables and arrays nobody
 * knows in which, and of what came out of a library nobody knows whether it is a number or a list.
 */
import { heldBy } from './cells.ts'
import { isVague, LENGTH, SCALAR, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import { CONTAINER, isData } from '../knowledge/types.ts'
import type { Machine } from '../machine.ts'

/** Methods that only lists, sets and mappings have: whoever has one of them is no number and no text. */
const OF_CONTAINERS = /^(?:append|extend|appendleft|extendleft|setdefault|add|discard|popitem|reverse)$/
/** Tables have these as well, numbers and text have not. */
const OF_CELLS =
  /^(?:sort|insert|pop|popleft|remove|clear|update|subtract|move_to_end|rotate|fill|resize|put|partition|setfield|setflags|byteswap|write|writelines|writerow|writerows|read|readline|readlines|seek|truncate|\w+_update|__(?:set|del)(?:item|attr|state)__|__(?:next|ior|iand|ixor|iadd|isub|imul|imatmul|itruediv|ifloordiv|imod|ipow|ilshift|irshift)__)$/

/** `df.at[0, 'tags'].append('new')`: what the method changes lies in some table. */
export function changeHidden(machine: Machine, method: string, given: Value, receiver?: Thing): void {
  if (OF_CONTAINERS.test(method) || (isCell(receiver) && OF_CELLS.test(method))) changeTables(machine, given)
}

/** `names = df.dtypes.to_dict(); names.pop('x')`: a method of what isn't known to be a number or text. */
export function changeByMethod(machine: Machine, method: string, receiver: Value, given: Value): void {
  if (!isVague(receiver)) return
  changeHidden(machine, method, given)
  if (OF_CONTAINERS.test(method) || OF_CELLS.test(method)) changeVague(machine, given)
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

/** What changes now is taken for a number: it is under any of the names and keys that hold what is taken for one. */
export function changeVague(machine: Machine, given: Value = SCALAR): void {
  const stored: Value = { things: given.things }
  for (const [place, { thing, key }] of machine.places.owners.entries()) {
    const slot = machine.store.get(place)
    if (slot && slot.deleted !== true && holdsObjects(machine, thing, key) && isVague(slot.value))
      machine.write(thing, key, stored, { weak: true, certain: false })
  }
}

/** Whether what stands under a key is an object of the program: not so the order of keys, or what a table holds. */
function holdsObjects(machine: Machine, thing: Thing, key: string): boolean {
  if (key.startsWith('#')) return false
  if (thing.type === 'frame' || /^(?:class|instance)$/.test(thing.data?.sort ?? '')) return true
  if (!CONTAINER.test(thing.type) && !/^(?:tuple|json|types\.SimpleNamespace)$/.test(thing.type)) return false
  // Where each element is known by its position, there are no others.
  return key !== WHOLE || machine.peek(thing, LENGTH)?.value.constant === undefined
}

/** Changes what is assigned to or deleted in, where that has no place of its own. */
export function changeIfHidden(machine: Machine, object: Value, given: Value): void {
  const hidden = isHidden(object)
  // What is given may be copied there: its elements count as they are now.
  if (hidden || isVague(object)) machine.readDeep(given)
  if (hidden) changeTables(machine, given)
  if (isVague(object)) changeVague(machine, given)
}

/** Whether it may lie in a cell; of what isn't known to be a number or text nobody knows where it came from. */
function isHidden(value: Value): boolean {
  return value.things.length === 0 ? isVague(value) : value.things.some(isCell)
}

/** Rows are copies, also those that an iterator gives. */
function isCell(thing: Thing | undefined): boolean {
  return thing?.cell === true && thing.type !== 'pandas.DataFrame' && thing.type !== 'iterator'
}

/** Whether what an operand is added to in place is no number. */
export function isForContainers({ things }: Value): boolean {
  return things.some(({ type }) => CONTAINER.test(type) || type === 'tuple')
}
