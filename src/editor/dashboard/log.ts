/** What the dashboard reads from the request log and the model's folder, when it is opened. */
import { join } from 'node:path'
import type { Dashboard, Histogram } from '../../contract.ts'
import { readReference, readSignature } from '../../build/model/folder.ts'
import { RequestLog } from '../../deploy/log/log.ts'
import type { LoggedRow, Value } from '../../deploy/log/logged.ts'
import type { Project } from '../../iteration/project.ts'
import type { Iteration } from '../../iteration/record.ts'
import { metRequests } from '../../learn/evidence.ts'
import { scoreOf } from '../../measure/accuracy.ts'
import { EstimatedAccuracy } from '../../measure/estimate.ts'
import type { Score } from '../../measure/score.ts'
import { exists } from '../../platform/files.ts'
import type { Translate } from '../text.ts'
import { histogramOf } from './histogram.ts'

/** The page shows the newest requests; a log of millions is not read into an editor. */
const MOST_ROWS = 5000
const POINTS = 60

/** What the request log adds to the records. */
export interface LogFacts {
  readonly live: Dashboard['live']
  readonly estimate: Dashboard['estimate']
  /** All that the turn's model met. */
  readonly requests: number
  /** How many labels `live` ends with. */
  readonly labels: number
  /** Commit number of the deployment's first row. */
  readonly firstRow: number
  readonly traffic: Dashboard['traffic']
}

const NOTHING: LogFacts = {
  live: [],
  estimate: [],
  requests: 0,
  labels: 0,
  firstRow: 1,
  traffic: { unit: '', milliseconds: 1000, buckets: [] },
}

/** Nothing of each where the turn was never deployed or its log is gone. */
export async function logFacts(project: Project, turn: Iteration, t: Translate): Promise<LogFacts> {
  return withTraffic(
    project,
    turn,
    NOTHING,
    async ({ rows, requests, labels, deployment, firstRow }, model) => {
      const folder = join(project.models, model)
      const [signature, reference] = await Promise.all([readSignature(folder), readReference(folder)])
      const score = scoreOf({
        signature,
        reference,
        deployment,
        declaredLabels: project.settings.labels ?? null,
        errorBound: project.settings.error_bound ?? null,
      })
      return {
        live: accuracyByLabel(score, labels, firstRow),
        estimate: estimateByRow(EstimatedAccuracy.from(reference), rows, firstRow),
        requests,
        labels: labels.length,
        firstRow,
        traffic: trafficOf(rows, labels, t),
      }
    },
  )
}

/** Reference and live rows of one column, side by side; null when there is nothing to compare. */
export async function columnHistogram(
  project: Project,
  turn: Iteration,
  column: string,
): Promise<Histogram | null> {
  return withTraffic(project, turn, null, async ({ rows }, model) => {
    const { columns, tested } = await readReference(join(project.models, model))
    const isPrediction = column === '(prediction)'
    const reference = isPrediction ? tested.prediction : columns[column]
    const live = rows.map((row): Value =>
      isPrediction ? row.prediction : (row.inputs[column] ?? row.observed[column] ?? null),
    )
    if (reference === undefined || live.length === 0) return null
    return {
      column,
      bins: histogramOf(reference, live),
      rows: { reference: reference.length, live: live.length },
    }
  })
}

/** What a turn's model met, as champion or as shadow. */
interface Traffic {
  readonly deployment: string
  /** Commit number of the deployment's first row: people count its requests from 1. */
  readonly firstRow: number
  /** The newest of them. */
  readonly rows: readonly LoggedRow[]
  /** All that came. */
  readonly requests: number
  /** In the order in which the labels count. */
  readonly labels: readonly Labelled[]
}

interface Labelled {
  /** Commit number of its row. */
  readonly number: number
  readonly prediction: number | string
  readonly truth: number | string
  readonly labelled: string
}

async function withTraffic<T>(
  project: Project,
  turn: Iteration,
  otherwise: T,
  read: (traffic: Traffic, model: string) => Promise<T>,
): Promise<T> {
  if (turn.deployment === undefined || !exists(project.database)) return otherwise
  const log = RequestLog.open(project.database)
  try {
    const met = metRequests(log, turn)
    if (met === null) return otherwise
    const { id } = met.deployment
    const model = turn.model!.hash!
    return await read(
      met.role === 'champion' ? championTraffic(log, id) : shadowTraffic(log, id, model),
      model,
    )
  } finally {
    log.close()
  }
}

function championTraffic(log: RequestLog, deployment: string): Traffic {
  const labels = log.labelled({ deployment })
  const { rows: requests } = log.counts(deployment)
  const firstRow = log.rows({ deployment, limit: 1 })[0]?.number ?? 1
  const after = firstRow - 1 + Math.max(0, requests - MOST_ROWS)
  return { deployment, firstRow, rows: log.rows({ deployment, after }), requests, labels }
}

function shadowTraffic(log: RequestLog, deployment: string, model: string): Traffic {
  const rows = log
    .shadowRows(model, { deployment })
    .flatMap((row) =>
      row.shadowPrediction === null
        ? []
        : [{ ...row, prediction: row.shadowPrediction, confidence: row.shadowConfidence }],
    )
  const labels = rows.flatMap(({ number, prediction, truth, labelled }) =>
    truth === null || labelled === null ? [] : [{ number, prediction, truth, labelled }],
  )
  return {
    deployment,
    firstRow: rows[0]?.number ?? 1,
    rows: rows.slice(-MOST_ROWS),
    requests: rows.length,
    labels,
  }
}

function accuracyByLabel(score: Score, labels: readonly Labelled[], firstRow: number): Dashboard['live'] {
  const isShown = everyFew(labels.length)
  let requests = 0
  return labels.flatMap(({ number, prediction, truth }, index) => {
    score.update(prediction, truth)
    // A label that comes late is about an early request: the line never goes back.
    requests = Math.max(requests, number - firstRow + 1)
    const { watched } = score.live
    if (watched === null || !isShown(index)) return []
    return [{ requests, value: watched.value, low: watched.low, high: watched.high }]
  })
}

function estimateByRow(
  estimate: EstimatedAccuracy | null,
  rows: readonly LoggedRow[],
  firstRow: number,
): Dashboard['estimate'] {
  if (estimate === null) return []
  const isShown = everyFew(rows.length)
  return rows.flatMap(({ number, confidence }, index) => {
    estimate.update(confidence)
    const known = isShown(index) ? estimate.value : null
    if (known === null) return []
    return [{ requests: number - firstRow + 1, value: known.value, low: known.low, high: known.high }]
  })
}

/** About as many of `count` as a line has points, and the last. */
function everyFew(count: number): (index: number) => boolean {
  const every = Math.max(1, Math.floor(count / POINTS))
  return (index) => (index + 1) % every === 0 || index === count - 1
}

/** Bucket sizes in milliseconds that people can read off an axis. */
const SIZES: readonly (readonly [size: number, unit: string])[] = [
  [1000, 'second'],
  [10_000, '10 seconds'],
  [60_000, 'minute'],
  [600_000, '10 minutes'],
  [3_600_000, 'hour'],
  [86_400_000, 'day'],
]

function trafficOf(
  rows: readonly LoggedRow[],
  labelled: readonly Labelled[],
  t: Translate,
): Dashboard['traffic'] {
  const requests = rows.map(({ received }) => Date.parse(received))
  const labels = labelled.map(({ labelled: at }) => Date.parse(at))
  const times = [...requests, ...labels]
  if (times.length === 0) return NOTHING.traffic
  // A loop: a spread of thousands of arguments can exceed the stack.
  const first = times.reduce((least, time) => Math.min(least, time))
  const last = times.reduce((most, time) => Math.max(most, time))
  const [size, unit] = SIZES.find(([each]) => (last - first) / each <= POINTS) ?? SIZES.at(-1)!
  const buckets = new Map<number, { time: number; requests: number; labels: number }>()
  const bucketOf = (time: number) => {
    const start = Math.floor(time / size) * size
    const bucket = buckets.get(start) ?? { time: start, requests: 0, labels: 0 }
    buckets.set(start, bucket)
    return bucket
  }
  for (const time of requests) bucketOf(time).requests += 1
  for (const time of labels) bucketOf(time).labels += 1
  return {
    unit: t('per {0}', t(unit)),
    milliseconds: size,
    buckets: [...buckets.values()].sort((a, b) => a.time - b.time),
  }
}
