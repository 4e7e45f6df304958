import assert from 'node:assert/strict'
import { compareTables } from '../../../src/measure/compare.ts'
import { seedOf, uniformAt } from '../../../src/measure/drift/random.ts'

const seed = seedOf('tables')

/** Sorted by size, as files are; sizes as text, as CSV has them. */
function table(from: number, rows: number, colours: readonly string[]) {
  return Array.from({ length: rows }, (_, row) => ({
    size: uniformAt(seed, from + row).toFixed(4),
    colour: colours[Math.floor(colours.length * uniformAt(seed, 1e6 + from + row))]!,
    count: row % 17 === 0 ? null : Math.floor(5 * uniformAt(seed, 2e6 + from + row)),
  })).sort((first, second) => Number(first.size) - Number(second.size))
}

suite('drift of one table against another', () => {
  test('is none between two halves, though both files are sorted', () => {
    const comparison = compareTables(table(0, 300, ['red', 'green']), table(1000, 300, ['red', 'green']))
    assert.equal(comparison.differ, false)
    assert.ok(
      comparison.columns.every(({ differs }) => !differs),
      JSON.stringify(comparison.columns),
    )
    assert.deepEqual(
      comparison.columns.map(({ column, kind }) => [column, kind]),
      [
        ['size', 'number'],
        ['colour', 'category'],
        ['count', 'number'],
      ],
    )
  })

  test('names the column that changed, its effect over all rows, and what is new in it', () => {
    const current = table(1000, 300, ['red', 'green', 'mauve', 'teal']).map((row) => ({ ...row, count: 9 }))
    const comparison = compareTables(table(0, 300, ['red', 'green']), current)
    const [size, colour, count] = comparison.columns
    assert.equal(size!.differs, false)
    assert.ok(colour!.differs && Math.abs(colour!.effect - 0.5) < 0.08, JSON.stringify(colour))
    assert.ok(count!.differs && count!.effect === 1)
    assert.ok(comparison.differ)
    assert.deepEqual(Object.keys(comparison.newCategories['colour']!).sort(), ['mauve', 'teal'])
    assert.equal(comparison.outOfRange['count'], 300)
  })

  test('says the same each time', () => {
    const [first, second] = [table(0, 100, ['a']), table(500, 100, ['a'])]
    assert.deepEqual(compareTables(first, second), compareTables(first, second))
  })

  test('names the columns that only one of them has, and compares the others', () => {
    const comparison = compareTables([{ a: 1, b: 2 }], [{ b: 2, c: 3 }])
    assert.deepEqual(
      comparison.columns.map(({ column }) => column),
      ['b'],
    )
    assert.deepEqual([comparison.onlyInReference, comparison.onlyInCurrent], [['a'], ['c']])
  })
})
