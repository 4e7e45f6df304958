/** What there is to know about a project at one moment, for all views at once. */
import type { TimeBox } from '../../build/timebox/timebox.ts'
import type { Deployment } from '../../deploy/deployment.ts'
import type { Project } from '../../iteration/project.ts'
import type { Iteration } from '../../iteration/record.ts'
import type { Problem } from '../../platform/problem.ts'
import type { Live } from './live.ts'

export interface Snapshot {
  readonly project: Project
  /** Oldest first. */
  readonly iterations: readonly Iteration[]
  /** Records that can't be read, each with its sentence. */
  readonly broken: readonly Problem[]
  readonly deployment: Deployment
  /** null when nothing serves. */
  readonly live: Live | null
  readonly timeBox: TimeBox
  /** What is being done to the project, in whichever window or terminal; null when nothing is. */
  readonly busy: Busy | null
}

export interface Busy {
  /** The verb: `ship`. */
  readonly work: string
  readonly pid: number
}

/** The state of the window: no project, one that is being read, one whose `shiploop.yaml` is broken, or a whole one. */
export type ProjectState =
  | { readonly state: 'none' }
  | { readonly state: 'reading'; readonly folder: string }
  | {
      readonly state: 'broken'
      readonly folder: string
      readonly problem: Problem
      /** It goes on while `shiploop.yaml` is broken. */
      readonly deployment: Deployment
    }
  | ({ readonly state: 'open' } & Snapshot)

/** The project that is open; null where there is none, or it is broken. */
export function openIn(state: ProjectState): Snapshot | null {
  return state.state === 'open' ? state : null
}
