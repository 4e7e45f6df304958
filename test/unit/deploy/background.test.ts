import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setup, suite, teardown, test } from 'mocha'
import { readSignature } from '../../../src/build/model/folder.ts'
import { Background } from '../../../src/deploy/server/background.ts'
import type { Follower } from '../../../src/deploy/server/follower.ts'
import type { LoggedDeployment } from '../../../src/deploy/log/logged.ts'
import { LogWriter } from '../../../src/deploy/log/logWriter.ts'
import { Shadows } from '../../../src/deploy/model/shadows.ts'
import { loadGraph } from '../../../src/platform/onnx.ts'
import { builtModels } from './project.ts'

let folder: string
let writer: LogWriter
let deployment: LoggedDeployment
let shadows: Shadows

setup(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shiploop-background-'))
  writer = new LogWriter(join(folder, 'requests.db'), 'normal')
  deployment = writer.beginDeployment({ name: 'cars', hash: 'a'.repeat(64), iteration: null }, new Date())
  const built = await builtModels()
  const signature = await readSignature(join(built.folder, built.models.champion))
  shadows = new Shadows(deployment, signature, writer, built.folder, loadGraph)
})
teardown(async () => {
  writer.close()
  await rm(folder, { recursive: true, force: true })
})

/** Counts what it sees: enough to know what a real one would have seen. */
function counter(state: unknown, breakAt = Infinity): Follower & { state: { rows: number; seen: number } } {
  const counted = (state as { rows: number; seen: number } | null) ?? { rows: 0, seen: 0 }
  return {
    update() {
      counted.rows += 1
      if (counted.rows === breakAt) throw new Error('a bug in a monitor')
    },
    label: () => undefined,
    acknowledge() {
      counted.seen += 1
    },
    state: counted,
    get value() {
      return counted.rows
    },
  }
}

async function answer(count: number): Promise<void> {
  const row = { inputs: {}, observed: {}, prediction: 'USA', confidence: null, probabilities: null }
  await writer.commit(() =>
    writer.addAnswered(
      deployment,
      {
        id: crypto.randomUUID(),
        named: false,
        kind: 'rows',
        payloadHash: '',
        received: new Date(),
        arrived: performance.now(),
      },
      Array.from({ length: count }, () => row),
    ),
  )
}
const snapshotRows = () => writer.log.snapshot(deployment.id)?.cursor.row ?? 0
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

suite('background: monitors follow the log', () => {
  test('a snapshot is written once many rows came, and once few rows came and then none', async () => {
    const background = new Background(deployment, writer, shadows, (_, state) => counter(state))
    await answer(300)
    background.wake()
    await until(() => snapshotRows() >= 256)
    await answer(3)
    background.wake()
    await until(() => snapshotRows() === 303)
    await background.end()
  })

  test('who asks sees all rows, written down or not', async () => {
    const background = new Background(deployment, writer, shadows, (_, state) => counter(state))
    await answer(1000)
    assert.deepEqual(background.found, { monitors: 1000, cursor: { row: 1000, label: 0 }, failure: null })
    await background.end()
    assert.equal(snapshotRows(), 1000)
  })

  test('an acknowledgement is written down at once', async () => {
    const background = new Background(deployment, writer, shadows, (_, state) => counter(state))
    await background.acknowledge()
    assert.deepEqual(writer.log.snapshot(deployment.id)?.state, { rows: 0, seen: 1 })
    await background.end()
  })

  test('a monitor that fails is said so, and its last good state is kept', async () => {
    const background = new Background(deployment, writer, shadows, (_, state) => counter(state, 400))
    await answer(300)
    await background.acknowledge()
    await answer(300)
    assert.deepEqual(background.found.failure, 'a bug in a monitor')
    assert.equal(background.found.monitors, null)
    await background.end()
    assert.equal(snapshotRows(), 300)
  })
})
