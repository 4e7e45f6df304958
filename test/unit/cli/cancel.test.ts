import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { suite, test } from 'mocha'
import { environment, folderWith, root, snapshot } from './shiploop.ts'

suite('cancelling: Ctrl-C in the middle leaves nothing half-written', () => {
  // Windows has no signals: there the editor closes the program's standard input.
  const ways: readonly ('signal' | 'standard input')[] =
    process.platform === 'win32' ? ['standard input'] : ['signal', 'standard input']
  for (const way of ways)
    test(`by ${way}`, async () => {
      const folder = await folderWith(
        'test/fixtures/notebooks/crossvalidated.ipynb',
        'test/fixtures/notebooks/wine.csv',
      )
      const child = spawn(
        process.execPath,
        [join(root, 'bin/shiploop.mjs'), 'ship', 'crossvalidated.ipynb', '--json'],
        {
          cwd: folder,
          env: {
            ...environment,
            SHIPLOOP_PROGRESS: 'json',
            ...(way === 'standard input' && { SHIPLOOP_CANCEL: 'stdin' }),
          },
          stdio: ['pipe', 'ignore', 'pipe'],
        },
      )
      let stderr = ''
      let asked = false
      child.stderr.on('data', (chunk) => {
        stderr += String(chunk)
        if (asked || !stderr.includes('"step":"run","state":"started"')) return
        asked = true
        if (way === 'signal') child.kill('SIGINT')
        else child.stdin.end()
      })
      const [code] = (await once(child, 'close')) as [number]
      assert.equal(code, 1, stderr)
      assert.match(stderr, /^shiploop ship: Cancelled\.$/m)
      const left = Object.keys(await snapshot(folder))
      assert.deepEqual(
        left.filter((path) => /\.tmp|lock|runs|models/.test(path)),
        [],
      )
      assert.ok(left.includes(join('pipeline', 'train.py')), 'what was finished before stays')
    })
})
