import assert from 'node:assert/strict'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, suiteSetup, suiteTeardown, test } from 'mocha'
import type { Iteration } from '../../../src/iteration/record.ts'
import { notebookJson } from '../pipeline/notebooks.ts'
import { folderWith, shiploop } from './shiploop.ts'

const CELLS = [
  'import ctypes\nimport pandas as pd\nfrom sklearn.naive_bayes import GaussianNB',
  "df = pd.read_csv('wine.csv').dropna()\ndf.describe()",
  "ctypes.cast(id(df), ctypes.py_object).value['hue'] = df['hue'].round()",
  "X = df[['alcohol', 'hue']]\ny = df['cultivar']\nmodel = GaussianNB().fit(X[::2], y[::2])",
  'print(model.score(X[1::2], y[1::2]))',
]

suite('a slice that lacks something, from the command line', () => {
  let folder: string
  suiteSetup(async () => {
    folder = await folderWith('test/fixtures/notebooks/wine.csv')
    await writeFile(join(folder, 'address.ipynb'), notebookJson(CELLS))
    await shiploop(folder, 'init', 'address.ipynb')
    await shiploop(folder, 'export', 'address.ipynb')
  })
  suiteTeardown(() => rm(folder, { recursive: true, force: true }))

  test('run --verify writes scripts that have it, says so in the record, and later exports keep it', async () => {
    const { code, stdout, stderr } = await shiploop(folder, 'run', '--verify', '--json')
    assert.equal(code, 0, stderr)
    const { verified, added, metrics, rows } = JSON.parse(stdout) as Iteration
    assert.equal(verified!.equal, true)
    assert.deepEqual(added, verified!.added)
    assert.ok(metrics!.every(({ equal }) => equal))
    assert.deepEqual(rows, { trained: 86, tested: 86, same: 0, equal: 24 })
    assert.match(
      (await shiploop(folder, 'report')).stdout,
      /fitted to 86, tested on 86, none of them in both, 24 with the values of a fitted row/,
    )
    const scripts = () => readFile(join(folder, 'pipeline/prepare.py'), 'utf8')
    assert.match(await scripts(), /df\['hue'\]\.round\(\)/)
    assert.match((await shiploop(folder, 'report')).stdout, /Added 2:1 ctypes\.cast/)

    const again = await shiploop(folder, 'export', 'address.ipynb', '--explain')
    assert.match(again.stdout, /2:1 {2}ctypes.*\n.*without it another metric came out/)
    assert.match(await scripts(), /df\['hue'\]\.round\(\)/)
  })

  test('what was verified is not said of a notebook that changed', async () => {
    await writeFile(join(folder, 'address.ipynb'), notebookJson([...CELLS, 'print("more")']))
    const refused = await shiploop(folder, 'run', '--verify')
    assert.equal(refused.code, 1)
    assert.match(
      refused.stderr,
      /address\.ipynb: The notebook changed since it was exported\. Export it again/,
    )
    const minimized = await shiploop(folder, 'export', 'address.ipynb', '--minimized')
    assert.equal(minimized.code, 1)
    assert.match(minimized.stderr, /No run of this notebook has shown yet which statements can be dropped/)
    await shiploop(folder, 'export', 'address.ipynb')
    assert.doesNotMatch((await shiploop(folder, 'report')).stdout, /Verified/)
  })
})
