/** The slots of the live rows that an effect may still speak of, one small number per row. */
import * as v from 'valibot'

/** An effect speaks of at most this many rows (twice as many just before the older half is dropped). */
const MOST_ROWS = 8192
const TRIM_EVERY = 256

export const trailStateSchema = v.object({
  /** Row (from 0, since the deployment began) of the first slot that is kept. */
  first: v.number(),
  slots: v.array(v.number()),
})
type TrailState = v.InferOutput<typeof trailStateSchema>

export class Trail {
  #first: number
  #slots: number[]

  constructor(state?: TrailState) {
    this.#first = state?.first ?? 0
    this.#slots = [...(state?.slots ?? [])]
  }

  /** Appends a row; from time to time drops the rows before `oldestNeeded()` and those beyond the limit. */
  push(slot: number, oldestNeeded: () => number): void {
    this.#slots.push(slot)
    const rows = this.#first + this.#slots.length
    if (rows % TRIM_EVERY !== 0) return
    const limit = this.#slots.length > 2 * MOST_ROWS ? rows - MOST_ROWS : 0
    const first = Math.max(this.#first, limit, oldestNeeded())
    this.#slots = this.#slots.slice(first - this.#first)
    this.#first = first
  }

  /** The first row that is kept and not before `row`. */
  firstFrom(row: number): number {
    return Math.max(row, this.#first)
  }

  slotsFrom(row: number): readonly number[] {
    return this.#slots.slice(this.firstFrom(row) - this.#first)
  }

  get state(): TrailState {
    return { first: this.#first, slots: [...this.#slots] }
  }
}
