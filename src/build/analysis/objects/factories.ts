/** What `field(default_factory=list)` makes, for each instance of a dataclass another; what `defaultdict(list)` makes. */
import { either, SCALAR, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'

const fromFactory = new WeakSet<Thing>()

/** Notes that what a field holds by default is made anew for each instance. */
export function noteFactory(made: Value): Value {
  for (const thing of made.things) fromFactory.add(thing)
  return made
}

/** What a field of a new instance holds by default. */
export function defaultOf(machine: Machine, things: readonly Thing[], node: SyntaxNode): Value {
  return {
    things: things.flatMap((thing) => (fromFactory.has(thing) ? another(machine, thing, node) : thing)),
  }
}

/** The notebook's own functions by which dictionaries make what is missing. */
const factories = new WeakMap<Thing, Value>()

export function noteMissing(dictionary: Thing, factory: Value): void {
  const own = { things: factory.things.filter(({ data }) => data !== null && data.sort !== 'library') }
  if (own.things.length > 0) factories.set(dictionary, either(factories.get(dictionary) ?? SCALAR, own))
}

/** What a dictionary gives for a key that it may lack: its function runs then, with the names of then. */
export function missingOf(machine: Machine, dictionary: Thing, node: SyntaxNode): Value {
  const factory = factories.get(dictionary)
  if (!factory) return SCALAR
  const args = { positional: [], keywords: new Map(), rest: null }
  return machine.attempt(() => machine.parts.call(factory, args, node))
}

function another(machine: Machine, thing: Thing, node: SyntaxNode): readonly Thing[] {
  machine.readDeep(valueOf(thing))
  const { type, label, data } = thing
  const made = machine.make(type, node, { label, variant: thing.id, ...(data && { data }) })
  for (const key of [...thing.keys]) {
    const slot = machine.peek(thing, key)
    if (slot) machine.write(made, key, slot.value, { weak: key === WHOLE })
  }
  return [made]
}
