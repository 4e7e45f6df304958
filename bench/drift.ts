/**
 * Prints how often the drift detector raises an alarm without drift, how soon it finds one, and what a row costs.
 * `node bench/drift.ts` (minutes: 2,000 streams per setting); `node bench/drift.ts 200` for fewer streams.
 */
import { ColumnMonitor } from '../src/measure/drift/column.ts'
import { seedOf, uniformAt } from '../src/measure/drift/random.ts'
import { scaleOf } from '../src/measure/drift/scale.ts'
import {
  CHANGES,
  falseAlarmRate,
  LAWS,
  medianDelay,
  REFERENCE_ROWS,
  type Law,
} from '../src/measure/simulate.ts'

const streams = Number(process.argv[2] ?? 2000)

console.log(
  `No drift, ${streams} streams of 2,000 rows: share that ever reached evidence 20 (and raised the alarm)`,
)
for (const [name, law] of Object.entries(LAWS)) {
  for (const rows of REFERENCE_ROWS) {
    const rate = falseAlarmRate(law, rows, streams)
    console.log(`  ${name}, reference ${rows}: ${percent(rate.evidence)} (${percent(rate.alarm)})`)
  }
}

console.log(`\nMedian rows to an alarm, reference 500, ${Math.min(streams, 1000)} streams`)
for (const change of CHANGES) {
  console.log(`  ${change.name}: ${medianDelay(change, 500, Math.min(streams, 1000))}`)
}

console.log('\nCost of one monitored row in one column, microseconds (100,000 live rows)')
for (const [name, law] of Object.entries(LAWS)) {
  for (const rows of [500, 80_000])
    console.log(`  ${name}, reference ${rows}: ${costOfRow(law, rows).toFixed(2)}`)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`
}

function costOfRow(law: Law, referenceRows: number): number {
  const seed = seedOf('cost')
  const values = Array.from({ length: referenceRows + 100_000 }, (_, row) => law.at(uniformAt(seed, row)))
  const monitor = new ColumnMonitor(scaleOf(law.kind, values.slice(0, referenceRows)), seed)
  const start = performance.now()
  for (let row = referenceRows; row < values.length; row += 1)
    monitor.update({ value: values[row]!, number: row })
  return ((performance.now() - start) / 100_000) * 1000
}
