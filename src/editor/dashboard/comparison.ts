/** Two turns side by side: only what differs. */
import type { Iteration } from '../../iteration/record.ts'
import { attendedText, driftText, metricName } from '../../learn/words.ts'
import { actionText, verdictText } from '../actionText.ts'
import type { Translate } from '../text.ts'
import { measuredText } from './words.ts'

type Line = readonly [label: string, of: (iteration: Iteration) => string]

/** Rows of a table: what it is, before, after. */
export function differences(before: Iteration, after: Iteration, t: Translate): string[][] {
  const lines: Line[] = [
    [t('live'), (turn) => measuredText(turn, 'live') ?? '-'],
    [t('test'), (turn) => measuredText(turn, 'test') ?? '-'],
    [t('requirement'), (turn) => (turn.gate?.requirement == null ? '-' : verdictText(turn.gate.live, t))],
    [t('drift when measured'), (turn) => driftText(turn.drift ?? []).replace('drift: ', '') || '-'],
    [t('model'), (turn) => turn.model?.estimator ?? '-'],
    [t('rebuilt with'), (turn) => (turn.rebuiltWith ? t('{0} live rows', turn.rebuiltWith.rows) : '-')],
    [
      t('statements'),
      (turn) => (turn.statements ? `${turn.statements.kept} / ${turn.statements.total}` : '-'),
    ],
    [t('requests'), (turn) => String(turn.requests?.logged ?? '-')],
    [t('attended'), (turn) => (turn.attended?.seconds == null ? '-' : attendedText(turn.attended.seconds))],
    [t('advice'), (turn) => (turn.advice ? actionText(turn.advice.action, t) : '-')],
    [t('decision'), (turn) => (turn.decision ? actionText(turn.decision.action, t) : '-')],
    ...metricNames(before, after).map((name): Line => [
      // A rebuild has no notebook to compare with: this is what its scripts have computed.
      t('pipeline run: {0}', metricName(name)),
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

function metricNames(...turns: Iteration[]): string[] {
  return [...new Set(turns.flatMap(({ metrics }) => (metrics ?? []).map(({ name }) => name)))]
}
