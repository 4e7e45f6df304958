import * as v from 'valibot'
import type { Interval } from '../iteration/record.ts'
import type { AccuracyFinding, MonitoredModel } from './findings.ts'
import { BoundedMean, meanOnce, meanStateSchema, stretched } from './intervals/empiricalBernstein.ts'
import type { Score, Truth } from './score.ts'

const errorStateSchema = v.object({
  watched: meanStateSchema,
  declared: meanStateSchema,
  clipped: v.number(),
  squares: v.number(),
})

/** Mean absolute error of a regression, each error clipped to [0, bound]. */
export class MeanAbsoluteError implements Score {
  readonly metric = 'mean_absolute_error'
  readonly test: Interval | null
  readonly #bound: number
  readonly #clippedInTest: number
  readonly #declared: number | null
  readonly #watchedMean: BoundedMean
  readonly #declaredMean: BoundedMean
  #clipped: number
  /** Sum of squares of the clipped errors, as shares of the bound. */
  #squares: number

  constructor(model: MonitoredModel, state?: unknown) {
    const { prediction, truth } = model.reference.tested
    const errors = prediction.map((value, row) => Math.abs(Number(value) - Number(truth[row]!)))
    // A model without a single error has no scale of its own: any bound is as good.
    const largest = errors.reduce((most, error) => Math.max(most, error), 0)
    this.#bound = model.errorBound ?? (largest > 0 ? largest : 1)
    this.test = meanOnce(
      errors.map((error) => Math.min(this.#bound, error)),
      0,
      this.#bound,
    )
    this.#clippedInTest = errors.filter((error) => error > this.#bound).length / Math.max(1, errors.length)
    this.#declared = model.declaredLabels
    const past = state === undefined ? undefined : v.parse(errorStateSchema, state)
    this.#watchedMean = new BoundedMean(null, past?.watched)
    this.#declaredMean = new BoundedMean(this.#declared ?? 1, past?.declared)
    this.#clipped = past?.clipped ?? 0
    this.#squares = past?.squares ?? 0
  }

  update(prediction: Truth, truth: Truth): boolean {
    const error = Math.abs(numberOf(prediction) - numberOf(truth))
    if (Number.isNaN(error)) return false
    const share = Math.min(1, error / this.#bound)
    this.#watchedMean.update(share)
    if (this.#declaredMean.state.n < (this.#declared ?? 0)) this.#declaredMean.update(share)
    if (error > this.#bound) this.#clipped += 1
    this.#squares += share * share
    return true
  }

  get live(): AccuracyFinding['live'] {
    const inUnit = (interval: Interval | null) => interval && stretched(interval, 0, this.#bound)
    const isComplete = this.#declaredMean.state.n === this.#declared
    return {
      watched: inUnit(this.#watchedMean.interval),
      declared: isComplete ? inUnit(this.#declaredMean.interval) : null,
    }
  }

  get errors(): AccuracyFinding['errors'] {
    const { n, sum } = this.#watchedMean.state
    const mean = sum / Math.max(1, n)
    return {
      bound: this.#bound,
      clippedInTest: this.#clippedInTest,
      clippedLive: this.#clipped / Math.max(1, n),
      deviation: this.#bound * Math.sqrt(Math.max(0, this.#squares / Math.max(1, n) - mean * mean)),
    }
  }

  get state(): unknown {
    return {
      watched: this.#watchedMean.state,
      declared: this.#declaredMean.state,
      clipped: this.#clipped,
      squares: this.#squares,
    }
  }
}

function numberOf(value: Truth): number {
  return typeof value === 'string' && value.trim() === '' ? NaN : Number(value)
}
