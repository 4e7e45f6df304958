import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { suite, teardown, test } from 'mocha'
import { deploymentOf, isClaimed } from '../../../src/deploy/deployment.ts'
import { RequestLog } from '../../../src/deploy/log/log.ts'
import { serverLog } from '../../../src/deploy/places.ts'
import { deploy, stop } from '../../../src/deploy/supervisor.ts'
import { Problem } from '../../../src/platform/problem.ts'
import type { Settings } from '../../../src/iteration/project.ts'
import { fiat, ford, newProject, type TestProject } from './project.ts'

const open: TestProject[] = []
const newFiles = async (settings: Partial<Settings> = {}): Promise<TestProject> => {
  const files = await newProject(settings)
  open.push(files)
  return files
}
teardown(async () => {
  for (const files of open.splice(0)) await files.remove()
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20))
}

suite('deploy: one server for a project', () => {
  test('it serves, says so, keeps its secret, and is gone after stop', async () => {
    const files = await newFiles()
    assert.deepEqual(await deploymentOf(files.project), { state: 'stopped' })
    const serving = await files.deployed()
    assert.deepEqual(await deploymentOf(files.project), serving)
    if (process.platform !== 'win32')
      for (const path of [files.project.serverFile, serving.tokenFile, files.project.database])
        assert.equal((await stat(path)).mode & 0o077, 0, path)
    assert.equal(await stop(files.project), true)
    assert.deepEqual(await deploymentOf(files.project), { state: 'stopped' })
    assert.equal(existsSync(files.project.serverFile), false)
    await until(() => !isAlive(serving.process))
    assert.equal(await stop(files.project), false)
  })

  test('deploying the same again leaves it as it is', async () => {
    const files = await newFiles()
    assert.deepEqual(await files.deployed(), await files.deployed())
  })

  test('of several at once only one starts', async () => {
    const files = await newFiles()
    const all = await Promise.all([files.deployed(), files.deployed(), files.deployed()])
    assert.equal(new Set(all.map((serving) => serving.process)).size, 1)
  })

  test('another model takes the place of the first, in a deployment of its own', async () => {
    const files = await newFiles()
    const first = await files.deployed('champion')
    const second = await files.deployed('challenger')
    assert.equal(isAlive(first.process), false)
    assert.notEqual(second.deployment, first.deployment)
    const log = RequestLog.open(files.project.database)
    assert.deepEqual(
      log.deployments().map(({ hash }) => hash),
      [files.models.champion, files.models.challenger],
    )
    log.close()
  })

  test('the same model after a stop goes on with its deployment and its token', async () => {
    const files = await newFiles()
    const first = await files.deployed()
    const token = await readFile(first.tokenFile, 'utf8')
    await (await files.client(first)).predict([ford], 'before')
    await stop(files.project)
    const second = await files.deployed()
    assert.equal(second.deployment, first.deployment)
    assert.equal(await readFile(second.tokenFile, 'utf8'), token)
    const client = await files.client(second)
    await client.predict([ford], 'before')
    await client.predict([fiat], 'after')
    const { counts, cursor } = await client.status()
    assert.deepEqual(counts, { requests: 2, failed: 0, repeated: 1, rows: 2, labels: 0 })
    assert.deepEqual(cursor, { row: 2, label: 0 })
  })
})

suite('deploy: the end of a server', () => {
  test('a killed server is a failure that says where to look, and can be deployed again', async () => {
    const files = await newFiles()
    const serving = await files.deployed()
    process.kill(serving.process, 'SIGKILL')
    await until(() => !isClaimed(files.project))
    const deployment = await deploymentOf(files.project)
    assert.equal(deployment.state, 'failed')
    assert.match(deployment.problem.sentence, /server\.log: The model server ended unexpectedly/)
    assert.equal((await files.deployed()).deployment, serving.deployment)
  })

  test('stopping after a kill leaves a stopped project', async () => {
    const files = await newFiles()
    const serving = await files.deployed()
    process.kill(serving.process, 'SIGKILL')
    await until(() => !isClaimed(files.project))
    assert.equal(await stop(files.project), false)
    assert.deepEqual(await deploymentOf(files.project), { state: 'stopped' })
  })

  // Windows can't stop a process without ending it.
  if (process.platform !== 'win32')
    test('one that hangs is said to serve as long as it lives, and is ended by force', async () => {
      const files = await newFiles()
      const serving = await files.deployed()
      process.kill(serving.process, 'SIGSTOP')
      assert.deepEqual(await deploymentOf(files.project), serving)
      assert.equal(await stop(files.project), true)
      await until(() => !isAlive(serving.process))
      assert.deepEqual(await deploymentOf(files.project), { state: 'stopped' })
    })

  test('a broken state file is a sentence, and deploying mends it', async () => {
    const files = await newFiles()
    const serving = await files.deployed()
    await writeFile(files.project.serverFile, '{')
    const deployment = await deploymentOf(files.project)
    assert.equal(deployment.state, 'failed')
    assert.match(deployment.problem.sentence, /server\.json: The file is no JSON/)
    assert.equal((await files.deployed()).deployment, serving.deployment)
    assert.equal(isAlive(serving.process), false)
  })

  for (const { name, lose } of [
    { name: 'its state file', lose: (files: TestProject) => files.project.serverFile },
    { name: 'the folder .shiploop', lose: (files: TestProject) => files.project.state },
    { name: 'the whole project', lose: (files: TestProject) => files.project.folder },
  ])
    test(`the loss of ${name} ends it`, async () => {
      const files = await newFiles()
      const serving = await files.deployed()
      await rm(lose(files), { recursive: true })
      await until(() => !isAlive(serving.process))
      assert.deepEqual(await deploymentOf(files.project), { state: 'stopped' })
    })

  // Windows does not remove a database that is open.
  if (process.platform !== 'win32')
    for (const { name, lost } of [
      { name: 'the folder .shiploop', lost: (files: TestProject) => files.project.state },
      { name: 'the request log', lost: (files: TestProject) => files.project.database },
    ])
      test(`once ${name} is removed nothing is acknowledged that it can't keep`, async () => {
        const files = await newFiles()
        const serving = await files.deployed()
        const client = await files.client(serving)
        await client.predict([ford], 'before')
        await rm(lost(files), { recursive: true })
        await assert.rejects(client.predict([ford], 'after'), (error: Problem) =>
          /request log was removed/.test(error.sentence),
        )
        await until(() => !isAlive(serving.process))
        assert.deepEqual(await deploymentOf(files.project), { state: 'stopped' })
        if (existsSync(serverLog(files.project)))
          assert.match(await readFile(serverLog(files.project), 'utf8'), /ended: its request log is gone\n$/)
      })

  test('a server that nobody uses ends, and one that is asked for its status only counts as unused', async () => {
    const files = await newFiles({ serve: { idle_hours: 1 / 3600 } })
    const serving = await files.deployed()
    const client = await files.client(serving)
    await until(async () => {
      await client.status().catch(() => undefined)
      return !isAlive(serving.process)
    })
    assert.deepEqual(await deploymentOf(files.project), { state: 'stopped' })
    assert.match(await readFile(serverLog(files.project), 'utf8'), /ended: nobody used it/)
  })

  test("a stranger at the server's old port is not taken for it", async () => {
    const files = await newFiles()
    const serving = await files.deployed()
    process.kill(serving.process, 'SIGKILL')
    await until(() => !isClaimed(files.project))
    const answers: string[] = []
    const stranger = createServer((socket) => {
      socket.on('data', (bytes) => {
        answers.push(bytes.toString())
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
      })
    })
    await new Promise<void>((resolve) =>
      stranger.listen(Number(new URL(serving.url).port), '127.0.0.1', resolve),
    )
    try {
      assert.equal((await deploymentOf(files.project)).state, 'failed')
      assert.equal(
        answers.some((request) => /authorization/i.test(request)),
        false,
      )
    } finally {
      stranger.close()
    }
  })
})

suite('deploy: what keeps a server from starting is one sentence', () => {
  const refused = async (files: TestProject, says: RegExp, model?: 'champion' | 'challenger') => {
    await assert.rejects(files.deployed(model), (error) => {
      assert.ok(error instanceof Problem)
      assert.match(error.sentence, says)
      return true
    })
    assert.equal(isClaimed(files.project), false)
  }

  test('a taken port, by its number', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    try {
      await refused(
        await newFiles({ serve: { port } }),
        new RegExp(`The port ${port} is taken by another program`),
      )
    } finally {
      other.close()
    }
  })

  test('a missing model', async () => {
    const files = await newFiles()
    await rm(files.folderOf(files.models.champion), { recursive: true })
    await refused(files, /signature\.json: The model does not exist/)
  })

  test('a graph that is another than the signature says', async () => {
    const files = await newFiles()
    const graph = await readFile(join(files.folderOf(files.models.challenger), 'model.onnx'))
    await writeFile(join(files.folderOf(files.models.champion), 'model.onnx'), graph)
    await refused(files, /The graph is not the one that the signature was written for/)
  })

  test('a graph that is none', async () => {
    const files = await newFiles()
    await writeFile(join(files.folderOf(files.models.champion), 'model.onnx'), 'nonsense')
    await refused(files, /model\.onnx: The model's graph can't be loaded/)
  })

  test('a file where .shiploop should be', async () => {
    const files = await newFiles()
    await rm(files.project.state, { recursive: true })
    await writeFile(files.project.state, '')
    await assert.rejects(files.deployed(), /A file stands where a folder should go/)
    await rm(files.project.state)
  })

  test('a request log that is none', async () => {
    const files = await newFiles()
    await writeFile(files.project.database, 'nonsense '.repeat(1000))
    await refused(files, /requests\.db: The file is no SQLite database/)
  })

  test('a start that is cancelled leaves nothing running', async () => {
    const files = await newFiles()
    const cancel = new AbortController()
    const deploying = deploy(files.project, {
      modelFolder: files.folderOf(files.models.champion),
      iteration: null,
      signal: cancel.signal,
    })
    setTimeout(() => cancel.abort(), 100)
    await assert.rejects(deploying, { name: 'AbortError' })
    await until(() => !isClaimed(files.project))
    assert.deepEqual(await deploymentOf(files.project), { state: 'stopped' })
  })
})
