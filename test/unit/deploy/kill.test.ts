import assert from 'node:assert/strict'
import { suite, suiteSetup, suiteTeardown, test } from 'mocha'
import { readReference, readSignature } from '../../../src/build/model/folder.ts'
import { isClaimed } from '../../../src/deploy/deployment.ts'
import { Following, followed, type MakeFollower } from '../../../src/deploy/server/follower.ts'
import { RequestLog } from '../../../src/deploy/log/log.ts'
import { followerOf } from '../../../src/measure/followerOf.ts'
import { newProject, type TestProject } from './project.ts'

let files: TestProject
let makeFollower: MakeFollower

suiteSetup(async () => {
  files = await newProject({ labels: 20 })
  const folder = files.folderOf(files.models.champion)
  makeFollower = followerOf({
    signature: await readSignature(folder),
    reference: await readReference(folder),
    declaredLabels: 20,
    errorBound: null,
  })
})
suiteTeardown(() => files.remove())

const BRANDS = ['ford', 'fiat', 'toyota', 'nissan']
const CONNECTIONS = 8

/** Sends requests and labels from several connections until the server is gone. @returns what it answered, by id */
async function load(round: number, requestsBeforeKill: number): Promise<Map<string, unknown>> {
  const serving = await files.deployed()
  const acknowledged = new Map<string, unknown>()
  const worker = async (number: number) => {
    const client = await files.client(serving)
    for (let index = 0; ; index += 1) {
      const id = `${round}-${number}-${index}`
      const row = {
        brand: BRANDS[index % 4]!,
        horsepower: 60 + (index % 97),
        cylinders: 4 + (index % 5),
        mpg: 20,
      }
      acknowledged.set(id, (await client.predict([row, { ...row, horsepower: 200 }], id)).predictions)
      if (index % 3 === 0) await client.feedback([{ id, row: 0, truth: 'USA' }])
      if (acknowledged.size >= requestsBeforeKill && isClaimed(files.project))
        process.kill(serving.process, 'SIGKILL')
    }
  }
  await Promise.allSettled(Array.from({ length: CONNECTIONS }, (_, number) => worker(number)))
  return acknowledged
}

suite('deploy: SIGKILL under load', () => {
  const acknowledged = new Map<string, unknown>()

  for (const [round, requests] of [70, 300, 900].entries())
    test(`no answered request is lost (kill ${round + 1})`, async () => {
      for (const [id, answer] of await load(round, requests)) acknowledged.set(id, answer)
      const log = RequestLog.open(files.project.database)
      const deployment = log.latestDeployment()!.id
      const lost = [...acknowledged.keys()].filter((id) => log.answered(deployment, id) === null)
      assert.deepEqual(lost, [])
      for (const [id, answer] of acknowledged)
        assert.deepEqual(
          log.answered(deployment, id)?.rows.map((row) => row.prediction),
          answer,
        )
      log.close()
    })

  test('afterwards the monitors stand where they would stand without the kills', async () => {
    const client = await files.client(await files.deployed())
    const status = await client.status()
    const log = RequestLog.open(files.project.database)
    const deployment = log.latestDeployment()!
    const undisturbed = new Following(makeFollower, deployment, null)
    while (undisturbed.step(log) > 0);
    assert.deepEqual(status.cursor, undisturbed.cursor)
    assert.deepEqual(status.monitors, JSON.parse(JSON.stringify(undisturbed.follower.value)))
    // The command line reads the same without a server: from the snapshot over the rows after it.
    assert.deepEqual(followed(log, deployment, makeFollower).value, undisturbed.follower.value)
    const numbers = log.rows({ deployment: deployment.id }).map((row) => row.number)
    assert.ok(numbers.every((number, index) => index === 0 || number > numbers[index - 1]!))
    log.close()
  })
})
