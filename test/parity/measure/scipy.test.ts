import assert from 'node:assert/strict'
import { distributionGap, effectOf } from '../../../src/measure/drift/effect.ts'
import { normalCdf, normalQuantile } from '../../../src/measure/drift/normal.ts'
import { seedOf, uniformAt } from '../../../src/measure/drift/random.ts'
import { scaleOf, slotOf } from '../../../src/measure/drift/scale.ts'
import { priorOf, logRatio } from '../../../src/measure/intervals/betaMixture.ts'
import { logBeta, logGamma } from '../../../src/measure/intervals/gamma.ts'
import { mcnemarMidP, pairEvidence } from '../../../src/measure/intervals/pairs.ts'
import { wilson } from '../../../src/measure/intervals/wilson.ts'
import { askPython } from '../python.ts'

/** Each entry within a relative (below 1: absolute) distance of the expected one. */
function assertClose(actual: readonly number[], expected: readonly number[], distance: number): void {
  assert.equal(actual.length, expected.length)
  actual.forEach((value, index) => {
    const away = Math.abs(value - expected[index]!) / Math.max(1, Math.abs(expected[index]!))
    assert.ok(away <= distance, `entry ${index}: ${value} instead of ${expected[index]!}`)
  })
}

suite('measure agrees with scipy', () => {
  test('the normal distribution function and its quantiles, tails included', () => {
    const x = Array.from({ length: 161 }, (_, index) => index / 10 - 8)
    const p = [1e-300, 1e-20, 1e-5, 0.02, 0.02425, 0.3, 0.5, 0.8, 0.99, 1 - 1e-10]
    const answer = askPython(
      'from scipy.stats import norm\nanswer = [norm.logcdf(data["x"]).tolist(), norm.ppf(data["p"]).tolist()]',
      { x, p },
    ) as [number[], number[]]
    // In logarithms: the lower tail is right relative to itself.
    assertClose(
      x.map((value) => Math.log(normalCdf(value))),
      answer[0],
      1e-12,
    )
    assertClose(p.map(normalQuantile), answer[1], 1e-9)
  })

  test('the largest CDF gap is the statistic of ks_2samp, ties or not', () => {
    const cases = [0, 1, 2, 3].map((number) => {
      const seed = seedOf('ks', String(number))
      const draw = (from: number, rows: number, shift: number) =>
        Array.from({ length: rows }, (_, row) => {
          const value = shift + normalQuantile(uniformAt(seed, from + row))
          return number % 2 === 0 ? value : Math.round(2 * value) + 0
        })
      return { reference: draw(0, 300, 0), current: draw(1000, 70 + 90 * number, 0.4) }
    })
    const expected = askPython(
      'from scipy.stats import ks_2samp\n' +
        'answer = [float(ks_2samp(c["reference"], c["current"]).statistic) for c in data]',
      cases,
    ) as number[]
    const found = cases.map(({ reference, current }) => {
      const scale = scaleOf('number', reference)
      return effectOf(
        scale,
        current.map((value) => slotOf(scale.marks, value)),
      ).size
    })
    assertClose(found, expected, 1e-12)
    assert.equal(distributionGap([1, 0], [0, 1]), 1)
  })

  test('Wilson is binomtest(...).proportion_ci(method="wilson")', () => {
    const cases = [
      [0, 1],
      [1, 1],
      [0, 50],
      [50, 50],
      [102, 122],
      [217, 223],
      [5000, 10_000],
      [9999, 10_000],
    ] as const
    const expected = askPython(
      'from scipy.stats import binomtest\n' +
        'answer = [list(binomtest(k, n).proportion_ci(method="wilson")) for k, n in data]',
      cases,
    ) as [number, number][]
    assertClose(
      cases.flatMap(([right, n]) => [wilson(right, n).low, wilson(right, n).high]),
      expected.flat(),
      1e-12,
    )
  })

  test('McNemar mid-p is the binomial test with half of the observed chance', () => {
    const cases = [
      [0, 0],
      [0, 1],
      [3, 3],
      [5, 22],
      [18, 2],
      [200, 260],
      [1500, 1490],
    ] as const
    const expected = askPython(
      'from scipy.stats import binom\n' +
        'def midp(b, c):\n' +
        '    n, k = b + c, min(b, c)\n' +
        '    return float(min(1, 2 * binom.cdf(k, n, .5) - binom.pmf(k, n, .5)))\n' +
        'answer = [midp(b, c) for b, c in data]',
      cases,
    ) as number[]
    const found = cases.map(([onlyFirst, onlySecond]) =>
      mcnemarMidP({ both: 100, onlyFirst, onlySecond, neither: 10 }),
    )
    assertClose(found, expected, 1e-10)
  })

  test('log gamma, log beta, the mixture ratio and the evidence for pairs', () => {
    const x = [0.1, 0.5, 1, 2.5, 20, 300.25, 10_000]
    const prior = priorOf(217, 223)
    const expected = askPython(
      'import math\n' +
        'from scipy.special import gammaln, betaln\n' +
        'from scipy.stats import betabinom, binom\n' +
        'a, b = data["prior"]["a"], data["prior"]["b"]\n' +
        'answer = [gammaln(data["x"]).tolist(), [float(betaln(3.5, 70)), ' +
        // The ratio of the two laws of the count, in which the binomial coefficients cancel.
        'float(betabinom.logpmf(102, 122, a, b) - binom.logpmf(102, 122, .9)), ' +
        'math.exp(25 * math.log(2) + betaln(3.5, 22.5) - betaln(.5, .5))]]',
      { x, prior },
    ) as [number[], number[]]
    assertClose(x.map(logGamma), expected[0], 1e-12)
    const pairs = { both: 0, onlyFirst: 3, onlySecond: 22, neither: 0 }
    assertClose([logBeta(3.5, 70), logRatio(0.9, 102, 122, prior), pairEvidence(pairs)], expected[1], 1e-10)
  })
})
