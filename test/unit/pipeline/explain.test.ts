import assert from 'node:assert/strict'
import { explainSlice, explanationText } from '../../../src/build/analysis/slice/explain.ts'
import { planPipeline, type PlanOptions } from '../../../src/build/pipeline/plan.ts'
import { analysisOf, choiceOf } from './notebooks.ts'

const CELLS = [
  'import numpy as np\nimport pandas as pd\nimport house_style\nfrom sklearn.linear_model import Ridge',
  "df = pd.read_csv('d.csv')\nhouse_style.apply_to(df)\ndf.describe()",
  "df['b'] = df['a'] * 2\ncolumns = ['a']\ncolumns.append('b')",
  "model = Ridge().fit(df[columns], df['y'])\nprint(model.score(df[columns], df['y']))",
]

async function explained(options: PlanOptions = {}) {
  const analysis = await analysisOf(CELLS)
  const { slice } = planPipeline(analysis, choiceOf(analysis), options)
  return explainSlice(analysis, slice)
}
const at = (all: Awaited<ReturnType<typeof explained>>, cell: number, line: number) =>
  all.find((each) => each.cell === cell && each.line === line)

suite('explain: why a statement is kept', () => {
  test('the later statements that need it, and through what, each thing once', async () => {
    const all = await explained()
    assert.deepEqual(
      at(all, 2, 3)!.neededBy.map(({ cell, line, through }) => [cell, line, ...through]),
      [
        [3, 1, 'the content of columns'],
        [3, 2, 'the content of columns'],
      ],
    )
  })

  test('a call that may change the data is kept because it could not be known, and so is what it needs', async () => {
    const all = await explained()
    assert.deepEqual(
      all.filter(({ unknown }) => unknown).map(({ text }) => text),
      ['import house_style', 'house_style.apply_to(df)'],
    )
    assert.match(explanationText(at(all, 1, 2)!), /needs .*\(perhaps\).*kept because it could not be known$/)
  })

  test('what the metric does not need is not explained', async () => {
    const all = await explained()
    assert.equal(at(all, 1, 3), undefined)
    assert.equal(at(all, 0, 1), undefined)
  })
})
