import assert from 'node:assert/strict'
import { nameMetrics } from '../../../src/build/pipeline/additions/measures.ts'
import { agrees, compareMetrics, equal } from '../../../src/build/pipeline/run/parity.ts'
import { storedLines } from '../../../src/learn/parity.ts'
import { analysisOf, choiceOf } from './notebooks.ts'

suite('parity: what counts as equal', () => {
  for (const [value, printed, expected] of [
    [0.9730941704035875, '0.9730941704035875', true],
    [0.9730941704035875, '0.973', true],
    [0.9730941704035875, '0.974', false],
    [0.9730941704035875, '97.3', true],
    [12.408861766452608, '12.41', true],
    [0.00012345, '1.23e-04', true],
    [0.9730941704035875, '1', false],
    [1, '1', true],
    [12070.277, '12070', true],
    [12070.277, '12071', false],
    [27.9, '28', false],
    [0.8177, '82%', true],
    [0.8177, '81%', false],
    [0.997, '100', false],
    [-3.25, '-3.2', true],
  ] as const)
    test(`${value} ${expected ? 'agrees' : 'does not agree'} with the printed ${printed}`, () => {
      assert.equal(agrees(value, printed), expected)
    })

  test('a fresh run is equal to 1e-9, relative for large numbers', () => {
    assert.ok(equal(0.5, 0.5 + 9e-10))
    assert.ok(!equal(0.5, 0.5 + 2e-9))
    assert.ok(equal(1e6, 1e6 + 5e-4))
  })
})

suite('parity: against the stored output', () => {
  const cells = (printed: string) => [
    'from sklearn.linear_model import Ridge\nmodel = Ridge().fit(X, y)\nr2 = model.score(X_test, y_test)',
    { code: 'print("of 120 rows", r2)', printed },
  ]
  const compared = async (printed: string, notebook: number | null, scripts: number) => {
    const analysis = await analysisOf(cells(printed))
    const metrics = nameMetrics(choiceOf(analysis).evaluations, analysis)
    const fresh = notebook === null ? null : new Map([['r2', notebook]])
    return compareMetrics(metrics, analysis, fresh, new Map([['r2', scripts]]))[0]!
  }

  test('the printed number is found in the cell that prints the variable', async () => {
    assert.deepEqual(await compared('of 120 rows 0.8125\n', 0.8125, 0.8125), {
      name: 'r2',
      notebook: 0.8125,
      scripts: 0.8125,
      stored: '0.8125',
      equal: true,
      cell: 0,
    })
  })

  test('an output that says otherwise is shown and is not equal', async () => {
    const metric = await compared('of 120 rows 0.79\n', 0.8125, 0.8125)
    assert.equal(metric.stored, '0.79')
    assert.equal(metric.equal, false)
  })

  test('a number that is printed right behind a word is one', async () => {
    assert.equal((await compared('[[5 0]\n [0 5]]\nscore0.8125\n', 0.8125, 0.8125)).stored, '0.8125')
    assert.equal((await compared('score0.79 of v1.2.3\n', 0.8125, 0.8125)).stored, '0.79')
  })

  test('counts beside a metric that is stored nowhere are no other value of it', async () => {
    const metric = await compared('[[12 3]\n [4 11]]\n', 0.8125, 0.8125)
    assert.deepEqual([metric.stored, metric.equal], [null, true])
    assert.equal((await compared('[[12 3]\n [4 11]]\n', 1, 1)).stored, '3')
  })

  test('without a fresh run the stored output alone decides', async () => {
    assert.equal((await compared('of 120 rows 0.81\n', null, 0.8125)).equal, true)
  })
})

suite('parity: in the order of the file', () => {
  const metric = { name: 'r2', notebook: 0.8125, scripts: 0.8125, equal: true }

  test('a stored output that agrees is evidence, and one that does not tells of the notebook alone', () => {
    assert.deepEqual(storedLines([{ ...metric, stored: '0.81' }]), [
      'The stored output of r2, 0.81, is what the notebook gives from top to bottom.',
    ])
    assert.deepEqual(storedLines([{ ...metric, stored: '0.79' }]), [
      'The notebook as stored is not what runs from top to bottom: that gives r2 = 0.8125, and its stored output is 0.79.',
    ])
  })

  test('nothing is said where nothing is stored, or the scripts give something else', () => {
    assert.deepEqual(storedLines([{ ...metric, stored: null }]), [])
    assert.deepEqual(storedLines([{ ...metric, scripts: 0.7, equal: false, stored: '0.79' }]), [])
  })
})
