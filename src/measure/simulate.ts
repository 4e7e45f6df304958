/**
 * Streams of one column with and without drift, for the error rates and the power that docs/statistics.md states.
 * `bench/drift.ts` runs them in full, test/unit/measure a part of them.
 */
import { DeploymentAlarm, meanEvidence } from './deploymentAlarm.ts'
import { ColumnMonitor } from './drift/column.ts'
import { EVIDENCE_NEEDED } from './drift/evidence.ts'
import { normalQuantile } from './drift/normal.ts'
import type { Kind } from './drift/order.ts'
import { seedOf, uniformAt } from './drift/random.ts'
import { scaleOf } from './drift/scale.ts'

/** A law by its quantiles: the value at a uniform number. */
export interface Law {
  readonly kind: Kind
  readonly at: (u: number) => number | string
}

const normal: Law = { kind: 'number', at: normalQuantile }
const exponential: Law = { kind: 'number', at: (u) => -Math.log(1 - u) }
const ties = zerosElseRounded(0.5)
const ten = categories([20, 17, 14, 12, 10, 9, 7, 5, 4, 2])
const fifty = categories(Array.from({ length: 50 }, (_, index) => 1 / (index + 1)))

/** The 5 laws of the no-drift simulation; with 50, 500 and 5000 reference rows they make its 15 settings. */
export const LAWS: Readonly<Record<string, Law>> = {
  normal,
  '10 categories': ten,
  '50 categories': fifty,
  ties,
  exponential,
}

export const REFERENCE_ROWS = [50, 500, 5000] as const

/** A change that the detector should find: before, after, and whether it holds from the first row. */
export interface Change {
  readonly name: string
  readonly before: Law
  readonly after: Law
  readonly fromStart?: boolean
}

export const CHANGES: readonly Change[] = [
  { name: 'normal, mean +0.5 sigma', before: normal, after: linear(0.5, 1) },
  { name: 'normal, mean +1 sigma', before: normal, after: linear(1, 1) },
  { name: 'normal, scale x2', before: normal, after: linear(0, 2) },
  {
    name: 'commonest of 10 categories +20 points',
    before: ten,
    after: categories([40, ...[17, 14, 12, 10, 9, 7, 5, 4, 2].map((share) => share * 0.75)]),
  },
  {
    name: 'an unseen category at 10%',
    before: ten,
    after: categories([20, 17, 14, 12, 10, 9, 7, 5, 4, 2, 100 / 9]),
  },
  { name: 'zeros from 50 to 75%', before: ties, after: zerosElseRounded(0.75) },
  {
    name: 'exponential x1.5',
    before: exponential,
    after: { kind: 'number', at: (u) => -1.5 * Math.log(1 - u) },
  },
  { name: 'normal, mean +0.5 sigma, from row 0', before: normal, after: linear(0.5, 1), fromStart: true },
]

interface Rate {
  readonly streams: number
  /** Share of streams whose evidence ever reached 20. */
  readonly evidence: number
  /** Share of streams that ever raised the column's alarm, which asks for an effect of 0.1 too. */
  readonly alarm: number
}

/** How often a stream without drift ever looks like drift. */
export function falseAlarmRate(law: Law, referenceRows: number, streams: number, rows = 2000): Rate {
  let evidence = 0
  let alarm = 0
  for (let stream = 0; stream < streams; stream += 1) {
    const found = followStream(law, law, referenceRows, rows, rows, `no drift ${referenceRows} ${stream}`)
    if (found.reached) evidence += 1
    if (found.alarm !== null) alarm += 1
  }
  return { streams, evidence: evidence / streams, alarm: alarm / streams }
}

/**
 * How often a deployment without drift ever raises its alarm: five input columns, one of each law.
 *
 * @param dependent all five are functions of one random number per row, else they are independent
 */
export function deploymentAlarmRate(
  dependent: boolean,
  referenceRows: number,
  streams: number,
  rows = 2000,
): number {
  const laws = Object.values(LAWS)
  let alarms = 0
  for (let stream = 0; stream < streams; stream += 1) {
    const seeds = laws.map((_, column) =>
      seedOf('deployment', String(dependent ? 0 : column), String(stream)),
    )
    const monitors = laws.map((law, column) => {
      const reference = Array.from({ length: referenceRows }, (_, row) =>
        law.at(uniformAt(seeds[column]!, row)),
      )
      return new ColumnMonitor(scaleOf(law.kind, reference), seedOf(String(stream), String(column)))
    })
    const alarm = new DeploymentAlarm()
    for (let row = 1; row <= rows && alarm.raised === null; row += 1) {
      monitors.forEach((monitor, column) => {
        const value = laws[column]!.at(uniformAt(seeds[column]!, referenceRows + row))
        monitor.update({ value, number: row })
      })
      alarm.update(meanEvidence(monitors.map((monitor) => monitor.evidence)), row)
    }
    if (alarm.raised !== null) alarms += 1
  }
  return alarms / streams
}

/**
 * Median number of rows from a change to the alarm, among streams without an alarm before it. The change comes at row
 * 1000 + 0 to 99, or at 0; a stream that shows none within 2,000 rows counts as endless.
 */
export function medianDelay(change: Change, referenceRows: number, streams: number): number {
  const delays: number[] = []
  for (let stream = 0; stream < streams; stream += 1) {
    const begin = change.fromStart ? 0 : 1000 + (stream % 100)
    const found = followStream(
      change.before,
      change.after,
      referenceRows,
      begin,
      begin + 2000,
      `${change.name} ${stream}`,
    )
    if (found.alarm === null) delays.push(Infinity)
    else if (found.alarm > begin) delays.push(found.alarm - begin)
  }
  return delays.toSorted((first, second) => first - second)[Math.floor(delays.length / 2)] ?? Infinity
}

/** One stream: its law changes at row `begin`; it ends after `rows` or at the alarm. */
function followStream(
  before: Law,
  after: Law,
  referenceRows: number,
  begin: number,
  rows: number,
  name: string,
) {
  const seed = seedOf('simulation', name)
  const reference = Array.from({ length: referenceRows }, (_, row) => before.at(uniformAt(seed, row)))
  const monitor = new ColumnMonitor(scaleOf(before.kind, reference), seedOf(name, 'column'))
  let reached = false
  for (let row = 0; row < rows; row += 1) {
    const law = row < begin ? before : after
    monitor.update({ value: law.at(uniformAt(seed, referenceRows + row)), number: row + 1 })
    reached ||= monitor.evidence >= EVIDENCE_NEEDED
    if (monitor.alarmRow !== null) break
  }
  return { reached, alarm: monitor.alarmRow }
}

/** What the ranks take for granted, broken: rows that resemble the row before, and rows that all come twice. */
type Broken =
  { readonly kind: 'autocorrelated'; readonly correlation: number } | { readonly kind: 'sent twice' }

/**
 * How often a normal column without drift ever reaches evidence 20 when its rows are not independent (reference 500),
 * and how often the correlation is noted by then.
 */
export function brokenRate(
  broken: Broken,
  streams: number,
  rows = 2000,
): { evidence: number; noted: number } {
  let evidence = 0
  let noted = 0
  for (let stream = 0; stream < streams; stream += 1) {
    const seed = seedOf('broken', JSON.stringify(broken), String(stream))
    const draw = (row: number) => normalQuantile(uniformAt(seed, row))
    const reference = Array.from({ length: 500 }, (_, row) => draw(row))
    const monitor = new ColumnMonitor(scaleOf('number', reference), seedOf('broken', String(stream)))
    let reached = false
    let value = draw(500)
    for (let row = 1; row <= rows; row += 1) {
      if (broken.kind === 'autocorrelated') {
        const { correlation } = broken
        value = correlation * value + Math.sqrt(1 - correlation ** 2) * draw(500 + row)
      } else value = draw(500 + Math.ceil(row / 2))
      monitor.update({ value, number: row })
      reached ||= monitor.evidence >= EVIDENCE_NEEDED
    }
    if (reached) evidence += 1
    if (monitor.value.correlation !== null) noted += 1
  }
  return { evidence: evidence / streams, noted: noted / streams }
}

function linear(shift: number, scale: number): Law {
  return { kind: 'number', at: (u) => shift + scale * normalQuantile(u) }
}

function zerosElseRounded(zeros: number): Law {
  return {
    kind: 'number',
    at: (u) => (u < zeros ? 0 : Math.round(2 * normalQuantile((u - zeros) / (1 - zeros))) + 0),
  }
}

/** Categories c00, c01 ... with these relative frequencies. */
function categories(weights: readonly number[]): Law {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return {
    kind: 'category',
    at: (u) => {
      let left = u * total
      const index = weights.findIndex((weight) => (left -= weight) < 0)
      return `c${String(index < 0 ? weights.length - 1 : index).padStart(2, '0')}`
    },
  }
}
