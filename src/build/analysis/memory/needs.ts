/** What a statement was seen to need: which statements, through which place, at which of its expressions. */
import type { Slot } from './store.ts'
import type { SyntaxNode } from '../syntax.ts'

export interface Need {
  readonly needed: number
  readonly place: number
  certain: boolean
  readonly at: SyntaxNode
}

/** What one expression read in one place. */
interface Noted {
  readonly at: SyntaxNode
  readonly place: number
  /** The slot that was noted first, and whether for certain: what is read again and again is noted once. */
  readonly slot: Slot
  sure: boolean
  /** The same of others that stood there later. */
  others?: Map<Slot, boolean>
}

export class Needs {
  /** In the order in which they were first seen. */
  readonly #noted: Noted[] = []
  /** By the span of the expression, then by the place. */
  readonly #readings = new Map<string, Map<number, Noted>>()
  #at: SyntaxNode | undefined
  /** What the expression that read last has read. */
  #reading = new Map<number, Noted>()

  /**
   * Notes that an expression read a slot.
   *
   * @param sure the expression runs for certain
   * @returns false when nothing of it is new
   */
  add(slot: Slot, place: number, at: SyntaxNode, sure: boolean): boolean {
    if (at !== this.#at) this.#turnTo(at)
    const noted = this.#reading.get(place)
    if (noted) return isNews(noted, slot, sure)
    const first = { at, place, slot, sure }
    this.#reading.set(place, first)
    this.#noted.push(first)
    return true
  }

  /** Each once: a table of many columns is read as a whole by many who are never asked what they need. */
  all(): Need[] {
    return this.#noted.flatMap(({ at, place, slot, sure, others }) => {
      const needs = new Map<number, Need>()
      for (const [each, isSure] of [[slot, sure] as const, ...(others ?? [])])
        for (const definition of each.definitions) {
          const needed = definition >> 1
          const certain = isSure && (definition & 1) === 0
          const known = needs.get(needed)
          if (known) known.certain ||= certain
          else needs.set(needed, { needed, place, certain, at })
        }
      return [...needs.values()]
    })
  }

  #turnTo(at: SyntaxNode): void {
    this.#at = at
    const span = `${at.start}:${at.end}`
    const known = this.#readings.get(span)
    this.#reading = known ?? new Map<number, Noted>()
    if (!known) this.#readings.set(span, this.#reading)
  }
}

/** Whether a slot was not noted before, or not for certain; it is now. */
function isNews(noted: Noted, slot: Slot, sure: boolean): boolean {
  if (noted.slot === slot) {
    if (noted.sure || !sure) return false
    noted.sure = true
    return true
  }
  noted.others ??= new Map<Slot, boolean>()
  const before = noted.others.get(slot)
  if (before === true || before === sure) return false
  noted.others.set(slot, sure)
  return true
}
