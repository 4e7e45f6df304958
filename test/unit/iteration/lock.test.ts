import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { suite, test } from 'mocha'
import { withLock } from '../../../src/platform/lock.ts'

const lockPath = async (): Promise<string> =>
  join(await mkdtemp(join(tmpdir(), 'shiploop-')), '.shiploop', 'lock')

suite('lock: one worker per project', () => {
  test('a second worker is told who works', async () => {
    const path = await lockPath()
    await withLock(path, 'export', async () => {
      await assert.rejects(
        withLock(path, 'run', () => Promise.resolve()),
        /busy: export is running/,
      )
    })
  })

  test('the lock is free after the work, also when the work fails', async () => {
    const path = await lockPath()
    await assert.rejects(
      withLock(path, 'export', () => Promise.reject(new Error('broken'))),
      /broken/,
    )
    assert.equal(existsSync(dirname(path)), false)
    assert.equal(await withLock(path, 'run', () => Promise.resolve(7)), 7)
  })

  test('a lock left by a process that ended is taken over', async () => {
    const path = await lockPath()
    await mkdir(dirname(path))
    const ended = spawnSync(process.execPath, ['-e', ''])
    await writeFile(path, JSON.stringify({ id: 'old', pid: ended.pid, work: 'export' }))
    assert.equal(await withLock(path, 'run', () => Promise.resolve('mine')), 'mine')
  })

  test('a lock whose heart stopped is taken over, though its process number lives on', async () => {
    const path = await lockPath()
    await mkdir(dirname(path))
    await writeFile(path, JSON.stringify({ id: 'old', pid: process.pid, work: 'export' }))
    const longAgo = new Date(Date.now() - 60_000)
    await utimes(path, longAgo, longAgo)
    assert.equal(await withLock(path, 'run', () => Promise.resolve('mine')), 'mine')
  })
})
