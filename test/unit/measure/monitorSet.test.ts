import assert from 'node:assert/strict'
import { normalQuantile } from '../../../src/measure/drift/normal.ts'
import { seedOf, uniformAt } from '../../../src/measure/drift/random.ts'
import { MonitorSet } from '../../../src/measure/monitorSet.ts'
import { Problem } from '../../../src/platform/problem.ts'
import { modelOf, rowOf } from './models.ts'

const seed = seedOf('monitorSet')

/** Rows of a number and a category; the number is `shift` above the reference's, one in nine is missing. */
function inputs(row: number, shift = 0) {
  const size = shift + normalQuantile(uniformAt(seed, row))
  return {
    size: row % 9 === 0 ? null : size,
    colour: ['red', 'green', 'blue'][Math.floor(3 * uniformAt(seed, row + 1e6))]!,
  }
}

const reference = Array.from({ length: 200 }, (_, row) => inputs(row + 1))
const model = modelOf({ inputs: { size: 'number', colour: 'category' }, rows: reference, declaredLabels: 20 })

function fed(rows: number, shift: (row: number) => number, monitors = new MonitorSet(model)): MonitorSet {
  for (let row = 1; row <= rows; row += 1) monitors.update(rowOf(row, inputs(1000 + row, shift(row))))
  return monitors
}

suite('monitors: restart', () => {
  test('at any row goes on in the same numbers', () => {
    const straight = new MonitorSet(model)
    let broken = new MonitorSet(model)
    for (let row = 1; row <= 700; row += 1) {
      const shift = row > 400 ? 1 : 0
      const logged = rowOf(row + (row > 300 ? 5 : 0), {
        ...inputs(1000 + row, shift),
        colour: row % 50 === 0 ? `new ${row}` : 'red',
      })
      for (const monitors of [straight, broken]) {
        monitors.update(logged, { latency: row % 7, repeatedRequest: row % 40 === 3 })
        if (row % 5 === 0)
          monitors.label({
            number: row / 5,
            row: logged.number - 4,
            prediction: 'yes',
            truth: row % 4 === 0 ? 'yes' : 'no',
          })
        if (row === 550) monitors.acknowledge()
      }
      if (row % 37 === 0) broken = new MonitorSet(model, JSON.parse(JSON.stringify(broken.state)))
    }
    assert.deepEqual(broken.value, straight.value)
    assert.deepEqual(broken.state, straight.state)
  })

  test('counts no row and no label twice', () => {
    const monitors = fed(50, () => 0)
    const label = { number: 1, row: 7, prediction: 'yes', truth: 'no' }
    assert.equal(monitors.label(label), 'counted')
    const before = JSON.stringify(monitors.value)
    for (let row = 30; row <= 50; row += 1) monitors.update(rowOf(row, inputs(row)))
    assert.equal(monitors.label(label), 'seen before')
    assert.equal(JSON.stringify(monitors.value), before)
  })

  test('refuses the snapshot of another deployment, and what is none', () => {
    const { state } = fed(3, () => 0)
    assert.throws(() => new MonitorSet({ ...model, deployment: 'another' }, state), Problem)
    assert.throws(() => new MonitorSet(model, { schema: 1 }), Problem)
  })
})

suite('monitors: drift', () => {
  test('raises no alarm while nothing changes', () => {
    const { drift, deployment } = fed(600, () => 0).value
    assert.ok(
      drift.every(({ alarm }) => !alarm),
      JSON.stringify(drift),
    )
    assert.deepEqual([deployment.alarm, deployment.row], [false, null])
  })

  test('says which column, how far, since which row of the log, and at which row the deployment was alarmed', () => {
    const { drift, deployment } = fed(600, (row) => (row > 400 ? 1 : 0)).value
    const size = drift.find(({ column }) => column === 'size')!
    assert.equal(size.role, 'input')
    assert.ok(size.alarm)
    assert.ok(size.effect > 0.25 && size.effect < 0.6, String(size.effect))
    assert.ok(Math.abs(size.since! - 400) < 25, String(size.since))
    assert.ok(!drift.find(({ column }) => column === 'colour')!.alarm)
    assert.ok(deployment.alarm && deployment.row! > 400 && deployment.row! < 450, String(deployment.row))
  })

  test('an alarm stays when the drift is over, until it is acknowledged', () => {
    const monitors = fed(470, (row) => (row > 400 ? 1.5 : 0))
    for (let row = 471; row <= 2500; row += 1) monitors.update(rowOf(row, inputs(1000 + row)))
    const size = monitors.value.drift[0]!
    assert.ok(monitors.value.deployment.alarm && monitors.value.deployment.evidence >= 20)
    assert.ok(size.evidence >= 20 && Math.abs(size.since! - 400) < 25, JSON.stringify(size))
    // Of the rows since then most are as before: 1.5 sigma alone would be a gap of 0.55.
    assert.ok(size.effect < 0.2, JSON.stringify(size))
    monitors.acknowledge()
    const { deployment, drift } = monitors.value
    assert.deepEqual(deployment, { evidence: 1, alarm: false, row: null })
    assert.ok(drift.every(({ alarm, evidence, effect }) => !alarm && evidence === 1 && effect === 0))
  })

  test('the same log gives the same numbers; another deployment breaks ties anew', () => {
    const evidence = (deployment: string) =>
      fed(100, () => 0, new MonitorSet({ ...model, deployment })).value.deployment.evidence
    assert.equal(evidence('one'), evidence('one'))
    assert.notEqual(evidence('one'), evidence('two'))
  })

  test('an observed column has its own evidence and no part in the alarm of the deployment', () => {
    const rows = Array.from({ length: 100 }, (_, row) => ({
      size: uniformAt(seed, row),
      price: uniformAt(seed, row + 500),
    }))
    const monitors = new MonitorSet(
      modelOf({ inputs: { size: 'number' }, observed: { price: 'number' }, rows }),
    )
    for (let row = 1; row <= 100; row += 1)
      monitors.update(rowOf(row, { size: uniformAt(seed, 2000 + row) }, 'yes', { price: 2 }))
    const { drift, deployment, outOfRange } = monitors.value
    assert.deepEqual(
      drift.map(({ column, role, alarm }) => [column, role, alarm]),
      [
        ['size', 'input', false],
        ['price', 'observed', true],
        ['(prediction)', 'prediction', false],
      ],
    )
    assert.equal(deployment.alarm, false)
    assert.equal(outOfRange['price'], 100)
  })

  test('predictions are compared with those of the tested rows', () => {
    const rows = Array.from({ length: 60 }, (_, row) => ({ size: row }))
    const tested = rows.map((_, row) => [row % 2 === 0 ? 'yes' : 'no', 'yes'] as const)
    const monitors = new MonitorSet(modelOf({ inputs: { size: 'number' }, rows, tested }))
    for (let row = 1; row <= 60; row += 1) monitors.update(rowOf(row, { size: (row * 7) % 60 }, 'yes'))
    assert.ok(monitors.value.drift.at(-1)!.alarm)
  })
})

suite('monitors: facts', () => {
  test('name the categories that were never seen, and count the rows out of range', () => {
    const monitors = new MonitorSet(model)
    for (const [row, colour] of ['red', 'mauve', 'mauve', 'teal', null].entries())
      monitors.update(rowOf(row + 1, { size: 100 * (row % 2), colour }))
    assert.deepEqual(monitors.value.newCategories, { colour: { mauve: 2, teal: 1 } })
    assert.deepEqual(monitors.value.outOfRange, { size: 2 })
    assert.equal(monitors.value.deployment.alarm, false)
  })

  test('a column may be called toString, and a row may lack it', () => {
    const named = <T>(value: T) => Object.fromEntries([['toString', value]])
    const rows = Array.from({ length: 20 }, (_, row) => named(row))
    const monitors = new MonitorSet(modelOf({ inputs: named('number' as const), rows }))
    for (let row = 1; row <= 30; row += 1) monitors.update(rowOf(row, {}))
    const [column] = monitors.value.drift
    assert.ok(column?.alarm && column.effect === 1, 'all of it is missing')
  })

  test('a request that came again counts once', () => {
    const once = fed(40, () => 0)
    const twice = new MonitorSet(model)
    for (let row = 1; row <= 40; row += 1) {
      twice.update(rowOf(row, inputs(1000 + row)))
      twice.update(rowOf(row + 0.5, inputs(1000 + row)), { repeatedRequest: true })
    }
    assert.equal(twice.value.repeatedRequests, 40)
    assert.deepEqual(
      twice.value.drift.map(({ evidence }) => evidence),
      once.value.drift.map(({ evidence }) => evidence),
    )
  })

  test('rows that resemble the row before are said beside the evidence', () => {
    const monitors = new MonitorSet(model)
    let size = 0
    for (let row = 1; row <= 300; row += 1) {
      size = 0.6 * size + 0.8 * normalQuantile(uniformAt(seed, 5000 + row))
      monitors.update(rowOf(row, { ...inputs(row), size }))
    }
    const [noted, ...others] = monitors.value.autocorrelation
    assert.equal(noted!.column, 'size')
    assert.ok(noted!.correlation > 0.4 && noted!.correlation < 0.8)
    assert.deepEqual(others, [])
  })

  test('rows that say the same as an earlier one are a share beside the share of the reference', () => {
    const monitors = new MonitorSet(model)
    for (let row = 1; row <= 100; row += 1) monitors.update(rowOf(row, { size: row % 10, colour: 'red' }))
    assert.equal(monitors.value.repeatedRows.share, 0.9)
    // All missing sizes of the reference come in three colours.
    const { reference } = monitors.value.repeatedRows
    assert.ok(reference! > 0.01 && reference! < 0.1, String(reference))
    for (let row = 101; row <= 201; row += 1) monitors.update(rowOf(row, { size: row, colour: 'red' }))
    assert.equal(monitors.value.repeatedRows.reference, null, 'more live rows than the reference has')
  })
})

suite('monitors: accuracy from late labels', () => {
  const tested = Array.from({ length: 200 }, (_, row) => [row < 180 ? 'yes' : 'no', 'yes'] as const)
  const scored = modelOf({ inputs: { size: 'number' }, rows: reference, tested, declaredLabels: 20 })

  test('comes with a watched interval at once and a declared one at the number that was declared', () => {
    const monitors = fed(60, () => 0, new MonitorSet(scored))
    const unlabelled = monitors.value.accuracy.live
    assert.deepEqual(unlabelled, { watched: null, declared: null })
    assert.deepEqual([monitors.value.accuracy.test!.value, monitors.value.accuracy.test!.n], [0.9, 200])
    const label = (number: number) =>
      monitors.label({ number, row: 61 - number, prediction: 'yes', truth: number % 5 === 0 ? 'no' : 'yes' })
    for (let number = 1; number < 20; number += 1) label(number)
    const early = monitors.value.accuracy.live.declared
    assert.equal(early, null)
    for (let number = 20; number <= 50; number += 1) label(number)
    const { watched, declared } = monitors.value.accuracy.live
    assert.deepEqual([watched!.n, watched!.value], [50, 0.8])
    assert.deepEqual([declared!.n, declared!.value], [20, 0.8])
    assert.ok(watched!.low < 0.8 && watched!.high > 0.8)
  })

  test('the first label of a row counts; again, unknown rows and rows of the future do not', () => {
    const monitors = fed(10, () => 0, new MonitorSet(scored))
    const label = (number: number, row: number) =>
      monitors.label({ number, row, prediction: 'yes', truth: 'yes' })
    assert.deepEqual(
      [label(1, 3), label(2, 4), label(3, 3), label(4, 11), label(5, 0)],
      ['counted', 'counted', 'again', 'unknown row', 'unknown row'],
    )
    assert.deepEqual(monitors.value.accuracy.labels, { counted: 2, again: 1, unknownRow: 2, notANumber: 0 })
  })

  test('integer classes equal their text', () => {
    const monitors = fed(2, () => 0, new MonitorSet(scored))
    monitors.label({ number: 1, row: 1, prediction: '3', truth: 3 })
    assert.equal(monitors.value.accuracy.live.watched!.value, 1)
  })

  test('of a regression is the mean absolute error, clipped where shiploop.yaml says', () => {
    const truths = Array.from({ length: 500 }, (_, row) => [row, row + (row % 10)] as const)
    const monitors = new MonitorSet(
      modelOf({
        inputs: { size: 'number' },
        rows: reference,
        task: 'regression',
        tested: truths,
        errorBound: 8,
        declaredLabels: 100,
      }),
    )
    for (let row = 1; row <= 400; row += 1) {
      monitors.update(rowOf(row, { size: 0 }, row))
      monitors.label({ number: row, row, prediction: row, truth: row + (row % 5) })
    }
    assert.equal(monitors.label({ number: 401, row: 400, prediction: 1, truth: 'x' }), 'again')
    const { metric, test, live, errors } = monitors.value.accuracy
    assert.equal(metric, 'mean_absolute_error')
    assert.ok(Math.abs(test!.value - 4.4) < 1e-9 && test!.low < 4.4 && test!.high > 4.4)
    assert.ok(Math.abs(live.watched!.value - 2) < 1e-9)
    assert.ok(live.watched!.low > 1.5 && live.watched!.high < 2.6, JSON.stringify(live.watched))
    assert.equal(live.declared!.n, 100)
    assert.deepEqual([errors!.bound, errors!.clippedInTest, errors!.clippedLive], [8, 0.1, 0])
    assert.ok(Math.abs(errors!.deviation - Math.SQRT2) < 1e-9)
  })

  test('of a regression says what was clipped, and goes on with the bound that it began with', () => {
    const options = { inputs: { size: 'number' }, rows: reference, task: 'regression' } as const
    const tested = [
      [1, 2],
      [1, 3],
    ] as const
    const monitors = new MonitorSet(modelOf({ ...options, tested }))
    const labels = [1, 1, 6, 1]
    labels.forEach((error, at) => {
      monitors.update(rowOf(at + 1, { size: 0 }, 0))
      monitors.label({ number: at + 1, row: at + 1, prediction: 0, truth: error })
    })
    const later = new MonitorSet(modelOf({ ...options, tested, errorBound: 100 }), monitors.state)
    for (const { live, errors } of [monitors.value.accuracy, later.value.accuracy]) {
      assert.deepEqual([live.watched!.value, errors!.bound, errors!.clippedLive], [1.25, 2, 0.25])
      assert.deepEqual([errors!.mean, errors!.n], [2.25, 4])
    }
  })

  test('of a regression that nothing bounds is a mean without an interval', () => {
    const options = { inputs: { size: 'number' }, rows: reference, task: 'regression' } as const
    for (const tested of [[], [[1, 1]]] as const) {
      const monitors = new MonitorSet(modelOf({ ...options, tested, declaredLabels: 2 }))
      for (const row of [1, 2, 3]) {
        monitors.update(rowOf(row, { size: 0 }, 0))
        monitors.label({ number: row, row, prediction: 0, truth: 10 * row })
      }
      const {
        test: onTest,
        live,
        errors,
      } = new MonitorSet(modelOf({ ...options, tested }), monitors.state).value.accuracy
      assert.deepEqual([onTest, live], [null, { watched: null, declared: null }])
      assert.deepEqual([errors!.bound, errors!.mean, errors!.n, errors!.clippedLive], [null, 20, 3, 0])
    }
  })
})
