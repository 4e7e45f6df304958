/** What is being done, as the Pipeline view shows it: one line for each step. */
import type { Problem } from '../platform/problem.ts'
import type { ProgressEvent } from '../platform/progress.ts'

/** One step of a turn as the Pipeline view shows it. */
export interface StepLine {
  readonly step: string
  readonly state: 'working' | 'done' | 'failed'
  readonly seconds: number | null
  readonly detail: string | null
}

export interface Work {
  readonly title: string
  readonly state: 'working' | 'done' | 'cancelled' | 'failed'
  readonly steps: readonly StepLine[]
  /** Why it failed. */
  readonly problem: Problem | null
}

/** The lines after one more event: each step has one line, and the newest events win. */
export function withEvent(steps: readonly StepLine[], event: ProgressEvent): StepLine[] {
  const line: StepLine = {
    step: event.step,
    state: event.state === 'done' || event.state === 'failed' ? event.state : 'working',
    seconds: 'seconds' in event ? event.seconds : null,
    detail: event.state === 'failed' ? event.problem : (event.detail ?? null),
  }
  const open = steps.findLastIndex(({ step, state }) => step === event.step && state === 'working')
  return open === -1 ? [...steps, line] : steps.with(open, line)
}
