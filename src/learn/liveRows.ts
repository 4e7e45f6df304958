/** The labelled live rows of all deployments as a table that the pipeline can learn from. */
import { join } from 'node:path'
import { readSignature } from '../build/model/folder.ts'
import { rawOf } from '../build/model/truth.ts'
import type { RequestLog } from '../deploy/log/log.ts'
import type { Project } from '../iteration/project.ts'
import { Problem } from '../platform/problem.ts'
import { csvOf } from '../platform/table.ts'

export interface LiveRows {
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
  const names = [...signature.inputs, ...signature.observed].map(({ name }) => name)
  const lines = rows.map(({ inputs, observed, truth }) => [
    ...names.map((name) => inputs[name] ?? observed[name] ?? null),
    // The scripts make of the raw column what the model predicts: rows that join it need its own words.
    rawOf(signature, truth),
  ])
  return {
    csv: csvOf([...names, signature.target], lines),
    rows: rows.length,
    iteration: deployment.iteration ?? deployment.id,
  }
}
