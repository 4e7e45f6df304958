/** A part of what `node bench/drift.ts` runs in full. */
import assert from 'node:assert/strict'
import {
  CHANGES,
  falseAlarmRate,
  LAWS,
  medianDelay,
  REFERENCE_ROWS,
} from '../../../../src/measure/simulate.ts'

const STREAMS = 60
/** 5% plus three standard errors. */
const MOST = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / STREAMS)

suite('drift: streams without drift seldom look like drift, ever', () => {
  for (const [name, law] of Object.entries(LAWS))
    for (const rows of REFERENCE_ROWS)
      test(`${name}, ${rows} reference rows`, () => {
        const rate = falseAlarmRate(law, rows, STREAMS)
        assert.ok(rate.evidence <= MOST, `${100 * rate.evidence}% reached 20`)
      })
})

suite('drift: changes are found soon', () => {
  // Medians of 1,000 streams, from docs/statistics.md; the median of 40 is allowed a third more.
  const medians = [95, 26, 22, 133, 56, 146, 134, 52]
  CHANGES.forEach((change, index) =>
    test(`${change.name}: within ${medians[index]!} rows or so`, () => {
      const rows = medianDelay(change, 500, 40)
      assert.ok(rows <= medians[index]! * 1.33, `${rows} rows`)
    }),
  )
})
