/** What the dashboard reads from the request log and the model's folder, when it is opened. */
import { join } from 'node:path'
import type { Dashboard, Histogram } from '../../contract.ts'
import { readReference, readSignature } from '../../build/model/folder.ts'
import { RequestLog } from '../../deploy/log.ts'
import type { LabelledRow, LoggedDeployment, LoggedRow, Value } from '../../deploy/logged.ts'
import type { Project } from '../../iteration/project.ts'
import type { Iteration } from '../../iteration/record.ts'
import { grouped } from '../../learn/words.ts'
import { scoreOf } from '../../measure/accuracy.ts'
import { exists } from '../../platform/files.ts'
import type { Translate } from '../text.ts'
import { histogramOf } from './histogram.ts'
import type { LogFacts } from './model.ts'

/** The page shows the newest requests; a log of millions is not read into an editor. */
const MOST_ROWS = 5000
const POINTS = 60

const NOTHING: LogFacts = { live: [], traffic: { unit: '', buckets: [] } }

export async function logFacts(project: Project, turn: Iteration, t: Translate): Promise<LogFacts> {
  return withDeployment(project, turn, NOTHING, async (log, deployment) => {
    const rows = newest(log, deployment)
    const labelled = log.labelled({ deployment: deployment.id })
    return {
      live: await accuracyByLabel(project, deployment, labelled),
      traffic: trafficOf(rows, labelled, t),
    }
  })
}

/** Reference and live rows of one column, side by side; null when there is nothing to compare. */
export async function columnHistogram(
  project: Project,
  turn: Iteration,
  column: string,
  t: Translate,
): Promise<Histogram | null> {
  return withDeployment(project, turn, null, async (log, deployment) => {
    const { columns, tested } = await readReference(join(project.models, deployment.hash))
    const isPrediction = column === '(prediction)'
    const reference = isPrediction ? tested.prediction : columns[column]
    const live = newest(log, deployment).map((row): Value =>
      isPrediction ? row.prediction : (row.inputs[column] ?? row.observed[column] ?? null),
    )
    if (reference === undefined || live.length === 0) return null
    return {
      column,
      bins: histogramOf(reference, live),
      caption: t('reference n {0}, live n {1}', grouped(reference.length), grouped(live.length)),
    }
  })
}

async function withDeployment<T>(
  project: Project,
  turn: Iteration,
  otherwise: T,
  read: (log: RequestLog, deployment: LoggedDeployment) => Promise<T>,
): Promise<T> {
  if (turn.deployment === undefined || !exists(project.database)) return otherwise
  const log = RequestLog.open(project.database)
  try {
    const deployment = log.deployments().find(({ id }) => id === turn.deployment?.id)
    return deployment === undefined ? otherwise : await read(log, deployment)
  } finally {
    log.close()
  }
}

function newest(log: RequestLog, { id }: LoggedDeployment): LoggedRow[] {
  const { rows } = log.counts(id)
  if (rows <= MOST_ROWS) return log.rows({ deployment: id })
  const [first] = log.rows({ deployment: id, limit: 1 })
  return log.rows({ deployment: id, after: first!.number + rows - MOST_ROWS })
}

async function accuracyByLabel(
  project: Project,
  deployment: LoggedDeployment,
  labelled: readonly LabelledRow[],
): Promise<Dashboard['live']> {
  if (labelled.length === 0) return []
  const folder = join(project.models, deployment.hash)
  const [signature, reference] = await Promise.all([readSignature(folder), readReference(folder)])
  const score = scoreOf({
    signature,
    reference,
    deployment: deployment.id,
    declaredLabels: project.settings.labels ?? null,
    errorBound: project.settings.error_bound ?? null,
  })
  const every = Math.max(1, Math.floor(labelled.length / POINTS))
  return labelled.flatMap(({ prediction, truth }, index) => {
    score.update(prediction, truth)
    const { watched } = score.live
    const isShown = (index + 1) % every === 0 || index === labelled.length - 1
    if (watched === null || !isShown) return []
    return [{ labels: index + 1, value: watched.value, low: watched.low, high: watched.high }]
  })
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
  labelled: readonly LabelledRow[],
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
  return { unit: t('per {0}', t(unit)), buckets: [...buckets.values()].sort((a, b) => a.time - b.time) }
}
