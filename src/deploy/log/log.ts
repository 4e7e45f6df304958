/** Reads the request log, while the server writes to it or when there is none. */
import { openForReading, type Database, type Statement } from '../../platform/sqlite.ts'
import { checkedVersion } from './logSchema.ts'
import type {
  Counts,
  Cursor,
  LabelledRow,
  Latency,
  LogEvent,
  LoggedDeployment,
  LoggedRow,
  Shadow,
  ShadowRow,
  Snapshot,
  Value,
} from './logged.ts'

/** Which rows: those of one deployment with a number (rows) or label number (labelled rows) above `after`. */
interface RowQuery {
  readonly deployment: string
  readonly after?: number
  readonly limit?: number
}

const LATENCY_WINDOW = 10_000
const NO_LIMIT = -1

const ROW_COLUMNS = `rows.number, rows.deployment, requests.id AS request, rows.position, requests.received, requests.latency_ms,
  rows.inputs, rows.observed, rows.prediction, rows.confidence, rows.probabilities`
const LABEL_COLUMNS = 'labels.number AS label, labels.truth, labels.received AS labelled'

/** The request log of a project, for reading. Each method sees what was committed before it was called. */
export class RequestLog {
  private readonly database: Database
  private readonly statements = new Map<string, Statement>()
  private readonly counted = new Map<string, { last: number; n: number }>()

  /**
   * @param path `project.database`, which exists once the project was deployed
   * @throws Problem when it can't be read
   */
  static open(path: string): RequestLog {
    const database = openForReading(path)
    checkedVersion(database, path)
    return new RequestLog(database)
  }

  constructor(database: Database) {
    this.database = database
  }

  close(): void {
    this.database.close()
  }

  /** All deployments, oldest first. */
  deployments(): LoggedDeployment[] {
    return this.all('SELECT * FROM deployments ORDER BY ordinal').map(deploymentOf)
  }

  latestDeployment(): LoggedDeployment | null {
    const [found] = this.all('SELECT * FROM deployments ORDER BY ordinal DESC LIMIT 1')
    return found === undefined ? null : deploymentOf(found)
  }

  /** Rows of a deployment, in the order of their numbers. */
  rows(query: RowQuery): LoggedRow[] {
    return this.all(
      `SELECT ${ROW_COLUMNS} FROM rows JOIN requests ON requests.number = rows.request
       WHERE rows.deployment = ? AND rows.number > ? ORDER BY rows.number LIMIT ?`,
      query.deployment,
      query.after ?? 0,
      query.limit ?? NO_LIMIT,
    ).map(rowOf)
  }

  /** Labelled rows of a deployment, in the order in which their labels arrived. */
  labelled(query: RowQuery): LabelledRow[] {
    return this.all(
      `SELECT ${ROW_COLUMNS}, ${LABEL_COLUMNS} FROM labels JOIN rows ON rows.number = labels.row
       JOIN requests ON requests.number = rows.request
       WHERE labels.deployment = ? AND labels.number > ? ORDER BY labels.number LIMIT ?`,
      query.deployment,
      query.after ?? 0,
      query.limit ?? NO_LIMIT,
    ).map(labelledOf)
  }

  /**
   * Rows and labels of a deployment after a cursor, in the order in which they were committed, so that whoever
   * follows the log again sees the same story.
   *
   * @param limit most events; what is left comes with the next call
   */
  events(deployment: string, cursor: Cursor, limit: number): LogEvent[] {
    // One view of both tables: a label committed between two reads would come out of turn.
    this.database.exec('BEGIN')
    const rows = this.rows({ deployment, after: cursor.row, limit })
    const labels = this.all(
      `SELECT ${ROW_COLUMNS}, ${LABEL_COLUMNS}, labels.after_row FROM labels JOIN rows ON rows.number = labels.row
       JOIN requests ON requests.number = rows.request
       WHERE labels.deployment = ? AND labels.number > ? ORDER BY labels.number LIMIT ?`,
      deployment,
      cursor.label,
      limit,
    )
    this.database.exec('COMMIT')
    const events: LogEvent[] = []
    let [row, label] = [0, 0]
    while (events.length < limit && (row < rows.length || label < labels.length)) {
      const nextRow = rows[row]
      const nextLabel = labels[label]
      if (
        nextRow !== undefined &&
        (nextLabel === undefined || nextRow.number <= Number(nextLabel['after_row']))
      ) {
        events.push({ kind: 'row', row: nextRow })
        row += 1
      } else {
        events.push({ kind: 'label', row: labelledOf(nextLabel!) })
        label += 1
      }
    }
    return events
  }

  /** An answered request, for one that comes again; null when there is none. */
  answered(deployment: string, id: string): { payloadHash: string; rows: LoggedRow[] } | null {
    const [found] = this.all(
      'SELECT number, payload_sha256 FROM requests WHERE id = ? AND deployment = ? AND status = 200',
      id,
      deployment,
    )
    if (found === undefined) return null
    const rows = this.all(
      `SELECT ${ROW_COLUMNS} FROM rows JOIN requests ON requests.number = rows.request
       WHERE rows.request = ? ORDER BY rows.position`,
      Number(found['number']),
    ).map(rowOf)
    return { payloadHash: String(found['payload_sha256']), rows }
  }

  /**
   * The row that a label names, and the truth that it has already (or null). Of several requests with the id, one in each
   * deployment, the latest is meant.
   */
  labelPlace(
    request: string,
    position: number,
  ): { row: number; deployment: string; truth: number | string | null } | null {
    const [found] = this.all(
      `SELECT rows.number, rows.deployment, labels.truth FROM requests
       JOIN rows ON rows.request = requests.number AND rows.position = ?
       LEFT JOIN labels ON labels.row = rows.number
       WHERE requests.id = ? AND requests.status = 200 ORDER BY requests.number DESC LIMIT 1`,
      position,
      request,
    )
    if (found === undefined) return null
    return {
      row: Number(found['number']),
      deployment: String(found['deployment']),
      truth: found['truth'] === null ? null : scalar(found['truth']),
    }
  }

  counts(deployment: string): Counts {
    const [repeated] = this.all(
      'SELECT total(repeats) AS n FROM requests WHERE deployment = ? AND repeats > 0',
      deployment,
    )
    return {
      requests: this.grown('requests', 'status = 200', deployment),
      failed: this.grown('requests', 'status <> 200', deployment),
      repeated: Number(repeated?.['n']),
      rows: this.grown('rows', 'true', deployment),
      labels: this.grown('labels', 'true', deployment),
    }
  }

  /** Quantiles by nearest rank; null before the first answered request. */
  latency(deployment: string): Latency | null {
    const sorted = this.all(
      `SELECT latency_ms FROM (SELECT latency_ms FROM requests WHERE deployment = ? AND status = 200
       ORDER BY number DESC LIMIT ${LATENCY_WINDOW}) ORDER BY latency_ms`,
      deployment,
    ).map((row) => Number(row['latency_ms']))
    if (sorted.length === 0) return null
    const quantile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!
    return { p50: quantile(0.5), p99: quantile(0.99), n: sorted.length }
  }

  /** Where the monitors of a deployment stood when they were last written down; null before the first time. */
  snapshot(deployment: string): Snapshot | null {
    const [found] = this.all('SELECT * FROM snapshots WHERE deployment = ?', deployment)
    if (found === undefined) return null
    return {
      cursor: { row: Number(found['row_cursor']), label: Number(found['label_cursor']) },
      state: JSON.parse(String(found['state'])) as unknown,
      value: JSON.parse(String(found['value'])) as unknown,
      taken: String(found['taken']),
    }
  }

  /** Shadows of a deployment, in the order in which they joined. */
  shadows(deployment: string): Shadow[] {
    return this.all('SELECT * FROM shadows WHERE deployment = ? ORDER BY started, hash', deployment).map(
      (row) => ({
        deployment: String(row['deployment']),
        hash: String(row['hash']),
        name: String(row['name']),
        started: String(row['started']),
        afterRow: Number(row['after_row']),
      }),
    )
  }

  /** How many rows a shadow has predicted and failed on, and the last of them (0 before the first). */
  shadowProgress(shadow: Shadow): { rows: number; failed: number; last: number } {
    const [found] = this.all(
      `SELECT count(prediction) AS rows, count(error) AS failed, coalesce(max(row), 0) AS last
       FROM shadow_predictions WHERE hash = ? AND row > ?`,
      shadow.hash,
      shadow.afterRow,
    )
    return { rows: Number(found?.['rows']), failed: Number(found?.['failed']), last: Number(found?.['last']) }
  }

  /** The rows on which a shadow predicted beside the champion, with the truth where it arrived. */
  shadowRows(hash: string, query: RowQuery): ShadowRow[] {
    return this.all(
      `SELECT ${ROW_COLUMNS}, labels.truth, labels.received AS labelled, shadow.prediction AS shadow_prediction,
       shadow.confidence AS shadow_confidence, shadow.error AS shadow_error
       FROM shadow_predictions AS shadow JOIN rows ON rows.number = shadow.row
       JOIN requests ON requests.number = rows.request LEFT JOIN labels ON labels.row = rows.number
       WHERE rows.deployment = ? AND rows.number > ? AND shadow.hash = ? ORDER BY rows.number LIMIT ?`,
      query.deployment,
      query.after ?? 0,
      hash,
      query.limit ?? NO_LIMIT,
    ).map((row) => ({
      ...rowOf(row),
      truth: row['truth'] === null ? null : scalar(row['truth']),
      labelled: row['labelled'] === null ? null : String(row['labelled']),
      shadowPrediction: row['shadow_prediction'] === null ? null : scalar(row['shadow_prediction']),
      shadowConfidence: row['shadow_confidence'] === null ? null : Number(row['shadow_confidence']),
      shadowError: row['shadow_error'] === null ? null : String(row['shadow_error']),
    }))
  }

  /** Counts what never gets less: from where the last count ended. */
  private grown(table: 'requests' | 'rows' | 'labels', condition: string, deployment: string): number {
    const key = `${table} ${condition} ${deployment}`
    const before = this.counted.get(key) ?? { last: 0, n: 0 }
    const [found] = this.all(
      `SELECT count(*) AS n, max(number) AS last FROM ${table} WHERE deployment = ? AND ${condition} AND number > ?`,
      deployment,
      before.last,
    )
    const n = before.n + Number(found?.['n'])
    this.counted.set(key, { last: Number(found?.['last'] ?? before.last), n })
    return n
  }

  private all(sql: string, ...values: (string | number)[]): Found[] {
    let statement = this.statements.get(sql)
    if (statement === undefined) {
      statement = this.database.prepare(sql)
      this.statements.set(sql, statement)
    }
    return statement.all(...values)
  }
}

type Found = ReturnType<Statement['all']>[number]

function deploymentOf(row: Found): LoggedDeployment {
  return {
    id: String(row['id']),
    ordinal: Number(row['ordinal']),
    iteration: row['iteration'] === null ? null : String(row['iteration']),
    model: String(row['model']),
    hash: String(row['hash']),
    started: String(row['started']),
  }
}

function rowOf(row: Found): LoggedRow {
  return {
    number: Number(row['number']),
    deployment: String(row['deployment']),
    request: String(row['request']),
    position: Number(row['position']),
    received: String(row['received']),
    latency: row['position'] === 0 ? Number(row['latency_ms']) : null,
    inputs: JSON.parse(String(row['inputs'])) as Record<string, Value>,
    observed: JSON.parse(String(row['observed'])) as Record<string, Value>,
    prediction: scalar(row['prediction']),
    confidence: row['confidence'] === null ? null : Number(row['confidence']),
    probabilities:
      row['probabilities'] === null ? null : (JSON.parse(String(row['probabilities'])) as number[]),
  }
}

function labelledOf(row: Found): LabelledRow {
  return {
    ...rowOf(row),
    label: Number(row['label']),
    truth: scalar(row['truth']),
    labelled: String(row['labelled']),
  }
}

function scalar(value: Found[string] | undefined): number | string {
  return typeof value === 'string' ? value : Number(value)
}
