/** Lists and tuples whose elements are all known by position, dictionaries whose keys are all known. */
import { constant, either, keyText, LENGTH, ORDER, type Thing, type Value, WHOLE } from '../domain.ts'
import type { Machine } from '../machine.ts'

/** Puts values at the positions of a list or tuple. */
export function fill(machine: Machine, thing: Thing, values: readonly Value[]): void {
  values.forEach((value, at) => machine.write(thing, keyText(at), value))
  machine.write(thing, LENGTH, constant(values.length))
}

/** The elements of a list or tuple, where each is known by position; of several, what each position may hold. */
export function exactElements(machine: Machine, value: Value): Value[] | undefined {
  const [first, ...others] = value.things.map((thing) => exactElementsOf(machine, thing))
  if (!first || others.some((other) => other?.length !== first.length)) return undefined
  return first.map((element, at) => others.reduce((all, other) => either(all, other![at]!), element))
}

function exactElementsOf(machine: Machine, thing: Thing): Value[] | undefined {
  const length = machine.peek(thing, LENGTH)?.value.constant
  if (typeof length !== 'number') return undefined
  machine.readPlace(thing, LENGTH)
  return Array.from({ length }, (_, at) => machine.readKey(thing, keyText(at)))
}

/** Key of whether all keys of a dictionary are known. */
export const KEYS = '#keys'

/** Says of a dictionary that is made that it has the keys that were written, and no others. */
export function noteKeys(machine: Machine, thing: Thing): void {
  machine.write(thing, KEYS, constant(true))
}

/** What a dictionary holds by its keys, where no other key can be in it and none was brought or taken away since it was made. */
export function exactItems(machine: Machine, value: Value): Map<string, Value> | undefined {
  const [thing, ...others] = value.things
  if (!thing || others.length > 0 || thing.multiple || machine.peek(thing, ORDER)) return undefined
  const known = machine.peek(thing, KEYS)
  if (known?.value.constant !== true || known.partly === true) return undefined
  const keys = [...thing.keys].filter((key) => key !== WHOLE && !key.startsWith('#'))
  if (keys.some((key) => machine.peek(thing, key)?.partly === true)) return undefined
  machine.readPlace(thing, WHOLE)
  return new Map(keys.map((key) => [key, machine.readKey(thing, key)]))
}

/** The texts in a list or tuple, where all are known. */
export function exactTexts(machine: Machine, value: Value): string[] | undefined {
  const texts = exactElements(machine, value)?.map((each) =>
    each.things.length === 0 ? each.constant : undefined,
  )
  return texts?.every((text) => typeof text === 'string') ? texts : undefined
}
