/**
 * Commit numbers of a deployment's ranked rows. They mostly follow one another, so only the places are kept where one
 * does not; the oldest of those are forgotten when there are very many.
 */
import * as v from 'valibot'

const MOST_PLACES = 2048

/** Pairs: ranked row (from 1), its commit number; until the next pair both grow by one. */
export const rowNumbersStateSchema = v.object({
  rows: v.number(),
  places: v.array(v.tuple([v.number(), v.number()])),
})
type RowNumbersState = v.InferOutput<typeof rowNumbersStateSchema>

export class RowNumbers {
  #rows: number
  #places: [number, number][]

  constructor(state: RowNumbersState = { rows: 0, places: [] }) {
    this.#rows = state.rows
    this.#places = [...state.places]
  }

  /** Ranked rows so far. */
  get rows(): number {
    return this.#rows
  }

  push(number: number): void {
    this.#rows += 1
    if (this.numberOf(this.#rows) === number) return
    this.#places.push([this.#rows, number])
    if (this.#places.length > 2 * MOST_PLACES) this.#places = this.#places.slice(MOST_PLACES)
  }

  /** Commit number of a ranked row (from 1); null when it is forgotten. */
  numberOf(row: number): number | null {
    const place = this.#places.findLast(([first]) => first <= row)
    return place === undefined ? null : place[1] + row - place[0]
  }

  get state(): RowNumbersState {
    return { rows: this.#rows, places: [...this.#places] }
  }
}
