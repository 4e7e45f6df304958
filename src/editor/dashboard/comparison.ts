/** Two turns side by side: only what differs. */
import type { Iteration } from '../../iteration/record.ts'
import { driftText, intervalText, liveInterval, secondsText } from '../../learn/words.ts'
import type { Translate } from '../text.ts'

type Line = readonly [label: string, of: (iteration: Iteration) => string]

export function differences(before: Iteration, after: Iteration, t: Translate): string[][] {
  const lines: Line[] = [
    [t('live'), (turn) => interval(liveInterval(turn), turn)],
    [t('test'), (turn) => interval(turn.accuracy?.test ?? null, turn)],
    [t('gate'), (turn) => turn.gate?.live ?? '-'],
    [t('drift'), (turn) => driftText(turn.drift ?? []).replace('drift: ', '') || '-'],
    [t('model'), (turn) => turn.model?.estimator ?? '-'],
    [t('rebuilt with'), (turn) => (turn.rebuiltWith ? t('{0} live rows', turn.rebuiltWith.rows) : '-')],
    [
      t('statements'),
      (turn) => (turn.statements ? `${turn.statements.kept} / ${turn.statements.total}` : '-'),
    ],
    [t('requests'), (turn) => String(turn.requests?.logged ?? '-')],
    [t('attended'), (turn) => (turn.attended?.seconds == null ? '-' : secondsText(turn.attended.seconds))],
    [t('advice'), (turn) => turn.advice?.action ?? '-'],
    [t('decision'), (turn) => turn.decision?.action ?? '-'],
    ...metricNames(before, after).map((name): Line => [
      name,
      (turn) => {
        const value = turn.metrics?.find((metric) => metric.name === name)?.scripts
        return value == null ? '-' : String(Number(value.toPrecision(4)))
      },
    ]),
  ]
  return lines
    .map(([label, of]) => [label, of(before), of(after)])
    .filter(([, left, right]) => left !== right)
}

function interval(value: ReturnType<typeof liveInterval>, turn: Iteration): string {
  return value === null ? '-' : `${intervalText(value, turn.accuracy?.metric ?? 'accuracy')} n ${value.n}`
}

function metricNames(...turns: Iteration[]): string[] {
  return [...new Set(turns.flatMap(({ metrics }) => (metrics ?? []).map(({ name }) => name)))]
}
