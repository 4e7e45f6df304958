/** A model that the notebook abandoned, tried on the champion's logged rows that have labels. */
import { join } from 'node:path'
import { readSignature } from '../build/model/folder.ts'
import { predictRows } from '../deploy/model/predict.ts'
import type { RequestLog } from '../deploy/log/log.ts'
import type { Project } from '../iteration/project.ts'
import type { Challenger } from '../iteration/record.ts'
import { Problem } from '../platform/problem.ts'
import { compared } from './compare.ts'
import { testAccuracyOf } from './evidence.ts'

/**
 * @param hash of the challenger's graph, in the project's models
 * @throws Problem when no logged row has a label yet
 */
export async function triedOnLog(
  project: Project,
  log: RequestLog | null,
  challenger: { readonly name: string; readonly hash: string },
  signal: AbortSignal,
): Promise<Challenger> {
  const deployment = log?.latestDeployment() ?? null
  const rows = deployment === null ? [] : log!.labelled({ deployment: deployment.id })
  if (rows.length === 0)
    throw new Problem('There are no labelled requests to compare on.', {
      where: project.folder,
      todo: 'Send labels first: shiploop feedback FILE',
    })
  const folder = join(project.models, challenger.hash)
  const { task } = await readSignature(folder)
  const predictions = await predictRows(
    folder,
    // A challenger may take a column that the champion only observes.
    rows.map((row) => ({ ...row.observed, ...row.inputs })),
    signal,
  )
  const both = rows.flatMap((row, index) => {
    const prediction = predictions[index] ?? null
    return prediction === null ? [] : [{ champion: row.prediction, challenger: prediction, truth: row.truth }]
  })
  const test = (await testAccuracyOf(project, challenger.hash))?.test ?? null
  const identity = { name: challenger.name, model: challenger.hash, test }
  return compared(identity, both, task, project.settings.error_bound ?? null)
}
