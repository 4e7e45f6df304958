import { strict as assert } from 'node:assert'
import type { Cell, Notebook } from '../../../src/build/notebook/notebook.ts'
import { differsFromFile, executionOrder } from '../../../src/build/notebook/order.ts'

/** A notebook of code cells with these execution counts. */
function counted(...counts: (number | null)[]): Notebook {
  const cells = counts.map((executionCount, index): Cell => ({
    index,
    kind: 'code',
    source: `x = ${index}`,
    executionCount,
    outputs: [],
  }))
  return { path: 'a.ipynb', name: 'a', language: 'python', kernel: 'python3', cells }
}

const order = (notebook: Notebook, cell?: number) =>
  executionOrder(notebook, cell).cells.map(({ index }) => index)
const warnings = (notebook: Notebook, cell?: number) => executionOrder(notebook, cell).warnings.join(' ')

suite('the order in which cells ran', () => {
  test('cells come by their execution count', () => {
    assert.deepEqual(order(counted(3, 1, 2)), [1, 2, 0])
    assert.match(warnings(counted(3, 1, 2)), /out of order/)
  })

  test('a notebook without counts is read in file order, with a warning', () => {
    assert.deepEqual(order(counted(null, null)), [0, 1])
    assert.match(warnings(counted(null, null)), /order of the file/)
  })

  test('a cell that never ran is out, and said', () => {
    assert.deepEqual(order(counted(1, null, 2)), [0, 2])
    assert.match(warnings(counted(1, null, 2)), /Cell 1 never ran/)
  })

  test('a cell with output and without a count was edited after it ran', () => {
    const notebook = counted(1, null, 2)
    const output = { kind: 'result', text: '1', mimes: ['text/plain'], executionCount: 7 } as const
    const cells = notebook.cells.with(1, { ...notebook.cells[1]!, outputs: [output] })
    assert.match(
      warnings({ ...notebook, cells }),
      /Cell 1 was edited after it ran, and is left out: run the cell again/,
    )
  })

  test('the cell asked for is in even if it never ran', () => {
    assert.deepEqual(order(counted(1, null, 2), 1), [0, 2, 1])
  })

  test('executions that are not in the file are counted', () => {
    assert.match(warnings(counted(2, 5)), /3 executions/)
  })

  test('two cells with one count are said', () => {
    assert.match(warnings(counted(1, 1)), /same execution count/)
  })

  test('a tidy notebook has nothing odd', () => {
    assert.equal(warnings(counted(1, 2, 3)), '')
  })
})

suite('the order of the file, because a person asked for it', () => {
  const inFile = (notebook: Notebook) => executionOrder(notebook, undefined, 'file')

  test('all cells count from top to bottom, and those that ran otherwise are named', () => {
    const read = inFile(counted(4, null, 2, 9))
    assert.deepEqual(
      read.cells.map(({ index }) => index),
      [0, 1, 2, 3],
    )
    assert.deepEqual(read.warnings, [
      'The cells are read in the order of the file, as if they ran from top to bottom in a new kernel.',
      'Cell 0 last ran after a later one: what the notebook shows may be of that order.',
      'Cell 1 never ran, or was edited since, and counts as well.',
    ])
  })

  test('a cell that raised is read as if it ran through; what it printed stays', () => {
    const notebook = counted(1, 2)
    const printed = { kind: 'stream', name: 'stdout', text: '1' } as const
    const error = { kind: 'error', name: 'NameError', value: 'y', traceback: [] } as const
    const cells = notebook.cells.with(1, { ...notebook.cells[1]!, outputs: [printed, error] })
    const read = inFile({ ...notebook, cells })
    assert.deepEqual(read.cells[1]!.outputs, [printed])
    assert.equal(read.cells[1], read.notebook.cells[1])
    assert.match(read.warnings.join(' '), /Cell 1 raised when it ran last/)
  })

  test('is the one of the counts where all cells ran in it', () => {
    assert.equal(differsFromFile(counted(1, 2, 5)), false)
    assert.equal(differsFromFile(counted(null, null)), false)
    assert.equal(differsFromFile(counted(1, null, 2)), true)
    assert.equal(differsFromFile(counted(2, 1)), true)
  })
})
