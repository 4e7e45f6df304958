import assert from 'node:assert/strict'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import type { AnalysisOptions } from '../../../src/build/analysis/program.ts'
import { sliceOf } from '../../../src/build/analysis/slice/slice.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { judgeOf } from '../../../src/platform/python.ts'
import { examplesPython } from '../../fixtures/python.ts'
import { notebookJson } from '../pipeline/notebooks.ts'

/** The grammar accepts the statement of Python 2, Python 3 does not. */
const cells = ['x = 1', 'print "x"', 'y = x', 'print(y)']

async function reasons(judge?: AnalysisOptions['judge']): Promise<unknown[]> {
  const notebook = parseNotebook(notebookJson([...cells, 'print "y"']), 'verdicts.ipynb')
  const analysis = await analyse(notebook, { cell: 4, ...(judge && { judge }) })
  return sliceOf(analysis, { cell: 4 }).refusals.map(({ cell, reason }) => [cell, reason.kind])
}

suite('slices: who judges the syntax', () => {
  test('the interpreter has the last word where the grammar was followed meanwhile', async () => {
    const judged = await reasons(judgeOf(await examplesPython()))
    assert.deepEqual(judged.at(-1), [4, 'no Python'])
  })

  test('the grammar has it where there is no interpreter', async () => {
    assert.deepEqual(await reasons(() => Promise.resolve(null)), await reasons())
  })

  test('an interpreter that fails is not taken for one that accepts', async () => {
    await assert.rejects(
      reasons(() => Promise.reject(new Error('it broke'))),
      /it broke/,
    )
  })
})
