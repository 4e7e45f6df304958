/** What the interpreter has installed decides what a part of a table is: it is known only when the analysis has begun. */
import assert from 'node:assert/strict'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import type { Versions } from '../../../src/build/analysis/program.ts'
import { sliceOf } from '../../../src/build/analysis/slice/slice.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { notebookJson } from './engine.ts'

const cells = [
  "import pandas as pd\ndf = pd.DataFrame({'a': [1, 2]})\ncol = df['a']",
  'col[0] = 99',
  "print(df['a'].sum())",
].map((source, at) => ({ kind: 'code' as const, source, marks: [], count: at + 1, raised: null }))

const NONE: Versions = {}

suite('slice: what is installed where the notebook runs', () => {
  for (const [pandas, isKept] of [
    ['3.0.1', false],
    ['2.2.3', true],
    [undefined, true],
  ] as const)
    test(`with ${pandas === undefined ? 'no pandas that is known' : `pandas ${pandas}`}, a column ${isKept ? 'may be a view' : 'is a copy'}`, async () => {
      const analysis = await analyse(parseNotebook(notebookJson(cells), 'columns.ipynb'), {
        cell: 2,
        judge: (sources) =>
          Promise.resolve({
            faults: sources.map(() => null),
            versions: pandas === undefined ? NONE : { pandas },
          }),
      })
      assert.equal(sliceOf(analysis, { cell: 2 }).source.includes('col[0] = 99'), isKept)
    })
})
