import assert from 'node:assert/strict'
import fc from 'fast-check'
import { compareCodePoints, ranked } from '../../../../src/measure/drift/order.ts'
import { Pool } from '../../../../src/measure/drift/pool.ts'
import { seedOf, shuffledIndices, uniformAt } from '../../../../src/measure/drift/random.ts'
import { MOST_MARKS, scaleOf } from '../../../../src/measure/drift/scale.ts'

suite('drift: the rank of a row', () => {
  test('counts the smaller and the equal rows of the reference and of all earlier live rows', () => {
    const few = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(null))
    const columns = fc.tuple(
      fc.array(few, { minLength: 1 }),
      fc.array(few),
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
    )
    fc.assert(
      fc.property(columns, ([reference, live, u]) => {
        const pool = new Pool(scaleOf('number', reference))
        const seen = [...reference]
        // Missing values come last, as ties.
        const size = (value: number | null) => value ?? Infinity
        for (const value of live) {
          const slot = pool.place(value)
          const less = seen.filter((other) => size(other) < size(value)).length
          const equal = seen.filter((other) => other === value).length
          assert.equal(pool.rank(slot, u), (less + u * (equal + 1)) / (seen.length + 1))
          pool.add(slot)
          seen.push(value)
        }
      }),
    )
  })

  test('of categories goes by code point, not by UTF-16 unit', () => {
    assert.ok(compareCodePoints('\u{1F600}', '\uFFFD') > 0)
    assert.deepEqual(
      ['\uFFFD', '\u{1F600}'].sort(),
      ['\u{1F600}', '\uFFFD'],
      'the trap: JavaScript compares units',
    )
    assert.ok(compareCodePoints('\uD7FF', '\uE000') < 0)
    assert.ok(compareCodePoints('ford', 'fordham') < 0)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (first, second) => {
        const [a, b] = [first, second].map((text) => Array.from(text, (point) => point.codePointAt(0)!))
        const index = a!.findIndex((point, place) => point !== b![place])
        const expected = index < 0 ? a!.length - b!.length : (a![index] ?? -1) - (b![index] ?? -1)
        assert.equal(Math.sign(compareCodePoints(first, second)), Math.sign(expected))
      }),
    )
  })

  test('stays uniform when there are more distinct values than marks', () => {
    const seed = seedOf('many values')
    const pool = new Pool(
      scaleOf(
        'number',
        Array.from({ length: 1000 }, (_, row) => uniformAt(seed, row)),
      ),
    )
    const cells = new Array<number>(10).fill(0)
    for (let row = 0; row < 20_000; row += 1) {
      const slot = pool.place(uniformAt(seed, 1000 + row))
      cells[Math.floor(pool.rank(slot, uniformAt(seed, 100_000 + row)) * 10)]! += 1
      pool.add(slot)
    }
    assert.equal(pool.state.added.length, MOST_MARKS - 1000)
    // Five standard errors of a tenth of 20,000.
    for (const count of cells)
      assert.ok(Math.abs(count - 2000) < 5 * Math.sqrt(20_000 * 0.1 * 0.9), String(cells))
  })

  test('is the same for a pool that was written down and read again', () => {
    const seed = seedOf('pool')
    const values = Array.from({ length: 300 }, (_, row) => Math.round(60 * uniformAt(seed, row)))
    const scale = scaleOf('number', values.slice(0, 100))
    const pool = new Pool(scale)
    for (const value of values.slice(100)) pool.add(pool.place(value + 0.5 * (value % 2)))
    const again = new Pool(scale, JSON.parse(JSON.stringify(pool.state)) as typeof pool.state)
    for (let value = -1; value < 62; value += 0.5) {
      const [first, second] = [pool, again].map((each) => [each.rank(each.place(value), 0.3), each.hitBin])
      assert.deepEqual(second, first)
    }
    assert.deepEqual([...again.binCounts], [...pool.binCounts])
  })

  test('takes NaN and text among numbers as missing, and any category as text', () => {
    assert.equal(ranked('number', NaN), null)
    assert.equal(ranked('number', '12'), null)
    assert.equal(ranked('number', true), 1)
    assert.equal(ranked('category', 3), '3')
    assert.equal(ranked('category', undefined), null)
  })
})

suite('drift: the bins of the odds bets', () => {
  test('are at most 16 for values, nearly equally full, and one (nearly) alone for a value of half the rows', () => {
    const spread = scaleOf(
      'number',
      Array.from({ length: 1000 }, (_, row) => row),
    )
    assert.equal(spread.bins, 16)
    const full = new Pool(spread).binCounts
    assert.ok(Math.max(...full) - Math.min(...full) <= 1, String(full))
    const zeros = scaleOf(
      'number',
      Array.from({ length: 1000 }, (_, row) => (row < 500 ? 0 : (row % 21) - 10)),
    )
    assert.ok(zeros.bins <= 16)
    const counts = new Pool(zeros).binCounts
    const besides =
      counts[zeros.binOf[2 * zeros.marks.indexOf(0) + 1]!]! - zeros.counts[2 * zeros.marks.indexOf(0) + 1]!
    assert.ok(besides <= 1000 / 16, `${besides} other rows in the bin of the zeros`)
  })

  test('give missing values a bin of their own when the reference has some', () => {
    const scale = scaleOf('number', [1, 2, 3, 4, null])
    assert.equal(scale.binOf.at(-1), scale.bins - 1)
    assert.equal(new Pool(scale).binCounts.at(-1), 1)
  })

  test('are one for each of the 15 commonest categories and one for all others', () => {
    const names = Array.from({ length: 40 }, (_, index) => `c${String(index).padStart(2, '0')}`)
    const scale = scaleOf(
      'category',
      names.flatMap((name, index) => new Array<string>(50 - index).fill(name)),
    )
    assert.equal(scale.bins, 16)
    const pool = new Pool(scale)
    assert.deepEqual(
      [...pool.binCounts],
      [
        ...Array.from({ length: 15 }, (_, index) => 50 - index),
        names.slice(15).reduce((sum, _, index) => sum + 35 - index, 0),
      ],
    )
    pool.add(pool.place('c001'))
    assert.equal(scale.binOf[0], 15, 'a category that was never seen is one of the others')
  })
})

suite('drift: random numbers', () => {
  test('are a function of the seed and the position, and spread evenly', () => {
    const seed = seedOf('deployment', 'column')
    assert.equal(uniformAt(seed, 12), uniformAt(seedOf('deployment', 'column'), 12))
    assert.notEqual(uniformAt(seed, 12), uniformAt(seedOf('deploymentc', 'olumn'), 12))
    const values = Array.from({ length: 40_000 }, (_, position) => uniformAt(seed, position))
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    assert.ok(Math.abs(mean - 0.5) < 5 / Math.sqrt(12 * values.length), String(mean))
    assert.notEqual(uniformAt(seed, 5), uniformAt(seed, 5 + 2 ** 32))
  })

  test('shuffle every index into place exactly once', () => {
    const order = shuffledIndices(1000, seedOf('shuffle'))
    assert.deepEqual(
      order.toSorted((first, second) => first - second),
      Array.from({ length: 1000 }, (_, index) => index),
    )
    assert.notDeepEqual(order, shuffledIndices(1000, seedOf('another')))
  })
})
