/** The Iterations view: one row for each turn, newest first, with what one compares in its description. */
import type { Action, Challenger, Iteration } from '../../iteration/record.ts'
import { type IterationLine, iterationLines } from '../../learn/table.ts'
import { attendedText, driftText, grouped, intervalText, pText, secondsText } from '../../learn/words.ts'
import type { Problem } from '../../platform/problem.ts'
import { actionText, verdictText } from '../actionText.ts'
import { problemText } from '../problemText.ts'
import type { Translate } from '../text.ts'
import type { Row } from './row.ts'

/** @param iterations oldest first */
export function iterationRows(
  iterations: readonly Iteration[],
  broken: readonly Problem[],
  t: Translate,
): Row[] {
  const lines = iterationLines(iterations)
  return [
    ...broken.map((problem) => brokenRow(problem, t)),
    ...lines.map((line, index): Row => {
      const iteration = iterations[iterations.length - 1 - index]!
      const drifted = iteration.deployment?.alarm === true
      const failed = line.verdict === 'FAIL'
      const facts = factsOf(line, iteration, t)
      return {
        id: iteration.id,
        label: `${line.number}  ${short(line.title)}`,
        description: facts.join('   '),
        tooltip: [line.title, iteration.started.slice(0, 16).replace('T', ' '), ...facts].join('\n'),
        icon: failed ? 'error' : drifted ? 'warning' : iteration.decision ? 'pass' : 'circle-large-outline',
        ...(failed ? { tone: 'bad' as const } : drifted ? { tone: 'alarm' as const } : {}),
        kind: index === lines.length - 1 ? 'iteration.first' : 'iteration',
        open: index === 0,
        command: { id: 'shiploop.dashboard.open', args: [iteration.id] },
        children: detailRows(iteration, t),
      }
    }),
  ]
}

/** The title may not push out what one compares: the whole of it is in the tooltip. */
const MOST_LETTERS = 16

function short(title: string): string {
  if (title.length <= MOST_LETTERS) return title
  const cut = title.slice(0, MOST_LETTERS)
  return `${cut.slice(0, cut.includes(' ') ? cut.lastIndexOf(' ') : -1)}…`
}

/** What one compares, first what a narrow sidebar must not cut off: what the requirement says, once it says something. */
function factsOf({ live, verdict }: IterationLine, { drift, decision }: Iteration, t: Translate): string[] {
  const drifted = driftText(drift ?? [])
  const state = decision === undefined ? t('open') : actionText(decision.action, t).toLocaleLowerCase()
  const decided = verdict === 'pass' || verdict === 'FAIL'
  const said = decided ? [t(verdict), t(live)] : [t(live), t(verdict)]
  return [...said, t(drifted), decision === undefined && drifted !== '' ? '' : state].filter(Boolean)
}

function brokenRow(problem: Problem, t: Translate): Row {
  return {
    id: `broken ${problem.where ?? ''}`,
    label: problem.where?.split(/[\\/]/).at(-1) ?? t(problem.template, ...problem.args),
    description: t(problem.template, ...problem.args),
    tooltip: problemText(problem, t),
    icon: 'error',
    tone: 'bad',
  }
}

function detailRows(iteration: Iteration, t: Translate): Row[] {
  const { accuracy, advice, decision, gate, attended, challengers } = iteration
  const details: [label: string, text: string | null, sentence?: string | null][] = [
    [t('requirement'), requirementText(gate, t), requirementSentence(gate, t)],
    [
      t('test'),
      accuracy?.test == null
        ? null
        : `${intervalText(accuracy.test, accuracy.metric)}   n ${grouped(accuracy.test.n)}`,
    ],
    [t('time'), attended === undefined ? null : timeText(attended, t)],
    [t('slowest'), slowestText(iteration.steps ?? {}, t)],
    [t('advice'), adviceText(advice, decision, t)],
    [t('reason'), decision?.reason ?? null],
  ]
  return [
    ...details.flatMap(([label, text, sentence]): Row[] =>
      text === null
        ? []
        : [
            {
              id: `${iteration.id} ${label}`,
              label,
              description: text,
              ...(sentence != null && { tooltip: sentence }),
            },
          ],
    ),
    ...(challengers ?? []).map((challenger): Row => ({
      id: `${iteration.id} challenger ${challenger.model}`,
      label: t('challenger'),
      description: challengerText(challenger, t),
    })),
  ]
}

/** What the gate asks for and what is missing to say so; null without a requirement. */
export function requirementText(gate: Iteration['gate'], t: Translate): string | null {
  if (gate?.requirement == null) return null
  const requirement = t(gate.requirement)
  if (gate.decidedBy !== null) return `${requirement}   ${t(gate.decidedBy)}`
  return gate.labelsNeeded === null
    ? requirement
    : t('{0}   {1} more labels', requirement, labelsText(gate.labelsNeeded, t))
}

/** The same in words, where there is room for them. */
export function requirementSentence(gate: Iteration['gate'], t: Translate): string | null {
  if (gate?.requirement == null) return null
  const requirement = t(gate.requirement)
  if (gate.decidedBy !== null)
    return t('{0}: {1}, {2}', requirement, verdictText(gate.live, t), t(gate.decidedBy))
  return gate.labelsNeeded === null
    ? requirement
    : t('{0}: not enough labels to say, {1} more would decide', requirement, labelsText(gate.labelsNeeded, t))
}

function labelsText(needed: number | string, t: Translate): string {
  return typeof needed === 'number' ? grouped(needed) : t(needed)
}

function timeText({ seconds, reason }: NonNullable<Iteration['attended']>, t: Translate): string | null {
  if (seconds === null) return reason === null ? null : t(reason)
  return t('{0} attended', attendedText(seconds))
}

function slowestText(steps: Readonly<Record<string, number>>, t: Translate): string | null {
  const entries = Object.entries(steps).sort(([, a], [, b]) => b - a)
  const [slowest] = entries
  if (slowest === undefined) return null
  const total = entries.reduce((sum, [, seconds]) => sum + seconds, 0)
  return t('{0}, {1} of {2}', slowest[0], secondsText(slowest[1]), secondsText(total))
}

function adviceText(
  advice: Iteration['advice'],
  decision: Iteration['decision'],
  t: Translate,
): string | null {
  const large = (action: Action) => actionText(action, t).toLocaleUpperCase()
  if (advice === undefined) return decision === undefined ? null : large(decision.action)
  if (decision === undefined) return large(advice.action)
  return decision.overrides
    ? t('{0}   decided otherwise: {1}', large(advice.action), large(decision.action))
    : t('{0}   taken', large(advice.action))
}

/** One line: name, how it did beside the champion, how sure that is. */
export function challengerText(challenger: Challenger, t: Translate): string {
  const { name, difference, p, right, championRight, of } = challenger
  if (right !== null && championRight !== null)
    return [
      name,
      t('{0} of {1} right, the champion {2}', right, of, championRight),
      p === null ? '' : pText(p),
    ]
      .filter(Boolean)
      .join('   ')
  return difference === null
    ? t('{0}   not measured yet', name)
    : `${name}   ${t('mean absolute error')} ${intervalText(difference, 'error')}`
}
