/**
 * Prints how often the detector raises an alarm without drift, how soon it finds one, how often the intervals miss, and
 * what a monitored row costs: the numbers of docs/statistics.md.
 *
 *   node bench/drift.ts [part ...] [streams]     2,000 streams of all parts: about 10 minutes
 *
 * Parts: alarms, deployments, delays, broken, intervals, cost.
 */
import { ColumnMonitor } from '../src/measure/drift/column.ts'
import { seedOf, uniformAt } from '../src/measure/drift/random.ts'
import { scaleOf } from '../src/measure/drift/scale.ts'
import {
  brokenRate,
  CHANGES,
  deploymentAlarmRate,
  falseAlarmRate,
  LAWS,
  medianDelay,
  REFERENCE_ROWS,
  type Law,
} from '../src/measure/simulate.ts'
import { everMissRate, onceMissRate } from '../src/measure/simulateIntervals.ts'

const LIVE_ROWS = 100_000

const parts: Readonly<Record<string, (streams: number) => void>> = {
  alarms: printAlarms,
  deployments: printDeployments,
  delays: printDelays,
  broken: printBroken,
  intervals: printIntervals,
  cost: printCost,
}

const words = process.argv.slice(2)
const streams = Number(words.find((word) => /^\d+$/.test(word)) ?? 2000)
const asked = words.filter((word) => word in parts)
for (const part of asked.length > 0 ? asked : Object.keys(parts)) parts[part]!(streams)

function printAlarms(streams: number): void {
  console.log(`\nNo drift, ${streams} streams of 2,000 rows: ever at evidence 20 (and with an effect of 0.1)`)
  for (const [name, law] of Object.entries(LAWS))
    for (const rows of REFERENCE_ROWS) {
      const rate = falseAlarmRate(law, rows, streams)
      console.log(`  ${name}, reference ${rows}: ${percent(rate.evidence)} (${percent(rate.alarm)})`)
    }
}

function printDeployments(streams: number): void {
  console.log(
    `\nNo drift, ${streams} streams of 2,000 rows: ever an alarm of the deployment of five columns, one of each law`,
  )
  for (const rows of REFERENCE_ROWS) {
    const [independent, dependent] = [false, true].map((each) => deploymentAlarmRate(each, rows, streams))
    console.log(
      `  reference ${rows}: ` +
        `${percent(independent!)} independent, ${percent(dependent!)} all moved by one number`,
    )
  }
}

function printDelays(streams: number): void {
  const fewer = Math.min(streams, 1000)
  console.log(`\nMedian rows from a change to the alarm, reference 500, ${fewer} streams`)
  for (const change of CHANGES) console.log(`  ${change.name}: ${medianDelay(change, 500, fewer)}`)
}

function printBroken(streams: number): void {
  const fewer = Math.min(streams, 500)
  console.log(`\nNo drift but dependent rows, ${fewer} streams: ever at evidence 20 (correlation noted)`)
  for (const broken of [
    { kind: 'autocorrelated', correlation: 0 },
    { kind: 'autocorrelated', correlation: 0.2 },
    { kind: 'autocorrelated', correlation: 0.5 },
    { kind: 'sent twice' },
  ] as const) {
    const rate = brokenRate(broken, fewer)
    const name = 'correlation' in broken ? `lag-1 correlation ${broken.correlation}` : 'every row sent twice'
    console.log(`  ${name}: ${percent(rate.evidence)} (${percent(rate.noted)})`)
  }
}

function printIntervals(streams: number): void {
  console.log(`\nIntervals, ${streams} streams: ever miss from 10 to 1,000 labels`)
  for (const truth of [0.5, 0.8, 0.9, 0.97])
    console.log(`  proportion ${truth}: ${percent(everMissRate({ kind: 'proportion', truth }, streams))}`)
  const clipped = { kind: 'clipped exponential', bound: 4 } as const
  console.log(`  mean of exponential errors, clipped at 4 means: ${percent(everMissRate(clipped, streams))}`)
  console.log('  miss at one look')
  for (const truth of [0.8, 0.9, 0.97])
    console.log(
      `  Wilson, ${truth}, 122 labels: ${percent(onceMissRate({ kind: 'proportion', truth }, 122, streams))}`,
    )
  console.log(`  mean of clipped errors, 122 labels: ${percent(onceMissRate(clipped, 122, streams))}`)
  const pairs = { kind: 'pairs', shares: [0.75, 0.15, 0.05, 0.05] } as const
  console.log(`  Newcombe, 90% against 80%, 122 rows: ${percent(onceMissRate(pairs, 122, streams))}`)
}

/** Processor time, so that whatever else runs on the machine does not count. */
function printCost(): void {
  console.log(`\nProcessor time of one monitored row in one column, microseconds (${LIVE_ROWS} live rows)`)
  costOfRow(LAWS['normal']!, 500) // warms the compiler up
  for (const [name, law] of Object.entries(LAWS))
    for (const rows of [500, 80_000])
      console.log(`  ${name}, reference ${rows}: ${costOfRow(law, rows).toFixed(2)}`)
}

function costOfRow(law: Law, referenceRows: number): number {
  const seed = seedOf('cost')
  const values = Array.from({ length: referenceRows + LIVE_ROWS }, (_, row) => law.at(uniformAt(seed, row)))
  const monitor = new ColumnMonitor(scaleOf(law.kind, values.slice(0, referenceRows)), seed)
  const start = process.cpuUsage()
  for (let row = referenceRows; row < values.length; row += 1)
    monitor.update({ value: values[row]!, number: row })
  const { user, system } = process.cpuUsage(start)
  return (user + system) / LIVE_ROWS
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`
}
