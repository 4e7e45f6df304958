import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { runProcess } from '../../../src/platform/processes.ts'
import { Problem } from '../../../src/platform/problem.ts'

const node = process.execPath
const script = (source: string): [string, string[]] => [node, ['-e', source]]

/** Comes back when the process is gone; the system takes a moment to bury it. */
async function buried(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Starts a child of its own that never ends, says both pids, and never ends either. */
const family = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1e6)'])
  console.log(process.pid + ' ' + child.pid)
  setInterval(() => 0, 1e6)`

suite('processes', () => {
  test('what a program prints and how it ends is told apart', async () => {
    const result = await runProcess(
      ...script("console.log('out'); console.error('err'); process.exitCode = 3"),
    )
    assert.deepEqual(
      { ...result, seconds: 0 },
      { end: 'exited', code: 3, signal: null, stdout: 'out\n', stderr: 'err\n', seconds: 0 },
    )
  })

  test('a program gets its input, whole, in UTF-8', async () => {
    const result = await runProcess(...script('process.stdin.pipe(process.stdout)'), {
      input: 'é🚗'.repeat(100_000),
    })
    assert.equal(result.stdout, 'é🚗'.repeat(100_000))
  })

  test('lines are told while the program runs, the last one without its newline', async () => {
    const lines: string[] = []
    await runProcess(...script("process.stdout.write('a\\r\\nb\\nc')"), {
      onLine: (line) => lines.push(line),
    })
    assert.deepEqual(lines, ['a', 'b', 'c'])
  })

  test('of an endless output the end is kept', async () => {
    const result = await runProcess(
      ...script("for (let i = 0; i < 1e5; i++) console.log(i); console.log('last')"),
      { outputLimit: 100 },
    )
    assert.equal(result.stdout.length, 100)
    assert.match(result.stdout, /99999\nlast\n$/)
  })

  test('a program that does not exist is a Problem that names it', async () => {
    await assert.rejects(
      runProcess('/nowhere/python', []),
      (error) => error instanceof Problem && error.message.includes('/nowhere/python'),
    )
  })

  test('a time limit ends the program and everything that it started', async () => {
    const result = await runProcess(...script(family), { seconds: 3 })
    assert.equal(result.end, 'timed out')
    const pids = result.stdout.trim().split(' ').map(Number)
    assert.equal(pids.length, 2)
    await Promise.all(pids.map(buried))
  })

  test('an abort ends the program and everything that it started, and says why', async () => {
    const abort = new AbortController()
    let pids: number[] = []
    const run = runProcess(...script(family), {
      signal: abort.signal,
      onLine: (line) => {
        pids = line.split(' ').map(Number)
        abort.abort(new Error('the person pressed Ctrl-C'))
      },
    })
    await assert.rejects(run, /pressed Ctrl-C/)
    assert.equal(pids.length, 2)
    await Promise.all(pids.map(buried))
  })

  test('what lasts ends with its program, also when that one is killed', async () => {
    const program = `
      import { runProcess } from ${JSON.stringify(new URL('../../../src/platform/processes.ts', import.meta.url).href)}
      const family = ${JSON.stringify(family)}
      // Later than the guard's own timer, which began with the child.
      const onLine = (pids) => setTimeout(() => console.log(pids), 1500)
      await runProcess(process.execPath, ['-e', family], { onLine })`
    const killed = spawn(node, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(killed.stdout.setEncoding('utf8'), 'data')) as [string]
    killed.kill('SIGKILL')
    const pids = line.trim().split(' ').map(Number)
    assert.equal(pids.length, 2)
    await Promise.all(pids.map(buried))
  })
})
