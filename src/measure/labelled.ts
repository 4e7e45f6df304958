import * as v from 'valibot'

/** Ascending stretches of row numbers, first and last included. */
export const labelledStateSchema = v.array(v.tuple([v.number(), v.number()]))
type LabelledState = v.InferOutput<typeof labelledStateSchema>

/** The rows that have a label, as stretches: labels mostly come for rows that follow one another. */
export class LabelledRows {
  readonly #stretches: [number, number][]

  constructor(state: LabelledState = []) {
    this.#stretches = state.map(([first, last]) => [first, last])
  }

  has(row: number): boolean {
    const stretch = this.#stretches[this.#lastFrom(row)]
    return stretch !== undefined && row <= stretch[1]
  }

  /** Adds a row that is not there yet. */
  add(row: number): void {
    const index = this.#lastFrom(row)
    const before = this.#stretches[index]
    const after = this.#stretches[index + 1]
    const joinsBefore = before?.[1] === row - 1
    const joinsAfter = after?.[0] === row + 1
    if (joinsBefore && joinsAfter) {
      before[1] = after[1]
      this.#stretches.splice(index + 1, 1)
    } else if (joinsBefore) before[1] = row
    else if (joinsAfter) after[0] = row
    else this.#stretches.splice(index + 1, 0, [row, row])
  }

  get state(): LabelledState {
    return this.#stretches.map(([first, last]) => [first, last])
  }

  /** Index of the last stretch that begins at or before a row; -1 for none. */
  #lastFrom(row: number): number {
    let low = 0
    let high = this.#stretches.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#stretches[middle]![0] <= row) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
