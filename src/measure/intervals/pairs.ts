/** Two models on the same labelled rows. */
import type { Interval } from '../../iteration/record.ts'
import { meanOnce } from './empiricalBernstein.ts'
import { logBeta, logGamma } from './gamma.ts'
import { wilson } from './wilson.ts'

/** Rows by which of two models was right on them. */
export interface Pairs {
  readonly both: number
  readonly onlyFirst: number
  readonly onlySecond: number
  readonly neither: number
}

/**
 * McNemar's test with the mid-p correction, two-sided: chance of so uneven a split of the rows on which the models
 * differ, if both were equally good. For one look. 1 when they never differ.
 *
 * @see Fagerland, Lydersen, Laake (2013), The McNemar test for binary matched-pairs data: mid-p and asymptotic
 */
export function mcnemarMidP({ onlyFirst, onlySecond }: Pairs): number {
  const n = onlyFirst + onlySecond
  const fewer = Math.min(onlyFirst, onlySecond)
  const chance = (k: number) =>
    Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) - n * Math.LN2)
  let below = 0
  for (let k = 0; k < fewer; k += 1) below += chance(k)
  return Math.min(1, 2 * below + chance(fewer))
}

/**
 * 95% interval for the difference of two paired proportions, the first minus the second. For one look.
 *
 * @param pairs at least one row
 * @see Newcombe (1998), Improved confidence intervals for the difference between binomial proportions based on paired
 * data, method 10
 */
export function newcombe(pairs: Pairs): Interval {
  const { both, onlyFirst, onlySecond, neither } = pairs
  const n = both + onlyFirst + onlySecond + neither
  const first = wilson(both + onlyFirst, n)
  const second = wilson(both + onlySecond, n)
  const value = (onlyFirst - onlySecond) / n
  const phi = correlation(pairs, n)
  const half = (a: number, b: number) => Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b))
  return {
    value,
    low: value - half(first.value - first.low, second.high - second.value),
    high: value + half(first.high - first.value, second.value - second.low),
    n,
  }
}

/** Phi of the 2 x 2 table, a positive one with Newcombe's continuity correction. */
function correlation({ both, onlyFirst, onlySecond, neither }: Pairs, n: number): number {
  const margins = (both + onlyFirst) * (onlySecond + neither) * (both + onlySecond) * (onlyFirst + neither)
  if (margins === 0) return 0
  const product = both * neither - onlyFirst * onlySecond
  return (product > 0 ? Math.max(0, product - n / 2) : product) / Math.sqrt(margins)
}

/**
 * Evidence that one of two models is better, valid while somebody watches: act at 20 or more.
 *
 * A mixture over how often the first is right where they differ, by the Jeffreys prior, against one half.
 */
export function pairEvidence({ onlyFirst, onlySecond }: Pairs): number {
  return Math.exp(
    (onlyFirst + onlySecond) * Math.LN2 + logBeta(onlyFirst + 0.5, onlySecond + 0.5) - logBeta(0.5, 0.5),
  )
}

/**
 * 95% interval for the difference of two models' mean absolute errors on the same rows, the first minus the second, each
 * error clipped to [0, bound]. For one look; proven at every n (empirical Bernstein). null without rows.
 *
 * @param first  absolute errors of one model, in the target's unit
 * @param second absolute errors of the other on the same rows
 */
export function errorDifference(
  first: readonly number[],
  second: readonly number[],
  bound: number,
): Interval | null {
  const clip = (error: number) => Math.min(bound, error)
  return meanOnce(
    first.map((error, row) => clip(error) - clip(second[row]!)),
    -bound,
    bound,
  )
}
