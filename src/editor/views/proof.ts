/** What runs have shown about the newest turn: that it is right, and what it does without. */
import type { Iteration } from '../../iteration/record.ts'
import { verdictLine, verifiedLines } from '../../learn/verified.ts'
import type { Translate } from '../text.ts'
import type { Row } from './row.ts'

/** No rows for what was never run. */
export function proofRows({ verified, droppable }: Iteration, t: Translate): Row[] {
  return [
    ...(verified === undefined ? [] : [verifiedRow(verified, t)]),
    ...(droppable === undefined ? [] : [droppableRow(droppable, t)]),
  ]
}

function verifiedRow(verified: NonNullable<Iteration['verified']>, t: Translate): Row {
  const isBad = verified.equal === false
  return {
    id: 'verified',
    label: isBad ? t('Verified: different') : verified.equal === null ? t('Verified: runs') : t('Verified'),
    description: verdictLine(verified, t),
    icon: isBad ? 'error' : 'verified',
    ...(isBad && { tone: 'bad' as const }),
    open: isBad,
    children: verifiedLines(verified, t).map((line, index) => ({
      id: `verified ${index}`,
      label: line,
      icon: 'dash',
    })),
  }
}

function droppableRow(droppable: NonNullable<Iteration['droppable']>, t: Translate): Row {
  const { statements, dropped } = droppable
  const none = statements.length === 0
  return {
    id: 'droppable',
    label: none
      ? t('Every statement is needed')
      : dropped
        ? t('Minimized')
        : t('Statements that can go: {0}', statements.length),
    description: none
      ? ''
      : dropped
        ? t('without {0} statements that change nothing on these data', statements.length)
        : t('on these data, all metrics and predictions stay exactly the same without them'),
    icon: 'fold',
    ...(!none && !dropped && { kind: 'droppable' }),
    children: statements.map(({ cell, line, text }, index) => ({
      id: `droppable ${index}`,
      label: text,
      description: t('cell {0}, line {1}', cell, line),
      icon: 'dash',
    })),
  }
}
