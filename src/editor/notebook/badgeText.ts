/** What a cell's badge says. */
import type { Explanation } from '../../build/analysis/slice/explain.ts'
import type { Translate } from '../text.ts'
import type { CellInsight } from './insight.ts'

interface BadgeText {
  readonly text: string
  readonly hover: string
}

/**
 * @param cell     null when no model is evaluated in the notebook, or the cell never ran
 * @param isEdited it was edited after it ran
 * @param seconds  attended time of the cell in the running time box; null when none runs
 */
export function badgeText(
  cell: CellInsight | null,
  seconds: number | null,
  isEdited: boolean,
  t: Translate,
): BadgeText | null {
  const time = seconds === null || seconds < 60 ? '' : t('{0} min here', Math.floor(seconds / 60))
  if (cell === null) return time === '' ? null : { text: time, hover: '' }
  const { kept, total, stages } = cell
  const isOut = kept.length === 0 && stages.length === 0
  const run = isEdited && !isOut ? t('edited since it ran') : ''
  const place = isOut
    ? t('not in the pipeline')
    : [stages.join(', '), t('{0} of {1} statements', kept.length, total)].filter(Boolean).join(' · ')
  return { text: [place, run, time].filter(Boolean).join(' · '), hover: hoverText(cell, t) }
}

const MOST_LINES = 10

function hoverText({ kept, stages }: CellInsight, t: Translate): string {
  if (kept.length === 0)
    return stages.length > 0
      ? t('Only the metric of this cell is in the pipeline.')
      : t('No metric of the shipped model needs this cell.')
  const lines = kept.map((each) => t('Line {0}: {1}.', each.line, reasonsOf(each, t).join('; ')))
  return lines.length > MOST_LINES
    ? [...lines.slice(0, MOST_LINES), t('... and {0} more', lines.length - MOST_LINES)].join('\n')
    : lines.join('\n')
}

function reasonsOf({ neededBy, asked, unknown }: Explanation, t: Translate): string[] {
  const needs = neededBy.map(({ cell, line, through, certain }) => {
    // As a part of a sentence: a phrase is translated, a name is not.
    const what = through.map((each) => t('{0}', each)).join(', ')
    return certain
      ? t('cell {0}, line {1} needs {2}', cell, line, what)
      : t('cell {0}, line {1} perhaps needs {2}', cell, line, what)
  })
  return [
    ...needs,
    ...(asked ? [t('without it another metric came out')] : []),
    // Effects of what raised end somewhere inside, so all of it stays.
    ...(needs.length === 0 && !asked ? [t('it belongs to what raised when the notebook ran')] : []),
    ...(unknown ? [t('kept because it could not be known')] : []),
  ]
}
