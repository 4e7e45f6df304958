/** Lists and tuples whose elements are all known by position. */
import { constant, either, keyText, LENGTH, type Thing, type Value } from '../domain.ts'
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

/** The texts in a list or tuple, where all are known. */
export function exactTexts(machine: Machine, value: Value): string[] | undefined {
  const texts = exactElements(machine, value)?.map((each) =>
    each.things.length === 0 ? each.constant : undefined,
  )
  return texts?.every((text) => typeof text === 'string') ? texts : undefined
}
