import assert from 'node:assert/strict'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, suiteSetup, suiteTeardown, test } from 'mocha'
import type { Iteration } from '../../../src/iteration/record.ts'
import { notebookJson } from '../pipeline/notebooks.ts'
import { folderWith, shiploop } from './shiploop.ts'

const CELLS = [
  'import gc\nimport operator\nimport pandas as pd\nfrom sklearn.naive_bayes import GaussianNB',
  "df = pd.read_csv('wine.csv').dropna()\ndf.describe()",
  "[one.__setitem__('hue', one['hue'].round()) for one in operator.attrgetter('get_'.__add__('objects'))(gc)() if type(one) is pd.DataFrame]",
  "X = df[['alcohol', 'hue']]\ny = df['cultivar']\nmodel = GaussianNB().fit(X[::2], y[::2])",
  'print(model.score(X[1::2], y[1::2]))',
]

suite('a slice that lacks something, from the command line', () => {
  let folder: string
  suiteSetup(async () => {
    folder = await folderWith('test/fixtures/notebooks/wine.csv')
    await writeFile(join(folder, 'hidden.ipynb'), notebookJson(CELLS))
    await shiploop(folder, 'init', 'hidden.ipynb')
    await shiploop(folder, 'export', 'hidden.ipynb')
  })
  suiteTeardown(() => rm(folder, { recursive: true, force: true }))

  test('run --verify writes scripts that have it, says so in the record, and later exports keep it', async () => {
    const { code, stdout, stderr } = await shiploop(folder, 'run', '--verify', '--json')
    assert.equal(code, 0, stderr)
    const { verified, added, metrics, rows } = JSON.parse(stdout) as Iteration
    assert.equal(verified!.equal, true)
    assert.deepEqual(added, verified!.added)
    assert.ok(metrics!.every(({ equal }) => equal))
    const { of, ...counted } = rows!
    assert.match(of!, /^[0-9a-f]{64}$/)
    assert.deepEqual(counted, { trained: 86, tested: 86, same: 0, equal: 24 })
    assert.match(
      (await shiploop(folder, 'report')).stdout,
      /fitted to 86, tested on 86, none of them in both, 24 with the values of a fitted row/,
    )
    const scripts = () => readFile(join(folder, 'pipeline/prepare.py'), 'utf8')
    assert.match(await scripts(), /one\['hue'\]\.round\(\)/)
    assert.match((await shiploop(folder, 'report')).stdout, /Added 2:1 \[one\.__setitem__/)

    const again = await shiploop(folder, 'export', 'hidden.ipynb', '--explain')
    assert.match(again.stdout, /2:1 {2}\[one\.__setitem__.*\n.*without it another metric came out/)
    assert.match(await scripts(), /one\['hue'\]\.round\(\)/)
  })

  test('what was verified is not said of a notebook that changed', async () => {
    await writeFile(join(folder, 'hidden.ipynb'), notebookJson([...CELLS, 'print("more")']))
    const refused = await shiploop(folder, 'run', '--verify')
    assert.equal(refused.code, 1)
    assert.match(
      refused.stderr,
      /hidden\.ipynb: The notebook changed since it was exported\. Export it again/,
    )
    const minimized = await shiploop(folder, 'export', 'hidden.ipynb', '--minimized')
    assert.equal(minimized.code, 1)
    assert.match(minimized.stderr, /No run of this notebook has shown yet which statements can be dropped/)
    await shiploop(folder, 'export', 'hidden.ipynb')
    assert.doesNotMatch((await shiploop(folder, 'report')).stdout, /Verified/)
  })
})

suite('a metric that is another number in each run, from the command line', () => {
  let folder: string
  suiteSetup(async () => {
    folder = await folderWith('test/fixtures/notebooks/wine.csv')
    const cells = [
      "import pandas as pd\ndf = pd.read_csv('wine.csv').dropna()\nX, y = df[['alcohol', 'hue']], df['cultivar']",
      'from sklearn.ensemble import RandomForestClassifier\nfrom sklearn.metrics import log_loss',
      'model = RandomForestClassifier(n_estimators=20, max_depth=3).fit(X[::2], y[::2])',
      'print(log_loss(y[1::2], model.predict_proba(X[1::2])))',
    ]
    await writeFile(join(folder, 'unseeded.ipynb'), notebookJson(cells))
    await shiploop(folder, 'init', 'unseeded.ipynb')
    await shiploop(folder, 'export', 'unseeded.ipynb')
  })
  suiteTeardown(() => rm(folder, { recursive: true, force: true }))

  test('is no difference between the scripts and the notebook', async () => {
    const { code, stdout, stderr } = await shiploop(folder, 'run', '--verify')
    assert.equal(code, 0, stderr)
    assert.match(stdout, /Its runs give different numbers: log_loss\./)
    assert.match(stderr, /^ {2}parity .* another number in each run of the notebook, too: log_loss scripts/m)
    assert.doesNotMatch(stdout + stderr, /DIFFERENT/)
  })
})
