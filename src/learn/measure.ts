/** Measures a turn: what the log says of its model goes into its record, with the gate's verdict and the advice. */
import type { RequestLog } from '../deploy/log/log.ts'
import type { Project } from '../iteration/project.ts'
import type { Challenger, Errors, Interval, Iteration } from '../iteration/record.ts'
import { labelsNeeded, type LabelsNeeded } from '../measure/intervals/labelsNeeded.ts'
import { adviseOn, type Situation } from './advice.ts'
import { attendedBy } from './attended.ts'
import { compared } from './compare.ts'
import { evidenceOf, testAccuracyOf, type Evidence } from './evidence.ts'
import { gateOf } from './gate.ts'
import { hardCases } from './hardCases.ts'
import { CLIPPED, liveInterval, NO_BOUND, unboundedText } from './words.ts'

/**
 * The turn with everything measured as of now; nothing is written.
 *
 * @param log       null before the first deployment
 * @param iterations all turns, oldest first; `iteration` is one of them
 */
export async function measured(
  project: Project,
  log: RequestLog | null,
  iterations: readonly Iteration[],
  iteration: Iteration,
): Promise<Iteration> {
  const evidence = log === null ? null : await evidenceOf(project, log, iteration)
  const withEvidence: Iteration =
    evidence === null
      ? { ...iteration, accuracy: (await testAccuracyOf(project, iteration.model?.hash)) ?? undefined }
      : { ...iteration, ...(await partsOf(project, log!, iteration, evidence)) }
  const accuracy = withEvidence.accuracy
  const gate = gateOf({
    requirement: project.settings.requirement,
    test: accuracy?.test ?? null,
    watched: accuracy?.live.watched ?? null,
    declared: accuracy?.live.declared ?? null,
    isUnderstated: isUnderstated(project, accuracy),
    labelsNeeded: evidence === null ? null : stillNeeded(project, evidence),
    // Another deployment is another question.
    earlier: withEvidence.deployment?.id === iteration.deployment?.id ? iteration.gate : undefined,
  })
  const judged = { ...withEvidence, gate, attended: await attendedBy(project, iterations, iteration) }
  return { ...judged, advice: adviseOn(situationOf(project, iterations, judged)) }
}

function stillNeeded({ settings }: Project, { findings }: Evidence): LabelsNeeded | null {
  const { requirement } = settings
  if (requirement === undefined) return null
  const required = requirement.metric === 'accuracy' ? requirement.at_least : requirement.at_most
  return labelsNeeded(findings.accuracy, required, settings.labels ?? null)
}

async function partsOf(
  project: Project,
  log: RequestLog,
  iteration: Iteration,
  evidence: Evidence,
): Promise<Partial<Iteration>> {
  const { findings, signature, deployment, role } = evidence
  const { accuracy, latency } = findings
  return {
    deployment: {
      id: deployment.id,
      started: iteration.deployment?.started ?? deployment.started,
      role,
      evidence: findings.deployment.evidence,
      alarm: findings.deployment.alarm,
      row: findings.deployment.row,
    },
    requests: { sent: evidence.requests, logged: findings.rows },
    ...(latency !== null && { latency: { p50: latency.p50, p99: latency.p99 } }),
    drift: [...findings.drift],
    newCategories: findings.newCategories,
    outOfRange: findings.outOfRange,
    accuracy: {
      ...{ metric: accuracy.metric, test: accuracy.test, live: accuracy.live },
      ...(accuracy.errors !== null && accuracy.errors.n > 0 && { errors: errorsOf(accuracy.errors) }),
    },
    hardCases: hardCases(evidence.labelled, signature.task),
    challengers: await challengersOf(project, log, iteration, evidence),
  }
}

function errorsOf({ n, mean, bound, clippedLive }: Errors): Errors {
  return { n, mean, bound, clippedLive }
}

/** Shadows of the deployment as of now; challengers that were tried on logged rows keep what was measured then. */
async function challengersOf(
  project: Project,
  log: RequestLog,
  iteration: Iteration,
  { deployment, signature }: Evidence,
): Promise<Challenger[]> {
  const shadows: Challenger[] = []
  for (const shadow of log.shadows(deployment.id)) {
    const rows = log
      .shadowRows(shadow.hash, { deployment: deployment.id })
      .flatMap(({ prediction, shadowPrediction, truth }) =>
        truth === null || shadowPrediction === null
          ? []
          : [{ champion: prediction, challenger: shadowPrediction, truth }],
      )
    const test = (await testAccuracyOf(project, shadow.hash))?.test ?? null
    const identity = { name: shadow.name, model: shadow.hash, test }
    shadows.push(compared(identity, rows, signature.task, project.settings.error_bound ?? null))
  }
  const tried = (iteration.challengers ?? []).filter(
    (each) => !shadows.some(({ model }) => model === each.model),
  )
  return [...tried, ...shadows]
}

function boundMissing(project: Project, { accuracy, gate }: Iteration): string | null {
  if (unboundedText(accuracy) !== null) return NO_BOUND
  return isUnderstated(project, accuracy) && gate?.requirement != null ? CLIPPED : null
}

/** Errors above a bound that nobody set were clipped: their mean is larger than the interval says. */
function isUnderstated({ settings }: Project, accuracy: Iteration['accuracy']): boolean {
  return accuracy?.errors?.bound !== settings.error_bound && (accuracy?.errors?.clippedLive ?? 0) > 0
}

/** Runs of the notebook that a person asks for now and then: no part of every loop. */
const PROOFS = new Set(['verify', 'minimize'])

function situationOf(project: Project, iterations: readonly Iteration[], iteration: Iteration): Situation {
  const { settings } = project
  const { deployment, attended, drift } = iteration
  const planned = settings.budgets?.notebook_minutes
  const steps = Object.entries(iteration.steps ?? {})
    .filter(([step]) => !PROOFS.has(step))
    .sort(([, a], [, b]) => b - a)
  return {
    deployed: deployment !== undefined,
    time:
      attended?.seconds == null || planned === undefined ? null : { minutes: attended.seconds / 60, planned },
    gate: iteration.gate!,
    metric: iteration.accuracy?.metric ?? 'accuracy',
    test: iteration.accuracy?.test ?? null,
    live: liveInterval(iteration),
    bound: boundMissing(project, iteration),
    drift: {
      alarm: deployment?.alarm ?? false,
      columns: (drift ?? [])
        .filter((row) => row.alarm && row.role === 'input')
        .sort((a, b) => b.evidence - a.evidence)
        .map(({ column }) => column),
    },
    shipped: iterations.some(
      (each) => each.decision?.action === 'SHIP' && each.model?.hash === iteration.model?.hash,
    ),
    slowest:
      steps[0] === undefined
        ? null
        : {
            step: steps[0][0],
            seconds: steps[0][1],
            total: steps.reduce((sum, [, seconds]) => sum + seconds, 0),
          },
    gains: gainsOf([...iterations.filter(({ id }) => id < iteration.id), iteration]),
  }
}

/** What each turn gained over the one before it: points of accuracy, or the share by which the error fell. */
function gainsOf(turns: readonly Iteration[]): Situation['gains'] {
  const estimates = turns.flatMap((turn) => {
    const interval: Interval | null | undefined = liveInterval(turn) ?? turn.accuracy?.test
    return interval == null ? [] : [{ turn, value: interval.value }]
  })
  return estimates.slice(1).map(({ turn, value }, index) => {
    const before = estimates[index]!.value
    const gain = turn.accuracy?.metric === 'accuracy' ? value - before : (before - value) / before
    return { gain, hours: turn.attended?.seconds == null ? null : turn.attended.seconds / 3600 }
  })
}
