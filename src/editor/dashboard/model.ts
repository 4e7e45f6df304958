/** From a project's snapshot to what the dashboard shows, in the person's language. */
import type { Dashboard } from '../../contract.ts'
import type { DriftRow, Iteration } from '../../iteration/record.ts'
import {
  attendedText,
  countsText,
  grouped,
  intervalText,
  liveInterval,
  metricName,
  oddsText,
  significant,
} from '../../learn/words.ts'
import type { Snapshot } from '../project/snapshot.ts'
import type { Translate } from '../text.ts'
import { actionText } from '../actionText.ts'
import { challengerText, requirementSentence } from '../views/iterations.ts'
import { differences } from './comparison.ts'
import type { LogFacts } from './log.ts'
import { measuredText, wordsOf } from './words.ts'

/** @param compareWith another turn to show beside it; null for none */
export function dashboardOf(
  snapshot: Snapshot,
  turn: Iteration,
  compareWith: Iteration | null,
  log: LogFacts,
  t: Translate,
): Dashboard {
  const { advice, decision } = turn
  const metric = turn.accuracy?.metric ?? 'accuracy'
  const place = snapshot.iterations.findIndex(({ id }) => id === turn.id)
  const { live, estimate, traffic } = log
  return {
    words: wordsOf(turn, log, t),
    project: snapshot.project.settings.name,
    turn: { id: turn.id, title: turn.title },
    before: snapshot.iterations[place - 1]?.id ?? null,
    after: snapshot.iterations[place + 1]?.id ?? null,
    sentence: sentenceOf(turn, t),
    flips: flipsOf(advice, t),
    buttons:
      advice === undefined || decision !== undefined
        ? null
        : { take: t('Take it: {0}', actionText(advice.action, t)), otherwise: t('Decide Otherwise') },
    decided: decidedText(decision, t),
    facts: factsOf(turn, log, t),
    accuracy: {
      isShare: metric === 'accuracy',
      name: t(metricName(metric)),
      requirement: requirementValue(snapshot),
      turns: turnLines(snapshot.iterations, t),
    },
    live,
    estimate,
    traffic,
    drift: driftLines(turn, log.firstRow, t),
    time: snapshot.iterations.flatMap(({ title, attended }) =>
      attended?.seconds == null ? [] : [{ turn: title, minutes: attended.seconds / 60 }],
    ),
    planned: snapshot.project.settings.budgets?.notebook_minutes ?? null,
    steps: Object.entries(turn.steps ?? {})
      .filter(([, seconds]) => seconds >= SHORTEST_STEP_S)
      .map(([step, seconds]) => ({ step, seconds }))
      .sort((a, b) => b.seconds - a.seconds),
    hardCases: hardCaseTable(turn, t),
    comparison:
      compareWith === null
        ? null
        : {
            title: t('What differs: "{0}" and "{1}"', compareWith.title, turn.title),
            table: {
              columns: ['', compareWith.title, turn.title],
              rows: differences(compareWith, turn, t),
            },
          },
  }
}

const MOST_TURNS = 8

/** Newest first. */
function turnLines(turns: readonly Iteration[], t: Translate): Dashboard['accuracy']['turns'] {
  return turns
    .map((turn, index) => ({
      label: `${index + 1}  ${turn.title}`,
      intervals: (['test', 'live'] as const).flatMap((kind) => {
        const interval = kind === 'test' ? turn.accuracy?.test : liveInterval(turn)
        if (interval == null) return []
        const { value, low, high } = interval
        return [{ kind, text: `${t(kind)} ${measuredText(turn, kind)!}`, value, low, high }]
      }),
    }))
    .slice(-MOST_TURNS)
    .reverse()
}

function sentenceOf({ advice, accuracy, model }: Iteration, t: Translate): string {
  if (advice !== undefined) {
    const [first, second] = advice.reasons
    return [`${actionText(advice.action, t)}:`, ...[first, second].map((reason) => t(reason ?? ''))]
      .filter(Boolean)
      .join(' ')
  }
  if (model?.refused != null) return t("It can't be deployed: {0}", t(model.refused))
  if (accuracy?.test == null) return t('Nothing was measured yet.')
  return t('Test {0}, not deployed yet.', intervalText(accuracy.test, accuracy.metric))
}

function flipsOf(advice: Iteration['advice'], t: Translate): string {
  if (advice === undefined) return ''
  const runnerUp = advice.runnerUp === null ? '' : t('Runner-up: {0}.', actionText(advice.runnerUp, t))
  return [runnerUp, t(advice.flips)].filter(Boolean).join(' ')
}

function decidedText(decision: Iteration['decision'], t: Translate): string | null {
  if (decision === undefined) return null
  const how = decision.overrides
    ? t('Decided otherwise: {0}.', actionText(decision.action, t))
    : t('Decided: {0}.', actionText(decision.action, t))
  return decision.reason === null ? how : `${how} ${t('Reason: {0}', decision.reason)}`
}

function factsOf(turn: Iteration, log: LogFacts, t: Translate): [string, string][] {
  const { gate, model, requests, latency, statements, attended, newCategories } = turn
  const entries: [string, string | null][] = [
    [t('live'), measuredText(turn, 'live')],
    [t('test'), measuredText(turn, 'test')],
    [t('requirement'), requirementSentence(gate, t)],
    [t('requests'), requests ? requestsText(requests.logged, log.requests, t) : null],
    [t('latency'), latency ? `p50 ${significant(latency.p50)} ms, p99 ${significant(latency.p99)} ms` : null],
    [t('pipeline'), statements ? t('{0} of {1} statements', statements.kept, statements.total) : null],
    [t('model'), model ? model.estimator : null],
    [t('time'), attended?.seconds == null ? null : t('{0} attended', attendedText(attended.seconds))],
    ...Object.entries(newCategories ?? {}).map(([column, counts]): [string, string] => [
      column,
      t('{0} never seen before', countsText(counts)),
    ]),
    ...(turn.challengers ?? []).map((challenger): [string, string] => [
      t('challenger'),
      inOneLine(challengerText(challenger, t)),
    ]),
  ]
  return entries.filter((entry): entry is [string, string] => entry[1] !== null)
}

/** The record speaks of its last measure, the charts of what came since as well. */
function requestsText(measured: number, now: number, t: Translate): string {
  return now > measured
    ? t('{0} when measured, {1} by now', grouped(measured), grouped(now))
    : grouped(measured)
}

/** Trees part what belongs together with blanks, a sentence with commas. */
function inOneLine<Text extends string | null>(text: Text): Text {
  return (text === null ? null : text.replaceAll('   ', ', ')) as Text
}

function requirementValue({ project }: Snapshot): number | null {
  const { requirement } = project.settings
  if (requirement === undefined) return null
  return requirement.metric === 'accuracy' ? requirement.at_least : requirement.at_most
}

/** @param firstRow people count a deployment's requests from 1, the log all of its rows */
function driftLines({ drift, outOfRange }: Iteration, firstRow: number, t: Translate): Dashboard['drift'] {
  const severity = (row: DriftRow) => (row.alarm ? 1e9 : 0) + row.evidence
  return [...(drift ?? [])]
    .sort((a, b) => severity(b) - severity(a))
    .map(({ column, role, effect, evidence, alarm, since }) => ({
      column,
      role: role === 'input' ? '' : t(role),
      effect: evidence < 2 ? '' : effect.toFixed(2),
      odds: t(oddsText(evidence)),
      alarm,
      note: [
        alarm && since !== null ? t('since request {0}', grouped(since - firstRow + 1)) : '',
        outOfRange?.[column] ? t('{0} out of range', grouped(outOfRange[column])) : '',
      ]
        .filter(Boolean)
        .join(', '),
    }))
}

/** A bar that is not there says nothing. */
const SHORTEST_STEP_S = 0.05
const MOST_CASES = 12

function hardCaseTable({ hardCases }: Iteration, t: Translate): Dashboard['hardCases'] {
  const cases = (hardCases ?? []).slice(0, MOST_CASES)
  const inputs = [...new Set(cases.flatMap((hard) => Object.keys(hard.inputs)))]
  return {
    columns: [t('predicted'), t('truth'), t('confidence'), ...inputs],
    rows: transposed([
      aligned(cases.map(({ prediction }) => prediction)),
      aligned(cases.map(({ truth }) => truth)),
      cases.map(({ confidence }) => (confidence === null ? '-' : `${(confidence * 100).toFixed(0)}%`)),
      ...inputs.map((name) => aligned(cases.map((hard) => hard.inputs[name] ?? null))),
    ]),
  }
}

/** The values of one column; whole numbers beside others get their decimals, so that the points stand below each other. */
function aligned(values: readonly (string | number | boolean | null)[]): string[] {
  const texts = values.map((value) =>
    value === null
      ? '-'
      : typeof value === 'number' && !Number.isInteger(value)
        ? significant(value)
        : String(value),
  )
  const decimals = texts.map((text) => /^-?\d+\.(\d+)$/.exec(text)?.[1]?.length ?? 0)
  const most = Math.max(0, ...decimals)
  return texts.map((text) => (/^-?\d+$/.test(text) && most > 0 ? Number(text).toFixed(most) : text))
}

function transposed(columns: readonly (readonly string[])[]): string[][] {
  return (columns[0] ?? []).map((_, row) => columns.map((column) => column[row]!))
}
