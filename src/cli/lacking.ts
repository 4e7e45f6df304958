import { planConverter } from '../build/model/side.ts'
import type { Project } from '../iteration/project.ts'
import type { Iteration } from '../iteration/record.ts'
import type { Tools } from '../learn/turn.ts'
import { Problem } from '../platform/problem.ts'

/** What to say of a turn whose model has no graph because the conversion lacks a package; null for any other. */
export async function lackingOf(
  project: Project,
  { model }: Iteration,
  { interpreter, signal }: Tools,
): Promise<Problem | null> {
  if (model?.lacks === undefined) return null
  const { line } = await planConverter(project, interpreter, signal)
  return new Problem("The model can't be deployed: its conversion lacks the package {0}.", {
    args: [model.lacks],
    todo: `Bring it into a folder that only the conversion sees, and run again: shiploop install. That runs: ${line}`,
    remedy: { kind: 'converter' },
  })
}
