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
  n: v.optional(v.number()),
  /** Sum of the errors themselves; null when one had no end. Snapshots of earlier versions lack both. */
  total: v.optional(v.nullable(v.number())),
  bound: v.optional(v.nullable(v.number())),
})

/**
 * Mean absolute error of a regression, each error clipped to [0, bound].
 *
 * Where neither a person nor a tested error says how large an error can be, there is a mean and no interval: any bound
 * would be made up.
 */
export class MeanAbsoluteError implements Score {
  readonly metric = 'mean_absolute_error'
  readonly test: Interval | null
  readonly #bound: number | null
  readonly #clippedInTest: number
  readonly #declared: number | null
  readonly #watchedMean: BoundedMean
  readonly #declaredMean: BoundedMean
  #clipped: number
  /** Sum of squares of the clipped errors, as shares of the bound. */
  #squares: number
  #total: number
  #n: number

  constructor(model: MonitoredModel, state?: unknown) {
    const errors = testedErrors(model)
    const past = state === undefined ? undefined : v.parse(errorStateSchema, state)
    const bound = past?.bound === undefined ? boundOf(model) : past.bound
    this.#bound = bound
    this.test =
      bound === null
        ? null
        : meanOnce(
            errors.map((error) => Math.min(bound, error)),
            0,
            bound,
          )
    this.#clippedInTest =
      errors.filter((error) => error > (bound ?? Infinity)).length / Math.max(1, errors.length)
    this.#declared = model.declaredLabels
    this.#watchedMean = new BoundedMean(null, past?.watched)
    this.#declaredMean = new BoundedMean(this.#declared ?? 1, past?.declared)
    this.#clipped = past?.clipped ?? 0
    this.#squares = past?.squares ?? 0
    this.#n = past?.n ?? past?.watched.n ?? 0
    // An earlier version knew the clipped errors only.
    const known = past?.total === undefined ? (past?.watched.sum ?? 0) * (bound ?? 1) : past.total
    this.#total = known ?? Infinity
  }

  update(prediction: Truth, truth: Truth): boolean {
    const error = Math.abs(numberOf(prediction) - numberOf(truth))
    if (Number.isNaN(error)) return false
    this.#n += 1
    this.#total += error
    if (this.#bound === null) return true
    const share = Math.min(1, error / this.#bound)
    this.#watchedMean.update(share)
    if (this.#declaredMean.state.n < (this.#declared ?? 0)) this.#declaredMean.update(share)
    if (error > this.#bound) this.#clipped += 1
    this.#squares += share * share
    return true
  }

  get live(): AccuracyFinding['live'] {
    const bound = this.#bound
    if (bound === null) return { watched: null, declared: null }
    const inUnit = (interval: Interval | null) => interval && stretched(interval, 0, bound)
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
      n: this.#n,
      mean: this.#n === 0 || !Number.isFinite(this.#total) ? null : this.#total / this.#n,
      clippedInTest: this.#clippedInTest,
      clippedLive: this.#clipped / Math.max(1, n),
      deviation: (this.#bound ?? 0) * Math.sqrt(Math.max(0, this.#squares / Math.max(1, n) - mean * mean)),
    }
  }

  get state(): unknown {
    return {
      watched: this.#watchedMean.state,
      declared: this.#declaredMean.state,
      clipped: this.#clipped,
      squares: this.#squares,
      n: this.#n,
      total: Number.isFinite(this.#total) ? this.#total : null,
      bound: this.#bound,
    }
  }
}

function testedErrors({ reference }: MonitoredModel): number[] {
  const { prediction, truth } = reference.tested
  return prediction.map((value, row) => Math.abs(Number(value) - Number(truth[row]!)))
}

function boundOf(model: MonitoredModel): number | null {
  const largest = testedErrors(model).reduce((most, error) => Math.max(most, error), 0)
  return model.errorBound ?? (largest > 0 ? largest : null)
}

const boundSchema = v.object({ score: v.object({ bound: v.nullable(v.number()) }) })

/** Whether the monitors of this state clipped errors elsewhere than this model's do: shiploop.yaml has another bound now. */
export function hasOtherBound(model: MonitoredModel, state: unknown): boolean {
  const past = v.safeParse(boundSchema, state)
  return model.signature.task === 'regression' && past.success && past.output.score.bound !== boundOf(model)
}

function numberOf(value: Truth): number {
  return typeof value === 'string' && value.trim() === '' ? NaN : Number(value)
}
