/** Numbers as people read them: one form everywhere (command line, report, views). */
import type { DriftRow, Errors, Interval, Iteration } from '../iteration/record.ts'

type Accuracy = NonNullable<Iteration['accuracy']>

/** `84% [77, 89]` for a share, `11.3 [10.8, 11.9]` for an error in the target's unit. */
export function intervalText(interval: Interval, metric: string): string {
  if (metric !== 'accuracy') {
    return `${significant(interval.value)} [${significant(interval.low)}, ${significant(interval.high)}]`
  }
  return `${percent(interval.value)}% [${percent(interval.low)}, ${percent(interval.high)}]`
}

function percent(share: number): string {
  return (share * 100).toFixed(0)
}

/** Two or three significant digits, without an exponent for everyday sizes. */
export function significant(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e6 || size < 1e-4) return value.toExponential(1)
  if (size < 0.1) return value.toPrecision(2)
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2)
}

/** `0.012`; a p-value says how sure one is, and nobody needs its exponent. */
export function pText(p: number): string {
  return p < 0.0001 ? 'p < 0.0001' : `p ${significant(p)}`
}

/** An e-value as odds: `1 in 9,500 by chance`. Below 1 there is no evidence at all. */
export function oddsText(evidence: number): string {
  if (evidence < 2) return 'as by chance'
  if (evidence > 1e6) return 'less than 1 in a million by chance'
  const rounded = evidence < 100 ? Math.round(evidence) : Number(evidence.toPrecision(2))
  return `1 in ${grouped(rounded)} by chance`
}

/** The commonest categories with their counts: `nissan 2, triumph 1, ...`. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a)
  const shown = sorted.slice(0, MOST_CATEGORIES).map(([category, count]) => `${category} ${count}`)
  return sorted.length > MOST_CATEGORIES ? `${shown.join(', ')}, ...` : shown.join(', ')
}

/** A column of names or numbers of tickets has a new one in each row. */
const MOST_CATEGORIES = 4

/** `12,345` */
export function grouped(value: number): string {
  return value.toLocaleString('en-US')
}

/** `0.4 s`, `3 min`, `1.5 h` */
export function secondsText(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)} s`
  return seconds < 3600 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`
}

/** Attended time is counted in whole seconds. */
export function attendedText(seconds: number): string {
  return seconds < 100 ? `${Math.round(seconds)} s` : secondsText(seconds)
}

/** `drift: horsepower +3`, strongest first; empty when no column of the graph alarms. */
export function driftText(rows: readonly DriftRow[]): string {
  const [first, ...rest] = rows
    .filter((row) => row.alarm && row.role === 'input')
    .sort((a, b) => b.evidence - a.evidence)
  if (first === undefined) return ''
  return `drift: ${first.column}${rest.length > 0 ? ` +${rest.length}` : ''}`
}

/** The live accuracy that counts: the declared look when it was taken, else the watched one. */
export function liveInterval(iteration: Iteration): Interval | null {
  return iteration.accuracy?.live.declared ?? iteration.accuracy?.live.watched ?? null
}

/** The mean of a regression's live errors where nothing bounds them, so that it has no interval; else null. */
export function unboundedText(accuracy: Pick<Accuracy, 'errors'> | undefined): string | null {
  const errors = accuracy?.errors
  return errors === undefined || errors.bound !== null
    ? null
    : `${meanText(errors)} on average of ${grouped(errors.n)} labelled`
}

/** What the interval of a regression leaves out: the errors above the bound; null where there are none. */
export function clippedText(accuracy: Pick<Accuracy, 'errors'> | undefined): string | null {
  const errors = accuracy?.errors
  if (errors === undefined || errors.bound === null || errors.clippedLive === 0) return null
  const bound = significant(errors.bound)
  return `${significant(errors.clippedLive * 100)}% of the errors are above ${bound} and count as ${bound}; as they are, their mean is ${meanText(errors)}.`
}

/** As `significant` writes it; a mean of errors that are not all finite is `infinite`. */
export function meanText({ mean }: Errors): string {
  return mean === null ? 'infinite' : significant(mean)
}

/** What to do about an error without an interval. */
export const NO_BOUND =
  'Without an interval: nothing says how large an error can be. Set error_bound in shiploop.yaml.'
/** Why clipped errors decide nothing in the model's favour. */
export const CLIPPED =
  'Live errors are larger than any tested one and were clipped: set error_bound in shiploop.yaml.'
/** What to do about clipped errors. */
export const OTHER_BOUND = 'error_bound in shiploop.yaml sets the bound.'

/** `accuracy` -> `accuracy`, `mean_absolute_error` -> `mean absolute error`. */
export function metricName(metric: string): string {
  return metric.replaceAll('_', ' ')
}
