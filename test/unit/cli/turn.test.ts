import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { suite, suiteSetup, suiteTeardown, test } from 'mocha'
import type { Iteration } from '../../../src/iteration/record.ts'
import { folderWith, shiploop } from './shiploop.ts'

/** Runs a verb that must succeed and reads its document. */
async function ask<T>(folder: string, ...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await shiploop(folder, ...args, '--json')
  assert.equal(code, 0, `shiploop ${args.join(' ')}: ${stderr}`)
  return JSON.parse(stdout) as T
}

const newest = async (folder: string): Promise<Iteration> =>
  (await ask<{ iterations: { record: Iteration }[] }>(folder, 'iterations')).iterations[0]!.record

suite('a turn from the command line, on a notebook of another shape', () => {
  let folder: string
  suiteSetup(async () => {
    folder = await folderWith(
      'test/fixtures/notebooks/crossvalidated.ipynb',
      'test/fixtures/notebooks/wine.csv',
    )
    await writeFile(
      join(folder, 'shiploop.yaml'),
      'schema: 1\nname: wine\nnotebook: crossvalidated.ipynb\nrequirement: { metric: accuracy, at_least: 0.8 }\nlabels: 60\n',
    )
  })
  suiteTeardown(async () => {
    await shiploop(folder, 'stop')
    await rm(folder, { recursive: true, force: true })
  })

  test('ship ends with a server that is ready, scripts that equal the notebook and a graph that equals Python', async () => {
    const answer = await ask<{ state: string; url: string; tokenFile: string }>(
      folder,
      'ship',
      'crossvalidated.ipynb',
    )
    assert.equal(answer.state, 'serving')
    const { metrics, model, gate } = await newest(folder)
    assert.ok(metrics!.length > 0 && metrics!.every(({ equal, notebook }) => equal && notebook !== null))
    assert.equal(model!.labelAgreement, 1)
    assert.ok(model!.rows >= 10_000)
    assert.notEqual(gate!.test, 'FAIL')
    const ready = await fetch(`${answer.url}/v2/health/ready`)
    assert.equal(ready.status, 200)
    const refused = await fetch(`${answer.url}/v2/models/wine/rows`, { method: 'POST', body: '{}' })
    assert.equal(refused.status, 401)
  })

  test('deploying again leaves the running server alone', async () => {
    const before = await ask<{ pid: number }>(folder, 'status')
    const after = await ask<{ pid: number }>(folder, 'deploy')
    assert.equal(after.pid, before.pid)
  })

  test('replayed rows and their labels are in the database, and measured', async () => {
    const { database } = await ask<{ database: string }>(folder, 'status')
    const { sent, labelled } = await ask<{ sent: number; labelled: number }>(
      folder,
      ...['replay', 'wine.csv', '--label', await labelColumn(folder), '--limit', '60'],
    )
    assert.deepEqual([sent, labelled], [60, 60])
    const log = new DatabaseSync(database, { readOnly: true })
    assert.equal(log.prepare('SELECT count(*) AS n FROM rows').get()!['n'], 60)
    log.close()
    const iteration = await ask<Iteration>(folder, 'measure')
    assert.equal(iteration.requests!.logged, 60)
    assert.equal(iteration.accuracy!.live.declared!.n, 60)
    assert.ok(iteration.accuracy!.live.watched!.low < iteration.accuracy!.live.declared!.low)
    assert.ok(iteration.advice!.reasons.length > 0)
  })

  test('a rebuild learns from the labelled rows, only after the turn was decided', async () => {
    const early = await shiploop(folder, 'run', '--rebuild')
    assert.equal(early.code, 1)
    assert.match(early.stderr, /is not decided yet/)
    await ask(folder, 'decide', 'REBUILD', '--reason', 'to see it')
    const { model, rebuiltWith, statements } = await ask<Iteration>(folder, 'run', '--rebuild')
    assert.equal(rebuiltWith!.rows, 60)
    assert.equal(model!.labelAgreement, 1)
    assert.equal(statements!.kept, statements!.total, 'nothing in this notebook is dead')
  })

  test('the rebuilt model predicts beside the champion as a shadow, on the same rows', async () => {
    await ask(folder, 'deploy', '--shadow')
    await ask(folder, 'replay', 'wine.csv', '--label', await labelColumn(folder), '--limit', '30')
    const { challengers, deployment } = await ask<Iteration>(folder, 'measure')
    assert.equal(deployment!.role, 'shadow')
    assert.equal(challengers![0]!.of, 30)
    assert.ok(challengers![0]!.right! >= challengers![0]!.championRight!)
  })

  test('a script that a person changed is kept, and its diff is shown', async () => {
    const script = join(folder, 'pipeline/load.py')
    const mine = `${await readFile(script, 'utf8')}# mine\n`
    await writeFile(script, mine)
    await ask(folder, 'decide', 'SHIP', '--reason', 'to export again')
    const { conflicts } = await ask<{ conflicts: { file: string; diff: string }[] }>(
      folder,
      'export',
      'crossvalidated.ipynb',
    )
    assert.deepEqual(
      conflicts.map(({ file }) => file),
      ['pipeline/load.py'],
    )
    assert.match(conflicts[0]!.diff, /^-# mine$/m)
    assert.equal(await readFile(script, 'utf8'), mine)
  })

  test('stop ends the server and leaves the log', async () => {
    const { pid, database } = await ask<{ pid: number; database: string }>(folder, 'status')
    await ask(folder, 'stop')
    assert.equal((await ask<{ state: string }>(folder, 'status')).state, 'stopped')
    assert.throws(() => process.kill(pid, 0))
    assert.ok(existsSync(database))
  })
})

async function labelColumn(folder: string): Promise<string> {
  const hash = (await newest(folder)).model!.hash!
  const signature = JSON.parse(
    await readFile(join(folder, '.shiploop/models', hash, 'signature.json'), 'utf8'),
  ) as { target: string }
  return signature.target
}
