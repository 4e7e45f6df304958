import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { suite, test } from 'mocha'
import { CANCELLED, progressPrinter } from '../../../src/cli/progress.ts'
import type { ProgressEvent } from '../../../src/platform/progress.ts'

const DETAIL = 'fitting the second of three estimators on 336,776 rows of flights'
const EVENTS: readonly ProgressEvent[] = [
  { step: 'run', state: 'started' },
  { step: 'run', state: 'working', detail: DETAIL },
  { step: 'run', state: 'done', seconds: 1.25, detail: DETAIL },
  { step: 'parity', state: 'failed', seconds: 0.5, problem: 'The metric differs.' },
  { step: 'check', state: 'failed', seconds: 0.5, problem: CANCELLED },
]

function printed(terminal: { readonly isTTY: boolean; readonly columns?: number }): string {
  let text = ''
  const stream = new Writable({
    write(chunk, _, done) {
      text += String(chunk)
      done()
    },
  })
  const report = progressPrinter(Object.assign(stream, terminal) as unknown as NodeJS.WriteStream, false)
  for (const event of EVENTS) report(event)
  return text
}

suite('progress of the command line', () => {
  test('in a pipe is a plain line for each step that is over', () => {
    assert.equal(
      printed({ isTTY: false }),
      `  run         1.3 s  ${DETAIL}\n  parity      0.5 s  failed\n  check       0.5 s  cancelled\n`,
    )
  })

  test('on a terminal of 60 columns moves in one line', () => {
    const moving = printed({ isTTY: true, columns: 60 })
      .split('\r')
      .map((line) => line.replace('\x1b[K', ''))
      .filter((line) => !line.endsWith('\n'))
    assert.ok(moving.some((line) => line.includes('fitting the second')))
    assert.ok(moving.every(({ length }) => length < 60))
  })
})
