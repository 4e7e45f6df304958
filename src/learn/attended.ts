/** Attended time of a turn, from the editor's journal; null with the reason where no time box ran. */
import { readJournal } from '../build/timebox/journal.ts'
import { attendedSince } from '../build/timebox/timebox.ts'
import type { Project } from '../iteration/project.ts'
import type { Iteration } from '../iteration/record.ts'

/** @param iterations all turns, oldest first; a turn's time begins where the one before it was decided */
export async function attendedBy(
  project: Project,
  iterations: readonly Iteration[],
  iteration: Iteration,
): Promise<NonNullable<Iteration['attended']>> {
  const before = iterations.filter(({ id }) => id < iteration.id).at(-1)
  const since = Date.parse(before?.decision?.at ?? before?.started ?? '1970-01-01T00:00:00Z')
  const { seconds, reason } = attendedSince(await readJournal(project), since)
  return { seconds, reason }
}
