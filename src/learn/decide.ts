/** The person decides; the record says what was advised and why it was done otherwise. */
import type { Action, Iteration } from '../iteration/record.ts'
import { Problem } from '../platform/problem.ts'

/**
 * Records a decision.
 *
 * @param reason needed when the action is not the advised one
 */
export function decided(
  iteration: Iteration,
  action: Action | null,
  reason: string | null,
  now: Date,
): Iteration {
  const advised = iteration.advice?.action
  const chosen = action ?? advised
  if (chosen === undefined)
    throw new Problem('There is no advice to take yet.', {
      where: iteration.title,
      todo: 'Measure first (shiploop measure), or name the action: shiploop decide SHIP --reason "..."',
    })
  const overrides = advised !== undefined && chosen !== advised
  if (overrides && (reason === null || reason.trim() === ''))
    throw new Problem('The advice is {0}; deciding {1} needs a reason.', {
      args: [advised, chosen],
      where: iteration.title,
      todo: 'Say why: --reason "..."',
    })
  return { ...iteration, decision: { action: chosen, at: now.toISOString(), reason, overrides } }
}
