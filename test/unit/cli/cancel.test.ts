import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { suite, test } from 'mocha'
import { isAlive } from '../../../src/platform/processes.ts'
import { environment, folderWith, root, snapshot } from './shiploop.ts'

/** Starts the command line as an editor does, and passes on what it says. */
const STARTER = `
  const child = require('node:child_process').spawn(process.execPath, process.argv.slice(1), {
    env: { ...process.env, SHIPLOOP_PROGRESS: 'json', SHIPLOOP_CANCEL: 'stdin' },
    detached: true,
  })
  console.log(child.pid)
  child.stderr.pipe(process.stdout)
`

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

  test('by the sudden death of the editor that started it', async () => {
    const folder = await folderWith(
      'test/fixtures/notebooks/crossvalidated.ipynb',
      'test/fixtures/notebooks/wine.csv',
    )
    const starter = spawn(
      process.execPath,
      ['-e', STARTER, join(root, 'bin/shiploop.mjs'), 'ship', 'crossvalidated.ipynb', '--json'],
      { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    let said = ''
    for await (const chunk of starter.stdout) {
      said += String(chunk)
      if (said.includes('"step":"run","state":"started"')) break
    }
    starter.kill('SIGKILL')
    const pid = Number(said.split('\n')[0])
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
    const left = Object.keys(await snapshot(folder))
    assert.deepEqual(
      left.filter((path) => /\.tmp|lock|runs|models/.test(path)),
      [],
    )
  })
})
