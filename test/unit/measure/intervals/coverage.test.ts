/** How often the intervals miss. `node bench/drift.ts intervals` runs it in full. */
import assert from 'node:assert/strict'
import { everMissRate, onceMissRate } from '../../../../src/measure/simulateIntervals.ts'

const STREAMS = 400
/** 5% plus three standard errors. */
const MOST = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / STREAMS)

suite('intervals that may be watched seldom ever miss', () => {
  for (const truth of [0.5, 0.8, 0.9, 0.97])
    test(`a proportion of ${truth}, watched from 10 to 1,000 labels`, () => {
      const rate = everMissRate({ kind: 'proportion', truth }, STREAMS)
      assert.ok(rate <= MOST, `${100 * rate}%`)
    })
  test('a mean absolute error of exponential errors, clipped at four times their mean', () => {
    const rate = everMissRate({ kind: 'clipped exponential', bound: 4 }, STREAMS)
    assert.ok(rate <= MOST, `${100 * rate}%`)
  })
})

suite('intervals for one look seldom miss at it', () => {
  test('the mean of clipped errors at 100 labels', () => {
    const rate = onceMissRate({ kind: 'clipped exponential', bound: 4 }, 100, STREAMS)
    assert.ok(rate <= MOST, `${100 * rate}%`)
  })
  test("Newcombe's, of two models that are right in 90% and 80% together", () => {
    const rate = onceMissRate({ kind: 'pairs', shares: [0.75, 0.15, 0.05, 0.05] }, 122, STREAMS)
    assert.ok(rate <= MOST, `${100 * rate}%`)
  })
})
