/**
 * Evidence that the ranks of one column have stopped being uniform, valid whenever one looks: a mixture over bets and
 * over the row at which the change began (Shiryaev-Roberts with summable weights). While the ranks are uniform it is a
 * non-negative martingale that starts at 1, so it ever reaches 20 in at most 1 of 20 streams (Ville 1939).
 *
 * @see Shin, Ramdas, Rinaldo (2023), E-detectors; Vovk et al. (2021), Retrain or not retrain: conformal test martingales
 */
import * as v from 'valibot'
import { betWeights, CELLS, ODDS, PAYOFFS, SCORES } from './bets.ts'
import type { Kind } from './order.ts'

export const EVIDENCE_NEEDED = 20
/** Where a bet's gain is cut off, so that lasting drift never overflows. */
const MOST = 1e250

export const evidenceStateSchema = v.object({
  /** Rows seen since the evidence began. */
  rows: v.number(),
  spent: v.number(),
  /** By bet: gain R, its unweighted gain C since its own restart, and the row (from 0) of that restart. */
  gain: v.array(v.number()),
  current: v.array(v.number()),
  restart: v.array(v.number()),
})
type EvidenceState = v.InferOutput<typeof evidenceStateSchema>

export class Evidence {
  readonly #weights: Float64Array
  readonly #gain: Float64Array
  readonly #current: Float64Array
  readonly #restart: Float64Array
  #rows: number
  #spent: number
  #value: number

  constructor(kind: Kind, bins: number, state?: EvidenceState) {
    this.#weights = betWeights(kind, bins)
    const bets = this.#weights.length
    this.#gain = Float64Array.from(state?.gain ?? new Float64Array(bets))
    this.#current = Float64Array.from(state?.current ?? new Float64Array(bets).fill(1))
    this.#restart = Float64Array.from(state?.restart ?? new Float64Array(bets))
    this.#rows = state?.rows ?? 0
    this.#spent = state?.spent ?? 0
    this.#value = this.#total()
  }

  /** The e-value now. */
  get value(): number {
    return this.#value
  }

  /** Rows seen since the evidence began. */
  get rows(): number {
    return this.#rows
  }

  /**
   * Takes one rank.
   *
   * @param p         the smoothed rank in (0, 1]
   * @param hitBin    the bin in whose stretches p lies, -1 for none
   * @param binCounts pool rows per bin, before the row
   * @param pool      all pool rows, before the row
   */
  update(p: number, hitBin: number, binCounts: Float64Array, pool: number): void {
    const weight = restartWeight(this.#rows)
    this.#spent += weight
    const cell = Math.min(CELLS - 1, Math.floor(p * CELLS)) * SCORES
    for (let bet = 0; bet < SCORES; bet += 1) this.#pay(bet, PAYOFFS[cell + bet]!, weight)
    for (let bin = 0, bet = SCORES; bin < binCounts.length; bin += 1) {
      const share = binCounts[bin]! / (pool + 1)
      for (const odds of ODDS) {
        const payoff = (bin === hitBin ? odds : 1) / (1 - share + odds * share)
        this.#pay(bet, payoff, weight)
        bet += 1
      }
    }
    this.#rows += 1
    this.#value = this.#total()
  }

  /** Row (from 0, since the evidence began) at which the bet that gained most last restarted. */
  get leadingRestart(): number {
    let leading = 0
    for (let bet = 1; bet < this.#gain.length; bet += 1) {
      if (this.#weights[bet]! * this.#gain[bet]! > this.#weights[leading]! * this.#gain[leading]!)
        leading = bet
    }
    return this.#restart[leading]!
  }

  /** The earliest restart of all bets: no row before it is asked for again. */
  get oldestRestart(): number {
    return this.#restart.reduce((oldest, restart) => Math.min(oldest, restart), this.#rows)
  }

  get state(): EvidenceState {
    return {
      rows: this.#rows,
      spent: this.#spent,
      gain: [...this.#gain],
      current: [...this.#current],
      restart: [...this.#restart],
    }
  }

  #pay(bet: number, payoff: number, weight: number): void {
    this.#gain[bet] = Math.min(MOST, (this.#gain[bet]! + weight) * payoff)
    if (this.#current[bet]! <= 1) {
      this.#current[bet] = 1
      this.#restart[bet] = this.#rows
    }
    this.#current[bet] = Math.min(MOST, this.#current[bet]! * payoff)
  }

  #total(): number {
    let total = 1 - this.#spent
    for (let bet = 0; bet < this.#gain.length; bet += 1) total += this.#weights[bet]! * this.#gain[bet]!
    return total
  }
}

const LATER = 0.7 / (1 / Math.log(100) + 1 / (100 * Math.log(100) ** 2))

/** Share of the stake that is set on a change at this row; all rows together spend at most 1. */
export function restartWeight(row: number): number {
  return row === 0 ? 0.3 : LATER / ((row + 100) * Math.log(row + 100) ** 2)
}
