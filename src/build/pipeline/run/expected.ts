/** What `pipeline/test_pipeline.py` compares with: the metrics of the last run. */
import { join } from 'node:path'
import type { Project } from '../../../iteration/project.ts'
import { removeFile, writeWhole } from '../../../platform/files.ts'
import type { Evaluation } from '../../analysis/evaluation.ts'
import type { Analysis } from '../../analysis/program.ts'
import { seedFindings } from '../../findings/seeds.ts'
import type { PipelineRun } from './run.ts'

/** Without a value where something on the way to the metrics draws unseeded: then another run gives another number. */
export async function writeExpected(
  project: Project,
  analysis: Analysis,
  evaluations: readonly Evaluation[],
  { metrics }: PipelineRun,
): Promise<void> {
  const repeats = seedFindings(analysis, evaluations).length === 0
  const values = Object.fromEntries([...metrics].map(([name, value]) => [name, repeats ? value : null]))
  await writeWhole(fileOf(project), `${JSON.stringify(values, null, 2)}\n`)
}

/** Other scripts may give other metrics: nothing is expected of them before they have run. */
export function forgetExpected(project: Project): Promise<void> {
  return removeFile(fileOf(project))
}

function fileOf(project: Project): string {
  return join(project.pipeline, 'expected.json')
}
