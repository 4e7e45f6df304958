import assert from 'node:assert/strict'
import { suite, test } from 'mocha'
import { adviseOn, type Situation } from '../../../src/learn/advice.ts'
import { gateOf, type Gate } from '../../../src/learn/gate.ts'

const gate = (test: Gate['test'], live: Gate['live'], labelsNeeded: Gate['labelsNeeded'] = null): Gate => ({
  requirement: 'accuracy >= 90%',
  test,
  live,
  decidedBy: live === 'UNKNOWN' ? null : 'declared at 122 labels',
  labelsNeeded,
})

const quiet: Situation = {
  deployed: true,
  time: null,
  gate: gate('PASS', 'PASS'),
  metric: 'accuracy',
  test: { value: 0.97, low: 0.94, high: 0.99, n: 223 },
  live: { value: 0.84, low: 0.76, high: 0.89, n: 122 },
  bound: null,
  drift: { alarm: false, columns: [] },
  shipped: true,
  slowest: null,
  gains: [],
}
const drifted = { alarm: true, columns: ['horsepower', 'weight'] }
const noGain = { gain: 0.001, hours: 2 }

const table: [string, Partial<Situation>, string, string | null][] = [
  [
    'a spent time box without a deployment ships',
    { deployed: false, time: { minutes: 61, planned: 60 } },
    'SHIP',
    'KEEP',
  ],
  ['failing live with drift rebuilds', { gate: gate('PASS', 'FAIL'), drift: drifted }, 'REBUILD', 'FIX'],
  ['failing live without drift is fixed', { gate: gate('PASS', 'FAIL') }, 'FIX', 'KEEP'],
  [
    'drift without enough labels asks for labels',
    { gate: gate('PASS', 'UNKNOWN', 31), drift: drifted },
    'LABEL',
    'KEEP',
  ],
  ['passing live that nobody decided ships', { shipped: false }, 'SHIP', 'KEEP'],
  ['a passing test that was never deployed ships', { deployed: false, shipped: false }, 'SHIP', 'KEEP'],
  [
    'one step that takes half of a long loop is fixed first',
    { slowest: { step: 'run', seconds: 90, total: 120 } },
    'FIX PIPELINE',
    'KEEP',
  ],
  ['a quick loop needs no fixing', { slowest: { step: 'run', seconds: 6, total: 9 } }, 'KEEP', null],
  ['two turns without a gain stop when the requirement is met', { gains: [noGain, noGain] }, 'STOP', 'KEEP'],
  [
    'two turns without a gain pivot when it is not',
    { gate: gate('FAIL', 'UNKNOWN'), gains: [noGain, noGain] },
    'PIVOT',
    'LABEL',
  ],
  ['an undecided requirement asks for labels', { gate: gate('PASS', 'UNKNOWN', 31) }, 'LABEL', 'KEEP'],
  ['a model that passes and was shipped is kept', {}, 'KEEP', null],
]

suite('advice: first match wins', () => {
  for (const [name, change, action, runnerUp] of table)
    test(name, () => {
      const advice = adviseOn({ ...quiet, ...change })
      assert.equal(advice.action, action)
      assert.equal(advice.runnerUp, runnerUp)
      assert.ok(advice.reasons.length > 0 && advice.flips !== '')
    })

  test('the reasons carry the measured numbers', () => {
    const { reasons } = adviseOn({ ...quiet, gate: gate('PASS', 'FAIL'), drift: drifted })
    assert.match(reasons[0]!, /Live accuracy is 84% \[76, 89\], 122 labels; it misses the requirement/)
    assert.match(reasons[1]!, /drifted \(horsepower, weight\)/)
  })
})

suite('gate: what the intervals say of the requirement', () => {
  const requirement = { metric: 'accuracy', at_least: 0.9 } as const
  const interval = (low: number, high: number, n = 100) => ({ value: (low + high) / 2, low, high, n })
  const base = {
    requirement,
    test: interval(0.94, 0.99, 223),
    watched: null,
    declared: null,
    labelsNeeded: null,
    isUnderstated: false,
    earlier: undefined,
  }

  test('an interval across the requirement is UNKNOWN and says how many labels would decide', () => {
    const { test, live, labelsNeeded } = gateOf({ ...base, watched: interval(0.8, 0.95), labelsNeeded: 31 })
    assert.deepEqual({ test, live, labelsNeeded }, { test: 'PASS', live: 'UNKNOWN', labelsNeeded: 31 })
  })

  test('the declared look decides where the watched interval cannot', () => {
    const { live, decidedBy } = gateOf({
      ...base,
      watched: interval(0.75, 0.91, 122),
      declared: interval(0.76, 0.89, 122),
    })
    assert.deepEqual({ live, decidedBy }, { live: 'FAIL', decidedBy: 'declared at 122 labels' })
  })

  test('what was decided first stays decided while the requirement is the same', () => {
    const earlier = gateOf({ ...base, declared: interval(0.76, 0.89, 122) })
    assert.equal(gateOf({ ...base, watched: interval(0.91, 0.95, 900), earlier }).live, 'FAIL')
    const easier = { metric: 'accuracy', at_least: 0.8 } as const
    assert.equal(
      gateOf({ ...base, requirement: easier, watched: interval(0.91, 0.95, 900), earlier }).live,
      'PASS',
    )
  })

  test('an error must lie below its bound', () => {
    const bound = { metric: 'mean_absolute_error', at_most: 15 } as const
    assert.equal(gateOf({ ...base, requirement: bound, watched: interval(11, 14) }).live, 'PASS')
    assert.equal(gateOf({ ...base, requirement: bound, watched: interval(16, 19) }).live, 'FAIL')
    // Errors that were clipped are larger than the interval says: they can fail, not pass.
    const clipped = { ...base, requirement: bound, isUnderstated: true }
    assert.equal(gateOf({ ...clipped, watched: interval(11, 14) }).live, 'UNKNOWN')
    assert.equal(gateOf({ ...clipped, watched: interval(16, 19) }).live, 'FAIL')
  })

  test('labels that no requirement judges are told, and what is missing is the requirement', () => {
    const advice = adviseOn({
      ...quiet,
      gate: { ...gate('UNKNOWN', 'UNKNOWN'), requirement: null },
      drift: drifted,
    })
    assert.deepEqual(advice.reasons, [
      'The traffic has drifted (horsepower, weight).',
      'Live accuracy is 84% [76, 89], 122 labels.',
      'No requirement is written in shiploop.yaml, so nobody can say whether that is enough.',
    ])
    assert.equal(advice.flips, 'A requirement in shiploop.yaml would flip it.')
  })
})
