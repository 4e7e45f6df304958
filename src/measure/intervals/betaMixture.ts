/** Confidence sequence for a proportion: its interval holds at every number of labels at once, so it may be watched. */
import type { Interval } from '../../iteration/record.ts'
import { logBeta } from './gamma.ts'

/** A proportion is ruled out when the mixture is this many times likelier: 1 / 0.05. */
const RULED_OUT = Math.log(20)
const PRIOR_ROWS = 20

/** A Beta law that says where the proportion is expected. It decides the width, not the validity. */
export interface Prior {
  readonly a: number
  readonly b: number
}

/**
 * The prior of 20 rows that the frozen reference suggests: Beta(20 q, 20 (1 - q)) with q = (k + 1/2) / (n + 1).
 *
 * @param right rows of the reference that were right
 * @param n     rows of the reference; 0 gives Beta(10, 10)
 */
export function priorOf(right: number, n: number): Prior {
  const q = (right + 0.5) / (n + 1)
  return { a: PRIOR_ROWS * q, b: PRIOR_ROWS * (1 - q) }
}

/**
 * Logarithm of the mixture likelihood ratio against a proportion: a test martingale while it is the true one.
 *
 * @param right successes so far; need not be whole, for what a future count would say
 */
export function logRatio(theta: number, right: number, n: number, { a, b }: Prior): number {
  const wrong = n - right
  const mixture = logBeta(a + right, b + wrong) - logBeta(a, b)
  const likelihood =
    (right === 0 ? 0 : right * Math.log(theta)) + (wrong === 0 ? 0 : wrong * Math.log1p(-theta))
  return mixture - likelihood
}

/** Whether a proportion lies outside the interval. */
export function isRuledOut(theta: number, right: number, n: number, prior: Prior): boolean {
  return logRatio(theta, right, n, prior) >= RULED_OUT
}

/**
 * All proportions whose mixture likelihood ratio is below 20: misses the truth, ever, in at most 5% of streams.
 *
 * @param right successes, 0 to n
 * @param n     labels so far, at least 1
 * @see Howard, Ramdas, McAuliffe, Sekhon (2021), Time-uniform confidence sequences; Robbins (1970)
 */
export function betaMixture(right: number, n: number, prior: Prior): Interval {
  const value = right / n
  const isOutside = (theta: number) => isRuledOut(theta, right, n, prior)
  // The ratio is smallest at the estimate, at most 1 there, and grows to both sides.
  const low = right === 0 ? 0 : edge(0, value, isOutside)
  const high = right === n ? 1 : edge(1, value, isOutside)
  return { value, low, high, n }
}

/** Where, from `outside` (ruled out) to `inside` (not), the interval begins. */
function edge(outside: number, inside: number, isOutside: (theta: number) => boolean): number {
  for (let step = 0; step < 60; step += 1) {
    const middle = (outside + inside) / 2
    if (isOutside(middle)) outside = middle
    else inside = middle
  }
  return (outside + inside) / 2
}
