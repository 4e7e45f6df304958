/**
 * What the monitors of one model take and say. `MonitorSet` (monitorSet.ts) is the implementation; the server
 * composes one for the champion and one per shadow model, the command line makes one from its snapshot to read `value`.
 */
import type { Reference, Signature } from '../build/model/schema.ts'
import type { DriftRow, Interval } from '../iteration/record.ts'
import type { LoggedRow } from './monitor.ts'

/** What a set of monitors is made from; all of it is fixed when the deployment begins. */
export interface MonitoredModel {
  readonly signature: Signature
  readonly reference: Reference
  /** Id of the deployment: seeds the random tie breaking, so that the same log gives the same numbers. */
  readonly deployment: string
  /** Number of live labels at which one interval is looked at (`labels` of shiploop.yaml); null when none was declared. */
  readonly declaredLabels: number | null
  /** Regression: M, where absolute errors are clipped, in the target's unit; null takes the largest tested error, if there is one. */
  readonly errorBound: number | null
}

/** What the log knows about a row's request. */
export interface RequestFacts {
  /** Milliseconds from the request to its answer; given with the request's first row only. */
  readonly latency?: number
  /** The request's id was logged before: the row is passed over, and counted as such. */
  readonly repeatedRequest?: boolean
}

/** Ground truth that arrived for a committed row. */
export interface Label {
  /** Commit number of the label itself: strictly increasing; one that is not above the cursor is passed over. */
  readonly number: number
  /** Commit number of the row that it is about. */
  readonly row: number
  /** What this model predicted for that row, from the log. */
  readonly prediction: number | string
  readonly truth: number | string
}

/**
 * What became of a label: `counted`; `again`, the row had one already and the first stays; `unknown row`, the log of this
 * deployment has none of that number; `not a number` (regression); `seen before`, the cursor is past it.
 */
export type LabelOutcome = 'counted' | 'again' | 'unknown row' | 'not a number' | 'seen before'

/** How far the monitors have read the log. */
export interface Cursor {
  readonly row: number
  readonly label: number
}

export interface AccuracyFinding {
  readonly metric: 'accuracy' | 'mean_absolute_error'
  /** The frozen reference, looked at once: Wilson; for regression empirical Bernstein. */
  readonly test: Interval | null
  readonly live: {
    /** Holds whenever one looks. */
    readonly watched: Interval | null
    /** At the declared number of labels; null until they have arrived. */
    readonly declared: Interval | null
  }
  readonly labels: {
    readonly counted: number
    readonly again: number
    readonly unknownRow: number
    readonly notANumber: number
  }
  /**
   * Regression: the bound M (null: nothing says how large an error can be), how many live errors there are and their mean as
   * they are (null when there is none or one has no end), the shares of errors above the bound, the standard deviation of
   * the clipped live errors; else null.
   */
  readonly errors: {
    readonly bound: number | null
    readonly n: number
    readonly mean: number | null
    readonly clippedInTest: number
    readonly clippedLive: number
    readonly deviation: number
  } | null
}

export interface MonitorFindings {
  /** Rows that were ranked (repeated requests left out), and rows of requests whose id had been logged before. */
  readonly rows: number
  readonly repeatedRequests: number
  readonly cursor: Cursor
  /** One per input, observed column and the prediction (column '(prediction)'), in that order. */
  readonly drift: readonly DriftRow[]
  /**
   * Mean evidence over the graph's inputs (with an alarm, here and in `drift`, the most that there was since); `row` is
   * the 1-based row since the deployment began that raised the alarm.
   */
  readonly deployment: { readonly evidence: number; readonly alarm: boolean; readonly row: number | null }
  /** Facts, never alarms: categories that the reference does not have with their counts, by column. */
  readonly newCategories: Record<string, Record<string, number>>
  /** Rows outside the reference's range by column (columns without any are left out). */
  readonly outOfRange: Record<string, number>
  /** Columns whose rows resemble the row before: their evidence is to be read with care. */
  readonly autocorrelation: readonly { readonly column: string; readonly correlation: number }[]
  /**
   * Share of rows whose inputs equal an earlier live row's, beside what as many rows of the reference would have
   * (null when there are more live rows than reference rows).
   */
  readonly repeatedRows: { readonly share: number; readonly reference: number | null }
  readonly accuracy: AccuracyFinding
  /** Milliseconds; null before the first request. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly n: number } | null
}

/** The monitors of one model. `state` is plain JSON; `new MonitorSet(model, state)` goes on in the same numbers. */
export interface Monitors {
  /** Rows come in the order of the log; one whose number is not above the cursor is passed over. */
  update(row: LoggedRow, request?: RequestFacts): void
  label(label: Label): LabelOutcome
  /** The person has seen the alarms: they are taken back, and the evidence begins anew at the next row. */
  acknowledge(): void
  readonly value: MonitorFindings
  readonly state: unknown
}
