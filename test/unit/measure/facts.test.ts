import assert from 'node:assert/strict'
import fc from 'fast-check'
import { RowNumbers } from '../../../src/measure/drift/rowNumbers.ts'
import { seedOf, uniformAt } from '../../../src/measure/drift/random.ts'
import { Newcomers } from '../../../src/measure/facts.ts'
import { LabelledRows } from '../../../src/measure/labelled.ts'
import { LatencyMonitor } from '../../../src/measure/latency.ts'
import { expectedShare, multiplicities, RepeatedRows } from '../../../src/measure/repeatedRows.ts'

suite('latency', () => {
  test('p50 and p99 are those of the sorted list, to half a percent', () => {
    const seed = seedOf('latency')
    const list = Array.from({ length: 5001 }, (_, index) => 0.4 * Math.exp(3 * uniformAt(seed, index)))
    const monitor = new LatencyMonitor()
    for (const milliseconds of list) monitor.update(milliseconds)
    const sorted = list.toSorted((first, second) => first - second)
    const { p50, p99, n } = new LatencyMonitor(monitor.state).value!
    assert.equal(n, 5001)
    assert.ok(Math.abs(p50 / sorted[2500]! - 1) < 0.0051)
    assert.ok(Math.abs(p99 / sorted[4950]! - 1) < 0.0051)
  })

  test('is nothing before the first request, and takes zero and hours', () => {
    const monitor = new LatencyMonitor()
    assert.equal(monitor.value, null)
    monitor.update(0)
    monitor.update(1e12)
    assert.equal(monitor.value!.n, 2)
    assert.ok(monitor.state.length === 2)
  })
})

suite('labelled rows', () => {
  test('are known one by one, whatever their order, and kept as stretches', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 })), (labels) => {
        const rows = new LabelledRows()
        const set = new Set<number>()
        for (const row of labels) {
          assert.equal(rows.has(row), set.has(row))
          if (!rows.has(row)) rows.add(row)
          set.add(row)
        }
        for (let row = 0; row <= 61; row += 1)
          assert.equal(new LabelledRows(rows.state).has(row), set.has(row))
        for (const [index, [first, last]] of rows.state.entries())
          assert.ok(first <= last && first > (rows.state[index - 1]?.[1] ?? -1) + 1)
      }),
    )
  })
})

suite('commit numbers', () => {
  test('of ranked rows are found again, gaps or not', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1 }), (steps) => {
        const numbers = new RowNumbers()
        const all: number[] = []
        for (const step of steps) {
          all.push((all.at(-1) ?? 100) + step)
          numbers.push(all.at(-1)!)
        }
        const again = new RowNumbers(numbers.state)
        all.forEach((number, index) => assert.equal(again.numberOf(index + 1), number))
      }),
    )
  })
})

suite('newcomers', () => {
  test('beyond a thousand names are counted together', () => {
    const newcomers = new Newcomers(['a'])
    for (let index = 0; index < 1500; index += 1) newcomers.update(`new ${index}`)
    newcomers.update('new 7')
    newcomers.update('a')
    const { categories } = newcomers
    assert.equal(Object.keys(categories).length, 1001)
    assert.equal(categories['(others)'], 500)
    assert.equal(categories['new 7'], 2)
  })
})

suite('repeated rows', () => {
  test('stay a good estimate with more contents than are remembered', () => {
    const seed = seedOf('repeated')
    const repeated = new RepeatedRows()
    const contents = new Set<number>()
    for (let row = 0; row < 30_000; row += 1) {
      const content = Math.floor(20_000 * uniformAt(seed, row))
      contents.add(content)
      repeated.update([content])
    }
    assert.ok(repeated.state.contents.length <= 2048)
    assert.ok(Math.abs(repeated.share - (1 - contents.size / 30_000)) < 0.03, String(repeated.share))
  })

  test('are expected as often as random draws of the reference have them', () => {
    const reference = Array.from('aaaabbcdef', (letter) => [letter])
    const contents = multiplicities(reference)
    assert.ok(Math.abs(expectedShare(contents, 10)! - 0.4) < 1e-12)
    assert.ok(expectedShare(contents, 1)! < 1e-12)
    assert.equal(expectedShare(contents, 0), 0)
    assert.equal(expectedShare(contents, 11), null)
    // Two draws of ten are equal for (4 x 3 + 2 x 1) of 90 ordered pairs.
    assert.ok(Math.abs(expectedShare(contents, 2)! - 14 / 90 / 2) < 1e-12)
  })
})
