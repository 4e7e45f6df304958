import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setup, suite, teardown, test } from 'mocha'
import { runProcess } from '../../../src/platform/processes.ts'
import { holdFile, isHeld, openForReading } from '../../../src/platform/sqlite.ts'

const module = pathToFileURL(join(import.meta.dirname, '..', '..', '..', 'src', 'platform', 'sqlite.ts')).href

let folder: string
let path: string
setup(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shiploop-sqlite-'))
  path = join(folder, 'claim')
})
teardown(() => rm(folder, { recursive: true, force: true }))

suite('sqlite: a file for one process', () => {
  test('nobody else can hold it until it is released', () => {
    const hold = holdFile(path)
    assert.ok(hold)
    assert.equal(isHeld(path), true)
    assert.equal(holdFile(path), null)
    hold.release()
    assert.equal(isHeld(path), false)
    holdFile(path)?.release()
  })

  test('a process that is killed lets go of it', async () => {
    const script = `const { holdFile } = await import(${JSON.stringify(module)})
      globalThis.hold = holdFile(process.argv[1]); console.log('held'); setInterval(() => {}, 1000)`
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script, path])
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    assert.equal(isHeld(path), true)
    assert.equal(holdFile(path), null)
    const ended = new Promise((resolve) => holder.once('exit', resolve))
    holder.kill('SIGKILL')
    await ended
    assert.equal(isHeld(path), false)
  })

  test('it is waited for as long as asked', async () => {
    const script = `const { holdFile } = await import(${JSON.stringify(module)})
      const hold = holdFile(process.argv[1]); console.log('held'); setTimeout(() => hold.release(), 200)`
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script, path])
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    const hold = holdFile(path, 60_000)
    assert.ok(hold)
    hold.release()
  })
})

suite('sqlite: what is in the way is a sentence', () => {
  test('a Node without SQLite', async () => {
    const script = `const { openForWriting } = await import(${JSON.stringify(module)})
      try { openForWriting(process.argv[1], 'normal') } catch (error) { console.log(error.sentence) }`
    const asked = await runProcess(process.execPath, [
      '--no-experimental-sqlite',
      '--input-type=module',
      '-e',
      script,
      path,
    ])
    assert.match(
      asked.stdout,
      /has no SQLite for the request log\. Install Node 22\.13 or newer/,
      asked.stderr,
    )
  })

  test('a missing database, a folder, and a file of something else', async () => {
    assert.throws(() => openForReading(path), /can't be opened/)
    assert.throws(() => openForReading(folder), /can't be opened/)
    await writeFile(path, 'nonsense '.repeat(1000))
    assert.throws(() => openForReading(path), /no SQLite database/)
  })
})
