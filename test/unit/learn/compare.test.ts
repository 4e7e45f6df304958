import assert from 'node:assert/strict'
import { suite, test } from 'mocha'
import { compared } from '../../../src/learn/compare.ts'
import { hardCases, type LabelledCase } from '../../../src/learn/hardCases.ts'

const rows = (n: number, champion: string, challenger: string, truth = 'USA') =>
  Array.from({ length: n }, () => ({ champion, challenger, truth }))

const regression = { name: 'regression', model: 'hash', test: null }

suite('comparison: two models on the same rows', () => {
  test('counts who was right where, with the p-value of their disagreement', () => {
    // The cars of 1977-80: the forest right in 102 of 122, the regression in 118.
    const cars = [
      ...rows(101, 'USA', 'USA'),
      ...rows(1, 'USA', 'Japan'),
      ...rows(17, 'Japan', 'USA'),
      ...rows(3, 'Japan', 'Japan'),
    ]
    const result = compared(regression, cars, 'classification', null)
    assert.deepEqual([result.right, result.championRight, result.of], [118, 102, 122])
    // scipy.stats: 2 * binom.cdf(0, 18, .5) + binom.pmf(1, 18, .5)
    assert.ok(Math.abs(result.p! - 7.62939453125e-5) < 1e-9)
    assert.ok(result.difference!.low > 0, 'the interval of the difference excludes 0')
  })

  test('labels that are written as numbers compare with those written as text', () => {
    const result = compared(
      regression,
      [{ champion: 1, challenger: '0', truth: '1' }],
      'classification',
      null,
    )
    assert.deepEqual([result.right, result.championRight], [0, 1])
  })

  test('without rows nothing is claimed', () => {
    const result = compared(regression, [], 'classification', null)
    assert.deepEqual([result.of, result.p, result.difference], [0, null, null])
  })

  test('for regression the difference of the errors has the better model below zero', () => {
    const flights = Array.from({ length: 400 }, (_, i) => ({ champion: i + 20, challenger: i + 5, truth: i }))
    const { difference, right } = compared(regression, flights, 'regression', 60)
    assert.equal(right, null)
    assert.ok(Math.abs(difference!.value + 15) < 1e-9 && difference!.high < 0)
  })
})

suite('hard cases: what a person looks at first', () => {
  const labelled = (
    row: number,
    prediction: string | number,
    truth: string | number,
    confidence: number | null,
  ): LabelledCase => ({
    row,
    inputs: {},
    prediction,
    truth,
    confidence,
  })

  test('confident mistakes come first, then right ones by doubt', () => {
    const cases = [
      labelled(1, 'a', 'a', 0.5),
      labelled(2, 'a', 'b', 0.6),
      labelled(3, 'a', 'b', 0.9),
      labelled(4, 'a', 'a', 0.99),
    ]
    assert.deepEqual(
      hardCases(cases, 'classification', 3).map(({ row }) => row),
      [3, 2, 1],
    )
  })

  test('for regression the largest errors come first', () => {
    const cases = [labelled(1, 10, 11, null), labelled(2, 10, -30, null), labelled(3, 10, 20, null)]
    assert.deepEqual(
      hardCases(cases, 'regression', 2).map(({ row }) => row),
      [2, 3],
    )
  })
})
