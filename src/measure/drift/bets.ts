/**
 * The bank of bets on a rank p. A bet is a density on [0, 1]: it pays 1 on average while p is uniform, whatever else
 * happens, and more when p is not. docs/statistics.md says which alternatives it was chosen for.
 */
import { normalCdf, normalQuantile } from './normal.ts'
import type { Kind } from './order.ts'

/** Cells of [0, 1] over which a density is averaged. */
export const CELLS = 1024
/** Odds bets: how many times likelier a bin has become. */
export const ODDS = [1 / 4, 1 / 2, 2, 4, 16] as const

const SHIFTS = [0.25, 0.5, 0.75, 1, 1.5, 2.5].flatMap((shift) => [shift, -shift])
const SCALES = [0.5, 0.7, 1.4, 2, 3]
const POWERS = [0.3, 0.6, 1.7, 3]
const SHARE_OF_SCORES: Record<Kind, number> = { number: 0.7, category: 0.1 }

/** A density by the distribution function of its p: cell averages are differences, which keep the mean at 1. */
interface ScoreBet {
  readonly weight: number
  readonly mass: (from: number, to: number) => number
}

const SCORE_BETS: readonly ScoreBet[] = [
  ...SHIFTS.map((shift) => ({
    weight: 0.4 / SHIFTS.length,
    mass: (from: number, to: number) => normalMass(normalQuantile(from) - shift, normalQuantile(to) - shift),
  })),
  ...SCALES.map((scale) => ({
    weight: 0.25 / SCALES.length,
    mass: (from: number, to: number) => normalMass(normalQuantile(from) / scale, normalQuantile(to) / scale),
  })),
  ...POWERS.flatMap((power) => [
    { weight: 0.35 / (2 * POWERS.length), mass: (from: number, to: number) => to ** power - from ** power },
    {
      weight: 0.35 / (2 * POWERS.length),
      mass: (from: number, to: number) => (1 - from) ** power - (1 - to) ** power,
    },
  ]),
]

export const SCORES = SCORE_BETS.length

/** What every score bet pays in every cell, cell by cell: entry `cell * SCORES + bet`. */
export const PAYOFFS = Float64Array.from({ length: CELLS * SCORES }, (_, index) => {
  const cell = Math.floor(index / SCORES)
  return CELLS * SCORE_BETS[index % SCORES]!.mass(cell / CELLS, (cell + 1) / CELLS)
})

/** Weights of the score bets and then of the odds bets (bin by bin, each with all `ODDS`); they sum to 1. */
export function betWeights(kind: Kind, bins: number): Float64Array {
  const scores = SHARE_OF_SCORES[kind]
  const odds = bins * ODDS.length
  return Float64Array.from({ length: SCORES + odds }, (_, bet) =>
    bet < SCORES ? scores * SCORE_BETS[bet]!.weight : (1 - scores) / odds,
  )
}

/** Probability of N(0, 1) between two values, precise in both tails. */
function normalMass(from: number, to: number): number {
  return from > 0 ? normalCdf(-from) - normalCdf(-to) : normalCdf(to) - normalCdf(from)
}
