/** Work that a person may cancel, and that ends by itself after some minutes. */
import { Problem } from '../../../platform/problem.ts'

export interface TimeLimit {
  readonly signal: AbortSignal
  isOver(): boolean
}

/** A signal that also aborts when the time is over. */
export function timeLimit(signal: AbortSignal, minutes: number): TimeLimit {
  const timer = AbortSignal.timeout(minutes * 60_000)
  return { signal: AbortSignal.any([signal, timer]), isOver: () => timer.aborted }
}

/** What a person is told when it is over. */
export function tooLong(minutes: number): Problem {
  return new Problem('The runs took more than {0} minutes and were ended.', {
    args: [minutes],
    todo: 'Give them more time with --minutes, or let the notebook read less data.',
  })
}
