import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { buildModel, type BuiltModel } from '../../../src/build/model/build.ts'
import { findPredictPath } from '../../../src/build/model/predictPath.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { exportPipeline } from '../../../src/build/pipeline/export.ts'
import { runPipeline } from '../../../src/build/pipeline/run/run.ts'
import { namesToKeep } from '../../../src/build/understand.ts'
import type { Project } from '../../../src/iteration/project.ts'
import type { Interpreter } from '../../../src/platform/interpreter.ts'
import { examplesPython } from '../../fixtures/python.ts'
import { readSignature } from '../../../src/build/model/folder.ts'
import { missingFeatures, withFeatures } from '../../../src/learn/featureRows.ts'
import { requestOf } from '../../../src/learn/replay.ts'
import { Problem } from '../../../src/platform/problem.ts'
import { readTable } from '../../../src/platform/table.ts'
import { choiceOf, inProject, notebookJson } from './notebooks.ts'

let interpreter: Interpreter
suiteSetup(async () => {
  interpreter = await examplesPython()
})

/** Exports, runs and converts, as a turn does; `edit` stands for a person who changes a script in between. */
async function built(project: Project, edit?: (features: string) => string): Promise<BuiltModel> {
  const analysis = await analyse(parseNotebook(readFileSync(project.notebook, 'utf8'), project.notebook))
  const choice = choiceOf(analysis)
  const path = findPredictPath(analysis, choice.evaluations)
  const { plan } = await exportPipeline(project, analysis, choice, {
    interpreter,
    keep: namesToKeep(path),
  })
  const run = await runPipeline(project, { interpreter })
  const script = join(project.pipeline, 'features.py')
  if (edit) writeFileSync(script, edit(readFileSync(script, 'utf8')))
  const { settings, evaluated, rowFunction } = plan
  const stages = plan.stages.map(({ name }) => name)
  const finished = { folder: run.folder, stages, settings, evaluated, rowFunction }
  return buildModel(project, { choice, path }, finished, { interpreter, report: () => undefined })
}

const IMPORTS = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler`
const LOAD = "df = pd.read_csv('wine.csv').dropna()"
const TRAIN = `X = df[['alcohol', 'hundreds', 'ash']]
y = df['cultivar']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
A = scaler.fit_transform(X_train)
B = scaler.transform(X_test)
model = LogisticRegression().fit(A, y_train)
model.score(B, y_test)`
const HUNDREDS =
  "df['hundreds'] = df['proline'].map(lambda value: f'{value:.0f}').str.slice(0, 1).astype(int)"

suite('features.py: what the graph begins behind', () => {
  test('columns that no graph can make are made by it of raw rows, all together and one by one', () =>
    inProject('test.ipynb', async (project) => {
      writeFileSync(project.notebook, notebookJson([IMPORTS, LOAD, HUNDREDS, TRAIN]))
      const { model, warnings } = await built(project)
      assert.equal(model.refused, null)
      const { columns, features, why } = model.begins!
      assert.deepEqual(columns, ['alcohol', 'ash', 'hundreds'])
      assert.deepEqual(
        { function: features!.function, makes: features!.makes, takes: features!.takes },
        { function: 'features', makes: ['hundreds'], takes: ['proline'] },
      )
      assert.ok(features!.rows > 30 && features!.alone === features!.rows)
      assert.deepEqual([why, warnings], [[], []])
      const folder = join(project.models, model.hash!)
      const signature = await readSignature(folder)
      assert.deepEqual(
        signature.observed.map(({ name }) => name),
        ['proline'],
      )
      const raw = (await readTable(join(project.folder, 'wine.csv'))).slice(0, 3)
      assert.deepEqual(missingFeatures(signature, raw), ['hundreds'])
      const { table: rows } = await withFeatures(project, folder, signature, raw, interpreter, 'wine.csv')
      assert.deepEqual(
        rows.map((row) => [row['proline'], row['hundreds']]),
        raw.map((row) => [row['proline'], Number(String(row['proline'])[0])]),
      )
      assert.deepEqual(missingFeatures(signature, rows), [])
      const gone = raw.map(({ alcohol, ash }) => ({ alcohol: alcohol!, ash: ash! }))
      assert.throws(
        () => requestOf(signature, gone[0]!, 'wine.csv'),
        (error) => error instanceof Problem && /features\.py makes it of proline/.test(error.sentence),
      )
    }))

  test('columns that the notebook picks by name from what a transformer gives it as a table', () =>
    inProject('test.ipynb', async (project) => {
      const table = `X = df[['alcohol', 'ash', 'hue']]
X_train, X_test, y_train, y_test = train_test_split(X, df['cultivar'], random_state=0)
scaler = StandardScaler().fit(X_train)
chosen = [name for name in scaler.transform(X_train).columns if name != 'ash']
model = LogisticRegression().fit(scaler.transform(X_train)[chosen], y_train)
model.score(scaler.transform(X_test)[chosen], y_test)`
      const setUp = "import sklearn\nsklearn.set_config(transform_output='pandas')"
      writeFileSync(project.notebook, notebookJson([IMPORTS, setUp, LOAD, table]))
      const { model } = await built(project)
      assert.equal(model.refused, null)
      assert.deepEqual(model.begins!.columns, ['alcohol', 'ash', 'hue'])
    }))

  test('where a way past the features fails as nobody foresaw, the graph begins at them, and raw rows still become them', () =>
    inProject('test.ipynb', async (project) => {
      const size = "df['size'] = ['big' if value > 700 else 'small' for value in df['proline']]"
      const dummies = `X = pd.get_dummies(df[['alcohol', 'size']], columns=['size'], prefix={'size': 's'})
X_train, X_test, y_train, y_test = train_test_split(X, df['cultivar'], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
model.score(X_test, y_test)`
      writeFileSync(project.notebook, notebookJson([IMPORTS, LOAD, size, dummies]))
      const { model, warnings } = await built(project)
      assert.equal(model.refused, null)
      assert.deepEqual(model.begins!.columns, ['alcohol', 's_big', 's_small'])
      assert.deepEqual(model.begins!.features!.makes, ['s_big', 's_small'])
      assert.match(
        warnings.join(),
        /The graph begins at the features as the model takes them, because .* KeyError/,
      )
    }))

  test('holdout.ipynb: what the graph does itself is in it, and requests carry raw columns', () =>
    inProject('holdout.ipynb', async (project) => {
      const { model, warnings } = await built(project)
      assert.equal(model.refused, null)
      const { tables, columns, features, why } = model.begins!
      assert.deepEqual(
        [tables, columns.includes('alcohol'), columns.includes('strong')],
        [['wine'], true, false],
      )
      assert.deepEqual([features!.makes, features!.rows, features!.alone], [[], 52, 52])
      assert.deepEqual([why, warnings], [[], []])
    }))

  test('requests carry a column that learns from other rows as no graph can; the others are still made of raw ones', () =>
    inProject('test.ipynb', async (project) => {
      const cell = `${HUNDREDS}\ndf['place'] = df['ash'].rank(pct=True)\ndf['hundreds'] = df['hundreds'] + 1`
      const train = TRAIN.replace("'ash'", "'ash', 'place'")
      writeFileSync(project.notebook, notebookJson([IMPORTS, LOAD, cell, train]))
      const { model, warnings } = await built(project)
      assert.deepEqual([model.refused, warnings], [null, []])
      const { columns, features, why } = model.begins!
      assert.deepEqual(columns.toSorted(), ['alcohol', 'ash', 'hundreds', 'place'])
      assert.deepEqual([features!.makes, features!.takes], [['hundreds'], ['proline']])
      assert.deepEqual(
        why.map((each) => each.columns),
        [['place']],
      )
    }))

  test('a raw column that learns from other rows under its own name puts the beginning behind it', () =>
    inProject('test.ipynb', async (project) => {
      const ranked = "df['ash'] = df['ash'].rank(pct=True)"
      writeFileSync(project.notebook, notebookJson([IMPORTS, LOAD, `${HUNDREDS}\n${ranked}`, TRAIN]))
      const { model } = await built(project)
      assert.equal(model.refused, null)
      const [only, ...others] = model.begins!.why
      // Nobody takes it for the raw column: the other is still made of raw ones.
      assert.deepEqual([only!.columns, others], [['ash (made)'], []])
      assert.deepEqual(model.begins!.features!.makes, ['hundreds'])
      assert.match(only!.reason, /rank.* \(cell 2, line 2\): .*not known to work row by row/)
    }))

  test("a function that makes something else of a row alone is not used, and it is said: the notebook's own code is", () =>
    inProject('test.ipynb', async (project) => {
      writeFileSync(project.notebook, notebookJson([IMPORTS, LOAD, HUNDREDS, TRAIN]))
      const { model, warnings } = await built(project, (text) =>
        text.replace('    return rows', "    rows['hundreds'] += len(rows) == 1\n    return rows"),
      )
      assert.equal(model.refused, null)
      assert.equal(model.begins!.features!.function, 'features.pickle')
      assert.match(warnings.join(), /row 1 alone gets .* as hundreds, and .* among the others/)
    }))
})
