/** Intervals for what has no better one: valid for one look, and gating nothing. */
import type { Interval } from '../../iteration/record.ts'
import { seedOf, uniformAt } from '../drift/random.ts'

const RESAMPLES = 1000

export interface Predicted {
  readonly prediction: number
  readonly truth: number
}

/**
 * Percentile bootstrap, 95%, of a statistic of rows; the same rows give the same interval.
 *
 * @param rows at least 1
 * @see Efron, Tibshirani (1993), An Introduction to the Bootstrap, chapter 13
 */
export function bootstrap<Row>(rows: readonly Row[], statistic: (rows: readonly Row[]) => number): Interval {
  const seed = seedOf('bootstrap')
  const found = Float64Array.from({ length: RESAMPLES }, (_, resample) =>
    statistic(
      rows.map(
        (_, place) => rows[Math.floor(uniformAt(seed, resample * rows.length + place) * rows.length)]!,
      ),
    ),
  ).sort()
  return {
    value: statistic(rows),
    low: found[Math.floor(0.025 * (RESAMPLES - 1))]!,
    high: found[Math.ceil(0.975 * (RESAMPLES - 1))]!,
    n: rows.length,
  }
}

/** Root mean squared error, in the target's unit. */
export function rootMeanSquaredError(rows: readonly Predicted[]): number {
  return Math.sqrt(rows.reduce((sum, row) => sum + (row.prediction - row.truth) ** 2, 0) / rows.length)
}

/** Coefficient of determination; NaN when all truths are equal. */
export function rSquared(rows: readonly Predicted[]): number {
  const mean = rows.reduce((sum, row) => sum + row.truth, 0) / rows.length
  const around = rows.reduce((sum, row) => sum + (row.truth - mean) ** 2, 0)
  return around === 0 ? NaN : 1 - (rootMeanSquaredError(rows) ** 2 * rows.length) / around
}
