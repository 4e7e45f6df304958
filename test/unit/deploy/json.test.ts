import assert from 'node:assert/strict'
import fc from 'fast-check'
import { suite, test } from 'mocha'
import { BinaryTail, splitBody } from '../../../src/deploy/http/binary.ts'
import { toJson } from '../../../src/deploy/json.ts'

suite('json: nothing is lost on the way out', () => {
  test('every JSON value is read back as it was, -0 too', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        assert.deepEqual(JSON.parse(toJson(value)), value)
      }),
    )
    assert.ok(Object.is(JSON.parse(toJson(-0)), -0))
  })
  test('integers beyond 2^53 keep their digits', () => {
    assert.equal(toJson({ data: [9007199254740993n] }), '{"data":[9007199254740993]}')
  })
  test('a number that JSON lacks is an error, not a null', () => {
    for (const value of [NaN, Infinity, -Infinity]) assert.throws(() => toJson([value]), RangeError)
  })
})

suite('binary tensors', () => {
  const texts = (...words: string[]) =>
    Buffer.concat(
      words.map((word) => {
        const bytes = Buffer.from(word)
        const length = Buffer.alloc(4)
        length.writeUInt32LE(bytes.length)
        return Buffer.concat([length, bytes])
      }),
    )

  test('the header says where the JSON ends', () => {
    const { json, tail } = splitBody(Buffer.from('{}abcd'), '2')
    assert.equal(json.toString(), '{}')
    assert.deepEqual(tail.take('x', 'UINT8', 4), [97, 98, 99, 100])
    for (const length of ['7', '-1', 'x', '1e1'])
      assert.throws(() => splitBody(Buffer.from('{}abcd'), length), /inference-header-content-length/)
  })

  test('numbers, texts and truth values are read by their datatype', () => {
    const take = (datatype: string, bytes: Buffer) => new BinaryTail(bytes).take('x', datatype, bytes.length)
    assert.deepEqual(take('FP32', Buffer.from(Float32Array.of(1.5, NaN, -0).buffer)), [1.5, null, -0])
    assert.deepEqual(take('FP64', Buffer.from(Float64Array.of(0.1).buffer)), [0.1])
    assert.deepEqual(take('INT64', Buffer.from(BigInt64Array.of(-7n, 2n ** 53n + 1n).buffer)), [
      -7,
      '9007199254740993',
    ])
    assert.deepEqual(take('INT16', Buffer.from(Int16Array.of(-3).buffer)), [-3])
    assert.deepEqual(take('BOOL', Buffer.from([1, 0])), [true, false])
    assert.deepEqual(take('BYTES', texts('ford', '', 'škoda')), ['ford', '', 'škoda'])
  })

  const broken: [name: string, bytes: Buffer, datatype: string, size: unknown][] = [
    ['more than the body has', Buffer.alloc(4), 'FP32', 8],
    ['half a number', Buffer.alloc(6), 'FP32', 6],
    ['half a text', texts('ford').subarray(0, 6), 'BYTES', 6],
    ['half a length', Buffer.alloc(2), 'BYTES', 2],
    ['a text that is no UTF-8', Buffer.from([1, 0, 0, 0, 0xff]), 'BYTES', 5],
    ['a datatype that it has not', Buffer.alloc(4), 'BF16', 4],
    ['a size that is no number', Buffer.alloc(4), 'FP32', '4'],
  ]
  for (const [name, bytes, datatype, size] of broken)
    test(`${name} is refused by the tensor's name`, () => {
      assert.throws(() => new BinaryTail(bytes).take('weight', datatype, size), /the tensor "weight"/i)
    })

  test('bytes that belong to no tensor are refused', () => {
    assert.throws(() => new BinaryTail(Buffer.alloc(3)).checkEmpty(), /3 bytes/)
  })
})
