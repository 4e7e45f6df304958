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
  /** The slot that was noted first, and whether for certain: what is read again and again is noted once. */
  readonly slot: Slot
  sure: boolean
  /** The same of others that stood there later. */
  others?: Map<Slot, boolean>
  readonly needs: Need[]
  /** The same by what is needed, once there are many. */
  byNeeded?: Map<number, Need>
}

/** Fewer needs are sooner gone through than looked up. */
const MANY = 8

export class Needs {
  /** In the order in which they were first seen. */
  readonly all: Need[] = []
  /** By the expression, then by the place. */
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
    let noted = this.#reading.get(place)
    if (!noted) this.#reading.set(place, (noted = { slot, sure, needs: [] }))
    else if (!isNews(noted, slot, sure)) return false
    for (const definition of slot.definitions) {
      const needed = definition >> 1
      const certain = sure && (definition & 1) === 0
      const known = needIn(noted, needed)
      if (known) known.certain ||= certain
      else {
        const need = { needed, place, certain, at }
        noted.needs.push(need)
        noted.byNeeded?.set(needed, need)
        this.all.push(need)
      }
    }
    return true
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

function needIn(noted: Noted, needed: number): Need | undefined {
  if (noted.needs.length < MANY) return noted.needs.find((need) => need.needed === needed)
  noted.byNeeded ??= new Map(noted.needs.map((need) => [need.needed, need]))
  return noted.byNeeded.get(needed)
}
