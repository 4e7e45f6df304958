import assert from 'node:assert/strict'
import { bootstrap, rootMeanSquaredError, rSquared } from '../../../../src/measure/intervals/bootstrap.ts'
import { betaMixture, priorOf } from '../../../../src/measure/intervals/betaMixture.ts'
import { meanOnce } from '../../../../src/measure/intervals/empiricalBernstein.ts'
import { labelsNeeded } from '../../../../src/measure/intervals/labelsNeeded.ts'
import {
  errorDifference,
  mcnemarMidP,
  newcombe,
  pairEvidence,
} from '../../../../src/measure/intervals/pairs.ts'
import { wilson } from '../../../../src/measure/intervals/wilson.ts'

function assertNear(actual: number, expected: number, distance = 5e-4): void {
  assert.ok(Math.abs(actual - expected) <= distance, `${actual} instead of ${expected}`)
}

suite('intervals for one model', () => {
  test('Wilson for the cars: 102 of 122 and 217 of 223', () => {
    const live = wilson(102, 122)
    assertNear(live.low, 0.76)
    assertNear(live.high, 0.891)
    assertNear(wilson(217, 223).low, 0.943)
    assertNear(wilson(217, 223).high, 0.988)
  })

  test('the watched interval for a proportion of 0.9 is as wide as stated at 50, 200 and 1,000 labels', () => {
    const prior = priorOf(900, 1000)
    for (const [n, width] of [
      [50, 0.229],
      [200, 0.124],
      [1000, 0.061],
    ] as const) {
      const { low, high } = betaMixture(0.9 * n, n, prior)
      assertNear(high - low, width, 0.002)
    }
  })

  test('the watched interval reaches 0 or 1 when all labels say the same', () => {
    assert.equal(betaMixture(0, 12, priorOf(9, 10)).low, 0)
    assert.equal(betaMixture(12, 12, priorOf(9, 10)).high, 1)
    assert.ok(betaMixture(12, 12, priorOf(0, 0)).low > 0)
  })

  test('of a mean lies around it and shrinks with the spread', () => {
    const wide = meanOnce(
      Array.from({ length: 1000 }, (_, row) => (row % 2) * 10),
      0,
      10,
    )!
    const narrow = meanOnce(
      Array.from({ length: 1000 }, (_, row) => 5 + (row % 2) / 10),
      0,
      10,
    )!
    assert.ok(wide.low < 5 && wide.high > 5)
    assert.ok(narrow.high - narrow.low < (wide.high - wide.low) / 4)
    assert.equal(meanOnce([], 0, 1), null)
  })

  test('the bootstrap of RMSE and R2 is the same each time and lies around the value', () => {
    const rows = Array.from({ length: 80 }, (_, row) => ({ prediction: row, truth: row + (row % 3) - 1 }))
    const error = bootstrap(rows, rootMeanSquaredError)
    assertNear(error.value, Math.sqrt(53 / 80), 1e-9)
    assert.ok(error.low < error.value && error.value < error.high && error.n === 80)
    assert.deepEqual(bootstrap(rows, rootMeanSquaredError), error)
    assert.ok(bootstrap(rows, rSquared).low > 0.99)
    assert.ok(Number.isNaN(rSquared([{ prediction: 1, truth: 2 }])))
  })
})

suite('two models on the same rows', () => {
  test('McNemar mid-p: 18 against 2 in 20 is clear, 3 against 3 says nothing', () => {
    const pairs = (onlyFirst: number, onlySecond: number) => ({
      both: 90,
      onlyFirst,
      onlySecond,
      neither: 10,
    })
    assertNear(mcnemarMidP(pairs(18, 2)), 0.00022, 5e-6)
    assert.equal(mcnemarMidP(pairs(2, 18)), mcnemarMidP(pairs(18, 2)))
    assert.equal(mcnemarMidP(pairs(3, 3)), 1)
    assert.equal(mcnemarMidP(pairs(0, 0)), 1)
  })

  test("Newcombe's interval: the difference lies inside, and mirrors when the models trade places", () => {
    const pairs = { both: 36, onlyFirst: 12, onlySecond: 2, neither: 0 }
    const interval = newcombe(pairs)
    assertNear(interval.value, 0.2, 1e-12)
    assertNear(interval.low, 0.0569, 5e-5)
    assertNear(interval.high, 0.3404, 5e-5)
    const mirrored = newcombe({ ...pairs, onlyFirst: 2, onlySecond: 12 })
    assertNear(mirrored.low, -interval.high, 1e-12)
    assertNear(mirrored.high, -interval.low, 1e-12)
  })

  test("Newcombe's interval stands also when the models never differ, or are always right", () => {
    const same = newcombe({ both: 50, onlyFirst: 0, onlySecond: 0, neither: 11 })
    assert.ok(same.value === 0 && same.low <= 0 && same.high >= 0)
    const right = newcombe({ both: 61, onlyFirst: 0, onlySecond: 0, neither: 0 })
    assert.ok(right.low <= 0 && right.high >= 0 && right.high < 0.1)
  })

  test('the evidence for pairs is 1 without pairs and passes 20 at eight of eight', () => {
    const evidence = (onlyFirst: number, onlySecond: number) =>
      pairEvidence({ both: 0, onlyFirst, onlySecond, neither: 0 })
    assertNear(evidence(0, 0), 1, 1e-12)
    assert.ok(evidence(7, 0) >= 20 && evidence(6, 0) < 20, `${evidence(7, 0)} ${evidence(6, 0)}`)
    assert.ok(evidence(50, 50) < 1)
  })

  test('the difference of mean absolute errors has the sign of the better one', () => {
    const first = Array.from({ length: 400 }, (_, row) => 4 + (row % 3))
    const second = first.map((error, row) => error - 1 - (row % 2))
    const difference = errorDifference(first, second, 20)!
    assertNear(difference.value, 1.5, 1e-9)
    assert.ok(difference.low > 0 && difference.high < 3, JSON.stringify(difference))
    assertNear(errorDifference([100], [0], 20)!.value, 20, 1e-9)
  })
})

suite('labels still needed', () => {
  const test95 = wilson(217, 223)
  const share = (right: number, n: number) => ({
    test: test95,
    live: { watched: betaMixture(right, n, priorOf(217, 223)), declared: null },
    errors: null,
  })

  test('none when the interval has decided, nothing to say before the first label', () => {
    assert.equal(labelsNeeded(share(60, 100), 0.9, null), 0)
    assert.equal(
      labelsNeeded({ test: test95, live: { watched: null, declared: null }, errors: null }, 0.9, null),
      null,
    )
  })

  test('the watched interval decides there, and not one label before', () => {
    const more = labelsNeeded(share(39, 46), 0.9, null)
    assert.ok(typeof more === 'number' && more > 10, String(more))
    const at = (n: number) => betaMixture((39 / 46) * n, n, priorOf(217, 223)).high
    assert.ok(at(46 + more) <= 0.9 && at(46 + more - 1) > 0.9)
  })

  test('the declared look may decide before', () => {
    const watchedAlone = labelsNeeded(share(39, 46), 0.9, null) as number
    const more = labelsNeeded(share(39, 46), 0.9, 46 + watchedAlone - 20)
    assert.equal(more, watchedAlone - 20)
  })

  test('more than 10,000 when the estimate lies on the requirement', () => {
    assert.equal(labelsNeeded(share(179, 200), 0.9, null), 'more than 10,000')
  })

  test('of a regression: more when the requirement is nearer', () => {
    const needed = (required: number) =>
      labelsNeeded(
        {
          test: null,
          live: { watched: { value: 10, low: 6, high: 15, n: 50 }, declared: null },
          errors: { bound: 60, n: 1, mean: null, clippedInTest: 0, clippedLive: 0, deviation: 9 },
        },
        required,
        null,
      )
    assert.equal(needed(5), 0)
    const [far, near] = [needed(7), needed(9)] as [number, number]
    assert.ok(far > 0 && near > 2 * far && near < 10_000, `${far} ${near}`)
    assert.equal(needed(10), 'more than 10,000')
  })
})
