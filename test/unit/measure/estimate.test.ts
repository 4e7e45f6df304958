/** What can be said of rows without labels, from how confident the model is with them. */
import assert from 'node:assert/strict'
import { seedOf, uniformAt } from '../../../src/measure/drift/random.ts'
import { EstimatedAccuracy } from '../../../src/measure/estimate.ts'

const SAMPLES = 400
/** 5% plus three standard errors. */
const MOST = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / SAMPLES)

function tested(rows: readonly (readonly [confidence: number, right: boolean])[]) {
  return {
    tested: {
      row: rows.map((_, index) => index),
      prediction: rows.map(() => 'yes'),
      truth: rows.map(([, right]) => (right ? 'yes' : 'no')),
      confidence: rows.map(([confidence]) => confidence),
    },
  }
}

/** Share of samples in which the interval misses what the labels of the live rows would have shown. */
function missRate(calibrated: (confidence: number) => number, live: (u: number) => number): number {
  let missed = 0
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const seed = seedOf('estimate', String(sample))
    let drawn = 0
    const next = () => uniformAt(seed, (drawn += 1))
    const isRight = (confidence: number) => next() < calibrated(confidence)
    const reference = Array.from({ length: 223 }, () => {
      const confidence = 0.5 + 0.5 * Math.sqrt(next())
      return [confidence, isRight(confidence)] as const
    })
    const estimate = EstimatedAccuracy.from(tested(reference))!
    let right = 0
    for (let row = 0; row < 122; row += 1) {
      const confidence = live(next())
      estimate.update(confidence)
      if (isRight(confidence)) right += 1
    }
    const { low, high } = estimate.value!
    if (right / 122 < low || right / 122 > high) missed += 1
  }
  return missed / SAMPLES
}

suite('estimated accuracy, before labels arrive', () => {
  for (const [name, calibrated, live] of [
    ['live rows like the reference', (c: number) => c, (u: number) => 0.5 + 0.5 * Math.sqrt(u)],
    ['harder live rows', (c: number) => c, (u: number) => 0.5 + 0.35 * u],
    ['a model that is more confident than right', (c: number) => c - 0.1, (u: number) => 0.5 + 0.5 * u],
  ] as const)
    test(`${name}: the interval seldom misses what labels would have shown`, () => {
      const rate = missRate(calibrated, live)
      assert.ok(rate <= MOST, `${100 * rate}%`)
    })

  test('weighs the shares of the reference by how many live rows are so confident', () => {
    const rows = Array.from(
      { length: 40 },
      (_, row) => [row < 20 ? 0.6 : 0.9, row % 20 < (row < 20 ? 10 : 19)] as const,
    )
    const estimate = EstimatedAccuracy.from(tested(rows))!
    for (const confidence of [0.6, 0.6, 0.6, 0.95]) estimate.update(confidence)
    const { value, n } = estimate.value!
    assert.deepEqual([value.toFixed(6), n], [((3 * 10.5) / 21 / 4 + 19.5 / 21 / 4).toFixed(6), 4])
  })

  test('says nothing for regression, without probabilities, and before the first row', () => {
    const none = { tested: { row: [], prediction: [], truth: [], confidence: null } }
    assert.equal(EstimatedAccuracy.from(none), null)
    assert.equal(EstimatedAccuracy.from(tested([[0.9, true]])), null)
    const rows = Array.from({ length: 40 }, () => [0.9, true] as const)
    const estimate = EstimatedAccuracy.from(tested(rows))!
    estimate.update(null)
    assert.equal(estimate.value, null)
  })
})
