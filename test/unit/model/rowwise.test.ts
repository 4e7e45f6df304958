import assert from 'node:assert/strict'
import { sliceOf } from '../../../src/build/analysis/slice/slice.ts'
import { findFeatureCode } from '../../../src/build/model/rowwise/featureCode.ts'
import { fitPlace } from '../../../src/build/model/predictPath.ts'
import { analysisOf, choiceOf } from '../pipeline/notebooks.ts'

const BEGINNING = `import math
import re
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
LIMIT = 3
TITLES = {'Mlle': 'Miss'}
EDGES = [0, 10, 20]
def halved(column):
    """A half."""
    return column / 2
def title_of(name):
    found = re.search(r'(\\w+)\\.', name)
    if found is None:
        return 'none'
    return TITLES.get(found.group(1), found.group(1))
def drawn(value):
    return value + np.random.normal()
def with_ratio(frame):
    frame = frame.copy()
    frame['ratio'] = frame['tax'] / frame['pay']
    return frame
df = pd.read_csv('data.csv')
other = pd.read_csv('other.csv')
mean = df['age'].mean()`
const END = `y = df['origin']
X = df.drop(columns='origin')
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = RandomForestClassifier().fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))`

/** Columns that are made row by row and those that are not, with the reason. */
async function found(lines: string, end = END) {
  const analysis = await analysisOf([BEGINNING, lines, end])
  const { evaluations } = choiceOf(analysis)
  const evaluation = evaluations.at(-1)!
  const kept = new Set(sliceOf(analysis, { expressions: evaluations }).statements)
  const code = findFeatureCode(analysis, kept, evaluation, fitPlace(analysis, evaluation), 'origin')
  return {
    made: code.tested.map(({ makes, reads }) => ({ makes, reads })),
    not: code.stateful.map(({ makes, why }) => `${makes.join()}: ${why}`),
  }
}

const ROW_BY_ROW: readonly [statement: string, makes: string | null, reads: readonly string[] | null][] = [
  ["df['c'] = df['tax'] / df.pay + LIMIT", 'c', ['tax', 'pay']],
  ["df['c'] = (df['pay'] > LIMIT).astype(int)", 'c', ['pay']],
  ["df['c'] = halved(df['pay'])", 'c', ['pay']],
  ["df['c'] = np.where((df.age > 3) & ~df.pay.isna(), np.log1p(df.pay), 0)", 'c', ['age', 'pay']],
  ["df['c'] = df['city'].map({'rome': 1, 'oslo': 2})", 'c', ['city']],
  ["df['c'] = df['city'].replace(TITLES).str.lower().str.strip()", 'c', ['city']],
  ["df['c'] = df['name'].str.extract(r'(a+)', expand=False)", 'c', ['name']],
  ["df['c'] = df['name'].apply(title_of)", 'c', ['name']],
  ["df['c'] = df['name'].map(lambda text: len(text.split()) + LIMIT)", 'c', ['name']],
  ["df['c'] = df.apply(lambda row: math.sqrt(row['age']), axis=1)", 'c', null],
  ["df['c'] = df[['age', 'pay']].sum(axis=1)", 'c', ['age', 'pay']],
  ["df['c'] = pd.cut(df['age'], EDGES, labels=False)", 'c', ['age']],
  ["df['c'] = pd.to_datetime(df['day'], format='%Y-%m-%d').dt.month", 'c', ['day']],
  ["df['age'] = df['age'].fillna(0).clip(0, 99)", 'age', ['age']],
  ["df.loc[df['pay'] > 3, 'age'] = 7", 'age', ['pay', 'age']],
  ["df['age'] *= 2", 'age', ['age']],
  ['df = df.assign(c=df.age + 1, d=lambda frame: frame.tax * 2)', 'c,d', ['age', 'tax']],
  ["df = df.rename(columns={'age': 'years'})", null, null],
  ['df = with_ratio(df)', 'ratio', ['tax', 'pay']],
]

const OF_OTHER_ROWS: readonly [statement: string, why: RegExp][] = [
  ["df['c'] = df['age'] - df['age'].mean()", /^c: `df\['age'\]\.mean\(\)` is not known to work row by row/],
  ["df['c'] = df['age'] - mean", /^c: it reads `mean`, which is computed when the notebook runs/],
  ["df['c'] = df['age'].fillna(method='ffill')", /^c: /],
  ["df['c'] = df['age'].shift(1)", /^c: .*shift/],
  ["df['c'] = df.groupby('city')['age'].transform('mean')", /^c: /],
  ["df['c'] = df['age'].isin(df['pay'])", /^c: .*isin/],
  ["df['c'] = df['age'].isin(other['age'])", /^c: /],
  ["df['c'] = df['city'].astype('category').cat.codes", /^c: .*may depend on the other rows/],
  ["df['c'] = df['age'].map(drawn)", /^c: what `numpy\.random\.normal` gives may depend on more/],
  ["df['c'] = pd.cut(df['age'], 4)", /^c: /],
  ["df['c'] = pd.to_datetime(df['day'])", /^c: pd\.to_datetime guesses the format/],
  ["df['c'] = np.where(df['age'] > 3)[0]", /^c: /],
  ["df['c'] = range(len(df))", /^c: /],
  ["df['c'] = StandardScaler().fit_transform(df[['age']])", /^c: /],
]

suite('feature code: what is made row by row', () => {
  for (const [statement, makes, reads] of ROW_BY_ROW)
    test(statement, async () => {
      const { made, not } = await found(statement)
      assert.deepEqual(not, [])
      assert.deepEqual(made, [{ makes: makes === null ? null : makes.split(','), reads }])
    })

  for (const [statement, why] of OF_OTHER_ROWS)
    test(`not ${statement}`, async () => {
      const { made, not } = await found(statement)
      assert.deepEqual(made, [])
      assert.match(not.join(), why)
    })
})

suite('feature code: along the way of a table', () => {
  test('it goes through copies, filters and the split', async () => {
    const { made } = await found(
      "df['a'] = df.age * 2\nold = df[df.age > 60].copy()\nold['b'] = old['a'] + 1\nold = old.dropna()",
      END.replaceAll('df', 'old'),
    )
    assert.deepEqual(
      made.map(({ makes }) => makes!.join()),
      ['a', 'b'],
    )
  })

  test('what is made of a column that other rows took part in stays behind, the rest does not', async () => {
    const { made, not } = await found(
      "df['age'] = df['age'].fillna(df['age'].median())\ndf['old'] = df.age > 60\ndf['rate'] = df.tax / df.pay",
    )
    assert.deepEqual(made, [{ makes: ['rate'], reads: ['tax', 'pay'] }])
    assert.match(not.join('\n'), /^age: [^]*^old: it reads the column age, which other rows took part in/m)
  })

  test('raw rows begin after a join: what was made before it is no feature of theirs', async () => {
    const { made } = await found(
      "df['a'] = df.age * 2\ndf = df.merge(other, on='city')\ndf['b'] = df.pay * 2",
    )
    assert.deepEqual(made, [{ makes: ['b'], reads: ['pay'] }])
  })

  test('what makes the truth is no feature: raw rows have none', async () => {
    const { made, not } = await found("df['origin'] = df['origin'].map({'a': 0, 'b': 1})")
    assert.deepEqual([made, not], [[], []])
  })
})
