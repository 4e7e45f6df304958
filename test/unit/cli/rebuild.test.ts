import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Iteration } from '../../../src/iteration/record.ts'
import { notebookJson } from '../pipeline/notebooks.ts'
import { folderWith, shiploop } from './shiploop.ts'

const CELLS = [
  `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('wine.csv')`,
  `df['hue'] = pd.cut(df['hue'], [0, 0.8, 1, 9], labels=False)
df['ash'] = df['ash'].fillna(df['ash'].median())`,
  `X = df[['alcohol', 'hue', 'ash']]
a, b, ya, yb = train_test_split(X, df['cultivar'], random_state=0)
model = LogisticRegression(max_iter=5000).fit(a, ya)
accuracy_score(yb, model.predict(b))`,
]

suite('a rebuild of a notebook that changes raw columns under their own names', () => {
  let folder: string
  const ask = async <T>(...args: string[]): Promise<T> => {
    const { code, stdout, stderr } = await shiploop(folder, ...args, '--json')
    assert.equal(code, 0, `shiploop ${args.join(' ')}: ${stderr}`)
    return JSON.parse(stdout) as T
  }
  suiteSetup(async () => {
    folder = await folderWith('test/fixtures/notebooks/wine.csv')
    await writeFile(join(folder, 'changed.ipynb'), notebookJson(CELLS))
  })
  suiteTeardown(async () => {
    await shiploop(folder, 'stop')
    await rm(folder, { recursive: true, force: true })
  })

  test('learns from raw live rows, and predicts beside the champion from the same requests', async () => {
    await ask('ship', 'changed.ipynb')
    const replay = ['replay', 'wine.csv', '--label', 'cultivar', '--limit', '60']
    const { sent, labelled } = await ask<{ sent: number; labelled: number }>(...replay)
    assert.deepEqual([sent, labelled], [60, 60])
    await ask('decide', 'REBUILD', '--reason', 'to see it')
    const { rebuiltWith, model } = await ask<Iteration>('run', '--rebuild')
    assert.equal(rebuiltWith!.rows, 60)
    assert.equal(model!.labelAgreement, 1)
    await ask('deploy', '--shadow')
    await ask(...replay)
    const { challengers } = await ask<Iteration>('measure')
    assert.equal(challengers![0]!.of, 60)
  })
})
