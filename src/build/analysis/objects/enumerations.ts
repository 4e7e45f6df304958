/** Classes whose body lists their instances: `class Side(Enum)`. */
import { type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import { isEnumeration, memberOf } from './classes.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'

/**
 * Makes an instance of each member that a class body bound: it holds what was bound, and whoever reads it needs the
 * statement that bound it.
 */
export function makeMembers(machine: Machine, owner: Thing, node: SyntaxNode): Thing[] {
  const members: Thing[] = []
  for (const [key, place] of [...owner.places]) {
    const slot = machine.store.get(place)
    if (!slot || /^[*#_]/.test(key)) continue
    if (slot.value.things.some(({ data }) => /^(?:function|wrapper|class)$/.test(data?.sort ?? ''))) continue
    const member = machine.make('instance', node, {
      label: `${owner.label}.${key}`,
      variant: place,
      data: { sort: 'instance', class: owner },
    })
    machine.store.set(machine.places.of(member, WHOLE), slot)
    machine.store.set(place, { ...slot, value: valueOf(member) })
    members.push(member)
  }
  return members
}

/** `Side('l')`, `Side['L']`: one of its members; undefined where the class is no enumeration, or has none. */
export function memberBy(machine: Machine, owner: Thing, key: Value, node: SyntaxNode): Value | undefined {
  if (!isEnumeration(owner)) return undefined
  const members = machine
    .readShallow(owner)
    .things.filter(({ data }) => data?.sort === 'instance' && data.class === owner)
  if (members.length === 0) return undefined
  machine.readDeep(key)
  const fallback = memberOf(machine, owner, '_missing_')
  if (fallback)
    machine.maybe(() =>
      machine.parts.call(
        fallback,
        { positional: [valueOf(owner), key], keywords: new Map(), rest: null },
        node,
      ),
    )
  return { things: members }
}
