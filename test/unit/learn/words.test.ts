import assert from 'node:assert/strict'
import { suite, test } from 'mocha'
import { newIteration } from '../../../src/iteration/store.ts'
import type { Iteration } from '../../../src/iteration/record.ts'
import { decided } from '../../../src/learn/decide.ts'
import { reportOf } from '../../../src/learn/report.ts'
import { iterationTable } from '../../../src/learn/table.ts'
import { driftText, intervalText, oddsText, pText, significant } from '../../../src/learn/words.ts'

const first: Iteration = {
  ...newIteration('first turn', new Date('2026-11-23T10:15:00Z'), { file: 'cars.ipynb', sha256: '0' }),
  accuracy: {
    metric: 'accuracy',
    test: { value: 0.973, low: 0.943, high: 0.988, n: 223 },
    live: {
      watched: { value: 0.836, low: 0.73, high: 0.91, n: 122 },
      declared: { value: 0.836, low: 0.76, high: 0.891, n: 122 },
    },
  },
  gate: {
    requirement: 'accuracy >= 90%',
    test: 'PASS',
    live: 'FAIL',
    decidedBy: 'declared at 122 labels',
    labelsNeeded: null,
  },
  deployment: { id: 'd', started: '', role: 'champion', evidence: 900, alarm: true, row: 104 },
  drift: [
    { column: 'weight', role: 'input', effect: 0.3, evidence: 50, alarm: true, since: 90 },
    { column: 'horsepower', role: 'input', effect: 0.4, evidence: 9500, alarm: true, since: 96 },
    { column: 'mpg', role: 'observed', effect: 0.6, evidence: 1e9, alarm: true, since: 2 },
  ],
  advice: { action: 'REBUILD', reasons: ['Live misses.'], runnerUp: 'FIX', flips: 'It would flip if.' },
}

suite('words: numbers as people read them', () => {
  test('a share has whole per cents and its interval, an error its unit', () => {
    assert.equal(intervalText({ value: 0.836, low: 0.76, high: 0.891, n: 122 }, 'accuracy'), '84% [76, 89]')
    assert.equal(
      intervalText({ value: 11.26, low: 10.8, high: 11.94, n: 9 }, 'mean_absolute_error'),
      '11.3 [10.8, 11.9]',
    )
  })
  test('evidence is odds, and none is called by chance', () => {
    assert.deepEqual([0.7, 20, 9482, 3e9].map(oddsText), [
      'as by chance',
      '1 in 20 by chance',
      '1 in 9,500 by chance',
      'less than 1 in a million by chance',
    ])
  })
  test('numbers have three digits at any size', () => {
    assert.deepEqual([0, 0.00001234, 0.00123, 0.0512, 1.234, 45.67, 1234].map(significant), [
      '0',
      '1.2e-5',
      '0.0012',
      '0.051',
      '1.23',
      '45.7',
      '1234',
    ])
  })
  test('the drift word names the strongest input and counts the others', () => {
    assert.equal(driftText(first.drift!), 'drift: horsepower +1')
  })
})

test('words: a p-value has no exponent', () => {
  assert.deepEqual([0.031, 0.00012, 1.5e-5].map(pText), ['p 0.031', 'p 0.00012', 'p < 0.0001'])
})

suite('table and report: what one reads at a stand-up', () => {
  test('the table has the newest turn first and only failures in capitals', () => {
    const second: Iteration = {
      ...newIteration('rebuilt', new Date('2026-11-24T10:15:00Z'), first.notebook),
      accuracy: {
        metric: 'accuracy',
        test: { value: 0.96, low: 0.93, high: 0.98, n: 345 },
        live: { watched: null, declared: null },
      },
      gate: {
        requirement: 'accuracy >= 90%',
        test: 'PASS',
        live: 'UNKNOWN',
        decidedBy: null,
        labelsNeeded: null,
      },
    }
    assert.equal(
      iterationTable([first, second]),
      [
        ' 2  rebuilt     test 96% [93, 98]  pass  open',
        ' 1  first turn  live 84% [76, 89]  FAIL  drift: horsepower +1',
      ].join('\n'),
    )
  })

  test('a number that is no accuracy stands beside the name of its metric', () => {
    const ofErrors = { ...first.accuracy!, metric: 'mean_absolute_error' }
    assert.match(iterationTable([{ ...first, accuracy: ofErrors }]), /live mean absolute error 0\.84 \[/)
  })

  test('a turn that can not be judged yet says what is missing, and nothing where nothing is required', () => {
    const gate = { ...first.gate!, live: 'UNKNOWN', decidedBy: null } as const
    const said = (changed: Partial<typeof first.gate>) =>
      iterationTable([{ ...first, gate: { ...gate, ...changed } }])
    assert.match(said({ labelsNeeded: 631 }), /\] {2}631 more labels {2}drift/)
    assert.match(said({ labelsNeeded: null }), /\] {2}not decided {2}drift/)
    assert.match(said({ requirement: null, labelsNeeded: null }), /\] {4}drift/)
  })

  test('the report says the advice, the verdicts with their interval, the drift and the decision', () => {
    const report = reportOf(decided(first, null, null, new Date('2026-11-23T12:00:00Z')))
    for (const sentence of [
      '**Advice: REBUILD.** Live misses. It would flip if.',
      '**Decided: REBUILD**',
      'Live accuracy 84% [76, 89], 122 labels.',
      'Requirement accuracy >= 90%: test PASS, live FAIL (declared at 122 labels; errs in at most 10%).',
      '| horsepower | 0.40 | 1 in 9,500 by chance | ALARM |',
      '| mpg (observed) |',
    ])
      assert.ok(report.includes(sentence), `missing: ${sentence}\n${report}`)
  })
})

suite('decision: the person decides', () => {
  test('against the advice a reason is asked for, and kept', () => {
    assert.throws(() => decided(first, 'SHIP', null, new Date()), /deciding SHIP needs a reason/)
    const { decision } = decided(first, 'SHIP', 'the plant closes tomorrow', new Date('2026-11-23T12:00:00Z'))
    assert.deepEqual(decision, {
      action: 'SHIP',
      at: '2026-11-23T12:00:00.000Z',
      reason: 'the plant closes tomorrow',
      overrides: true,
    })
  })
  test('before there is advice the action has to be named', () => {
    const unadvised: Iteration = { ...first }
    delete unadvised.advice
    assert.throws(() => decided(unadvised, null, null, new Date()), /no advice to take yet/)
    assert.equal(decided(unadvised, 'KEEP', null, new Date()).decision!.overrides, false)
  })
})
