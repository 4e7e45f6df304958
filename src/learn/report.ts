/** The stand-up report of one turn, in Markdown: what was done, what was measured, what to do next. */
import { rowWords } from '../build/findings/ranRows.ts'
import type { Challenger, DriftRow, Interval, Iteration } from '../iteration/record.ts'
import { differenceText } from './parity.ts'
import { verifiedLines } from './verified.ts'
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
  secondsText,
  significant,
  unboundedText,
} from './words.ts'

/** Sections without content are left out. */
export function reportOf(iteration: Iteration): string {
  const sections = [
    heading(iteration),
    summary(iteration),
    pipeline(iteration),
    findings(iteration),
    model(iteration),
    live(iteration),
    drift(iteration.drift ?? [], iteration.newCategories ?? {}),
    challengers(iteration),
    hardCaseTable(iteration),
    time(iteration),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function heading(iteration: Iteration): string {
  return `# ${iteration.title}\n\n${iteration.started.slice(0, 10)} · ${iteration.notebook.file}`
}

function summary({ advice, decision }: Iteration): string {
  const lines: string[] = []
  if (advice !== undefined) {
    lines.push(`**Advice: ${advice.action}.** ${advice.reasons.join(' ')} ${advice.flips}`)
    if (advice.runnerUp !== null) lines.push(`Runner-up: ${advice.runnerUp}.`)
  }
  if (decision !== undefined)
    lines.push(
      `**Decided: ${decision.action}**${decision.overrides ? ', against the advice' : ''}${decision.reason === null ? '' : ` (${decision.reason})`}.`,
    )
  return lines.join('\n\n')
}

function pipeline({ statements, stages, metrics, rebuiltWith, warnings, verified }: Iteration): string {
  if (statements === undefined) return ''
  const lines = [`## Pipeline\n\n${statements.kept} of ${statements.total} statements are in the pipeline.`]
  if (rebuiltWith !== undefined)
    lines.push(`Rebuilt with ${rebuiltWith.rows} labelled live rows of ${rebuiltWith.iteration}.`)
  if (stages !== undefined)
    lines.push(
      stages
        .map(
          (s) =>
            `- ${s.name}: ${s.kept} of ${s.total} statements${s.seconds === null ? '' : `, ${secondsText(s.seconds)}`}`,
        )
        .join('\n'),
    )
  for (const m of metrics ?? []) {
    if (m.scripts === null) continue
    const parity =
      m.notebook === null
        ? 'no notebook run to compare with'
        : m.equal
          ? 'equal to the notebook'
          : (differenceText(m) ?? 'unknown')
    lines.push(`- ${m.name} = ${m.scripts} (${parity})`)
  }
  if (verified !== undefined)
    lines.push('Verified by running:', ...verifiedLines(verified).map((each) => `- ${each}`))
  for (const warning of warnings ?? []) lines.push(`- Note: ${warning}`)
  return lines.join('\n')
}

function findings({ findings = [], rows }: Iteration): string {
  if (findings.length === 0 && rows === undefined) return ''
  const seen = rows ? [`Rows, seen while running: ${rowWords(rows)}.`] : []
  const lines = findings.map(
    ({ kind, weight, cell, line, message, todo }) =>
      `- Cell ${cell}, line ${line} (${kind}${weight === 'mild' ? ', mild' : ''}): ${message} ${todo}`,
  )
  return ['## Findings', ...seen, ...(lines.length > 0 ? [lines.join('\n')] : [])].join('\n\n')
}

function model({ model, accuracy }: Iteration): string {
  if (model === undefined) return ''
  const lines = [`## Model\n\n${model.estimator}: ${model.steps.join(' -> ')}.`]
  if (model.refused !== null) lines.push(`It can't be deployed: ${model.refused}`)
  else
    lines.push(
      `ONNX checked on ${grouped(model.rows)} rows: ${
        model.labelAgreement === null
          ? ''
          : `${significant(model.labelAgreement * 100)}% of the labels agree, `
      }largest difference ${significant(model.largestDifference ?? 0)}.`,
    )
  if (accuracy?.test != null)
    lines.push(
      `Test ${metricName(accuracy.metric)} ${intervalText(accuracy.test, accuracy.metric)}, n ${grouped(accuracy.test.n)}.`,
    )
  return lines.join('\n')
}

function live(iteration: Iteration): string {
  const { requests, latency, gate, accuracy, deployment } = iteration
  if (deployment === undefined) return ''
  const lines = ['## Live']
  if (requests !== undefined)
    lines.push(
      `${grouped(requests.logged)} requests${latency === undefined ? '' : `, p50 ${significant(latency.p50)} ms, p99 ${significant(latency.p99)} ms`}${deployment.role === 'shadow' ? ' (as a shadow)' : ''}.`,
    )
  const interval = liveInterval(iteration)
  if (interval !== null && accuracy !== undefined)
    lines.push(
      `Live ${metricName(accuracy.metric)} ${intervalText(interval, accuracy.metric)}, ${interval.n} labels. It speaks of the labelled rows; of the traffic as far as labels arrive at random.`,
    )
  const unbounded = unboundedText(accuracy)
  if (unbounded !== null) lines.push(`Live ${metricName(accuracy!.metric)} ${unbounded}. ${NO_BOUND}`)
  const clipped = clippedText(accuracy)
  if (clipped !== null) lines.push(`${clipped} ${OTHER_BOUND}`)
  if (gate !== undefined && gate.requirement !== null)
    lines.push(
      `Requirement ${gate.requirement}: test ${gate.test}, live ${gate.live}${gate.decidedBy === null ? '' : ` (${gate.decidedBy}; errs in at most 10%)`}${
        gate.labelsNeeded === null
          ? ''
          : `, ${gate.labelsNeeded} more labels would decide at the current estimate`
      }.`,
    )
  return lines.join('\n\n')
}

function drift(rows: readonly DriftRow[], newCategories: NonNullable<Iteration['newCategories']>): string {
  if (rows.length === 0) return ''
  const table = [...rows]
    .sort((a, b) => b.evidence - a.evidence)
    .map(
      (row) =>
        `| ${columnText(row)} | ${row.evidence < 2 ? '' : row.effect.toFixed(2)} | ${oddsText(row.evidence)} | ${row.alarm ? 'ALARM' : ''} |`,
    )
  const unseen = Object.entries(newCategories)
    .filter(([, counts]) => Object.keys(counts).length > 0)
    .map(([column, counts]) => `Never seen before in ${column}: ${countsText(counts)}.`)
  return [
    '## Drift',
    ['| column | effect | evidence | |', '|---|---|---|---|', ...table].join('\n'),
    ...unseen,
  ].join('\n\n')
}

function columnText({ column, role }: DriftRow): string {
  return role === 'observed' ? `${column} (observed)` : column
}

function challengers({ challengers, accuracy }: Iteration): string {
  if (challengers === undefined || challengers.length === 0) return ''
  const test = accuracy?.test ?? null
  const lines = challengers.map((c) => {
    if (c.right === null || c.championRight === null) {
      return `- ${c.name}: error ${c.difference === null ? 'not measured' : `differs by ${intervalText(c.difference, 'error')}`} on ${c.of} rows`
    }
    const points = ((c.right - c.championRight) / c.of) * 100
    return `- ${c.name}: ${c.right} of ${c.of} right, the champion ${c.championRight} (${points >= 0 ? '+' : ''}${points.toFixed(0)} points${c.p === null ? '' : `, ${pText(c.p)}`})${worthText(c, test)}`
  })
  return `## Second thoughts: on the same labelled rows\n\n${lines.join('\n')}`
}

/** What the difference on the test was worth on live rows: the question that a second thought asks. */
function worthText({ test, right, championRight, of }: Challenger, championTest: Interval | null): string {
  if (test === null || championTest === null || right === null || championRight === null || of === 0)
    return ''
  const onTest = (test.value - championTest.value) * 100
  const live = ((right - championRight) / of) * 100
  if (onTest >= 0 || live <= 0) return ''
  return `. On the test it was ${(-onTest).toFixed(1)} points behind; on live rows it is ${live.toFixed(0)} ahead: the test's advantage was not worth having`
}

function hardCaseTable({ hardCases }: Iteration): string {
  const [first] = hardCases ?? []
  if (first === undefined) return ''
  const columns = Object.keys(first.inputs)
  const rows = hardCases!.map(
    (c) =>
      `| ${columns.map((column) => String(c.inputs[column] ?? '')).join(' | ')} | ${c.prediction}${c.confidence === null ? '' : ` (${c.confidence.toFixed(2)})`} | ${c.truth ?? ''} |`,
  )
  return [
    '## Hard cases',
    [`| ${columns.join(' | ')} | predicted | truth |`, `|${'---|'.repeat(columns.length + 2)}`, ...rows].join(
      '\n',
    ),
  ].join('\n\n')
}

function time({ steps, attended }: Iteration): string {
  const lines: string[] = []
  if (attended !== undefined)
    lines.push(
      attended.seconds === null
        ? `Attended time: not known (${attended.reason ?? 'no reason given'}).`
        : `Attended time: ${(attended.seconds / 60).toFixed(0)} min.`,
    )
  const entries = Object.entries(steps ?? {}).sort(([, a], [, b]) => b - a)
  const [slowest] = entries
  if (slowest !== undefined) {
    const total = entries.reduce((sum, [, seconds]) => sum + seconds, 0)
    lines.push(`Slowest step: ${slowest[0]}, ${secondsText(slowest[1])} of ${secondsText(total)}.`)
  }
  return lines.length === 0 ? '' : `## Time\n\n${lines.join('\n')}`
}
