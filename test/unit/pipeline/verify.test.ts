import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planPipeline } from '../../../src/build/pipeline/plan.ts'
import { verifyPipeline, type Verification } from '../../../src/build/pipeline/proof/verify.ts'
import { statementsAt } from '../../../src/build/pipeline/proof/places.ts'
import { levelsAbove } from '../../../src/build/pipeline/run/above.ts'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import type { Interpreter } from '../../../src/platform/interpreter.ts'
import { examplesPython } from '../../fixtures/python.ts'
import { snapshot } from '../cli/shiploop.ts'
import { choiceOf, inProject, notebookJson, sentenceOf } from './notebooks.ts'

let interpreter: Interpreter
suiteSetup(async () => {
  interpreter = await examplesPython()
})

const IMPORTS = `import gc
import operator
import sys
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.naive_bayes import GaussianNB`
const LOAD = "df = pd.read_csv('wine.csv').dropna()\ndf.describe()"
const FEATURES = "X = df[['alcohol', 'hue']]\ny = df['cultivar']"
const FIT = 'model = GaussianNB().fit(X[::2], y[::2])'
const SCORE = 'pred = model.predict(X[1::2])\nprint(accuracy_score(y[1::2], pred))'

interface Verified extends Verification {
  readonly folder: { before: Record<string, string>; after: Record<string, string> }
}

async function verified(
  cells: readonly string[],
  options: { drop?: RegExp; signal?: AbortSignal; minutes?: number } = {},
): Promise<Verified> {
  return inProject('test.ipynb', async (project) => {
    writeFileSync(project.notebook, notebookJson(cells))
    const analysis = await analyse(parseNotebook(readFileSync(project.notebook, 'utf8'), project.notebook))
    const choice = choiceOf(analysis)
    const signal = options.signal ?? new AbortController().signal
    const bench = { project, analysis, choice, interpreter, signal }
    const before = await snapshot(project.folder)
    const verification = await verifyPipeline(bench, {
      keep: [],
      widen: [],
      drop: analysis.statements.filter(({ source }) => options.drop?.test(source)).map(({ id }) => id),
      minutes: options.minutes ?? 5,
      report: () => undefined,
    })
    const widen = statementsAt(analysis, verification.verified.added)
    if (widen.length > 0) {
      // What export writes from now on.
      const { scripts } = planPipeline(analysis, choice, { widen })
      const text = [...scripts.values()].join('\n')
      for (const { text: line } of verification.verified.added) assert.ok(text.includes(line), line)
    }
    return {
      ...verification,
      folder: { before, after: await snapshot(project.folder) },
    }
  })
}

suite('verify: the folders above that a copy must reach', () => {
  for (const [levels, source] of [
    [0, "pd.read_csv('data/wine.csv')"],
    [2, "pd.read_csv('../../data/wine.csv')"],
    [1, "pd.read_csv(os.path.join('..', 'data', 'wine.csv'))"],
    [2, 'above = os.path.abspath(os.path.join(os.path.dirname(os.getcwd()), os.pardir))'],
    [1, "pd.read_csv(Path.cwd().parent / 'wine.csv')"],
  ] as const)
    test(source, async () => {
      const { order } = await analyse(parseNotebook(notebookJson([source]), 'test.ipynb'))
      assert.equal(levelsAbove(order), levels)
    })
})

suite('verify: proof by running', () => {
  test('a pipeline that gives the same metrics and predictions; the folder stays as it was', async () => {
    const { verified: result, folder } = await verified([
      IMPORTS,
      LOAD,
      `${FEATURES}\nopen('wine.csv', 'a').write('\\n')`,
      `${FIT}\n${SCORE}`,
    ])
    assert.deepEqual(
      { ...result, seconds: 0 },
      {
        deterministic: ['accuracy'],
        different: [],
        unseeded: [],
        script: 'equal',
        equal: true,
        predictions: result.predictions,
        reason: null,
        added: [],
        seconds: 0,
      },
    )
    assert.ok(result.predictions! > 50)
    assert.deepEqual(folder.after, folder.before)
  })

  test('an effect that no analysis sees is found by running, with nothing else', async () => {
    const hidden =
      "[one.__setitem__('hue', one['hue'].round()) for one in operator.attrgetter('get_'.__add__('objects'))(gc)() if type(one) is pd.DataFrame]"
    const { verified: result } = await verified([
      IMPORTS,
      LOAD,
      hidden,
      `${FEATURES}\nX.hist`,
      `${FIT}\n${SCORE}`,
    ])
    assert.equal(result.equal, true)
    assert.deepEqual(
      result.added.map(({ cell, line, text }) => [cell, line, text]),
      [[2, 1, hidden]],
    )
    assert.match(
      result.added[0]!.why,
      /and without it (accuracy is 0\.\d+ instead of 0\.\d+|\d+ of \d+ predictions are different)$/,
    )
  })

  for (const { what, makes, drop, why } of [
    {
      what: 'the pipeline fails',
      makes: "df['pale'] = df['hue'].rank()",
      drop: /^df\['pale'\] = /,
      why: /The pipeline failed: KeyError/,
    },
    {
      what: 'the pipeline can not be written',
      makes: "part = df['hue']\ndf['pale'] = part + 1",
      drop: /^part = /,
      why: /would read the name part, which nothing there binds; nothing was written\.$/,
    },
  ])
    test(`a statement that was dropped though ${what} without it comes back`, async () => {
      const features = FEATURES.replace("'hue'", "'pale'")
      const { verified: result } = await verified([IMPORTS, LOAD, makes, features, `${FIT}\n${SCORE}`], {
        drop,
      })
      assert.equal(result.equal, true)
      assert.deepEqual(
        result.added.map(({ text }) => text),
        makes.split('\n').filter((line) => drop.test(line)),
      )
      assert.match(result.added[0]!.why, /^it touches the same objects, and without it /)
      assert.match(result.added[0]!.why, why)
    })

  test('where nothing helps, that is said', async () => {
    const { verified: result } = await verified([
      IMPORTS,
      LOAD,
      "def narrow():\n    caller = sys._getframe(1).f_globals\n    caller['df'] = caller['df'][caller['df'].hue > 0.9]\nnarrow()",
      FEATURES,
      `${FIT}\n${SCORE}`,
    ])
    assert.equal(result.equal, false)
    assert.deepEqual(result.added, [])
    assert.match(result.reason!, /no wider slice agrees either, not even all that ran before$/)
  })

  test('metrics that differ between two runs are named, and an unseeded model even where they agree', async () => {
    const { verified: result } = await verified([
      IMPORTS,
      LOAD,
      FEATURES,
      'model = RandomForestClassifier(1, max_depth=1, max_features=2, bootstrap=False)\nmodel.fit(X[::2], y[::2])',
      'print(accuracy_score(y[1::2], model.predict(X[1::2])), model.score(X[1::2], y[1::2], np.random.rand(y[1::2].size)))',
    ])
    assert.deepEqual([result.deterministic, result.different], [['accuracy'], ['accuracy_2']])
    assert.equal(result.equal, true)
    assert.ok(
      result.unseeded.some((each) =>
        /^cell 3, line 1: RandomForestClassifier has no random_state/.test(each),
      ),
    )
  })

  test('two runs that agreed by luck are no proof against the pipeline: a later one of the notebook tells', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'runs-'))
    const count = JSON.stringify(join(folder, 'count'))
    try {
      const { verified: result } = await verified([
        `${IMPORTS}\nfrom pathlib import Path`,
        LOAD,
        FEATURES,
        `count = Path(${count})\nran = len(count.read_text()) if count.exists() else 0\ncount.write_text('x' * (ran + 1))`,
        'model = RandomForestClassifier(1, max_depth=1, max_features=2, bootstrap=False)\nmodel.fit(X[::2], y[::2])',
        'print(accuracy_score(y[1::2], model.predict(X[1::2])[:: 1 if ran < 3 else -1]))',
      ])
      assert.deepEqual([result.deterministic, result.different], [[], ['accuracy']])
      assert.equal(result.equal, null)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('code that only a notebook can run is told from the script', async () => {
    const { verified: result } = await verified([
      IMPORTS,
      `${LOAD}\nimport asyncio\nawait asyncio.sleep(0)`,
      FEATURES,
      `${FIT}\n${SCORE}`,
    ])
    assert.match(result.script, /^test\.ipynb as a script, line \d+: .*SyntaxError: 'await' outside function/)
    assert.equal(result.equal, true)
  })

  test('it ends when it is cancelled, and when the time is over', async () => {
    const cells = [IMPORTS, `${LOAD}\nimport time\ntime.sleep(60)`, FEATURES, `${FIT}\n${SCORE}`]
    assert.match(await sentenceOf(verified(cells, { minutes: 0.02 })), /took more than 0\.02 minutes/)
    const stop = new AbortController()
    setTimeout(() => stop.abort(new Error('cancelled')), 300)
    await assert.rejects(verified(cells, { signal: stop.signal }), /cancelled/)
  })
})
