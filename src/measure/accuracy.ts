/**
 * How right the model is: on the frozen reference, looked at once, and live, from labels that arrive late.
 *
 * The first label of a row counts: an interval that may be watched can't take back what it has seen. Both live intervals
 * speak of the labelled rows; they hold for the traffic when labels arrive at random.
 */
import * as v from 'valibot'
import type { Interval } from '../iteration/record.ts'
import { MeanAbsoluteError } from './absoluteError.ts'
import type { AccuracyFinding, MonitoredModel } from './findings.ts'
import { betaMixture, priorOf, type Prior } from './intervals/betaMixture.ts'
import { wilson } from './intervals/wilson.ts'
import type { Score, Truth } from './score.ts'

/**
 * The share of right labels or the mean absolute error, by the model's task.
 *
 * @param state of the same score, to go on from
 */
export function scoreOf(model: MonitoredModel, state?: unknown): Score {
  return model.signature.task === 'classification'
    ? new ShareRight(model, state)
    : new MeanAbsoluteError(model, state)
}

const shareStateSchema = v.object({
  right: v.number(),
  n: v.number(),
  rightWhenDeclared: v.nullable(v.number()),
})

class ShareRight implements Score {
  readonly metric = 'accuracy'
  readonly errors = null
  readonly test: Interval | null
  readonly #prior: Prior
  readonly #declared: number | null
  #state: v.InferOutput<typeof shareStateSchema>

  constructor(model: MonitoredModel, state?: unknown) {
    const { prediction, truth } = model.reference.tested
    const right = prediction.filter((value, row) => isSame(value, truth[row]!)).length
    this.test = prediction.length === 0 ? null : wilson(right, prediction.length)
    this.#prior = priorOf(right, prediction.length)
    this.#declared = model.declaredLabels
    this.#state =
      state === undefined ? { right: 0, n: 0, rightWhenDeclared: null } : v.parse(shareStateSchema, state)
  }

  update(prediction: Truth, truth: Truth): boolean {
    const state = this.#state
    state.n += 1
    if (isSame(prediction, truth)) state.right += 1
    if (state.n === this.#declared) state.rightWhenDeclared = state.right
    return true
  }

  get live(): AccuracyFinding['live'] {
    const { right, n, rightWhenDeclared } = this.#state
    return {
      watched: n === 0 ? null : betaMixture(right, n, this.#prior),
      declared: rightWhenDeclared === null ? null : wilson(rightWhenDeclared, this.#declared!),
    }
  }

  get state(): unknown {
    return { ...this.#state }
  }
}

/** Class labels are compared as text: integer classes are written as text in the signature. */
function isSame(prediction: Truth, truth: Truth): boolean {
  return String(prediction) === String(truth)
}
