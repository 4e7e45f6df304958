/**
 * Whether a row resembles the row before it. Ranks of such traffic are not independent: with a lag-1 correlation of 0.5
 * nearly every stream raises an alarm without drift, so the correlation is said beside the evidence.
 */
import * as v from 'valibot'
import { CELLS } from './bets.ts'
import { normalQuantile } from './normal.ts'

/** Noted from this correlation on, when that is also three standard errors (1 / sqrt n) from none. */
const NOTED = 0.1
const FEWEST_ROWS = 100

const SCORE_OF_CELL = Float64Array.from({ length: CELLS }, (_, cell) => normalQuantile((cell + 0.5) / CELLS))

export const autocorrelationStateSchema = v.object({
  rows: v.number(),
  last: v.number(),
  sum: v.number(),
  squares: v.number(),
  products: v.number(),
})
type AutocorrelationState = v.InferOutput<typeof autocorrelationStateSchema>

export class Autocorrelation {
  #state: AutocorrelationState

  constructor(state: AutocorrelationState = { rows: 0, last: 0, sum: 0, squares: 0, products: 0 }) {
    this.#state = { ...state }
  }

  /** Takes the smoothed rank of a row. */
  update(p: number): void {
    const score = SCORE_OF_CELL[Math.min(CELLS - 1, Math.floor(p * CELLS))]!
    const state = this.#state
    if (state.rows > 0) state.products += score * state.last
    state.rows += 1
    state.sum += score
    state.squares += score * score
    state.last = score
  }

  /** Lag-1 correlation of the normal scores; 0 while there is nothing to correlate. */
  get value(): number {
    const { rows, sum, squares, products } = this.#state
    const mean = sum / Math.max(1, rows)
    const variance = squares / Math.max(1, rows) - mean * mean
    return rows < 3 || variance <= 0 ? 0 : (products / (rows - 1) - mean * mean) / variance
  }

  get isNoted(): boolean {
    const { rows } = this.#state
    return rows >= FEWEST_ROWS && this.value >= Math.max(NOTED, 3 / Math.sqrt(rows))
  }

  get state(): AutocorrelationState {
    return { ...this.#state }
  }
}
