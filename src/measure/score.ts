import type { Interval } from '../iteration/record.ts'
import type { AccuracyFinding } from './findings.ts'

export type Truth = number | string

/** The accuracy of one task, label by label. */
export interface Score {
  readonly metric: AccuracyFinding['metric']
  readonly test: Interval | null
  /** @returns false when the truth can't be compared with a prediction */
  update(prediction: Truth, truth: Truth): boolean
  readonly live: AccuracyFinding['live']
  readonly errors: AccuracyFinding['errors']
  readonly state: unknown
}
