/** What a statement was seen to need: which statements, through which place, at which of its expressions. */
import type { Slot } from './store.ts'
import type { SyntaxNode } from '../syntax.ts'

export interface Need {
  readonly needed: number
  readonly place: number
  certain: boolean
  readonly at: SyntaxNode
}

/** What one expression read. */
interface Reading {
  readonly needs: Map<number, Need>
  /** Slots that are noted already, and whether for certain: what is read again and again is noted once. */
  readonly slots: Map<Slot, boolean>
}

/** More than a notebook has places, or characters in a cell: two numbers make one key. */
const KEY = 2 ** 26

export class Needs {
  /** In the order in which they were first seen. */
  readonly all: Need[] = []
  readonly #readings = new Map<number, Reading>()

  /**
   * Notes that an expression read a slot.
   *
   * @param sure the expression runs for certain
   * @returns false when nothing of it is new
   */
  add(slot: Slot, place: number, at: SyntaxNode, sure: boolean): boolean {
    const { needs, slots } = this.#readingAt(at)
    const noted = slots.get(slot)
    if (noted === true || noted === sure) return false
    slots.set(slot, sure)
    for (const definition of slot.definitions) {
      const needed = definition >> 1
      const certain = sure && (definition & 1) === 0
      const key = needed * KEY + place
      const known = needs.get(key)
      if (known) known.certain ||= certain
      else {
        const need = { needed, place, certain, at }
        needs.set(key, need)
        this.all.push(need)
      }
    }
    return true
  }

  #readingAt(at: SyntaxNode): Reading {
    const span = at.start * KEY + at.end
    let reading = this.#readings.get(span)
    if (!reading) this.#readings.set(span, (reading = { needs: new Map(), slots: new Map() }))
    return reading
  }
}
