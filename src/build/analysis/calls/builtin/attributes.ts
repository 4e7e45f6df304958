/** Attributes by a name that is a value. */
import { attributeOf } from '../../expressions/attributes.ts'
import { eitherOf, either, SCALAR, NONE, valueOf, type Value } from '../../domain.ts'
import { writeAttribute } from '../../statements/assign.ts'
import { callSpecial } from '../../expressions/operators.ts'
import { uncover } from '../../objects/classes.ts'
import type { Call, Calls } from '../call.ts'

export const ATTRIBUTES: Calls = {
  getattr: get,
  setattr: set,
  delattr: remove,
  hasattr: has,
}

function get({ machine, node, first, second, third }: Call): Value {
  const name = second?.constant
  // Where there is a default, an error of the attribute ends nothing.
  const ask = (object: Value, key: string) =>
    third
      ? machine.attempt(() => attributeOf(machine, object, key, node))
      : attributeOf(machine, object, key, node)
  const value =
    typeof name === 'string' && first
      ? ask(first, name)
      : {
          things: [
            ...(first?.things ?? []),
            ...eitherOf((first?.things ?? []).map((thing) => machine.readShallow(thing))).things,
          ],
        }
  return third ? either(value, third) : value
}

function set({ machine, node, first, second, third }: Call): Value {
  for (const thing of first?.things ?? [])
    if (typeof second?.constant === 'string')
      writeAttribute(machine, thing, second.constant, third ?? SCALAR, first!.things.length === 1, node)
    else machine.change(thing, { stored: third ?? SCALAR })
  return NONE
}

function remove({ machine, node, first, second }: Call): Value {
  callSpecial(machine, first ?? SCALAR, '__delattr__', [second ?? SCALAR], node)
  for (const thing of first?.things ?? []) {
    const keys = typeof second?.constant === 'string' ? [second.constant] : [...thing.keys]
    machine.change(thing)
    for (const key of keys) if (machine.has(thing, key)) uncover(machine, thing, key)
  }
  return NONE
}

function has({ machine, node, first, second }: Call): Value {
  for (const thing of first?.things ?? []) {
    machine.readShallow(thing)
    // It asks for it.
    const name = second?.constant
    if (thing.data?.sort === 'instance' && typeof name === 'string')
      machine.attempt(() => attributeOf(machine, valueOf(thing), name, node))
  }
  return SCALAR
}
