/** Classes of the notebook: in which order Python asks them, and what they answer. */
import { either, eitherOf, type SuperData, type Thing, type Value, valueOf } from '../domain.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'

/**
 * A class and all that it inherits from, in the order in which Python looks for attributes. A class made again from the
 * one of its name (`class A(A)`) is its own base.
 *
 * @see "The Python 2.3 Method Resolution Order" (C3); where bases are in doubt there may be none: then depth first
 */
function orderOf(owner: Thing, above: readonly Thing[] = []): readonly Thing[] {
  if (owner.data?.sort !== 'class' || above.includes(owner)) return [owner]
  const bases = [...new Set(owner.data.bases)].filter((base) => base !== owner)
  if (bases.length <= 1) return [owner, ...bases.flatMap((base) => orderOf(base, [...above, owner]))]
  const orders = bases.map((base) => [...orderOf(base, [...above, owner])])
  return [owner, ...(merge([...orders, bases]) ?? new Set(orders.flat()))]
}

function merge(orders: readonly (readonly Thing[])[]): Thing[] | undefined {
  const merged: Thing[] = []
  for (let left = orders.filter(({ length }) => length > 0); left.length > 0;) {
    const next = left.map((order) => order[0]!).find((head) => left.every((each) => !each.includes(head, 1)))
    if (!next) return undefined
    merged.push(next)
    left = left.map((order) => order.filter((each) => each !== next)).filter(({ length }) => length > 0)
  }
  return merged
}

/** What a class or one of its bases holds under a name; undefined when none of the notebook's classes does. */
export function memberOf(machine: Machine, owner: Thing, name: string): Value | undefined {
  return membersOf(machine, owner)(name)
}

/** The same for one name after the other. */
export function membersOf(machine: Machine, owner: Thing): (name: string) => Value | undefined {
  const order = orderOf(owner)
  return (name) => memberIn(machine, order, name)
}

function memberIn(machine: Machine, order: readonly Thing[], name: string): Value | undefined {
  for (const each of order) {
    machine.readPlace(each, '__bases__')
    const slot = machine.peek(each, name)
    if (!slot) continue
    const value = machine.readKey(each, name)
    if (slot.partly !== true) return value
    return either(value, memberIn(machine, order.slice(order.indexOf(each) + 1), name) ?? value)
  }
  return undefined
}

/** Classes whose instances a class is: its own metaclass and those of its bases. */
export function metaclassesOf(owner: Thing): Set<Thing> {
  return new Set(
    orderOf(owner).flatMap(({ data }) => (data?.sort === 'class' ? (data.metaclasses ?? []) : [])),
  )
}

/** What a metaclass gives a class under a name, bound to the class. */
export function metaclassMember(
  machine: Machine,
  owner: Thing,
  name: string,
  node: SyntaxNode,
): Value | undefined {
  const found = [...metaclassesOf(owner)].flatMap((meta) => memberOf(machine, meta, name) ?? [])
  return found.length === 0 ? undefined : bind(machine, valueOf(owner), eitherOf(found), name, node)
}

/**
 * `super()` in a method of a class: for each class that the instance may be of, those that come behind it.
 *
 * @param owner the class in whose body the method stands
 */
export function superOf(machine: Machine, owner: Thing, self: Value, node: SyntaxNode): Value {
  const classes = self.things.flatMap((thing) =>
    thing.data?.sort === 'instance' ? [thing.data.class] : thing.data?.sort === 'class' ? [thing] : [],
  )
  const chains = [owner, ...classes].flatMap((each) => {
    const order = orderOf(each)
    return order.includes(owner) ? [order.slice(order.indexOf(owner) + 1)] : []
  })
  return valueOf(
    machine.make('super', node, {
      // The order of the class itself counts only where nothing better is known.
      data: { sort: 'super', self, chains: chains.length > 1 ? chains.slice(1) : chains },
    }),
  )
}

/** `super().name`, bound to the instance; undefined where no class behind the present one has it. */
export function superMember(
  machine: Machine,
  { self, chains }: SuperData,
  name: string,
  node: SyntaxNode,
): Value | undefined {
  const found = chains.flatMap((chain) => memberIn(machine, chain, name) ?? [])
  return found.length === 0 ? undefined : bind(machine, self, eitherOf(found), name, node)
}

/** Whether a class inherits from one that the notebook did not define and that isn't known to be harmless. */
export function hasUnknownBase(owner: Thing): boolean {
  return orderOf(owner).some(
    ({ data }) => data?.sort !== 'class' && !(data?.sort === 'library' && HARMLESS_BASES.test(data.path)),
  )
}

/** Whether a class inherits from one of a library by its path. */
export function hasBase(owner: Thing, path: RegExp): boolean {
  return orderOf(owner).some(({ data }) => data?.sort === 'library' && path.test(data.path))
}

/** Whether what is put into an object may lie where no key finds it. */
export function keepsElsewhere({ data }: Thing): boolean {
  return data?.sort === 'instance' && hasUnknownBase(data.class)
}

/** Whether what stands in a class's body are members of an enumeration. */
export function isEnumeration(owner: Thing): boolean {
  return hasBase(owner, /^enum\./)
}

const HARMLESS_BASES =
  /^(?:builtins\.(?:object|type|Exception|ValueError|\w+Error|dict|list|tuple|set|str|int|float)|abc\.ABC(?:Meta)?|typing\.\w+|enum\.\w+|collections\.(?!User)\w+)$/

/** Whether code of the notebook runs when an object is let go. */
export function isDestroyed(machine: Machine, { data }: Thing): boolean {
  // A generator that is left in the middle is closed.
  if (data?.sort === 'lazy') return /\b(?:finally|with|except)\b/.test(data.code?.node.text ?? '')
  return data?.sort === 'instance' && memberOf(machine, data.class, '__del__') !== undefined
}

/** Notes that an attribute may be gone: what stands behind it is seen again. */
export function uncover(machine: Machine, thing: Thing, key: string): void {
  const place = machine.places.of(thing, key)
  machine.store.set(place, { ...machine.store.get(place)!, partly: true })
}

/** A function found in a class, bound to what it was found through. */
export function bind(machine: Machine, self: Value, member: Value, name: string, node: SyntaxNode): Value {
  if (member.things.length === 0) return member
  return eitherOf(
    member.things.map((thing) => {
      const { data, label } = thing
      if (data?.sort === 'function')
        return valueOf(
          machine.make('bound', node, {
            label,
            data: { sort: 'bound', self, method: name, function: thing },
          }),
        )
      // A class method is given the class, by whatever it was found.
      if (data?.sort === 'wrapper' && data.kind === 'class') {
        const owners = self.things.map((each) => (each.data?.sort === 'instance' ? each.data.class : each))
        return eitherOf(
          data.getter.things.map((method) =>
            valueOf(
              machine.make('bound', node, {
                label,
                variant: method.id,
                data: { sort: 'bound', self: valueOf(...new Set(owners)), method: name, function: method },
              }),
            ),
          ),
        )
      }
      // `push = list.append` in the body of a class
      if (data?.sort === 'library' && /^builtins\.(?:list|dict|set|bytearray)\.\w+$/.test(data.path))
        return valueOf(
          machine.make('partial', node, {
            label,
            data: { sort: 'partial', callee: valueOf(thing), positional: [self], keywords: new Map() },
          }),
        )
      if (data?.sort === 'partial' && data.method === true)
        return valueOf(
          machine.make('partial', node, {
            label,
            data: { ...data, method: false, positional: [self, ...data.positional] },
          }),
        )
      return valueOf(thing)
    }),
  )
}
