/** What to do next, and why: a table of rules, first match wins. The person decides. */
import type { Action, Interval, Iteration, Verdict } from '../iteration/record.ts'
import type { Gate } from './gate.ts'
import { intervalText, metricName } from './words.ts'

export interface Situation {
  readonly deployed: boolean
  /** Attended time against the planned minutes; null when no time was counted. */
  readonly time: { readonly minutes: number; readonly planned: number } | null
  readonly gate: Gate
  readonly metric: string
  readonly test: Interval | null
  readonly live: Interval | null
  /** Regression: what must be said of a bound of its errors before anything can be decided; else null. */
  readonly bound: string | null
  readonly drift: { readonly alarm: boolean; readonly columns: readonly string[] }
  /** Whether this turn's model was already decided to ship. */
  readonly shipped: boolean
  /** The slowest step of the loop and the whole loop, in seconds; null before anything ran. */
  readonly slowest: { readonly step: string; readonly seconds: number; readonly total: number } | null
  /** Gains of the last turns over those before them, newest last, with the hours that each took (null: not counted). */
  readonly gains: readonly { readonly gain: number; readonly hours: number | null }[]
}

export type Advice = NonNullable<Iteration['advice']>

interface Rule {
  readonly action: (s: Situation) => Action
  readonly applies: (s: Situation) => boolean
  readonly reasons: (s: Situation) => string[]
  readonly flips: (s: Situation) => string
}

/** A turn pays when it gains this much per attended hour: one point of accuracy, or 1% of the error. */
const WORTH_PER_HOUR = 0.01
/** A loop shorter than this needs no faster pipeline, in seconds. */
const QUICK_LOOP_S = 60

const rules: readonly Rule[] = [
  {
    action: () => 'SHIP',
    applies: (s) => !s.deployed && s.time !== null && s.time.minutes >= s.time.planned,
    reasons: (s) => [
      `The time box is spent (${s.time!.minutes.toFixed(0)} of ${s.time!.planned} min) and nothing is deployed.`,
      'Real requests say more about the model than more notebook work.',
    ],
    flips: () => 'It would flip if a deployment existed.',
  },
  {
    action: () => 'REBUILD',
    applies: (s) => live(s) === 'FAIL' && s.drift.alarm,
    reasons: (s) => [liveReason(s), driftReason(s)],
    flips: (s) => `It would flip if the interval reached the requirement (${s.gate.requirement ?? 'none'}).`,
  },
  {
    action: () => 'FIX',
    applies: (s) => live(s) === 'FAIL',
    reasons: (s) => [
      liveReason(s),
      'The traffic has not drifted: look for skew between training and serving, or a bug.',
    ],
    flips: () => 'A drift alarm would turn it into REBUILD.',
  },
  {
    action: () => 'LABEL',
    applies: (s) => s.drift.alarm && live(s) === 'UNKNOWN',
    reasons: (s) => [driftReason(s), ...judgedReasons(s)],
    flips: flippedByLabels,
  },
  {
    action: () => 'SHIP',
    applies: (s) => verdictNow(s) === 'PASS' && !s.shipped,
    reasons: (s) =>
      s.deployed
        ? [liveReason(s), 'It is not decided yet.']
        : [
            `The test passes the requirement (${s.gate.requirement ?? ''}).`,
            'Only real requests can say more.',
          ],
    flips: (s) =>
      s.deployed ? 'A live interval below the requirement would flip it.' : 'A failing test would flip it.',
  },
  {
    action: () => 'FIX PIPELINE',
    applies: (s) =>
      s.slowest !== null && s.slowest.total >= QUICK_LOOP_S && s.slowest.seconds >= s.slowest.total / 2,
    reasons: (s) => [
      `The step "${s.slowest!.step}" takes ${s.slowest!.seconds.toFixed(0)} of the loop's ${s.slowest!.total.toFixed(0)} s.`,
      'A faster loop makes every later turn cheaper.',
    ],
    flips: () => 'It would flip if that step took less than half of the loop.',
  },
  {
    action: (s) => (verdictNow(s) === 'PASS' ? 'STOP' : 'PIVOT'),
    applies: (s) => s.gains.length >= 2 && s.gains.slice(-2).every(isNotWorthIt),
    reasons: (s) => [
      'The last two turns gained less than they cost.',
      verdictNow(s) === 'PASS'
        ? 'The requirement is met: more work here buys nothing that was asked for.'
        : 'The same road again will not reach the requirement.',
    ],
    flips: () => 'A turn that gains a point per hour would flip it.',
  },
  {
    action: () => 'LABEL',
    applies: (s) => verdictNow(s) === 'UNKNOWN' && s.deployed,
    reasons: judgedReasons,
    flips: flippedByLabels,
  },
  {
    action: () => 'KEEP',
    applies: () => true,
    reasons: (s) => [
      s.deployed
        ? liveReason(s)
        : s.gate.requirement === null
          ? 'No requirement is written in shiploop.yaml, so nothing can be judged.'
          : `The test does not pass the requirement yet (${s.gate.requirement}).`,
      s.drift.alarm ? driftReason(s) : 'No drift alarm.',
    ],
    flips: () => 'A drift alarm or a decided requirement would flip it.',
  },
]

/** The advice with its inputs in words, the runner-up (the next rule that applies) and what would flip it. */
export function adviseOn(situation: Situation): Advice {
  const [first, ...others] = rules.filter((rule) => rule.applies(situation))
  const action = first!.action(situation)
  const runnerUp = others.map((rule) => rule.action(situation)).find((other) => other !== action) ?? null
  return { action, reasons: first!.reasons(situation), runnerUp, flips: first!.flips(situation) }
}

function live(s: Situation): Verdict | null {
  return s.deployed ? s.gate.live : null
}

/** The live verdict once it serves, the test's before that. */
function verdictNow(s: Situation): Verdict {
  return s.deployed ? s.gate.live : s.gate.test
}

function isNotWorthIt({ gain, hours }: { gain: number; hours: number | null }): boolean {
  return gain < WORTH_PER_HOUR * Math.max(hours ?? 1, 1 / 60)
}

function liveReason(s: Situation): string {
  if (s.live === null) return s.bound ?? 'There are no labels yet.'
  const { requirement } = s.gate
  // Whole phrases, no words to put in: they are translated.
  const required =
    requirement === null
      ? ''
      : {
          PASS: `; it meets the requirement (${requirement})`,
          FAIL: `; it misses the requirement (${requirement})`,
          UNKNOWN: `; it does not decide the requirement (${requirement})`,
        }[s.gate.live]
  return `Live ${metricName(s.metric)} is ${intervalText(s.live, s.metric)}, ${s.live.n} labels${required}.`
}

function driftReason(s: Situation): string {
  return `The traffic has drifted${s.drift.columns.length > 0 ? ` (${s.drift.columns.join(', ')})` : ''}.`
}

/** Why nothing is decided; what is known already comes first where nothing is asked for. */
function judgedReasons(s: Situation): string[] {
  const known = s.gate.requirement === null && s.live !== null
  return [...(known ? [liveReason(s)] : []), labelsReason(s)]
}

function flippedByLabels(s: Situation): string {
  return s.gate.requirement === null && s.live !== null
    ? 'A requirement in shiploop.yaml would flip it.'
    : 'Enough labels to decide the requirement would flip it.'
}

function labelsReason(s: Situation): string {
  const { labelsNeeded, requirement } = s.gate
  if (s.bound !== null) return s.bound
  if (requirement === null)
    return s.live === null
      ? 'No requirement is written in shiploop.yaml: labels would show how the model does.'
      : 'No requirement is written in shiploop.yaml, so nobody can say whether that is enough.'
  if (labelsNeeded === null) return 'Not enough labels to say.'
  if (typeof labelsNeeded === 'string') return `Not enough labels to say: ${labelsNeeded} would be needed.`
  return `Not enough labels to say: ${labelsNeeded} more would decide.`
}
