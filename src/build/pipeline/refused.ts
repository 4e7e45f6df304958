/** A slice with refusals has no right script: said with the place and the reason. */
import { type Remedy, Problem } from '../../platform/problem.ts'
import type { Analysis, Slice } from '../analysis/program.ts'
import { reasonText } from '../analysis/refusal.ts'

/** @throws Problem with the first refusal, where there is one */
export function refuseWith({ refusals }: Slice, { notebook }: Analysis, remedy?: Remedy): void {
  const [first] = refusals
  if (first === undefined) return
  const more = refusals.length - 1
  const template =
    more === 0
      ? 'The notebook has no right script: {0}.'
      : 'The notebook has no right script: {0} (and {1} more).'
  throw new Problem(template, {
    args: [reasonText(first.reason).replace(/\.$/, ''), more],
    where: `${notebook.name}.ipynb, cell ${first.cell}, line ${first.line}`,
    ...(remedy && { remedy }),
  })
}
