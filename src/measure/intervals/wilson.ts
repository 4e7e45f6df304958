import type { Interval } from '../../iteration/record.ts'

/** 97.5% quantile of N(0, 1). */
const Z = 1.959963984540054

/**
 * Wilson's 95% interval for a proportion, for one look at a number of rows that was fixed beforehand.
 *
 * @param right number of successes, 0 to n
 * @param n     number of trials, at least 1
 * @see Wilson (1927); statsmodels proportion_confint(method='wilson')
 */
export function wilson(right: number, n: number): Interval {
  const value = right / n
  const centre = (right + (Z * Z) / 2) / (n + Z * Z)
  const half = (Z / (n + Z * Z)) * Math.sqrt(n * value * (1 - value) + (Z * Z) / 4)
  // At the ends the formula gives 0 and 1 but for rounding.
  const low = right === 0 ? 0 : Math.max(0, centre - half)
  const high = right === n ? 1 : Math.min(1, centre + half)
  return { value, low, high, n }
}
