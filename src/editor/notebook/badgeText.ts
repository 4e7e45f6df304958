/** What a cell's badge says. */
import type { Translate } from '../text.ts'
import type { CellInsight } from './insight.ts'

export interface BadgeText {
  readonly text: string
  readonly hover: string
}

/**
 * @param cell     null when no model is evaluated in the notebook, or the cell never ran
 * @param seconds  attended time of the cell in the running time box; null when none runs
 */
export function badgeText(cell: CellInsight | null, seconds: number | null, t: Translate): BadgeText | null {
  const time = seconds === null || seconds < 60 ? '' : t('{0} min here', Math.floor(seconds / 60))
  if (cell === null) return time === '' ? null : { text: time, hover: '' }
  const { kept, total, stages } = cell
  const place =
    kept.length === 0 && stages.length === 0
      ? t('not in the pipeline')
      : [stages.join(', '), t('{0} of {1} statements', kept.length, total)].filter(Boolean).join(' · ')
  return { text: [place, time].filter(Boolean).join(' · '), hover: hoverText(cell, t) }
}

const MOST_LINES = 10

function hoverText({ kept, stages }: CellInsight, t: Translate): string {
  if (kept.length === 0)
    return stages.length > 0
      ? t('Only the metric of this cell is in the pipeline.')
      : t('No metric of the shipped model needs this cell.')
  const lines = kept.map(({ line, through, neededBy }) =>
    neededBy === null
      ? t('Line {0} computes the metric.', line)
      : t('Line {0} is kept: cell {1}, line {2} needs {3}.', line, neededBy.cell, neededBy.line, through),
  )
  return lines.length > MOST_LINES
    ? [...lines.slice(0, MOST_LINES), t('... and {0} more', lines.length - MOST_LINES)].join('\n')
    : lines.join('\n')
}
