import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { findingsAfterRun } from '../../../src/build/findings/find.ts'
import type { RowCounts } from '../../../src/build/findings/ranRows.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { nameMetrics } from '../../../src/build/pipeline/additions/measures.ts'
import { runNotebook } from '../../../src/build/pipeline/run/notebookRun.ts'
import type { Interpreter } from '../../../src/platform/interpreter.ts'
import { examplesPython } from '../../fixtures/python.ts'
import { choiceOf, inProject, notebookJson } from '../pipeline/notebooks.ts'

let interpreter: Interpreter
suiteSetup(async () => {
  interpreter = await examplesPython()
})

const IMPORTS = `import numpy as np, pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score
from sklearn.naive_bayes import BernoulliNB, GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv('wine.csv').dropna()
y = (df['cultivar'] == 'barolo').to_numpy()
X = df[['alcohol', 'hue']].to_numpy()
rows = np.arange(200.0).reshape(100, 2)
sides = np.arange(100) % 2`

interface Case {
  readonly name: string
  readonly cells: readonly string[]
  readonly counts: RowCounts | null
  /** Weight, cell and line of what is said about it. */
  readonly said: readonly string[]
}

const SCORE = 'model = GaussianNB().fit(a, ya)\nprint(model.score(b, yb))'

const cases: readonly Case[] = [
  {
    name: 'a target picked by position that is among the features',
    cells: [
      'table = np.c_[rows, np.arange(100) % 3, rows[:, 0] + 1]\nfeatures = StandardScaler(with_mean=False, with_std=False).fit_transform(table[:, :-1])',
      'a, b, ya, yb = train_test_split(features, table[:, 2], random_state=0)',
      SCORE,
    ],
    counts: { trained: 75, tested: 25, same: 0, equal: 0, answers: ['column 2'] },
    said: ['serious 3:1'],
  },
  {
    name: 'a column of a table that is the target under another name',
    cells: [
      "frame = pd.DataFrame(rows, columns=['one', 'two']).assign(kind=np.arange(100) % 3)\nframe['sort'] = frame['kind']\nframe['kind'] = frame['kind'].to_numpy()",
      "features = frame[frame.columns.difference(['kind'])]\na, b, ya, yb = train_test_split(features, frame['kind'], random_state=0)",
      SCORE,
    ],
    counts: { trained: 75, tested: 25, same: 0, equal: 0, answers: ["'sort'"] },
    said: ['serious 3:1'],
  },
  {
    name: 'a target in the table that the model drops by itself',
    cells: [
      "frame = pd.DataFrame(rows, columns=['one', 'two']).assign(kind=np.arange(100) % 3)",
      'a, b = train_test_split(frame, random_state=0)',
      "model = make_pipeline(ColumnTransformer([('keep', StandardScaler(), ['one', 'two'])]), GaussianNB())\nmodel.fit(a, a['kind'])\nprint(accuracy_score(b['kind'], model.predict(b)))",
    ],
    counts: { trained: 75, tested: 25, same: 0, equal: 0 },
    said: [],
  },
  {
    name: 'a target in the table that the model takes along',
    cells: [
      "frame = pd.DataFrame(rows, columns=['one', 'two']).assign(kind=np.arange(100) % 3)",
      'a, b = train_test_split(frame, random_state=0)',
      "model = make_pipeline(ColumnTransformer([('keep', StandardScaler(), ['one', 'two'])], remainder='passthrough'), GaussianNB())\nmodel.fit(X=a, y=a['kind'])\nprint(accuracy_score(b['kind'], model.predict(b)))",
    ],
    counts: { trained: 75, tested: 25, same: 0, equal: 0, answers: ["'kind'"] },
    said: ['serious 3:2'],
  },
  {
    name: 'a split of arrays has no row in both parts',
    cells: ['a, b, ya, yb = train_test_split(rows, sides, random_state=0)', SCORE],
    counts: { trained: 75, tested: 25, same: 0, equal: 0 },
    said: [],
  },
  {
    name: 'rows that the data hold twice are no leak',
    cells: [
      'twice = np.tile(rows, (2, 1))\na, b, ya, yb = train_test_split(twice, np.r_[sides, sides], random_state=0, test_size=0.5)',
      SCORE,
    ],
    counts: { trained: 100, tested: 100, same: 0, equal: 54 },
    said: ['mild 2:1'],
  },
  {
    name: 'two splits by different seeds share rows, and they are counted',
    cells: [
      'a, _, ya, _ = train_test_split(rows, sides, random_state=0)\n_, b, _, yb = train_test_split(rows, sides, random_state=1)',
      SCORE,
    ],
    counts: { trained: 75, tested: 25, same: 18, equal: 0 },
    said: ['serious 2:1'],
  },
  {
    name: 'a split of the training rows keeps them apart',
    cells: [
      'rest, b, yr, yb = train_test_split(rows, sides, random_state=0)\na, v, ya, yv = train_test_split(rest, yr, random_state=0)',
      SCORE,
    ],
    counts: { trained: 56, tested: 25, same: 0, equal: 0 },
    said: [],
  },
  {
    name: 'slices of an array that meet',
    cells: ['model = GaussianNB().fit(rows[:60], sides[:60])\nprint(model.score(rows[50:], sides[50:]))'],
    counts: { trained: 60, tested: 50, same: 10, equal: 0 },
    said: ['serious 1:1'],
  },
  {
    name: 'rows are compared before a scaler that knows one part only',
    cells: [
      "a = df.sample(100, random_state=1)\nb = df.sample(50, random_state=2)\nya, yb = a['cultivar'], b['cultivar']",
      "scaler = StandardScaler()\nsa = scaler.fit_transform(a[['alcohol', 'hue']])\nsb = scaler.transform(b[['alcohol', 'hue']])",
      'model = GaussianNB().fit(sa, ya)\nprint(model.score(sb, yb))',
    ],
    counts: { trained: 100, tested: 50, same: 32, equal: 0 },
    said: ['serious 3:1'],
  },
  {
    name: 'without labels equal rows may be the same ones, and it says that it does not know',
    cells: [
      "df[:100].to_csv('a.csv', index=False)\ndf[95:].to_csv('b.csv', index=False)\na = pd.read_csv('a.csv')\nb = pd.read_csv('b.csv')",
      "features = ['alcohol', 'hue']\nmodel = GaussianNB().fit(a[features], a['cultivar'])\nprint(model.score(b[features], b['cultivar']))",
    ],
    counts: { trained: 100, tested: 77, same: null, equal: 5 },
    said: ['mild 2:2'],
  },
  {
    name: 'texts',
    cells: [
      "texts = ['red wine', 'white wine', 'red dry', 'white dry', 'red wine', 'rose'] * 5\nwhite = ['white' in text for text in texts]",
      'ta, tb, ya, yb = train_test_split(texts, white, random_state=0)\nwords = CountVectorizer()\na = words.fit_transform(ta)\nb = words.transform(tb)',
      'model = BernoulliNB().fit(a, ya)\nprint(model.score(b, yb))',
    ],
    counts: { trained: 22, tested: 8, same: 0, equal: 8 },
    said: ['mild 3:1'],
  },
  {
    name: 'rows of an array picked by a mask are told apart, also where their values are equal',
    cells: [
      'twice = np.tile(rows, (2, 1))\nmask = np.arange(200) < 150\na, b = twice[mask], twice[~mask]\nys = np.r_[sides, sides]',
      'model = GaussianNB().fit(a, ys[mask])\nprint(model.score(b, ys[~mask]))',
    ],
    counts: { trained: 150, tested: 50, same: 0, equal: 50 },
    said: ['mild 2:1'],
  },
  {
    name: 'rows of an array picked by lists of numbers that meet',
    cells: [
      'order = np.random.default_rng(0).permutation(100)\na, b = rows[order[:60]], rows[order[55:]]',
      'model = GaussianNB().fit(a, sides[order[:60]])\nprint(model.score(b, sides[order[55:]]))',
    ],
    counts: { trained: 60, tested: 45, same: 5, equal: 0 },
    said: ['serious 2:1'],
  },
  {
    name: 'rows of a table picked by position, whose labels say nothing',
    cells: [
      "table = df.set_index('cultivar', drop=False)\norder = np.random.default_rng(0).permutation(len(table))",
      "train, test = table.iloc[order[:100]], table.iloc[order[90:]]\nmodel = GaussianNB().fit(train[['alcohol', 'hue']], train['cultivar'])\nprint(model.score(test[['alcohol', 'hue']], test['cultivar']))",
    ],
    counts: { trained: 100, tested: 82, same: 10, equal: 0 },
    said: ['serious 2:2'],
  },
  {
    name: 'folds of a loop have no row in common',
    cells: [
      'from sklearn.model_selection import KFold\nscores = []\nfor fit, held in KFold(5, shuffle=True, random_state=0).split(rows):\n    model = GaussianNB().fit(rows[fit], sides[fit])\n    scores.append(model.score(rows[held], sides[held]))\nprint(np.mean(scores))',
    ],
    counts: { trained: 80, tested: 100, same: 0, equal: 0, folds: 5 },
    said: [],
  },
  {
    name: 'a loop over folds that is fitted to all rows but the last',
    cells: [
      'from sklearn.model_selection import KFold\nscores = []\nfor fit, held in KFold(5).split(rows):\n    train = np.arange(99)\n    model = GaussianNB().fit(rows[train], sides[train])\n    scores.append(model.score(rows[held], sides[held]))\nprint(np.mean(scores))',
    ],
    counts: { trained: 99, tested: 100, same: 99, equal: 0, folds: 5 },
    said: ['serious 1:5'],
  },
]

suite('rows in train and test, seen while running', () => {
  for (const { name, cells, counts, said } of cases)
    test(name, () =>
      inProject('test.ipynb', async (project) => {
        writeFileSync(project.notebook, notebookJson([IMPORTS, ...cells]))
        const analysis = await analyse(
          parseNotebook(readFileSync(project.notebook, 'utf8'), project.notebook),
        )
        const choice = choiceOf(analysis)
        const metrics = nameMetrics(choice.evaluations, analysis)
        const options = { interpreter, folder: project.notebookFolder }
        const { rows } = await runNotebook(analysis, metrics, options)
        assert.deepEqual(rows, counts)
        const findings = findingsAfterRun(analysis, choice, rows!).filter(({ kind }) =>
          /rows in train and test$|^target among/.test(kind),
        )
        assert.deepEqual(
          findings.map(({ weight, cell, line }) => `${weight} ${cell}:${line}`),
          said,
        )
        for (const { message } of findings) assert.match(message, /seen while running/)
      }),
    )
})
