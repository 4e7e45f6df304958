import assert from 'node:assert/strict'
import type { Mark } from './cases.ts'
import { type NotebookJob, runNotebooks, runScripts, runSpawned } from './python.ts'

const job = (...cells: [source: string, marks: Mark[]][]): NotebookJob => ({
  cells: cells.map(([source, marks], order) => ({ source, order, marks, raises: false })),
  show: cells.length - 1,
})

suite('slices: the runner of the cases', () => {
  test('processes that are spawned answer as those that are forked', async () => {
    const scripts = [
      { script: 'import numpy as np\nprint(np.random.rand())\nprint("é")' },
      { script: 'print(1)\n1 / 0' },
    ]
    const notebooks = [
      job(['a = 1\nb = 2', ['+', '+']], ['a', ['*']]),
      job(['import pandas as pd', ['-']], ['len("x")', ['*']]),
    ]
    const forked = [...(await runScripts(scripts)), ...(await runNotebooks(notebooks))]
    assert.deepEqual(await runSpawned([...scripts, ...notebooks]), forked)
    assert.deepEqual((forked[2] as { needless: unknown }).needless, [[0, 2]])
  })
})
