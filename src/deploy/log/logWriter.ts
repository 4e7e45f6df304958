/** Writes the request log: one writer per project, the server that holds the claim. */
import { fileIdentity } from '../../platform/files.ts'
import { openForWriting, type Database, type Durability, type Statement } from '../../platform/sqlite.ts'
import type { CheckedRow } from '../http/columns.ts'
import { toJson } from '../json.ts'
import { RequestLog } from './log.ts'
import { migrateLog } from './logSchema.ts'
import type { Cursor, LoggedDeployment } from './logged.ts'
import type { Prediction } from '../model/model.ts'
import { Refusal } from '../http/refusal.ts'

export interface RequestEntry {
  readonly id: string
  /** Whether the client chose the id: only such a request can come again. */
  readonly named: boolean
  readonly kind: 'rows' | 'infer'
  /** Of the body, after decompression. */
  readonly payloadHash: string
  readonly received: Date
  /** `performance.now()` at its arrival. */
  readonly arrived: number
}

export interface AnsweredRow extends CheckedRow, Prediction {}

export interface LabelEntry {
  readonly row: number
  /** Deployment of the row: a label may arrive for an earlier one. */
  readonly deployment: string
  readonly truth: number | string
}

export interface ShadowEntry {
  readonly row: number
  readonly prediction: Prediction | null
  readonly error: string | null
}

interface Waiting {
  readonly work: () => unknown
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

export class LogWriter {
  /** Reads through the same connection: it sees all that was committed. */
  readonly log: RequestLog
  private readonly path: string
  private readonly identity: string | null
  private readonly database: Database
  private readonly statements = new Map<string, Statement>()
  private waiting: Waiting[] = []

  /** @throws Problem when the file is no request log of this version or an older one */
  constructor(path: string, durability: Durability) {
    this.database = openForWriting(path, durability)
    migrateLog(this.database, path)
    this.path = path
    this.identity = fileIdentity(path)
    this.log = new RequestLog(this.database)
  }

  /** Whether its file was removed: what is written from then on nobody will ever read. */
  get isLost(): boolean {
    return fileIdentity(this.path) !== this.identity
  }

  /** Goes on with the last deployment if it is of this model for this iteration, else begins a new one. */
  beginDeployment(
    model: { name: string; hash: string; iteration: string | null },
    now: Date,
  ): LoggedDeployment {
    const last = this.log.latestDeployment()
    if (last !== null && last.hash === model.hash && last.iteration === model.iteration) return last
    const ordinal = (last?.ordinal ?? 0) + 1
    const id = `${model.hash.slice(0, 12)}-${ordinal}`
    this.run(
      'INSERT INTO deployments (id, ordinal, iteration, model, hash, started) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      ordinal,
      model.iteration,
      model.name,
      model.hash,
      now.toISOString(),
    )
    return this.log.latestDeployment()!
  }

  /**
   * Does `work` inside a transaction, together with all other work that comes in the same turn of the event loop, and
   * resolves once it is committed. Work that throws is undone alone.
   *
   * @throws Refusal when the log was removed meanwhile
   */
  commit<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.waiting.length === 0)
        setImmediate(() => {
          this.flush()
        })
      this.waiting.push({ work, resolve: resolve as (result: unknown) => void, reject })
    })
  }

  /** Inside `commit`: an answered request with its rows. @returns the rows' commit numbers */
  addAnswered(deployment: LoggedDeployment, entry: RequestEntry, rows: readonly AnsweredRow[]): number[] {
    const request = this.addRequest(deployment, entry, 200, null)
    return rows.map((row, position) =>
      this.run(
        `INSERT INTO rows (deployment, request, position, inputs, observed, prediction, confidence, probabilities)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        deployment.id,
        request,
        position,
        toJson(row.inputs),
        toJson(row.observed),
        row.prediction,
        row.confidence,
        row.probabilities === null ? null : toJson(row.probabilities),
      ),
    )
  }

  /** Inside `commit`: a request that got an error. */
  addRefused(deployment: LoggedDeployment, entry: RequestEntry, status: number, error: string): void {
    this.addRequest(deployment, entry, status, error)
  }

  /** Inside `commit`: an answered request that came again. */
  countRepeat(deployment: LoggedDeployment, id: string): void {
    this.run(
      'UPDATE requests SET repeats = repeats + 1 WHERE id = ? AND deployment = ? AND status = 200',
      id,
      deployment.id,
    )
  }

  /** Inside `commit`. The label remembers after which row it came, so that both can be followed in order. */
  addLabel(label: LabelEntry, received: Date): void {
    this.run(
      `INSERT INTO labels (row, deployment, truth, after_row, received)
       VALUES (?, ?, ?, (SELECT coalesce(max(number), 0) FROM rows), ?)`,
      label.row,
      label.deployment,
      label.truth,
      received.toISOString(),
    )
  }

  /** Inside `commit`: a shadow that predicts on all rows from now on. One that is there already stays as it is. */
  addShadow(deployment: LoggedDeployment, hash: string, name: string, started: Date): void {
    this.run(
      `INSERT OR IGNORE INTO shadows (deployment, hash, name, started, after_row)
       VALUES (?, ?, ?, ?, (SELECT coalesce(max(number), 0) FROM rows))`,
      deployment.id,
      hash,
      name,
      started.toISOString(),
    )
  }

  /** Inside `commit`. */
  addShadowPredictions(hash: string, entries: readonly ShadowEntry[]): void {
    for (const { row, prediction, error } of entries)
      this.run(
        'INSERT INTO shadow_predictions (row, hash, prediction, confidence, error) VALUES (?, ?, ?, ?, ?)',
        row,
        hash,
        prediction?.prediction ?? null,
        prediction?.confidence ?? null,
        error,
      )
  }

  /** Inside `commit`. State and value are JSON. */
  saveSnapshot(deployment: string, cursor: Cursor, state: string, value: string, taken: Date): void {
    this.run(
      `INSERT OR REPLACE INTO snapshots (deployment, row_cursor, label_cursor, state, value, taken)
       VALUES (?, ?, ?, ?, ?, ?)`,
      deployment,
      cursor.row,
      cursor.label,
      state,
      value,
      taken.toISOString(),
    )
  }

  /** After the last commit: folds the write-ahead log into the file. */
  close(): void {
    this.flush()
    this.database.close()
  }

  private flush(): void {
    const batch = this.waiting
    this.waiting = []
    if (batch.length === 0) return
    let results: unknown[]
    try {
      results = this.transaction(() => batch.map(({ work }) => work()))
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error)
      else for (const one of batch) this.alone(one)
      return
    }
    // Asked after the commit: what was committed before the removal was kept.
    if (this.isLost) for (const { reject } of batch) reject(removed())
    else batch.forEach(({ resolve }, index) => resolve(results[index]))
  }

  private alone({ work, resolve, reject }: Waiting): void {
    try {
      const result = this.transaction(work)
      if (this.isLost) reject(removed())
      else resolve(result)
    } catch (error) {
      reject(error)
    }
  }

  private transaction<T>(work: () => T): T {
    this.run('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.run('COMMIT')
      return result
    } catch (error) {
      try {
        this.run('ROLLBACK')
      } catch {
        // A full disk has ended the transaction already.
      }
      throw error
    }
  }

  private addRequest(
    deployment: LoggedDeployment,
    entry: RequestEntry,
    status: number,
    error: string | null,
  ): number {
    return this.run(
      `INSERT INTO requests (deployment, id, kind, payload_sha256, hash, received, latency_ms, status, error)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      deployment.id,
      entry.id,
      entry.kind,
      entry.payloadHash,
      deployment.hash,
      entry.received.toISOString(),
      performance.now() - entry.arrived,
      status,
      error,
    )
  }

  private run(sql: string, ...values: (string | number | null)[]): number {
    let statement = this.statements.get(sql)
    if (statement === undefined) {
      statement = this.database.prepare(sql)
      this.statements.set(sql, statement)
    }
    return Number(statement.run(...values).lastInsertRowid)
  }
}

function removed(): Refusal {
  return new Refusal(503, 'The request log was removed, so nothing can be kept: the server is stopping.')
}
