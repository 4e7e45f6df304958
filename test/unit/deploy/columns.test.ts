import assert from 'node:assert/strict'
import { suite, test } from 'mocha'
import type { Column, Signature } from '../../../src/build/model/schema.ts'
import { objectOf, parseBody } from '../../../src/deploy/http/body.ts'
import { checkRow } from '../../../src/deploy/http/columns.ts'

const column = (
  name: string,
  type: Column['type'],
  tensor: Column['tensor'],
  more: Partial<Column> = {},
): Column => ({
  name,
  type,
  tensor,
  range: null,
  categories: null,
  unknown: null,
  missing: null,
  ...more,
})

const signature: Signature = {
  schema: 1,
  model: 'odd',
  hash: '0'.repeat(64),
  task: 'classification',
  target: 'y',
  inputs: [
    column('single', 'number', 'float'),
    column('double', 'number', 'double', { missing: 'refused: the model takes no missing number' }),
    column('whole', 'integer', 'int64'),
    column('brand', 'category', 'string', {
      categories: ['ford'],
      unknown: 'refused: unknown',
      missing: 'its own category',
    }),
    column('yes', 'boolean', 'bool'),
    column('__proto__', 'number', 'double'),
    column('toString', 'category', 'string'),
  ],
  observed: [column('mpg', 'number', null)],
  classes: ['a', 'b'],
  outputs: { prediction: 'label', probabilities: null },
  steps: [],
}
const good = '"single":1.5,"double":-0,"whole":7,"brand":"ford","yes":true,"__proto__":3,"toString":"x"'
/** As it comes over the wire. */
const check = (json: string) =>
  checkRow(signature, objectOf(parseBody(Buffer.from(`{${json}}`)), 'row 0'), 'row 0')

suite('columns: what a row may say', () => {
  test('good values are taken as they are, also in columns with odd names', () => {
    const { inputs, observed } = check(good)
    assert.deepEqual(Object.entries(inputs), [
      ['single', 1.5],
      ['double', -0],
      ['whole', 7],
      ['brand', 'ford'],
      ['yes', true],
      ['__proto__', 3],
      ['toString', 'x'],
    ])
    assert.deepEqual(observed, {})
  })

  test('an observed column is taken when it comes, also as missing', () => {
    assert.deepEqual(check(`${good},"mpg":21`).observed, { mpg: 21 })
    assert.deepEqual(check(`${good},"mpg":null`).observed, { mpg: null })
  })

  test('a missing value is taken where the model takes it', () => {
    const { inputs } = check(good.replace('1.5', 'null').replace('"brand":"ford"', '"brand":null'))
    assert.deepEqual([inputs['single'], inputs['brand']], [null, null])
  })

  const refused: [name: string, json: string, says: RegExp][] = [
    ['a text for a number', good.replace('1.5', '"1.5"'), /row 0, column "single": "1.5" is no number/],
    ['a number for a text', good.replace('"ford"', '1'), /column "brand": 1 is no text/],
    ['a number for a boolean', good.replace('true', '1'), /column "yes": 1 is neither true nor false/],
    ['a list', good.replace('1.5', '[1]'), /column "single": a list is no number/],
    ['a fraction for whole numbers', good.replace('7', '7.5'), /column "whole": 7.5 is no whole number/],
    [
      'an integer beyond 2^53',
      good.replace('7', '9007199254740993'),
      /column "whole": 9007199254740992 is no whole number that JSON carries/,
    ],
    ['a number too large for JSON', good.replace('1.5', '1e999'), /column "single": the number is too large/],
    ['a number too large for 32 bits', good.replace('1.5', '1e39'), /column "single": .* 32-bit/],
    ['NaN', good.replace('1.5', 'NaN'), /no JSON/],
    [
      'a missing number that the model refuses',
      good.replace('-0', 'null'),
      /column "double": a missing value is refused/,
    ],
    ['a missing whole number', good.replace('7', 'null'), /column "whole": a missing value is refused/],
    ['a missing boolean', good.replace('true', 'null'), /column "yes": a missing value is refused/],
    [
      'an unknown category that the model refuses',
      good.replace('ford', 'nissan'),
      /"nissan" is a category that the model does not know/,
    ],
    [
      'a NUL, where the runtime would cut',
      good.replace('"x"', '"x\\u0000y"'),
      /column "toString": the text holds a NUL/,
    ],
    [
      'half a surrogate pair',
      good.replace('"x"', '"\\ud83d"'),
      /column "toString": the text is no valid Unicode/,
    ],
    [
      'an endless text',
      good.replace('"x"', `"${'x'.repeat(100_001)}"`),
      /column "toString": the text is longer than/,
    ],
    ['a column left out', good.replace('"yes":true,', ''), /row 0: the column "yes" is missing/],
    [
      'a column left out that every object has',
      good.replace(',"toString":"x"', ''),
      /the column "toString" is missing/,
    ],
    [
      'a column that the model has not',
      `${good},"colour":1`,
      /row 0: the model has no column "colour"; it takes "single"/,
    ],
  ]
  for (const [name, json, says] of refused)
    test(`${name} is refused by row and column`, () => {
      assert.throws(() => check(json), says)
    })
})
