/** What the request log says of one turn's model, as champion or as shadow: the monitors over its rows and labels. */
import { join } from 'node:path'
import { readReference, readSignature } from '../build/model/folder.ts'
import type { Signature } from '../build/model/schema.ts'
import { followed } from '../deploy/server/follower.ts'
import type { RequestLog } from '../deploy/log/log.ts'
import type { LoggedDeployment } from '../deploy/log/logged.ts'
import type { Project } from '../iteration/project.ts'
import type { Iteration } from '../iteration/record.ts'
import type { MonitorFindings } from '../measure/findings.ts'
import { followerOf } from '../measure/followerOf.ts'
import { MonitorSet } from '../measure/monitorSet.ts'
import type { LabelledCase } from './hardCases.ts'

export interface Evidence {
  readonly signature: Signature
  readonly deployment: LoggedDeployment
  readonly role: 'champion' | 'shadow'
  readonly findings: MonitorFindings
  /** Requests that the deployment answered; for a shadow, rows on which it predicted. */
  readonly requests: number
  readonly labelled: readonly LabelledCase[]
}

/** What the frozen reference says of a turn's model before it met a request; null when it has no graph. */
export async function testAccuracyOf(
  project: Project,
  hash: string | null | undefined,
): Promise<Iteration['accuracy'] | null> {
  const model = await modelOf(project, hash)
  if (model === null) return null
  const { metric, test, live } = new MonitorSet({ ...model, deployment: 'none' }).value.accuracy
  return { metric, test, live }
}

async function modelOf(project: Project, hash: string | null | undefined): Promise<Model | null> {
  if (hash == null) return null
  const folder = join(project.models, hash)
  return {
    signature: await readSignature(folder),
    reference: await readReference(folder),
    declaredLabels: project.settings.labels ?? null,
    errorBound: project.settings.error_bound ?? null,
  }
}

/** Where a turn's model met requests: in a deployment of its own, or as a shadow of another's. */
interface Met {
  readonly deployment: LoggedDeployment
  readonly role: 'champion' | 'shadow'
}

/** null when the model never met a request: not deployed, neither as champion nor as shadow. */
export function metRequests(log: RequestLog, { id, model }: Pick<Iteration, 'id' | 'model'>): Met | null {
  const hash = model?.hash
  if (hash == null) return null
  const deployments = log.deployments()
  const own = deployments.findLast((each) => each.hash === hash && each.iteration === id)
  const shadowed = deployments.findLast((each) => log.shadows(each.id).some((shadow) => shadow.hash === hash))
  // A turn that was a shadow first and then deployed has its evidence where labels are.
  if (own !== undefined && (shadowed === undefined || log.counts(own.id).labels > 0))
    return { deployment: own, role: 'champion' }
  return shadowed === undefined ? null : { deployment: shadowed, role: 'shadow' }
}

/** null when the turn's model never met a request. */
export async function evidenceOf(
  project: Project,
  log: RequestLog,
  iteration: Iteration,
): Promise<Evidence | null> {
  const met = metRequests(log, iteration)
  if (met === null) return null
  const hash = iteration.model!.hash!
  const model = (await modelOf(project, hash))!
  return met.role === 'champion'
    ? asChampion(log, met.deployment, model)
    : asShadow(log, met.deployment, model, hash)
}

type Model = Omit<ConstructorParameters<typeof MonitorSet>[0], 'deployment'>

function asChampion(log: RequestLog, deployment: LoggedDeployment, model: Model): Evidence {
  return {
    signature: model.signature,
    deployment,
    role: 'champion',
    findings: followed(log, deployment, followerOf(model)).value as MonitorFindings,
    requests: log.counts(deployment.id).requests,
    labelled: log.labelled({ deployment: deployment.id }).map((row) => ({
      row: row.number,
      inputs: row.inputs,
      prediction: row.prediction,
      truth: row.truth,
      confidence: row.confidence,
    })),
  }
}

function asShadow(log: RequestLog, deployment: LoggedDeployment, model: Model, hash: string): Evidence {
  const monitors = new MonitorSet({ ...model, deployment: deployment.id })
  const rows = log
    .shadowRows(hash, { deployment: deployment.id })
    .flatMap((row) =>
      row.shadowPrediction === null
        ? []
        : [{ ...row, prediction: row.shadowPrediction, confidence: row.shadowConfidence }],
    )
  for (const row of rows) monitors.update(row)
  const labelled = rows.flatMap(({ truth, ...row }) => (truth === null ? [] : [{ ...row, truth }]))
  labelled.forEach((row, index) => {
    monitors.label({ number: index + 1, row: row.number, prediction: row.prediction, truth: row.truth })
  })
  return {
    signature: model.signature,
    deployment,
    role: 'shadow',
    findings: monitors.value,
    requests: rows.length,
    labelled: labelled.map((row) => ({
      row: row.number,
      inputs: row.inputs,
      prediction: row.prediction,
      truth: row.truth,
      confidence: row.confidence,
    })),
  }
}
