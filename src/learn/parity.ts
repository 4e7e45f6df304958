/** How a metric of the scripts differs from the notebook's, in words. */
import { agrees, equal } from '../build/pipeline/run/parity.ts'
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

/** What stored outputs tell of a notebook that is read in the order of the file. */
export function storedLines(metrics: readonly Metric[]): string[] {
  return metrics.flatMap(({ name, scripts, notebook, stored, equal: isEqual }) =>
    scripts === null || notebook === null || stored === null || !isEqual
      ? []
      : agrees(scripts, stored)
        ? [`The stored output of ${name}, ${stored}, is what the notebook gives from top to bottom.`]
        : [
            `The notebook as stored is not what runs from top to bottom: that gives ${name} = ${scripts}, and its stored output is ${stored}.`,
          ],
  )
}
