/** Parts of objects of unknown type. */
import { MADE_BY, type Thing } from '../domain.ts'
import type { Machine } from '../machine.ts'

/** What an attribute of an object that nobody knows may be, or an element: what it holds, but not the library that made it. */
export function partsOf(machine: Machine, thing: Thing): readonly Thing[] {
  const held = machine.readShallow(thing).things
  const makers = machine.peek(thing, MADE_BY)?.value.things
  return makers ? held.filter((each) => !makers.includes(each)) : held
}
