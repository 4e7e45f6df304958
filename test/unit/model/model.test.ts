import assert from 'node:assert/strict'
import {
  AGREEING,
  BUNCH,
  IN_PLACE,
  IN_THOUSANDS,
  LOOSE,
  ONLY_SCORED,
  REFUSED,
  ROW_BY_ROW,
  YES_AND_NO,
} from './cases.ts'
import { agrees, Ran } from './making.ts'

suite('model', () => {
  let ran: Ran | undefined
  suiteSetup(async () => {
    const cells = ([name, each]: [string, { cells: readonly string[] }]) => [name, each.cells] as const
    ran = await Ran.start(
      new Map([
        ...Object.entries(AGREEING).map(cells),
        ...Object.entries(REFUSED).map(cells),
        ['bunch', BUNCH],
        ['loose', LOOSE],
        ['in place', IN_PLACE],
        ['only scored', ONLY_SCORED],
        ['row by row', ROW_BY_ROW],
        ['yes and no', YES_AND_NO],
        ['in thousands', IN_THOUSANDS],
      ]),
    )
  })
  suiteTeardown(() => ran?.remove())

  suite('the graph answers as Python does, on the rows of the notebook and on 10,000 mixed ones', () => {
    for (const [name, { difference }] of Object.entries(AGREEING))
      test(name, async () => {
        const { model } = await ran!.made(name)
        agrees(model, difference)
      })
  })

  suite('a model without a graph is refused by name, with a way out', () => {
    for (const [name, { says }] of Object.entries(REFUSED))
      test(name, async () => {
        const { model } = await ran!.made(name)
        assert.equal(model.hash, null)
        assert.match(model.refused!, says)
      })
  })

  test('arrays that the notebook makes a table of are asked for by the names of its columns', async () => {
    const { model, signature, reference } = await ran!.made('bunch')
    assert.equal(model.refused, null)
    assert.ok(model.largestDifference! <= 1e-9, `${model.largestDifference}`)
    assert.deepEqual(
      signature!.inputs.map(({ name }) => name),
      ['age', 'bmi', 's5'],
    )
    assert.equal(reference!.rows, 442 - 83)
  })

  test('columns are those of the raw table, with what each makes of the unknown and the missing', async () => {
    const { model, signature, reference } = await ran!.made('loose', ['score', 'height'])
    assert.equal(model.refused, null)
    assert.deepEqual(
      signature!.inputs.map(({ name, type, unknown, missing }) => ({ name, type, unknown, missing })),
      [
        { name: 'age', type: 'number', unknown: null, missing: 'filled with 53.2629 (mean)' },
        { name: 'pay', type: 'number', unknown: null, missing: 'filled with 25668.1 (mean)' },
        {
          name: 'city',
          type: 'category',
          unknown: 'none of the known categories (all zeros)',
          missing: 'a category of its own',
        },
      ],
    )
    assert.deepEqual(signature!.inputs[2]!.categories, ['bern', 'oslo', 'paris', 'rome'])
    assert.deepEqual(signature!.classes, ['high', 'low', 'mid'])
    assert.equal(signature!.target, 'origin')
    assert.deepEqual([reference!.rows, reference!.tested.row.length], [400, 400])
    assert.deepEqual(Object.keys(reference!.columns), ['age', 'pay', 'city', 'score'])
  })

  test('an observed column is kept with the reference, one that is nowhere is said', async () => {
    const { signature, warnings } = await ran!.made('loose', ['score', 'height'])
    assert.deepEqual(
      signature!.observed.map(({ name, tensor }) => ({ name, tensor })),
      [{ name: 'score', tensor: null }],
    )
    assert.match(warnings.join(), /'height'/)
  })

  test('feature code that the graph has words for is in it: requests carry raw columns', async () => {
    const { model, signature, warnings } = await ran!.made('row by row')
    assert.equal(model.refused, null)
    assert.equal(model.labelAgreement, 1)
    assert.ok(model.largestDifference! <= 1e-12, `${model.largestDifference}`)
    assert.deepEqual(
      signature!.inputs.map(({ name }) => name),
      ['age', 'pay', 'score', 'city'],
    )
    assert.deepEqual([warnings, model.begins!.why], [[], []])
  })

  test('encodings that were written over the data lead back to the data as it was read', async () => {
    const { model, signature, reference } = await ran!.made('in place')
    assert.equal(model.refused, null)
    assert.deepEqual(
      signature!.inputs.map(({ name }) => name),
      ['age', 'pay', 'score', 'city', 'member'],
    )
    assert.match(signature!.inputs[3]!.unknown!, /^refused/)
    assert.deepEqual([reference!.rows, reference!.tested.row.length], [400, 100])
    assert.equal(reference!.tested.confidence!.length, 100)
  })

  test('the signature says how the raw column of the truth becomes what the model predicts', async () => {
    const { signature } = await ran!.made('yes and no')
    assert.deepEqual(signature!.labels, {
      column: 'sold',
      names: { True: 'sold', False: 'kept' },
      function: 'same',
      scale: 1,
      offset: 0,
    })
    const inThousands = await ran!.made('in thousands')
    const { column, function: name, scale, offset } = inThousands.signature!.labels!
    assert.deepEqual([column, name], ['price', 'same'])
    assert.ok(Math.abs(scale - 0.001) < 1e-9 && Math.abs(offset) < 1e-6, `${scale}, ${offset}`)
    assert.equal((await ran!.made('in place')).signature!.labels, null)
  })

  test('a score without predictions is predicted again in the same folds', async () => {
    const { reference } = await ran!.made('only scored')
    assert.equal(reference!.tested.prediction.length, 400)
  })
})
