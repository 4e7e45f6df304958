import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { setup, suite, teardown, test } from 'mocha'
import { RequestLog } from '../../../src/deploy/log/log.ts'
import type { LoggedDeployment } from '../../../src/deploy/log/logged.ts'
import { LOG_VERSION } from '../../../src/deploy/log/logSchema.ts'
import { LogWriter, type AnsweredRow, type RequestEntry } from '../../../src/deploy/log/logWriter.ts'
import { openForWriting } from '../../../src/platform/sqlite.ts'

let folder: string
let path: string
let writer: LogWriter
let deployment: LoggedDeployment

setup(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shiploop-log-'))
  path = join(folder, 'requests.db')
  writer = new LogWriter(path, 'normal')
  deployment = begin('a')
})
teardown(async () => {
  writer.close()
  await rm(folder, { recursive: true, force: true })
})

const begin = (digit: string, iteration: string | null = null) =>
  writer.beginDeployment({ name: 'cars', hash: digit.repeat(64), iteration }, new Date())

const entry = (id: string): RequestEntry => ({
  id,
  named: true,
  kind: 'rows',
  payloadHash: id,
  received: new Date(),
  arrived: performance.now(),
})
const row = (weight: number): AnsweredRow => ({
  inputs: { weight },
  observed: {},
  prediction: 'USA',
  confidence: 0.75,
  probabilities: [0.25, 0.75],
})
const answer = (id: string, ...weights: number[]) =>
  writer.commit(() => writer.addAnswered(deployment, entry(id), weights.map(row)))
const label = (number: number, truth = 'USA') =>
  writer.commit(() => writer.addLabel({ row: number, deployment: deployment.id, truth }, new Date()))

/** What a reader in another process sees. */
function reading<T>(read: (log: RequestLog) => T): T {
  const log = RequestLog.open(path)
  try {
    return read(log)
  } finally {
    log.close()
  }
}

suite('log: rows and labels', () => {
  test('what was answered is read back as it was, while the writer is open and after', async () => {
    await answer('one', 1.5)
    const expected = { ...row(1.5), number: 1, request: 'one', position: 0, deployment: deployment.id }
    const [found] = reading((log) => log.rows({ deployment: deployment.id }))
    assert.deepEqual(
      { ...found, latency: undefined, received: undefined },
      { ...expected, latency: undefined, received: undefined },
    )
    writer.close()
    assert.equal(reading((log) => log.counts(deployment.id)).rows, 1)
    writer = new LogWriter(path, 'full')
  })

  test('any number and any text survives to the bit', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string(),
          fc.oneof(
            fc.double({ noNaN: true, noDefaultInfinity: true }),
            fc.string(),
            fc.boolean(),
            fc.constant(null),
          ),
        ),
        (inputs) => {
          const rows = [{ ...row(0), inputs }]
          // Through JSON, where a key called __proto__ is a key like any other.
          void writer.commit(() => writer.addAnswered(deployment, entry(`${Math.random()}`), rows))
          writer.close()
          const found = reading((log) => log.rows({ deployment: deployment.id })).at(-1)
          writer = new LogWriter(path, 'normal')
          assert.deepEqual(Object.entries(found!.inputs), Object.entries(inputs))
        },
      ),
      { numRuns: 50 },
    )
  })

  test('row numbers grow, also across deployments', async () => {
    const first = await answer('one', 1, 2)
    deployment = begin('b')
    const second = await answer('one', 3)
    assert.ok(first[0]! < first[1]! && first[1]! < second[0]!)
    assert.deepEqual(
      reading((log) => log.rows({ deployment: deployment.id })).map(({ inputs }) => inputs),
      [{ weight: 3 }],
    )
  })

  test('rows come from a number on, as many as asked for', async () => {
    await answer('one', 1, 2, 3, 4)
    const numbers = reading((log) => log.rows({ deployment: deployment.id, after: 1, limit: 2 })).map(
      (found) => found.number,
    )
    assert.deepEqual(numbers, [2, 3])
  })

  test('rows and labels are followed in the order in which they were committed', async () => {
    await answer('one', 1, 2)
    await label(2)
    await answer('two', 3)
    await label(1)
    await label(3)
    const story = (limit: number) => {
      const events: string[] = []
      let cursor = { row: 0, label: 0 }
      for (;;) {
        const next = reading((log) => log.events(deployment.id, cursor, limit))
        if (next.length === 0) return events
        for (const { kind, row: found } of next) {
          events.push(`${kind} ${found.number}`)
          cursor = kind === 'row' ? { ...cursor, row: found.number } : { ...cursor, label: found.label }
        }
      }
    }
    const expected = ['row 1', 'row 2', 'label 2', 'row 3', 'label 1', 'label 3']
    for (const limit of [1, 2, 3, 100]) assert.deepEqual(story(limit), expected)
  })

  test('a label that names an id of two deployments means the latest', async () => {
    const [old] = await answer('same', 1)
    deployment = begin('b')
    const [recent] = await answer('same', 2)
    assert.equal(reading((log) => log.labelPlace('same', 0))?.row, recent)
    assert.notEqual(old, recent)
  })
})

suite('log: commits', () => {
  test('work that fails is undone alone; what came with it is kept', async () => {
    const results = await Promise.allSettled([
      answer('good', 1),
      writer.commit(() => {
        writer.addAnswered(deployment, entry('bad'), [row(2)])
        throw new Error('broken')
      }),
      answer('good', 3), // the same id once more: refused by the index
      answer('better', 4),
    ])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
    )
    assert.deepEqual(
      reading((log) => log.rows({ deployment: deployment.id })).map(({ request }) => request),
      ['good', 'better'],
    )
  })

  test('a promise that is fulfilled means that others can read it', async () => {
    for (let index = 0; index < 20; index += 1) {
      await answer(`request ${index}`, index)
      assert.equal(reading((log) => log.counts(deployment.id)).rows, index + 1)
    }
  })

  test('refused requests count, and leave their id free', async () => {
    await writer.commit(() => writer.addRefused(deployment, entry('one'), 400, 'row 0: no'))
    await answer('one', 1)
    assert.deepEqual(
      reading((log) => log.counts(deployment.id)),
      { requests: 1, failed: 1, repeated: 0, rows: 1, labels: 0 },
    )
  })

  test('a reader that counts again counts on', async () => {
    const log = RequestLog.open(path)
    for (let round = 1; round <= 3; round += 1) {
      await answer(`request ${round}`, 1, 2)
      await label(2 * round)
      assert.deepEqual(log.counts(deployment.id), {
        requests: round,
        failed: 0,
        repeated: 0,
        rows: 2 * round,
        labels: round,
      })
      assert.deepEqual(
        log.counts(deployment.id),
        reading((fresh) => fresh.counts(deployment.id)),
      )
    }
    log.close()
  })

  test('latency has its quantiles by rank', async () => {
    assert.equal(
      reading((log) => log.latency(deployment.id)),
      null,
    )
    for (const ago of [5, 500, 50])
      await writer.commit(() =>
        writer.addAnswered(deployment, { ...entry(`${ago}`), arrived: performance.now() - ago }, [row(1)]),
      )
    const latency = reading((log) => log.latency(deployment.id))
    assert.ok(
      latency !== null && latency.p50 >= 50 && latency.p50 < 500 && latency.p99 >= 500 && latency.n === 3,
    )
  })
})

suite('log: deployments and files', () => {
  test('the same model for the same iteration goes on, anything else begins anew', () => {
    assert.equal(begin('a').id, deployment.id)
    assert.equal(begin('a', 'second').id, `${'a'.repeat(12)}-2`)
    assert.equal(begin('b', 'second').id, `${'b'.repeat(12)}-3`)
    assert.equal(begin('a').id, `${'a'.repeat(12)}-4`)
    assert.equal(reading((log) => log.latestDeployment())?.ordinal, 4)
  })

  test('a log of a newer Shiploop is left alone', () => {
    writer.close()
    const database = openForWriting(path, 'normal')
    database.exec(`UPDATE schema_version SET version = ${LOG_VERSION + 1}`)
    database.close()
    assert.throws(() => RequestLog.open(path), /written by a newer Shiploop/)
    assert.throws(() => new LogWriter(path, 'normal'), /written by a newer Shiploop/)
    path = join(folder, 'other.db')
    writer = new LogWriter(path, 'normal')
  })

  test('an empty file becomes a log; a file of something else is refused and kept', async () => {
    const empty = join(folder, 'empty.db')
    await writeFile(empty, '')
    new LogWriter(empty, 'normal').close()
    const text = join(folder, 'text.db')
    await writeFile(text, 'nonsense '.repeat(1000))
    assert.throws(() => new LogWriter(text, 'normal'), /text\.db|no SQLite database/)
  })
})
