import assert from 'node:assert/strict'
import { suite, test } from 'mocha'
import type { Signature } from '../../../src/build/model/schema.ts'
import { classOf, classOfRaw, numberOfRaw, rawOf } from '../../../src/build/model/truth.ts'

const signature = (changes: Partial<Signature>): Signature => ({
  schema: 1,
  model: 'churn',
  hash: '0',
  task: 'classification',
  target: 'churn',
  inputs: [],
  observed: [],
  classes: ['0', '1'],
  outputs: { prediction: 'label', probabilities: null },
  steps: [],
  ...changes,
})
const labels = { column: 'churn', names: null, function: 'same' as const, scale: 1, offset: 0 }

suite('truth: labels in the words of the raw data', () => {
  const named = signature({ labels: { ...labels, names: { No: '0', Yes: '1' } } })

  test('a word of the raw column is the class that the notebook makes of it', () => {
    assert.equal(classOf(named, 'Yes'), '1')
    assert.equal(rawOf(named, '1'), 'Yes')
  })

  test('a class stays itself, also as 1.0; an unknown word stays unknown', () => {
    assert.equal(classOf(named, '1'), '1')
    assert.equal(classOf(named, '1.0'), '1')
    assert.equal(classOf(named, 'Maybe'), 'Maybe')
  })

  test('classes that the notebook turned around are turned around in the raw column only', () => {
    const turned = signature({ labels: { ...labels, names: { 0: '1', 1: '0' } } })
    assert.equal(classOfRaw(turned, '1'), '0')
    assert.equal(classOf(turned, '1'), '1')
  })

  test('a column called like a property of every object is no class', () => {
    assert.equal(classOf(named, 'constructor'), 'constructor')
  })

  test('a number on the scale that the model learned, and back', () => {
    const scaled = signature({
      task: 'regression',
      classes: null,
      labels: { ...labels, function: 'log1p', scale: 2, offset: -1 },
    })
    assert.equal(numberOfRaw(scaled, Math.E - 1), 1)
    assert.ok(Math.abs(Number(rawOf(scaled, 1)) - (Math.E - 1)) < 1e-12)
  })

  test('without labels in the signature nothing changes', () => {
    assert.equal(classOf(signature({}), 'Yes'), 'Yes')
    assert.equal(numberOfRaw(signature({ task: 'regression', classes: null }), 5), 5)
    assert.equal(rawOf(signature({}), '1'), '1')
  })
})
