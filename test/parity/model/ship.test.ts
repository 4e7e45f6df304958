import assert from 'node:assert/strict'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Iteration } from '../../../src/iteration/record.ts'
import { folderWith, root, shiploopWith } from '../../unit/cli/shiploop.ts'

const environment = { VIRTUAL_ENV: join(root, 'test/.venv') }

/** Runs a verb that must succeed and reads its document. */
async function ask<T>(folder: string, ...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await shiploopWith(environment, folder, ...args, '--json')
  assert.equal(code, 0, `shiploop ${args.join(' ')}: ${stderr}`)
  return JSON.parse(stdout) as T
}

interface Case {
  readonly notebook: string
  readonly data: string
  readonly estimator: string
  /** Largest difference of a probability or a prediction. */
  readonly difference: number
  /** Columns that no graph holds, which pipeline/features.py makes of the raw rows that are replayed. */
  readonly makes?: readonly string[]
}

const CASES: readonly Case[] = [
  { notebook: 'lightgbm', data: 'wine.csv', estimator: 'LGBMClassifier', difference: 1e-12 },
  { notebook: 'lightgbm-train', data: 'wine.csv', estimator: 'LightGBM', difference: 1e-12 },
  { notebook: 'xgboost', data: 'diabetes.csv', estimator: 'XGBRegressor', difference: 0 },
  { notebook: 'xgboost-train', data: 'diabetes.csv', estimator: 'XGBoost', difference: 0 },
  // A table that LightGBM was trained on goes from one stage to the next.
  { notebook: 'lightgbm-beside-xgboost', data: 'diabetes.csv', estimator: 'XGBoost', difference: 0 },
  {
    ...{ notebook: 'lightgbm-features', data: 'diabetes.csv', estimator: 'LGBMRegressor', difference: 1e-9 },
    makes: ['band', 'is_man', 's_mean'],
  },
  {
    ...{ notebook: 'xgboost-features', data: 'wine.csv', estimator: 'XGBClassifier', difference: 1e-6 },
    makes: ['strength', 'shade'],
  },
]

suite('a notebook of a boosting library, from its cells to predictions of the server', () => {
  for (const { notebook, data, estimator, difference, makes } of CASES)
    test(`${notebook}.ipynb`, async () => {
      const folder = await folderWith(
        `test/fixtures/notebooks/${notebook}.ipynb`,
        `test/fixtures/notebooks/${data}`,
      )
      try {
        const { state } = await ask<{ state: string }>(folder, 'ship', `${notebook}.ipynb`)
        assert.equal(state, 'serving')
        const { sent } = await ask<{ sent: number }>(folder, 'replay', data, '--limit', '40')
        assert.equal(sent, 40)
        const { iterations } = await ask<{ iterations: { record: Iteration }[] }>(folder, 'iterations')
        const { metrics, model } = iterations[0]!.record
        const scripts = await Promise.all(
          ['features.py', 'train.py', 'evaluate.py'].map((name) =>
            readFile(join(folder, 'pipeline', name), 'utf8'),
          ),
        )
        assert.ok(!scripts.join().includes('quick'), 'a model that is not the last is in the scripts')
        assert.ok(metrics!.length > 0 && metrics!.every(({ equal, notebook }) => equal && notebook !== null))
        assert.equal(model!.estimator, estimator)
        assert.ok(model!.rows >= 10_000)
        assert.deepEqual(model!.begins!.features?.makes, makes)
        if (model!.task === 'classification') assert.equal(model!.labelAgreement, 1)
        assert.ok(model!.largestDifference! <= difference, `${model!.largestDifference}`)
      } finally {
        await shiploopWith(environment, folder, 'stop')
        await rm(folder, { recursive: true, force: true })
      }
    })
})
