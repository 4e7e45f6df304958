import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { type Exported, exportPipeline, type ExportOptions } from '../../../src/build/pipeline/export.ts'
import { runNotebook } from '../../../src/build/pipeline/run/notebookRun.ts'
import { compareMetrics } from '../../../src/build/pipeline/run/parity.ts'
import { runPipeline } from '../../../src/build/pipeline/run/run.ts'
import type { Project } from '../../../src/iteration/project.ts'
import type { Interpreter } from '../../../src/platform/interpreter.ts'
import { forked, type Forked } from '../../fixtures/forked.ts'
import { examplesPython } from '../../fixtures/python.ts'
import { cases } from './cases.ts'
import { type CellText, choiceOf, inProject, notebookJson, sentenceOf } from './notebooks.ts'

let python: Forked
let interpreter: Interpreter
suiteSetup(async () => {
  python = await forked(await examplesPython())
  interpreter = python.interpreter
})
suiteTeardown(() => python.end())

function write(project: Project, cells: readonly CellText[]): void {
  writeFileSync(project.notebook, notebookJson(cells))
}

async function exported(project: Project, options: Partial<ExportOptions> = {}) {
  const analysis = await analyse(parseNotebook(readFileSync(project.notebook, 'utf8'), project.notebook))
  const result = await exportPipeline(project, analysis, choiceOf(analysis), { interpreter, ...options })
  return { analysis, result }
}

/** The value of each metric in the notebook and in the scripts, all of whose stages ran in one process. */
async function parity(project: Project) {
  const { analysis, result } = await exported(project)
  const metrics = result.plan.metrics
  const run = await runPipeline(project, { interpreter })
  const fresh = await runNotebook(analysis, metrics, { interpreter, folder: project.notebookFolder })
  const compared = compareMetrics(metrics, analysis, fresh.metrics, run.metrics)
  return { metrics: compared, stages: result.stages, run }
}

const HOLDOUT: readonly CellText[] = [
  'import pandas as pd\nfrom sklearn.naive_bayes import GaussianNB\nfrom sklearn.metrics import accuracy_score',
  "df = pd.read_csv('wine.csv').dropna()",
  "X = df[['alcohol', 'hue']]\ny = df['cultivar']",
  'model = GaussianNB().fit(X[::2], y[::2])',
  'print(accuracy_score(y[1::2], model.predict(X[1::2])))',
]

suite('scripts: they compute what the notebook does', () => {
  for (const notebook of ['holdout', 'regression', 'crossvalidated', 'loop', 'grid-search', 'global-seed'])
    test(`${notebook}.ipynb: every metric, also as far as the notebook printed it`, () =>
      inProject(`${notebook}.ipynb`, async (project) => {
        const { metrics } = await parity(project)
        assert.ok(metrics.length > 0)
        for (const metric of metrics)
          assert.ok(metric.equal && metric.notebook !== null, JSON.stringify(metric))
      }))

  for (const { name, cells } of cases)
    test(`${name}; in one process and each stage in its own`, () =>
      inProject('hard.ipynb', async (project) => {
        write(project, cells)
        const { metrics, stages, run } = await parity(project)
        assert.ok(metrics.length > 0)
        for (const metric of metrics)
          assert.ok(metric.equal && metric.notebook !== null, JSON.stringify(metric))
        for (const stage of stages) {
          const { code, stderr } = await interpreter.run('pipeline', {
            args: [stage.name],
            cwd: project.notebookFolder,
          })
          assert.equal(code, 0, stderr)
        }
        const local = JSON.parse(readFileSync(join(project.runs, 'local', 'metrics.json'), 'utf8')) as unknown
        assert.deepEqual(local, Object.fromEntries(run.metrics))
      }))

  test('a rebuild learns from and is judged on the rows that came later as well', () =>
    inProject('crossvalidated.ipynb', async (project) => {
      const { result } = await exported(project)
      const rows = (folder: string) =>
        interpreter.run('-c', {
          flags: [],
          args: [
            `import joblib; v = joblib.load(${JSON.stringify(join(folder, 'artifacts', 'evaluate.joblib'))}); print(len(v['X']), len(v['oof']))`,
          ],
          env: { PYTHONPATH: project.folder },
        })
      assert.ok(result.plan.takesExtraRows)
      const before = await rows((await runPipeline(project, { interpreter })).folder)
      const [header, ...lines] = readFileSync(join(project.folder, 'wine.csv'), 'utf8').split('\n')
      writeFileSync(join(project.folder, 'later.csv'), [header, ...lines.slice(0, 10)].join('\n'))
      await exported(project, { extraRows: 'later.csv' })
      const after = await rows((await runPipeline(project, { interpreter })).folder)
      const [old] = before.stdout.split(' ').map(Number)
      const [rebuilt, judged] = after.stdout.split(' ').map(Number)
      assert.ok(rebuilt! > old! && rebuilt! <= old! + 10, `${before.stdout} ${after.stdout}`)
      assert.equal(judged, rebuilt)
    }))
})

suite('scripts: what a person changed is theirs', () => {
  const target = (project: Project) => join(project.pipeline, 'train.py')
  const stateOf = ({ files }: Exported) => files.find(({ file }) => file === 'pipeline/train.py')?.state

  test('an edited file is kept and its difference shown; it is replaced or put beside when asked', () =>
    inProject('test.ipynb', async (project) => {
      write(project, HOLDOUT)
      await exported(project)
      appendFileSync(target(project), '# mine\n')
      const kept = (await exported(project)).result
      assert.equal(stateOf(kept), 'kept')
      assert.deepEqual(
        kept.conflicts.map(({ file }) => file),
        ['pipeline/train.py'],
      )
      assert.match(kept.conflicts[0]!.diff, /^-# mine$/m)
      assert.match(readFileSync(target(project), 'utf8'), /# mine\n$/)

      assert.equal(stateOf((await exported(project, { changed: 'write beside' })).result), 'beside')
      assert.match(readFileSync(target(project), 'utf8'), /# mine\n$/)
      assert.doesNotMatch(readFileSync(`${target(project)}.new`, 'utf8'), /# mine/)

      assert.equal(stateOf((await exported(project, { changed: 'take new' })).result), 'written')
      assert.doesNotMatch(readFileSync(target(project), 'utf8'), /# mine/)
    }))

  test('a file that nobody changed follows the notebook, and goes with its stage', () =>
    inProject('test.ipynb', async (project) => {
      write(project, HOLDOUT)
      await exported(project)
      assert.ok(existsSync(target(project)))
      write(project, [
        HOLDOUT[0]!,
        "for k in [2]:\n    df = pd.read_csv('wine.csv').dropna()\n    m = GaussianNB().fit(df[['hue']], df.cultivar)\n    print(m.score(df[['hue']], df.cultivar))",
      ])
      const { result } = await exported(project)
      assert.deepEqual(result.conflicts, [])
      assert.equal(existsSync(target(project)), false)
    }))
})

suite('scripts: failures name their place', () => {
  const failing: { name: string; cells: readonly CellText[]; says: RegExp }[] = [
    {
      name: 'a statement that fails',
      cells: HOLDOUT.map((cell) => (cell as string).replace("'hue'", "'colour'")),
      says: /^pipeline\/features\.py, line \d+: The pipeline failed: KeyError: .*colour/,
    },
    {
      name: 'a metric that is no number',
      cells: [
        'import pandas as pd\nfrom sklearn.linear_model import Ridge',
        "df = pd.read_csv('diabetes.csv')\nX, y = df[['bmi']], df['target']",
        'model = Ridge().fit(X, y)\nmodel.score(X[:1], y[:1])',
      ],
      says: /The metric r2 is not a number/,
    },
  ]
  for (const { name, cells, says } of failing)
    test(`${name}, in the scripts`, () =>
      inProject('test.ipynb', async (project) => {
        write(project, cells)
        await exported(project)
        assert.match(await sentenceOf(runPipeline(project, { interpreter })), says)
        assert.deepEqual(readdirSync(project.runs), [])
      }))

  test('a data file that is missing stops the export before anything is written', () =>
    inProject('test.ipynb', async (project) => {
      write(
        project,
        HOLDOUT.map((cell) => (cell as string).replace('wine.csv', 'none.csv')),
      )
      assert.match(
        await sentenceOf(exported(project)),
        /^test\.ipynb: The file none\.csv is missing; nothing was written/,
      )
      assert.equal(existsSync(project.pipeline), false)
    }))

  test('a package that is missing stops the export before anything is written', () =>
    inProject('test.ipynb', async (project) => {
      write(project, [
        `${HOLDOUT[0] as string}\nimport no_such_package`,
        ...HOLDOUT.slice(1, 4),
        'print(accuracy_score(y, no_such_package.shift(model.predict(X))))',
      ])
      assert.match(
        await sentenceOf(exported(project)),
        /^test\.ipynb: The package no_such_package is missing in .*pip install no_such_package/,
      )
      assert.equal(existsSync(project.pipeline), false)
    }))

  test('a pipeline that was never exported', () =>
    inProject('test.ipynb', async (project) => {
      assert.match(
        await sentenceOf(runPipeline(project, { interpreter })),
        /no pipeline to run\. Export it first/,
      )
    }))

  test('a cell that fails in a fresh run of the notebook is named with its line', () =>
    inProject('test.ipynb', async (project) => {
      write(project, [
        ...HOLDOUT.slice(0, 2),
        `\nnot_there.plot()\n${HOLDOUT[2] as string}`,
        ...HOLDOUT.slice(3),
      ])
      assert.match(
        await sentenceOf(parity(project)),
        /^test\.ipynb, cell 2, line 2: The notebook fails in a fresh run: NameError: .*not_there/,
      )
    }))

  test('a cell that fails and that no metric needs is said, and the run goes on', () =>
    inProject('test.ipynb', async (project) => {
      write(project, [...HOLDOUT.slice(0, 2), '\nnot_there.plot()', ...HOLDOUT.slice(2), '1 / 0'])
      const { analysis, result } = await exported(project)
      const options = { interpreter, folder: project.notebookFolder }
      const fresh = await runNotebook(analysis, result.plan.metrics, options)
      assert.deepEqual(fresh.warnings, [
        "Cell 2 failed in the fresh run (NameError: name 'not_there' is not defined), and no metric needs anything of it.",
        'Cell 6 failed in the fresh run (ZeroDivisionError: division by zero), and no metric needs anything of it.',
      ])
      const asScript = { failing: fresh.failed }
      const script = await runNotebook(analysis, result.plan.metrics, { ...options, asScript })
      assert.deepEqual([...script.metrics], [...fresh.metrics])
      assert.equal(fresh.metrics.size, 1)
    }))

  test('a fresh run of the notebook leaves its folder as it was', () =>
    inProject('test.ipynb', async (project) => {
      write(project, [...HOLDOUT, "df.to_csv('wine.csv')\nopen('new.txt', 'w').write('x')"])
      const before = readFileSync(join(project.folder, 'wine.csv'), 'utf8')
      rmSync(project.state, { recursive: true, force: true })
      await parity(project)
      assert.equal(readFileSync(join(project.folder, 'wine.csv'), 'utf8'), before)
      assert.equal(existsSync(join(project.folder, 'new.txt')), false)
    }))

  test('a run that is cancelled leaves nothing behind', () =>
    inProject('test.ipynb', async (project) => {
      write(project, HOLDOUT)
      await exported(project)
      const abort = new AbortController()
      const run = runPipeline(project, {
        interpreter: await examplesPython(),
        signal: abort.signal,
        report: () => {
          abort.abort(new Error('cancelled'))
        },
      })
      await assert.rejects(run, /cancelled/)
      assert.deepEqual(readdirSync(project.runs), [])
    }))
})
