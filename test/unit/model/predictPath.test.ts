import assert from 'node:assert/strict'
import { expression, pathOf, understood } from './notebooks.ts'

const IMPORTS = `
import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import cross_val_predict, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler
df = pd.read_csv('data.csv')
`
const SPLIT = `X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)`
const FOREST = `
model = RandomForestClassifier(random_state=0)
model.fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))
`

interface Case {
  readonly name: string
  readonly cells: readonly string[]
  readonly tested: string
  readonly trained?: string | null
  readonly keep?: readonly string[]
  readonly target?: string
}

const cases: readonly Case[] = [
  {
    name: 'a keyword that is written like the table is none',
    cells: [
      `data = df[['age', 'pay']].to_numpy()\ndata = pd.DataFrame(data=data, columns=['a', 'b'])`,
      `model = LogisticRegression().fit(data, df['origin'])\nprint(accuracy_score(df['origin'], model.predict(data)))`,
    ],
    tested: "pd.DataFrame(data=df[['age', 'pay']].to_numpy(), columns=['a', 'b'])",
  },
  {
    name: 'a pipeline on a split begins at the split: nothing before it is more raw',
    cells: [
      `X = df[['age', 'city']]\ny = df['origin']`,
      SPLIT,
      `model = make_pipeline(make_column_transformer((StandardScaler(), ['age']), (OneHotEncoder(), ['city'])), LogisticRegression())
model.fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))`,
    ],
    tested: 'X_test',
    trained: 'X_train',
    keep: ['X', 'X_test', 'X_train', 'df'],
    target: 'origin',
  },
  {
    name: 'a scaler and an encoder beside the model are steps of the graph',
    cells: [
      `scaler = StandardScaler()\nA = scaler.fit_transform(df[['age', 'pay']])`,
      `enc = OneHotEncoder(handle_unknown='ignore')\nB = enc.fit_transform(df[['city']]).toarray()`,
      `X = np.hstack([A, B])\ny = df['origin']`,
      `forest = RandomForestClassifier()\np = cross_val_predict(forest, X, y, cv=5)\nprint(accuracy_score(y, p))`,
    ],
    tested: `np.hstack([scaler.transform(df[['age', 'pay']]), enc.transform(df[['city']]).toarray()])`,
    keep: ['X', 'df', 'enc', 'scaler'],
  },
  {
    name: 'features that were made before the split lead back to the raw table',
    cells: [
      `scaler = StandardScaler()\nX = scaler.fit_transform(df[['age', 'pay']])\ny = df['origin']`,
      SPLIT,
      FOREST,
    ],
    tested: `X_test of (scaler.transform(df[['age', 'pay']]))`,
    trained: `X_train of (scaler.transform(df[['age', 'pay']]))`,
  },
  {
    name: 'a scaler fitted on the training rows only transforms the test rows',
    cells: [
      `X = df[['age', 'pay']]\ny = df.origin`,
      SPLIT,
      `scaler = StandardScaler().fit(X_train)\nX_train = scaler.transform(X_train)\nX_test = scaler.transform(X_test)`,
      FOREST,
    ],
    tested: `scaler.transform(rows of (X))`,
    target: 'origin',
  },
  {
    name: 'a helper that only returns an expression is looked through, with the global that it reads',
    cells: [
      `NUMBERS = ['age', 'pay', 'tax']`,
      `def numbers_of(frame):\n    """What can be scaled."""\n    return frame[NUMBERS]`,
      `NUMBERS.remove('tax')`,
      `scaler = StandardScaler()\nX = scaler.fit_transform(numbers_of(df))\ny = df['origin']`,
      `p = cross_val_predict(RandomForestClassifier(), X, y)\nprint(accuracy_score(y, p))`,
    ],
    tested: 'scaler.transform(df[NUMBERS])',
    keep: ['NUMBERS', 'X', 'df', 'scaler'],
  },
  {
    name: 'a helper that does more is where the graph begins',
    cells: [
      `def clean(frame):\n    frame = frame.copy()\n    frame['age'] = frame['age'].clip(0, 99)\n    return frame`,
      `X = clean(df[['age', 'pay']])\ny = df['origin']`,
      SPLIT,
      FOREST,
    ],
    tested: 'X_test',
  },
  {
    name: 'categories numbered in place, a filled gap and a ratio are steps of the graph',
    cells: [
      `le = LabelEncoder()
df['city'] = le.fit_transform(df['city'])
df['age'] = df['age'].fillna(df['age'].median())
df['rate'] = df['tax'] / df['pay']`,
      `X = df[['city', 'age', 'rate']]\ny = df['origin']`,
      `p = cross_val_predict(RandomForestClassifier(), X, y)\nprint(accuracy_score(y, p))`,
    ],
    tested:
      `_first_df.with('city' = le.transform(it['city']))` +
      `.with('age' = it['age'].fillna(it['age'].median()))` +
      `.with('rate' = it['tax'] / it['pay'])[['city', 'age', 'rate']]`,
  },
  {
    name: 'what feature code makes row by row and no graph can is taken as it is, behind the raw table',
    cells: [
      `def title(name):\n    return name.split('.')[0]\ndf['title'] = df['name'].map(title)\ndf['old'] = df['age'] > 60`,
      `X = df[['title', 'old']]\ny = df['origin']`,
      `p = cross_val_predict(RandomForestClassifier(), X, y)\nprint(accuracy_score(y, p))`,
    ],
    tested: `features of (_first_df).with('old' = it['age'] > 60)[['title', 'old']]`,
  },
  {
    name: 'dummies lead back to the categories',
    cells: [
      `raw = df[['city', 'age']]\nX = pd.get_dummies(raw, drop_first=True)\ny = df['origin']`,
      `p = cross_val_predict(RandomForestClassifier(), X, y)\nprint(accuracy_score(y, p))`,
    ],
    tested: 'pd.get_dummies(raw, drop_first=True)',
  },
  {
    name: 'behind an array lies the table that it was made of, whose columns have names',
    cells: [`X = df[['age', 'pay']]\ny = df['origin']`, `X = X.to_numpy()`, SPLIT, FOREST],
    tested: `X_test of (df[['age', 'pay']].to_numpy())`,
  },
  {
    name: 'rows that are scored without a name lead to a name',
    cells: [
      `y = df.pop('origin')\nmodel = RandomForestClassifier().fit(df[['age', 'pay']][:100], y[:100])`,
      `print(model.score(df[['age', 'pay']][100:], y[100:]))`,
    ],
    tested: `df[['age', 'pay']][100:]`,
    trained: `df[['age', 'pay']][:100]`,
    target: 'origin',
  },
]

suite('predict path', () => {
  for (const { name, cells, tested, trained, keep, target } of cases)
    test(name, async () => {
      const path = pathOf(await understood([IMPORTS, ...cells]))
      assert.equal(expression(path.tested), tested)
      if (trained !== undefined) assert.equal(path.trained && expression(path.trained), trained)
      if (keep !== undefined) assert.deepEqual(path.keep, keep)
      if (target !== undefined) assert.equal(path.target, target)
    })

  test('a score without predictions names its folds, so that they can be predicted again', async () => {
    const path = pathOf(
      await understood([
        IMPORTS,
        `folds = 4 + len(df) % 1\nX, y = df[['age']], df['origin']\nprint(cross_val_score(LogisticRegression(), X, y, cv=folds).mean())`,
      ]),
    )
    assert.equal(path.folds, 'folds')
    assert.ok(path.keep.includes('folds'))
  })

  test('results of statsmodels that predict no rows are refused for that reason', async () => {
    for (const [judged, reason] of [
      ['results.rsquared', /predicts nothing with it/],
      ["accuracy_score(df['origin'], results.predict(start=5))", /is given no rows/],
    ] as const) {
      const { path } = await understood([
        `${IMPORTS}import statsmodels.api as sm`,
        `results = sm.OLS(df['pay'], sm.add_constant(df[['age']])).fit()\nprint(${judged})`,
      ])
      assert.ok('reason' in path)
      assert.match(path.reason, reason)
    }
  })

  test('features that the function makes which judges the model are refused by name', async () => {
    const judged = `def judged(X, y, rows, truth):
    scaler = StandardScaler().fit(X)
    made = LogisticRegression().fit(scaler.transform(X), y)
    return made, scaler, accuracy_score(truth, made.predict(scaler.transform(rows)))`
    const { path } = await understood([
      IMPORTS,
      `X, y = df[['age', 'pay']], df['origin']\n${SPLIT}`,
      `${judged}\nmodel, scaler, share = judged(X_train, y_train, X_test, y_test)`,
    ])
    assert.ok('wayOut' in path)
    assert.equal(path.step, 'LogisticRegression')
    assert.equal(path.reason, 'the function that judges it makes the features itself')
  })
})
