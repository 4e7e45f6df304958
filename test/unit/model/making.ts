/** Runs small notebooks in the examples' Python and makes their models, as a turn does. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildModel, type BuiltModel } from '../../../src/build/model/build.ts'
import type { FinishedRun } from '../../../src/build/model/convert.ts'
import { readReference, readSignature } from '../../../src/build/model/folder.ts'
import type { Reference, Signature } from '../../../src/build/model/schema.ts'
import { Project } from '../../../src/iteration/project.ts'
import type { Interpreter } from '../../../src/platform/interpreter.ts'
import { forked, type Forked, started } from '../../fixtures/forked.ts'
import { examplesPython } from '../../fixtures/python.ts'
import { type Understood, understood } from './notebooks.ts'

export interface Made extends BuiltModel {
  readonly signature: Signature | null
  readonly reference: Reference | null
}

/** People with gaps in their data: `origin` in three classes, `sold` yes or no, `price` a number. */
const PEOPLE = `
import numpy as np, pandas as pd
rng = np.random.default_rng(3)
n = 400
df = pd.DataFrame({
    'age': rng.integers(18, 90, n), 'pay': np.round(rng.lognormal(10, .5, n), 2), 'score': rng.normal(0, 1, n).round(1),
    'city': rng.choice(['rome', 'paris', 'oslo', 'bern'], n), 'member': rng.random(n) < .4})
raw = df.age / 30 + df.pay / 20000 + (df.city == 'rome') * 2 + df.score * 2 + rng.normal(0, 1, n)
df['origin'] = np.select([raw > raw.quantile(.66), raw > raw.quantile(.33)], ['high', 'mid'], 'low')
df['sold'] = raw > raw.median()
df['price'] = (raw * 10 + 500).round(3)
words = ['good', 'bad', 'great', 'awful', 'film', 'plot', 'a', 'nice']
df['text'] = [' '.join(rng.choice(words, 8)) for _ in range(n)]
df['liked'] = [text.count('good') + text.count('great') >= text.count('bad') + text.count('awful') for text in df['text']]
df.to_csv('people.csv', index=False)
df.loc[rng.random(n) < .1, ['age', 'city']] = np.nan
df.to_csv('gaps.csv', index=False)
pd.concat([df] * 10).to_csv('many.csv', index=False)
`

/** What every notebook of the tests begins with. */
export const BEGINNING = `
import numpy as np
import pandas as pd
from sklearn.experimental import enable_iterative_imputer
from sklearn.calibration import CalibratedClassifierCV
from sklearn.dummy import DummyClassifier
from sklearn.compose import TransformedTargetRegressor, make_column_transformer
from sklearn.ensemble import (AdaBoostRegressor, ExtraTreesClassifier, GradientBoostingClassifier, HistGradientBoostingClassifier,
    HistGradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor, VotingClassifier)
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import IterativeImputer, SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, mean_absolute_error
from sklearn.model_selection import (GridSearchCV, TunedThresholdClassifierCV, cross_val_predict, cross_val_score,
    train_test_split)
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (FunctionTransformer, KBinsDiscretizer, LabelEncoder, OneHotEncoder, OrdinalEncoder,
    PolynomialFeatures, PowerTransformer, StandardScaler)
from sklearn.svm import SVC, LinearSVC
`

/** Notebooks of which the pipeline's lines ran. */
export class Ran {
  readonly folder: string
  private readonly notebooks: ReadonlyMap<string, Understood>
  /** In which they ran: each run begins with what the notebooks import. */
  readonly interpreter: Interpreter
  private readonly python: Forked

  private constructor(folder: string, notebooks: ReadonlyMap<string, Understood>, python: Forked) {
    this.folder = folder
    this.notebooks = notebooks
    this.python = python
    this.interpreter = python.interpreter
  }

  /**
   * Runs them in one process.
   *
   * @param all    cells after BEGINNING, by name; people.csv, gaps.csv and many.csv lie beside them
   * @param python the examples' where none is given, whose processes are forked
   */
  static async start(
    all: ReadonlyMap<string, readonly string[]>,
    python?: Promise<Interpreter>,
  ): Promise<Ran> {
    const forks = python ? started(await python) : await forked(await examplesPython())
    const folder = await mkdtemp(join(tmpdir(), 'shiploop-model-'))
    const notebooks = new Map<string, Understood>()
    const jobs: object[] = [{ source: PEOPLE, names: [], folder: join(folder, 'data') }]
    for (const [name, cells] of all) {
      const notebook = await understood([BEGINNING, ...cells])
      notebooks.set(name, notebook)
      const { path } = notebook
      const { model, truth, prediction } = evaluatedOf(notebook)
      const names = [...('keep' in path ? path.keep : []), model, truth, prediction].filter(
        (each) => each !== null,
      )
      jobs.push({ source: notebook.script, names, folder: join(folder, name) })
    }
    await writeFile(join(folder, 'jobs.json'), JSON.stringify(jobs))
    const script = join(import.meta.dirname, 'run_notebooks.py')
    const { code, stderr } = await forks.interpreter.run(script, { cwd: folder, args: ['jobs.json'] })
    if (code !== 0) throw new Error(stderr)
    return new Ran(folder, notebooks, forks)
  }

  /** The model of one of them. */
  async made(name: string, observe: readonly string[] = []): Promise<Made> {
    const notebook = this.notebooks.get(name)!
    const folder = join(this.folder, name)
    const project = new Project(folder, {
      schema: 1,
      name: 'small',
      notebook: 'small.ipynb',
      observe: [...observe],
    })
    const run = {
      folder,
      stages: ['train'],
      settings: [],
      evaluated: evaluatedOf(notebook),
      rowFunction: null,
    }
    const tools = { interpreter: this.interpreter, report: () => undefined }
    const built = await buildModel(project, notebook, run, tools)
    const { hash } = built.model
    if (hash === null) return { ...built, signature: null, reference: null }
    const place = join(project.models, hash)
    return { ...built, signature: await readSignature(place), reference: await readReference(place) }
  }

  async remove(): Promise<void> {
    await this.python.end()
    await rm(this.folder, { recursive: true, force: true })
  }
}

function evaluatedOf({ choice }: Understood): FinishedRun['evaluated'] {
  const { estimator, truth, prediction, kind } = choice.evaluations.at(-1)!
  const nameOf = (place: typeof truth) => (place?.node.type === 'identifier' ? place.node.text : null)
  return { model: estimator.variable!, truth: nameOf(truth), prediction: nameOf(prediction), kind }
}

/**
 * The graph answers as Python does, on the rows of the notebook and on 10,000 mixed ones.
 *
 * @param difference the largest that is allowed, in the model's own numbers
 */
export function agrees(model: BuiltModel['model'], difference: number): void {
  assert.equal(model.refused, null)
  assert.ok(model.rows >= 10_400)
  if (model.task === 'classification') assert.equal(model.labelAgreement, 1)
  assert.ok(model.largestDifference! <= difference, `${model.largestDifference}`)
}
