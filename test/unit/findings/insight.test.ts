import assert from 'node:assert/strict'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { rowsBasis } from '../../../src/build/findings/find.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { insightOf } from '../../../src/editor/notebook/insight.ts'
import type { Question } from '../../../src/editor/notebook/insight.ts'
import { choiceOf, notebookJson } from '../pipeline/notebooks.ts'

const CELLS = [
  "import pandas as pd\nfrom sklearn.linear_model import Ridge\nwine = pd.read_csv('wine.csv')\ncolumns = ['alcohol', 'hue']",
  'train = wine[wine.ash > 2]\ntest = wine[wine.hue > 1]',
  "wine['hue'].describe()",
  "model = Ridge()\nmodel.fit(train[columns], train['proline'])",
  "model.score(test[columns], test['proline'])",
]

suite('badges: what is known besides the text', () => {
  const cells = [
    "import pandas as pd\nfrom sklearn.linear_model import Ridge\nimport tools\ntable = pd.read_csv('wine.csv')",
    "column = table['hue']\ncolumn[0] = 1",
    "model = Ridge().fit(table[['hue']], table['ash'])",
    "print(model.score(table[['hue']], table['ash']))",
  ]
  const kept = async (known: Pick<Question, 'beside' | 'versions'>, texts = cells) => {
    const notebook = parseNotebook(notebookJson(texts), 'small.ipynb')
    const insight = await insightOf({ notebook, ...known })
    return [...insight.cells].map(([, cell]) => cell.kept.length)
  }

  test('a column is a copy where pandas is known to be new', async () => {
    assert.deepEqual(await kept({}), [3, 2, 1, 0])
    assert.deepEqual(await kept({ versions: { pandas: '2.3.3' } }), [3, 2, 1, 0])
    assert.deepEqual(await kept({ versions: { pandas: '3.0.1' } }), [3, 0, 1, 0])
  })

  test('a module beside the notebook is not the library that it is named like', async () => {
    const texts = cells.with(0, `${cells[0]!.replace('import tools', 'import json')}\njson.dumps(table)`)
    const versions = { pandas: '3.0.1' }
    assert.deepEqual(await kept({ versions }, texts), [3, 0, 1, 0])
    assert.deepEqual(await kept({ versions, beside: ['json'] }, texts), [5, 0, 1, 0])
  })
})

suite('findings: what a run counted, in the notebook', () => {
  const parsed = (cells: readonly string[]) => parseNotebook(notebookJson(cells), 'small.ipynb')
  const shown = async (cells: readonly string[]) => {
    const analysis = await analyse(parsed(CELLS))
    const of = rowsBasis(analysis, choiceOf(analysis))!
    const rows = { trained: 90, tested: 60, same: 31, equal: 0, of }
    const { findings } = await insightOf({ notebook: parsed(cells), rows })
    return findings.map(({ kind, cell, line }) => `${kind} ${cell}:${line}`)
  }
  const said = 'same rows in train and test'

  test('is said at the fit', async () => {
    assert.deepEqual(await shown(CELLS), [`${said} 3:2`])
  })

  test('stays when a cell is edited that picks no rows, and moves with its line', async () => {
    const other = CELLS.with(2, 'wine.describe()').with(3, `# fit it\n${CELLS[3]!}`)
    assert.deepEqual(await shown(other), [`${said} 3:3`])
  })

  test('is gone when other rows are picked, or other columns', async () => {
    assert.deepEqual(
      await shown(CELLS.with(1, 'train = wine[wine.ash > 2]\ntest = wine.drop(train.index)')),
      [],
    )
    assert.deepEqual(await shown(CELLS.with(0, CELLS[0]!.replace(", 'hue'", ''))), [])
  })
})
