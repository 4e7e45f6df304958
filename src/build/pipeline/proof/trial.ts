/** Runs variations of a pipeline in copies of the notebook's folder, where they may write as they like. */
import { basename, join } from 'node:path'
import * as v from 'valibot'
import { Project } from '../../../iteration/project.ts'
import { type Interpreter, ownScript } from '../../../platform/interpreter.ts'
import { Problem } from '../../../platform/problem.ts'
import { scratchCopy } from '../../../platform/scratch.ts'
import type { Choice } from '../../analysis/evaluation/choice.ts'
import type { Analysis } from '../../analysis/program.ts'
import { exportPipeline } from '../export.ts'
import { aboveOf } from '../run/above.ts'
import type { Predictions } from '../run/notebookRun.ts'
import { equal } from '../run/parity.ts'
import type { Evaluated } from '../additions/judged.ts'
import type { PlanOptions } from '../plan.ts'
import { type PipelineRun, runPipeline } from '../run/run.ts'

/** What a run of the notebook or of a pipeline came to. */
export interface Outcome {
  readonly metrics: ReadonlyMap<string, number>
  /** null where the notebook names none. */
  readonly predictions: Predictions | null
}

export interface Bench {
  readonly project: Project
  readonly analysis: Analysis
  readonly choice: Choice
  readonly interpreter: Interpreter
  readonly signal: AbortSignal
}

/**
 * Exports and runs a pipeline in a copy that is gone afterwards.
 *
 * @returns the Problem when it has no right script or its run fails
 * @throws the reason of the signal when it is aborted
 */
export async function tryPipeline(bench: Bench, options: PlanOptions): Promise<Outcome | Problem> {
  const { project, analysis, choice, interpreter, signal } = bench
  const scratch = await scratchCopy(project.notebookFolder, aboveOf(analysis.order), signal)
  try {
    const copy = new Project(join(scratch.folder, '.shiploop-trial'), {
      ...project.settings,
      notebook: `../${basename(project.notebook)}`,
    })
    const { plan } = await exportPipeline(copy, analysis, choice, { ...options, interpreter, signal })
    const run = await runPipeline(copy, { interpreter, signal })
    const last = plan.stages.at(-1)!.name
    return {
      metrics: run.metrics,
      predictions: await predictionsOf(copy, run, last, plan.evaluated, bench),
    }
  } catch (error) {
    if (error instanceof Problem && !signal.aborted) return error
    throw error
  } finally {
    await scratch.remove()
  }
}

const answerSchema = v.nullable(v.array(v.union([v.number(), v.string()])))

async function predictionsOf(
  project: Project,
  run: PipelineRun,
  stage: string,
  { prediction, model, rows }: Evaluated,
  { interpreter, signal }: Bench,
): Promise<Predictions | null> {
  const artifact = join(run.folder, 'artifacts', `${stage}.joblib`)
  const result = await interpreter.run(ownScript('pipeline_predictions.py'), {
    args: [artifact, prediction ?? '', model, rows ?? ''],
    cwd: project.notebookFolder,
    env: { PYTHONPATH: project.folder, MPLBACKEND: 'Agg' },
    signal,
  })
  if (result.code !== 0) return null
  return v.parse(answerSchema, JSON.parse(result.stdout))
}

/** What is different between two outcomes, in words, for the metrics that count; null when nothing is. */
export function differenceOf(
  ours: Outcome,
  reference: Outcome,
  counting: ReadonlySet<string>,
): string | null {
  for (const name of counting) {
    const [one, other] = [ours.metrics.get(name), reference.metrics.get(name)]
    if (one === undefined || other === undefined || !equal(one, other))
      return `${name} is ${one ?? 'unknown'} instead of ${other ?? 'unknown'}`
  }
  if (ours.predictions === null || reference.predictions === null) return null
  const rows = differentRows(ours.predictions, reference.predictions)
  return rows === 0 ? null : `${rows} of ${reference.predictions.length} predictions are different`
}

/** So many rows whose predictions differ; a row that only one of both has differs. */
export function differentRows(ours: Predictions, reference: Predictions): number {
  const same = reference.filter((each, at) => {
    const other = ours[at]
    return typeof each === 'number' && typeof other === 'number' ? equal(each, other) : each === other
  })
  return Math.max(ours.length, reference.length) - same.length
}
