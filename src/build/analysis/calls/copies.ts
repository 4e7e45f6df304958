/** Copies of objects: shallow, deep, and clones of estimators, without what these learned. */
import { instantiate } from '../functions/functions.ts'
import { either, FITTED, SCALAR, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import type { Machine } from '../machine.ts'
import { callSpecial } from '../expressions/operators.ts'
import type { SyntaxNode } from '../syntax.ts'

/** Classes say themselves how their objects are copied. */
export function copiedByClass(machine: Machine, { things }: Value, name: string, node: SyntaxNode): Value {
  const instances: Value = { things: things.filter(({ data }) => data?.sort === 'instance') }
  const given = name === '__deepcopy__' ? [SCALAR] : []
  for (const each of ['__reduce_ex__', '__reduce__', '__getstate__'])
    machine.maybe(() => callSpecial(machine, instances, each, each === '__reduce_ex__' ? [SCALAR] : [], node))
  return callSpecial(machine, instances, name, given, node)
}

/** A copy holds what the original holds. */
export function copyOf(machine: Machine, thing: Thing, node: SyntaxNode): Value {
  machine.readDeep(valueOf(thing))
  // A copy of numpy's generator draws from the same stream.
  if (thing.type === 'generator of numbers') {
    const copy = machine.make(thing.type, node, { content: valueOf(thing) })
    copy.picksViews = thing.picksViews
    return valueOf(copy)
  }
  const copy = machine.make(thing.type, node, {
    label: thing.label,
    ...(thing.data && thing.data.sort !== 'view' && { data: thing.data }),
  })
  for (const key of [...thing.keys]) {
    const slot = machine.peek(thing, key)
    if (slot && key !== FITTED) machine.write(copy, key, slot.value, { weak: key === WHOLE })
    else if (slot) machine.write(copy, key, SCALAR)
  }
  return valueOf(copy)
}

/** A clone of an estimator has its parameters, and nothing of what it learned. */
export function cloneOf(machine: Machine, thing: Thing, node: SyntaxNode): Value {
  // The class of the notebook makes it, of its parameters.
  if (thing.data?.sort === 'instance') {
    const given = { positional: [], keywords: new Map(), rest: machine.readShallow(thing) }
    return either(copyOf(machine, thing, node), instantiate(machine, thing.data.class, given, node))
  }
  if (thing.data?.sort !== 'estimator') return copyOf(machine, thing, node)
  const things = [...machine.reach(valueOf(thing))]
  for (const each of things)
    if (/^(?:list|tuple|dict)$/.test(each.type)) machine.lookAt(each)
    else if (each.data?.sort !== 'estimator') machine.readDeep(valueOf(each))
    else for (const key of each.keys) if (key !== FITTED) machine.readPlace(each, key)
  const clone = machine.make(thing.type, node, {
    label: thing.label,
    data: { ...thing.data },
    content: { things: things.filter((each) => each !== thing) },
  })
  return valueOf(clone)
}

/**
 * A deep copy holds copies of what the original holds.
 *
 * What was copied here before, in an earlier round of a loop, stands for its own copy, too: each round would copy the
 * copies of all rounds before.
 */
export function deepCopyOf(machine: Machine, thing: Thing, node: SyntaxNode, made: Map<Thing, Value>): Value {
  const before = made.get(thing)
  if (before) return before
  if (/^(?:function|class|library|bound)$/.test(thing.data?.sort ?? '')) return valueOf(thing)
  const source = sources.get(thing)
  const original = source?.node === node ? source.original : thing.id
  const copy = machine.make(thing.type, node, {
    label: thing.label,
    variant: original,
    ...(thing.data && thing.data.sort !== 'view' && { data: thing.data }),
  })
  sources.set(copy, { node, original })
  made.set(thing, valueOf(copy))
  for (const key of [...thing.keys]) {
    const slot = machine.peek(thing, key)
    if (!slot) continue
    const things = slot.value.things.flatMap((each) => deepCopyOf(machine, each, node, made).things)
    machine.write(copy, key, { ...slot.value, things: [...new Set(things)] }, { weak: key === WHOLE })
  }
  return valueOf(copy)
}
/** Of what a deep copy was made, and where. */
const sources = new WeakMap<Thing, { readonly node: SyntaxNode; readonly original: number }>()
