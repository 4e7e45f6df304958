import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { minimizePipeline } from '../../../src/build/pipeline/proof/minimize.ts'
import { smallest } from '../../../src/build/pipeline/proof/reduce.ts'
import { examplesPython } from '../../fixtures/python.ts'
import { choiceOf, inProject, notebookJson, sentenceOf } from './notebooks.ts'

const MODULE = `def look_at(frame):
    assert len(frame) > 0

def narrow(frame):
    frame.drop(frame.index[frame.hue < 0.9], inplace=True)
`

/** First lines of the statements that can go. */
async function droppable(training: string): Promise<string[]> {
  return inProject('test.ipynb', async (project) => {
    writeFileSync(join(project.folder, 'house.py'), MODULE)
    writeFileSync(
      project.notebook,
      notebookJson([
        'import house\nimport numpy as np\nimport pandas as pd\nfrom sklearn.naive_bayes import GaussianNB',
        "np.random.seed(0)\ndf = pd.read_csv('wine.csv')\nhouse.look_at(df)",
        "df.drop_duplicates(inplace=True)\nhouse.narrow(df)\nhouse.look_at(df)\nif df.hue.isna().any():\n    df['hue'] = df.hue.fillna(1)",
        "df = df.dropna()\nX = df[['alcohol', 'hue']]\ny = df['cultivar']",
        training,
        'print(model.score(X[1::2], y[1::2]))',
      ]),
    )
    const analysis = await analyse(parseNotebook(readFileSync(project.notebook, 'utf8'), project.notebook))
    const bench = {
      project,
      analysis,
      choice: choiceOf(analysis),
      interpreter: await examplesPython(),
      signal: new AbortController().signal,
    }
    const { droppable } = await minimizePipeline(bench, {}, 5, () => undefined)
    return droppable.map((id) => analysis.statements[id]!.source)
  })
}

suite('minimize: what a run does without', () => {
  test('idle statements can go; what changes rows stays, and so do seeds, guards and definitions', async () => {
    assert.deepEqual(await droppable('model = GaussianNB()\nmodel.fit(X[::2], y[::2])'), [
      'house.look_at(df)',
      'house.look_at(df)',
    ])
  })

  test('of a pipeline that gives other numbers in each run nothing is said', async () => {
    // Its score is a number with all its digits: a share of few rows would now and then be the same by luck.
    const unseeded =
      'from sklearn.linear_model import Ridge\ny = df.alcohol * df.hue\nmodel = Ridge(np.random.default_rng().uniform(1, 50))\nmodel.fit(X[::2], y[::2])'
    assert.match(await sentenceOf(droppable(unseeded)), /gives other numbers in each run/)
  })
})

suite('reduce: the smallest part that works', () => {
  const items = Array.from({ length: 40 }, (_, at) => at)
  for (const needed of [[7], [0, 39], [3, 4, 21], items])
    test(`${needed.length} of ${items.length} items are found again`, async () => {
      let trials = 0
      const found = await smallest(items, (subset) => {
        trials += 1
        return Promise.resolve(needed.every((each) => subset.includes(each)))
      })
      assert.deepEqual(found, needed)
      assert.ok(trials <= items.length ** 2)
    })

  test('what was found so far is the answer when there is no more time', async () => {
    let trials = 0
    const found = await smallest(
      items,
      (subset) => Promise.resolve(subset.includes(5)),
      () => (trials += 1) <= 2,
    )
    assert.ok(found.includes(5) && found.length < items.length)
  })
})
