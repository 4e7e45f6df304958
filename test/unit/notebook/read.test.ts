import { strict as assert } from 'node:assert'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { Problem } from '../../../src/platform/problem.ts'

const notebook = (cells: object[], more: object = {}) =>
  JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells, ...more })

function sentence(json: string): string {
  try {
    parseNotebook(json, 'a.ipynb')
  } catch (error) {
    if (error instanceof Problem) return error.sentence
    throw error
  }
  return ''
}

suite('reading a notebook', () => {
  test('sources in one piece or by line are the same', () => {
    const cells = [
      { cell_type: 'code', source: 'x = 1\ny = 2', outputs: [], execution_count: 1 },
      { cell_type: 'code', source: ['x = 1\n', 'y = 2'], outputs: [], execution_count: 2 },
    ]
    const [first, second] = parseNotebook(notebook(cells), 'a.ipynb').cells
    assert.equal(first!.source, second!.source)
  })

  test('a notebook of format 3 is read', () => {
    const old = {
      nbformat: 3,
      metadata: { name: 'old' },
      worksheets: [
        { cells: [{ cell_type: 'code', input: 'x = 1', prompt_number: 4, language: 'python', outputs: [] }] },
      ],
    }
    const [cell] = parseNotebook(JSON.stringify(old), 'a.ipynb').cells
    assert.deepEqual([cell!.source, cell!.executionCount], ['x = 1', 4])
  })

  test('an error that a cell ended with is kept', () => {
    const outputs = [{ output_type: 'error', ename: 'KeyError', evalue: "'x'", traceback: ['line 1'] }]
    const cells = [{ cell_type: 'code', source: '', execution_count: 1, outputs }]
    const [cell] = parseNotebook(notebook(cells), 'a.ipynb').cells
    assert.deepEqual(cell!.outputs, [
      { kind: 'error', name: 'KeyError', value: "'x'", traceback: ['line 1'] },
    ])
  })

  test('a file that was cut off is said to be', () => {
    assert.match(
      sentence(notebook([{ cell_type: 'code', source: 'x' }]).slice(0, 60)),
      /^a\.ipynb: .*cut off/,
    )
    assert.match(sentence(''), /empty/)
  })

  test('another kind of file is no notebook', () => {
    assert.match(sentence('{"a": 1}'), /no Jupyter notebook/)
    assert.match(sentence('[1, 2]'), /no Jupyter notebook/)
    assert.match(sentence('x = 1'), /no Jupyter notebook/)
  })

  test("another kernel's language is named", () => {
    const metadata = { kernelspec: { name: 'ir', language: 'R', display_name: 'R' } }
    assert.match(sentence(notebook([], { metadata })), /speaks r, not Python/i)
  })
})
