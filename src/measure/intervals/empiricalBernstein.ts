/**
 * Confidence sequence for the mean of bounded values, with a width that follows their variance.
 *
 * @see Waudby-Smith, Ramdas (2024), Estimating means of bounded random variables by betting, theorem 2 (the predictable
 * plug-in empirical Bernstein confidence sequence)
 */
import * as v from 'valibot'
import type { Interval } from '../../iteration/record.ts'

/** log(2 / alpha) at 95%, two-sided. */
const LOG_ODDS = Math.log(2 / 0.05)
/** Where the plug-in lambda is cut off, in (0, 1). */
const MOST_LAMBDA = 0.5

export const meanStateSchema = v.object({
  n: v.number(),
  sum: v.number(),
  squares: v.number(),
  lambdas: v.number(),
  weighted: v.number(),
  penalty: v.number(),
})
type MeanState = v.InferOutput<typeof meanStateSchema>

/** The sequence, one value after the other, each in [0, 1]. */
export class BoundedMean {
  readonly #horizon: number | null
  #state: MeanState

  /** @param horizon for one look at a fixed number of values: narrower there, wrong to watch; null to be watched */
  constructor(
    horizon: number | null = null,
    state: MeanState = { n: 0, sum: 0, squares: 0, lambdas: 0, weighted: 0, penalty: 0 },
  ) {
    this.#horizon = horizon
    this.#state = { ...state }
  }

  update(x: number): void {
    const state = this.#state
    const n = state.n + 1
    // Everything that weighs this value is known before it: the mean and the variance are those of the earlier ones.
    const before = (0.5 + state.sum) / n
    const lambda = this.#lambda(n, (0.25 + state.squares) / n)
    state.lambdas += lambda
    state.weighted += lambda * x
    state.penalty += (x - before) ** 2 * (-Math.log1p(-lambda) - lambda)
    state.n = n
    state.sum += x
    state.squares += (x - (0.5 + state.sum) / (n + 1)) ** 2
  }

  /** The interval within [0, 1] around the (unweighted) mean; null before the first value. */
  get interval(): Interval | null {
    const { n, sum, lambdas, weighted, penalty } = this.#state
    if (n === 0) return null
    const centre = weighted / lambdas
    const margin = (LOG_ODDS + penalty) / lambdas
    return { value: sum / n, low: Math.max(0, centre - margin), high: Math.min(1, centre + margin), n }
  }

  get state(): MeanState {
    return { ...this.#state }
  }

  #lambda(n: number, variance: number): number {
    const rows = this.#horizon ?? n * Math.log1p(n)
    return Math.min(MOST_LAMBDA, Math.sqrt((2 * LOG_ODDS) / (variance * rows)))
  }
}

/** 95% interval for the mean of values in [low, high], for one look at all of them; null without values. */
export function meanOnce(values: readonly number[], low: number, high: number): Interval | null {
  const mean = new BoundedMean(values.length)
  for (const value of values) mean.update((value - low) / (high - low))
  return mean.interval === null ? null : stretched(mean.interval, low, high)
}

/** An interval within [0, 1] brought to [low, high]. */
export function stretched(interval: Interval, low: number, high: number): Interval {
  const at = (share: number) => low + share * (high - low)
  return { value: at(interval.value), low: at(interval.low), high: at(interval.high), n: interval.n }
}
