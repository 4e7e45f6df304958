import assert from 'node:assert/strict'
import { suite, test } from 'mocha'
import type { Signature } from '../../../src/build/model/schema.ts'
import { checkTruth, parseFeedback } from '../../../src/deploy/http/feedback.ts'

const signature: Signature = {
  schema: 1,
  model: 'houses',
  hash: '0',
  task: 'regression',
  target: 'price',
  labels: { column: 'price', names: null, function: 'log', scale: 1, offset: 0 },
  inputs: [],
  observed: [],
  classes: null,
  outputs: { prediction: 'prediction', probabilities: null },
  steps: [],
}
const turned: Signature = {
  ...signature,
  task: 'classification',
  classes: ['0', '1'],
  labels: { ...signature.labels!, column: 'kind', names: { 1: '0', 2: '1' } },
}

suite('feedback: labels over HTTP mean what they mean to replay', () => {
  test('a number is what the model predicts, and one of the raw column becomes it', () => {
    assert.equal(checkTruth(signature, { truth: 5 }, 'The label'), 5)
    assert.equal(checkTruth(signature, { truth: Math.E, column: 'price' }, 'The label'), 1)
  })

  test('a class of the raw column is the one that the notebook makes of it, also where it names another', () => {
    assert.equal(checkTruth(turned, { truth: 1 }, 'The label'), '1')
    assert.equal(checkTruth(turned, { truth: 1, column: 'kind' }, 'The label'), '0')
    assert.equal(checkTruth(turned, { truth: 2 }, 'The label'), '1')
  })

  test('a number that has no logarithm, and a column that holds no ground truth, are refused', () => {
    assert.throws(
      () => checkTruth(signature, { truth: -1, column: 'price' }, 'The label'),
      /must be a finite number/,
    )
    assert.throws(
      () => checkTruth(signature, { truth: 1, column: 'rooms' }, 'Label 3'),
      /Label 3: the ground truth stands in the column "price", not in "rooms"/,
    )
  })

  test('the column is a part of the label', () => {
    const label = { id: 'r-1', row: 0, truth: 3, column: 'price' }
    assert.deepEqual(parseFeedback(label), [label])
  })
})
