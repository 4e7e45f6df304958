import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { setup, suite, teardown, test } from 'mocha'
import type { ModelClient } from '../../../src/deploy/client.ts'
import type { Serving } from '../../../src/deploy/deployment.ts'
import { RequestLog } from '../../../src/deploy/log/log.ts'
import type { ShadowRow } from '../../../src/deploy/log/logged.ts'
import { stop } from '../../../src/deploy/supervisor.ts'
import { fiat, ford, newProject, type TestProject } from './project.ts'

let files: TestProject
let serving: Serving
let client: ModelClient

setup(async () => {
  files = await newProject()
  serving = await files.deployed()
  client = await files.client(serving)
})
teardown(() => files.remove())

/** The shadow's rows, once it has seen all of the log. */
async function shadowRows(expected: number): Promise<ShadowRow[]> {
  const log = RequestLog.open(files.project.database)
  try {
    for (;;) {
      const rows = log.shadowRows(files.models.challenger, { deployment: serving.deployment })
      if (rows.length >= expected) return rows
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  } finally {
    log.close()
  }
}

suite('shadows: other models on the same rows', () => {
  test('a shadow predicts every row from when it joins, beside the answer and the truth', async () => {
    await client.predict([ford], 'before')
    await client.addShadow(files.models.challenger, 'forest')
    const { predictions } = await client.predict([ford, fiat], 'after')
    await client.feedback([{ id: 'after', row: 1, truth: 'Europe' }])
    const rows = await shadowRows(2)
    assert.deepEqual(
      rows.map(({ request, prediction, truth }) => [request, prediction, truth]),
      [
        ['after', predictions[0], null],
        ['after', predictions[1], 'Europe'],
      ],
    )
    // What the forest answers when it serves itself.
    await files.deployed('challenger', 'second')
    const other = await files.client(await files.deployed('challenger', 'second'))
    const own = await other.predict(
      [ford, fiat].map(({ horsepower, cylinders }) => ({ horsepower, cylinders })),
    )
    assert.deepEqual(
      rows.map((row) => row.shadowPrediction),
      own.predictions,
    )
    assert.deepEqual(
      rows.map((row) => row.shadowConfidence),
      own.probabilities?.map((shares) => Math.max(...shares)),
    )
  })

  test('after a restart it goes on where it was, and predicts no row twice', async () => {
    await client.addShadow(files.models.challenger, 'forest')
    await client.predict([ford])
    await shadowRows(1)
    await stop(files.project)
    const again = await files.client(await files.deployed())
    await again.predict([fiat])
    assert.equal((await shadowRows(2)).length, 2)
    assert.deepEqual((await again.status()).shadows, [
      { model: files.models.challenger, name: 'forest', rows: 2, failed: 0 },
    ])
  })

  test('a killed server leaves no row out', async () => {
    await client.addShadow(files.models.challenger, 'forest')
    await client.predict(Array.from({ length: 100 }, () => ford))
    process.kill(serving.process, 'SIGKILL')
    await files.deployed()
    assert.equal(new Set((await shadowRows(100)).map((row) => row.number)).size, 100)
  })

  test('one whose model is gone keeps nobody from serving', async () => {
    await client.addShadow(files.models.challenger, 'forest')
    await stop(files.project)
    await rm(files.folderOf(files.models.challenger), { recursive: true })
    const again = await files.client(await files.deployed())
    assert.equal((await again.predict([ford])).predictions.length, 1)
    assert.deepEqual((await again.status()).shadows, [])
  })

  const refused: [name: string, model: () => string, says: RegExp][] = [
    ['the model that answers', () => files.models.champion, /answers the requests already/],
    ['a model that is not there', () => '0'.repeat(64), /The project has no model/],
    ['a path', () => '../models', /The project has no model/],
    ['a model of another task', () => files.models.regression, /it does regression, not classification/],
    ['a model of another target', () => files.models.integers, /it predicts eight, not origin/],
  ]
  for (const [name, model, says] of refused)
    test(`${name} can be no shadow`, async () => {
      await assert.rejects(client.addShadow(model(), 'x'), says)
    })

  test('a model that needs columns which the log does not have can be no shadow', async () => {
    const other = await files.client(await files.deployed('challenger'))
    await assert.rejects(
      other.addShadow(files.models.champion, 'x'),
      /the log does not have its columns brand/,
    )
  })
})

suite('server: other kinds of model', () => {
  test('regression answers numbers, and takes numbers as truth', async () => {
    const other = await files.client(await files.deployed('regression'))
    const { predictions, probabilities, classes } = await other.predict([{ horsepower: 100 }], 'one')
    assert.equal(typeof predictions[0], 'number')
    assert.deepEqual([probabilities, classes], [null, null])
    await assert.rejects(
      other.feedback([{ id: 'one', row: 0, truth: 'much' }]),
      /"price" must be a finite number/,
    )
    assert.equal((await other.feedback([{ id: 'one', row: 0, truth: 3000.5 }])).accepted, 1)
    const { monitors } = await other.status()
    assert.equal((monitors as { accuracy: { metric: string } }).accuracy.metric, 'mean_absolute_error')
  })

  test('whole-number classes are text, in predictions and in truths', async () => {
    const other = await files.client(await files.deployed('integers'))
    const { predictions, classes } = await other.predict([{ horsepower: 300 }, { horsepower: 20 }], 'one')
    assert.deepEqual(predictions, ['1', '0'])
    assert.deepEqual(classes, ['0', '1'])
    const answer = await other.feedback([
      { id: 'one', row: 0, truth: 1 },
      { id: 'one', row: 1, truth: '0' },
    ])
    assert.deepEqual(answer, { accepted: 2, repeated: 0, unknown_classes: {} })
  })
})

suite('server: an alarm', () => {
  test('acknowledged, it is taken back, and stays so after a kill', async () => {
    const alarm = (monitors: unknown) => (monitors as { deployment: { alarm: boolean } }).deployment.alarm
    await client.predict(Array.from({ length: 200 }, () => ({ ...ford, horsepower: 900 })))
    assert.equal(alarm((await client.status()).monitors), true)
    await client.acknowledge()
    assert.equal(alarm((await client.status()).monitors), false)
    process.kill(serving.process, 'SIGKILL')
    const again = await files.client(await files.deployed())
    assert.equal(alarm((await again.status()).monitors), false)
  })
})
