/** One screen: what runs, is it right, has the world moved, what should I do. */
import { beginsLines } from './begins.ts'
import type { Deployment } from '../deploy/deployment.ts'
import type { Iteration } from '../iteration/record.ts'
import {
  clippedText,
  countsText,
  grouped,
  intervalText,
  liveInterval,
  metricName,
  NO_BOUND,
  oddsText,
  OTHER_BOUND,
  pText,
  significant,
  unboundedText,
} from './words.ts'

/**
 * @param iteration the turn that is served, with its evidence as of now; null when nothing was deployed
 * @param next what the newest turn advises
 */
export function statusLines(
  name: string,
  deployment: Deployment,
  iteration: Iteration | null,
  next: Iteration['advice'] | null,
): string[] {
  return [
    headline(name, deployment, iteration),
    ...(iteration === null
      ? []
      : [
          ...graphLines(iteration),
          ...accuracyLines(iteration),
          ...driftLines(iteration),
          ...challengerLines(iteration),
        ]),
    ...(next == null ? [] : [line('advice', next.action), ...next.reasons.map((reason) => line('', reason))]),
  ]
}

function headline(name: string, deployment: Deployment, iteration: Iteration | null): string {
  const place = deployment.state === 'serving' ? `  ${new URL(deployment.url).host}` : ''
  const facts =
    iteration === null
      ? ''
      : `      ${[requestsText(iteration), latencyText(iteration)].filter(Boolean).join(', ')}`
  const why = deployment.state === 'failed' ? `: ${deployment.problem.sentence}` : ''
  return `${name}  ${deployment.state === 'stopped' ? 'not serving' : deployment.state}${why}${place}${facts}`.trimEnd()
}

function requestsText({ requests, accuracy }: Iteration): string {
  if (requests === undefined) return ''
  const labels = accuracy?.live.watched?.n ?? accuracy?.errors?.n ?? 0
  return `${grouped(requests.logged)} requests, ${grouped(labels)} labelled`
}

function latencyText({ latency }: Iteration): string {
  return latency === undefined ? '' : `p50 ${significant(latency.p50)} ms`
}

function graphLines({ model }: Iteration): string[] {
  return beginsLines(model).map((text, at) => line(at === 0 ? 'graph' : '', text))
}

function accuracyLines(iteration: Iteration): string[] {
  const { accuracy, gate } = iteration
  if (accuracy === undefined) return []
  const live = liveInterval(iteration)
  const what = accuracy.metric === 'accuracy' ? 'accuracy' : metricName(accuracy.metric)
  const unbounded = unboundedText(accuracy)
  if (unbounded !== null) return [line(what, unbounded), line('', NO_BOUND)]
  const clipped = clippedText(accuracy)
  const lines = [
    live === null
      ? line(
          what,
          `no labels yet; test ${accuracy.test === null ? 'not measured' : intervalText(accuracy.test, accuracy.metric)}`,
        )
      : line(what, `${intervalText(live, accuracy.metric)} of ${grouped(live.n)} labelled`),
  ]
  const { watched, declared } = accuracy.live
  if (watched !== null && declared !== null && watched.n !== declared.n)
    lines.push(line('', `${intervalText(watched, accuracy.metric)} of all ${grouped(watched.n)}, watched`))
  if (clipped !== null) lines.push(line('', `${clipped} ${OTHER_BOUND}`))
  if (gate !== undefined && gate.requirement !== null)
    lines.push(
      line(
        'requirement',
        `${gate.requirement}: live ${gate.live}${gate.decidedBy === null ? '' : `, ${gate.decidedBy}`}${gate.labelsNeeded === null ? '' : `, ${gate.labelsNeeded} more labels would decide`}`,
      ),
    )
  return lines
}

function driftLines({ drift, deployment, newCategories }: Iteration): string[] {
  if (drift === undefined || deployment === undefined) return []
  const raised = drift.filter((row) => row.alarm).sort((a, b) => b.evidence - a.evidence)
  const verdict = deployment.alarm
    ? `alarm since row ${deployment.row ?? '?'}`
    : `no alarm (${oddsText(deployment.evidence ?? 1)})`
  const unseen = Object.entries(newCategories ?? {}).map(([column, counts]) =>
    line(column, `${countsText(counts)} never seen before`),
  )
  return [
    line('drift', verdict),
    ...raised.map((row) =>
      line(
        '',
        `${row.column.padEnd(14)} effect ${row.effect.toFixed(2)}   ${oddsText(row.evidence)}${row.role === 'observed' ? '   (observed)' : ''}`,
      ),
    ),
    ...unseen,
  ]
}

function challengerLines({ challengers }: Iteration): string[] {
  return (challengers ?? []).map((c) =>
    line(
      'challenger',
      c.right === null || c.championRight === null
        ? `${c.name}   error ${c.difference === null ? 'not measured' : `differs by ${intervalText(c.difference, 'error')}`} on ${c.of} rows`
        : `${c.name}   ${c.right} of ${c.of} right, the champion ${c.championRight}${c.p === null ? '' : `, ${pText(c.p)}`}`,
    ),
  )
}

function line(label: string, text: string): string {
  return `   ${label.padEnd(12)} ${text}`.trimEnd()
}
