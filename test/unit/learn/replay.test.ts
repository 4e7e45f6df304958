import assert from 'node:assert/strict'
import { suite, test } from 'mocha'
import type { Column, Signature } from '../../../src/build/model/schema.ts'
import { feedbackOf } from '../../../src/learn/feedback.ts'
import { Problem } from '../../../src/platform/problem.ts'
import { requestOf } from '../../../src/learn/replay.ts'

const column = (name: string, type: Column['type']): Column => ({
  name,
  type,
  tensor: null,
  range: null,
  categories: null,
  unknown: null,
  missing: null,
})
const signature: Signature = {
  schema: 1,
  model: 'cars',
  hash: '0',
  task: 'classification',
  target: 'origin',
  inputs: [column('brand', 'category'), column('weight', 'number'), column('turbo', 'boolean')],
  observed: [column('mpg', 'number')],
  classes: ['Europe', 'USA'],
  outputs: { prediction: 'label', probabilities: 'probabilities' },
  steps: [],
}

function caught(work: () => unknown): Problem {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('Nothing was thrown.')
}

suite('replay: rows of a table as requests', () => {
  test('text from a CSV becomes what the signature says; other columns stay at home', () => {
    const row = {
      brand: '504',
      weight: '2,100'.replace(',', ''),
      turbo: 'False',
      mpg: null,
      name: 'peugeot 504',
    }
    assert.deepEqual(requestOf(signature, row, 'a.csv, row 1'), {
      brand: '504',
      weight: 2100,
      turbo: false,
      mpg: null,
    })
  })

  test('an observed column may be missing, an input may not', () => {
    const row = { brand: 'ford', weight: 1, turbo: true }
    assert.deepEqual(requestOf(signature, row, 'a.csv, row 1'), row)
    assert.throws(() => requestOf(signature, { brand: 'ford' }, 'a.csv, row 1'), /column "weight" is missing/)
  })

  test('a column that other rows took part in is named with the line that makes it', () => {
    const reason = "`cars['weight'] = cars['kg'].rank()` (cell 3, line 2): it is not known to work row by row"
    const begins = {
      tables: ['cars'],
      columns: ['weight'],
      features: null,
      why: [{ columns: ['weight'], reason }],
    }
    assert.throws(
      () => requestOf(signature, { brand: 'ford', turbo: true }, 'a.csv, row 1', begins),
      /column "weight" is missing/,
    )
    const problem = caught(() => requestOf(signature, { brand: 'ford', turbo: true }, 'a.csv', begins))
    assert.match(
      problem.todo!,
      /^The notebook makes it of other rows as well: .*rank\(\).* \(cell 3, line 2\)/,
    )
  })

  test('a raw word where the notebook makes a number of it says where the graph begins', () => {
    const begins = { tables: ['test'], columns: ['weight'], features: null, why: [] }
    const row = { brand: 'ford', weight: 'heavy', turbo: true }
    const problem = caught(() => requestOf(signature, row, 'a.csv', begins))
    assert.match(problem.todo!, /^The graph begins at the notebook's table test, which made a number of it/)
  })

  test('a word where a number belongs is named with its column', () => {
    const row = { brand: 'ford', weight: 'heavy', turbo: true }
    assert.throws(() => requestOf(signature, row, 'a.csv, row 1'), /"weight" is no number: heavy/)
  })
})

suite('feedback: labels from a file', () => {
  test('a row without a place means the first of its request', () => {
    assert.deepEqual(feedbackOf(signature, [{ id: 'r-1', truth: 'USA' }], 'labels.csv'), [
      { id: 'r-1', row: 0, truth: 'USA' },
    ])
  })
  test('a label in the raw column says so, and goes there as replay takes it', () => {
    assert.deepEqual(feedbackOf(signature, [{ id: 'r-1', origin: 'USA' }], 'labels.csv'), [
      { id: 'r-1', row: 0, truth: 'USA', column: 'origin' },
    ])
  })
  for (const [name, line, message] of [
    ['a label without a request', { truth: 'USA' }, /column "id" is missing/],
    ['a label without a truth', { id: 'r-1' }, /column "truth" is missing/],
    ['a broken place', { id: 'r-1', truth: 'USA', row: '-1' }, /no whole number/],
  ] as const)
    test(`${name} is refused with its row`, () => {
      assert.throws(() => feedbackOf(signature, [line], 'labels.csv'), message)
    })
})
