/** How a metric of the scripts differs from the notebook's, in words. */
import { equal } from '../build/pipeline/run/parity.ts'
import type { Metric } from '../iteration/record.ts'
import { fill } from '../platform/problem.ts'

type Say = (template: string, ...args: (string | number)[]) => string
const english: Say = (template, ...args) => fill(template, args)

/** @returns null where nothing differs, or nothing was run */
export function differenceText(metric: Metric, t: Say = english): string | null {
  const { scripts, notebook, stored, cell } = metric
  if (metric.equal || scripts === null) return null
  if (stored === null || (notebook !== null && !equal(notebook, scripts)))
    return t('scripts {0}, notebook {1}', scripts, notebook ?? '?')
  // The scripts are right: it is the output in the file that is of other code, or of other data.
  return cell === undefined
    ? t('scripts {0}, stored output {1}: run the notebook again and save it', scripts, stored)
    : t(
        'scripts {0}, stored output {1}: run cell {2} and those after it again, and save',
        scripts,
        stored,
        cell,
      )
}
