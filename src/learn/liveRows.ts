/** The labelled live rows of all deployments as a table that the pipeline can learn from. */
import { join } from 'node:path'
import { readSignature } from '../build/model/folder.ts'
import { CHANGED, isLearned, type Signature } from '../build/model/schema.ts'
import { rawOf } from '../build/model/truth.ts'
import type { RequestLog } from '../deploy/log/log.ts'
import type { Project } from '../iteration/project.ts'
import { Problem } from '../platform/problem.ts'
import { csvOf } from '../platform/table.ts'

interface LiveRows {
  readonly csv: string
  readonly rows: number
  /** The turn whose model answered the latest. */
  readonly iteration: string
}

/** @throws Problem when no live row has a label */
export async function labelledLiveRows(project: Project, log: RequestLog | null): Promise<LiveRows> {
  const deployment = log?.latestDeployment() ?? null
  // Those of earlier deployments too: a second rebuild forgets nothing that the first one learned.
  const rows = log?.deployments().flatMap(({ id }) => log.labelled({ deployment: id })) ?? []
  if (deployment === null || rows.length === 0)
    throw new Problem('There are no labelled live rows to rebuild with.', {
      where: project.folder,
      todo: 'Send labels first: shiploop feedback FILE',
    })
  const signature = await readSignature(join(project.models, deployment.hash))
  const names = rawNames(signature, project.folder)
  const raw = signature.features != null && isLearned(signature.features) ? signature.features.takes : []
  // A request may carry what is made alone: of such a row the notebook has nothing to begin with.
  const whole = rows.filter(
    ({ inputs, observed }) =>
      raw.length === 0 || raw.some((name) => (inputs[name] ?? observed[name] ?? null) !== null),
  )
  if (whole.length === 0)
    throw new Problem('There are no labelled live rows to rebuild with.', {
      where: project.folder,
      todo: `Let requests carry the raw columns as well: ${raw.join(', ')}.`,
    })
  const lines = whole.map(({ inputs, observed, truth }) => [
    ...names.map((name) => inputs[name] ?? observed[name] ?? null),
    // The scripts make of the raw column what the model predicts: rows that join it need its own words.
    rawOf(signature, truth),
  ])
  return {
    csv: csvOf([...names, signature.target], lines),
    rows: whole.length,
    iteration: deployment.iteration ?? deployment.id,
  }
}

/** Columns of the log that stand as the notebook's own data has them: it makes the others again. */
function rawNames({ inputs, observed, features }: Signature, where: string): string[] {
  const made = new Set(features != null && isLearned(features) ? features.makes : [])
  const names = [...inputs, ...observed].map(({ name }) => name).filter((name) => !made.has(name))
  const changed = names.find((name) => name.endsWith(CHANGED))
  const lacking = made.size > 0 ? features!.takes.find((name) => !names.includes(name)) : changed
  if (lacking !== undefined)
    throw new Problem('The live rows have no {0} as the data of the notebook has it.', {
      args: [lacking.replace(CHANGED, '')],
      where,
      todo: 'Rebuild with rows that the notebook reads itself, or give what it makes a name of its own.',
    })
  return names
}
