import { Problem } from '../../platform/problem.ts'
import type { Snapshot } from './snapshot.ts'
import type { ProjectWatch } from './watch.ts'

/** The window's project as it is known now. @throws Problem when there is none, or its file is broken */
export function openProjectOf(watch: ProjectWatch): Snapshot {
  if (watch.state.state === 'broken') throw watch.state.problem
  if (watch.snapshot === null)
    throw new Problem('There is no project in this window.', { todo: 'Open a notebook and ship it.' })
  return watch.snapshot
}
