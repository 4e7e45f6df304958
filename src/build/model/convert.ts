/** Makes a graph of a run's fitted objects, in the person's interpreter and in a process of its own. */
import { join } from 'node:path'
import * as v from 'valibot'
import type { Project } from '../../iteration/project.ts'
import { readIfThere, writeWhole } from '../../platform/files.ts'
import { type Interpreter, ownScript } from '../../platform/interpreter.ts'
import { flatten, type ModelRefusal, type PathNode, type PredictPath, type Way } from './path.ts'
import { nodesOf } from './predictPath.ts'

/** What a finished run of the pipeline left for the model. */
export interface FinishedRun {
  /** Holds `artifacts/<stage>.joblib`. */
  readonly folder: string
  /** It learned from rows that came later as well, which the notebook's data has not. */
  readonly rebuilt?: boolean
  /** Names of the stages in their order. */
  readonly stages: readonly string[]
  /** Statements that set up scikit-learn as it was. */
  readonly settings: readonly string[]
  /** What pipeline/features.py makes of raw rows; null where there is none. */
  readonly rowFunction: {
    readonly name: string
    readonly statements: readonly { readonly makes: readonly string[] | null }[]
  } | null
  /** What the last artifact calls the fitted model and what it is judged by; null where the notebook has no value. */
  readonly evaluated: {
    readonly model: string
    readonly truth: string | null
    readonly prediction: string | null
    readonly kind: 'holdout' | 'out-of-fold' | 'training rows'
  }
}

const refusalSchema = v.object({
  step: v.string(),
  reason: v.string(),
  wayOut: v.string(),
  lacks: v.optional(v.string()),
})
const rowCodeSchema = v.object({
  /** Columns of pipeline/features.py that requests must carry, and the raw ones that it makes them of. */
  makes: v.array(v.string()),
  takes: v.array(v.string()),
  /** Rows on which it gave what the notebook computed, and those of them on which it did so one row at a time. */
  rows: v.number(),
  alone: v.number(),
  /** The function in pipeline/features.py, or the file with the notebook's own statements and what they learned. */
  function: v.string(),
})
const answerSchema = v.union([
  v.object({
    refused: v.null(),
    estimator: v.string(),
    task: v.picklist(['classification', 'regression']),
    steps: v.array(v.string()),
    /** The raw tables at which the graph begins, as the notebook names them. */
    begins: v.array(v.string()),
    /** Which of the ways was gone. */
    way: v.number(),
    rowCode: v.nullable(rowCodeSchema),
    /** Why columns are not made of raw rows by the notebook's own statements. */
    carried: v.array(v.object({ columns: v.array(v.string()), why: v.string() })),
    /** The step to look at first when the graph and Python differ. */
    doubtful: v.string(),
    warnings: v.array(v.string()),
  }),
  v.object({ refused: refusalSchema }),
])
export type Converted = v.InferOutput<typeof answerSchema>

/** A check on fewer rows would say less about rare branches of a tree. */
const RESAMPLED_ROWS = 10_000
const LONGEST_SECONDS = 1800

/**
 * Writes the model's files into `out`, or says why not. A converter that crashes or hangs is an answer as well.
 *
 * @param out an empty folder
 */
export async function convert(
  project: Project,
  path: PredictPath,
  run: FinishedRun,
  out: string,
  { interpreter, signal }: { readonly interpreter: Interpreter; readonly signal?: AbortSignal },
): Promise<Converted> {
  const kind = ({ areTested }: Way) => (areTested ? run.evaluated.kind : 'training rows')
  const { features, learned, folds, rounds, imports, target, nearer } = path
  const job = {
    ways: [path, ...nearer].map((way) => {
      const { before, after } = way.featureCode ?? {}
      const paths = nodesOf(way)
      const { nodes, roots } = flatten([...paths, ...(before && after ? [before, after] : [])])
      return {
        nodes,
        roots: roots.slice(0, paths.length),
        featureCode: roots.slice(paths.length),
        carried: way.carried,
        isAtModel: way.isAtModel,
        kind: kind(way),
      }
    }),
    rowFunction: run.rowFunction && {
      name: run.rowFunction.name,
      makes: [...new Set(run.rowFunction.statements.flatMap(({ makes }) => makes ?? []))],
    },
    raw: path.raw,
    rebuilt: run.rebuilt ?? false,
    features,
    learned,
    folds,
    rounds,
    answer: path.answer && rooted(path.answer),
    method: path.method,
    imports,
    settings: run.settings,
    target,
    run: run.folder,
    stages: run.stages,
    model: run.evaluated.model,
    truth: run.evaluated.truth,
    prediction: run.evaluated.prediction,
    // Objects that refer to the pipeline's modules, or to modules beside the notebook, are loaded by name.
    path: [project.folder, project.notebookFolder],
    side: project.side,
    observe: project.settings.observe ?? [],
    name: project.settings.name,
    rows: RESAMPLED_ROWS,
    seed: 0,
    out,
  }
  await writeWhole(join(out, 'job.json'), JSON.stringify(job))
  const result = await interpreter.run(ownScript('convert.py'), {
    args: [join(out, 'job.json')],
    cwd: project.notebookFolder,
    seconds: LONGEST_SECONDS,
    ...(signal && { signal }),
  })
  const answer = await readIfThere(join(out, 'answer.json'))
  if (result.code === 0 && answer !== undefined) return v.parse(answerSchema, JSON.parse(answer))
  return { refused: crashed('conversion', result) }
}

function rooted(node: PathNode) {
  const { nodes, roots } = flatten([node])
  return { nodes, root: roots[0] }
}

/** Why a process that should have answered did not. */
export function crashed(
  step: string,
  result: { readonly end: string; readonly signal: string | null; readonly stderr: string },
): ModelRefusal {
  const last = result.stderr.trimEnd().split('\n').at(-1) ?? ''
  const reasons: Record<string, string> = {
    'timed out': `it was not done after ${LONGEST_SECONDS / 60} minutes`,
    signalled: `its process crashed (${result.signal ?? 'unknown signal'})`,
  }
  return {
    step,
    reason: reasons[result.end] ?? (last === '' ? 'its process ended without an answer' : last),
    wayOut: 'Try a simpler estimator, or other versions of scikit-learn and skl2onnx.',
  }
}
