/** What VS Code calls in its extension host: runs the bundled tests and writes down how it went. */
import { globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Mocha from 'mocha'

export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: 'tdd',
    timeout: 0,
    grep: new RegExp(process.env['SHIPLOOP_TEST_GREP'] ?? ''),
  })
  const files = process.env['SHIPLOOP_TEST_FILES'] ?? '*.test.cjs'
  for (const file of globSync(files, { cwd: __dirname }).sort()) mocha.addFile(join(__dirname, file))
  const passed: unknown[] = []
  const failed: unknown[] = []
  await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => passed.push(outcome(test)))
      .on('fail', (test, error: Error) => failed.push(outcome(test, error))) // a hook can fail as well
  })
  const results = process.env['SHIPLOOP_TEST_RESULTS']
  if (results === undefined) throw new Error('SHIPLOOP_TEST_RESULTS names no file.')
  const stats = { passes: passed.length, failures: failed.length }
  writeFileSync(results, JSON.stringify({ stats, passes: passed, failures: failed }, null, 2))
  if (failed.length > 0) throw new Error(`${failed.length} failed`)
}

function outcome(test: Mocha.Runnable, error?: Error): unknown {
  return {
    fullTitle: test.fullTitle(),
    duration: test.duration ?? 0,
    err: error === undefined ? {} : { message: error.message, stack: error.stack },
  }
}
