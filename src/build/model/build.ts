/** From a finished run of the pipeline to a checked graph in `.shiploop/models/<hash>/`. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Project } from '../../iteration/project.ts'
import type { Begins, Iteration } from '../../iteration/record.ts'
import {
  makeFolder,
  namesIn,
  readText,
  removeFile,
  removeFolder,
  replaceFolder,
  writeWhole,
} from '../../platform/files.ts'
import type { Interpreter } from '../../platform/interpreter.ts'
import { type Report, timed } from '../../platform/progress.ts'
import type { Choice } from '../analysis/evaluation/choice.ts'
import { check, type Checked } from './check.ts'
import { convert, type Converted, type FinishedRun } from './convert.ts'
import { readSignature } from './folder.ts'
import { CHANGED, type Signature } from './schema.ts'
import type { ModelRefusal, PredictPath } from './path.ts'

interface ModelTools {
  readonly interpreter: Interpreter
  readonly report: Report
  readonly signal?: AbortSignal
}

export interface BuiltModel {
  /** What the turn's record says. */
  readonly model: NonNullable<Iteration['model']>
  readonly warnings: readonly string[]
}

/**
 * Converts and checks. A refusal is a result, not an error: the turn goes on to its report, only deployment is off.
 *
 * @param understood the evaluated model, and its predict path or why there is none
 * @throws Problem when a file can't be written; the reason of `signal`
 */
export async function buildModel(
  project: Project,
  understood: { readonly choice: Choice; readonly path: PredictPath | ModelRefusal },
  run: FinishedRun,
  { interpreter, report, signal }: ModelTools,
): Promise<BuiltModel> {
  const { estimator, task } = understood.choice.evaluations.at(-1)!
  const { path } = understood
  const known = { estimator: estimator.className || 'unknown', task, steps: [] }
  if (!('tested' in path)) return refusal(known, path)
  const aside = join(project.models, `building-${randomBytes(6).toString('hex')}`)
  await makeFolder(aside)
  try {
    const converted = await timed(report, 'convert', () =>
      convert(project, path, run, aside, { interpreter, ...(signal && { signal }) }),
    )
    if (converted.refused !== null) return refusal(known, converted.refused)
    const made = { estimator: converted.estimator, task: converted.task, steps: converted.steps }
    const checked = await timed(report, 'check', () => check(aside, converted.doubtful, signal), checkedWords)
    if (checked.refused !== null) return refusal(made, checked.refused, checked, converted.warnings)
    const signature = await readSignature(aside)
    const { hash } = signature
    if (signature.features != null) await copyScripts(project, aside)
    for (const name of ['job.json', 'answer.json']) await removeFile(join(aside, name))
    await replaceFolder(aside, join(project.models, hash))
    const { rows, labelAgreement, largestDifference } = checked
    return {
      model: {
        hash,
        ...made,
        begins: beginsOf(path, converted, signature),
        rows,
        labelAgreement,
        largestDifference,
        refused: null,
      },
      warnings: converted.warnings,
    }
  } finally {
    await removeFolder(aside)
  }
}

/** Requests need the scripts of the model that is served, whatever is exported after it. */
async function copyScripts(project: Project, folder: string): Promise<void> {
  for (const name of await namesIn(project.pipeline))
    if (name.endsWith('.py'))
      await writeWhole(
        join(folder, 'pipeline', name),
        await readText(join(project.pipeline, name), 'The script'),
      )
}

function beginsOf(
  path: PredictPath,
  { way, rowCode, begins, carried }: Extract<Converted, { refused: null }>,
  { inputs }: Signature,
): Begins {
  const columns = inputs.map(({ name }) => name)
  const { reasons } = [path, ...path.nearer][way]!
  const unmade = columns.filter((name) => !rowCode?.makes.includes(name))
  const seen = new Set<string>()
  const why = [...reasons, ...carried].flatMap((each) => {
    const named = unmade.filter(
      (name) =>
        !seen.has(name) && each.columns.some((column) => name === column || name === column + CHANGED),
    )
    for (const name of named) seen.add(name)
    return named.length === 0 ? [] : [{ columns: named, reason: each.why }]
  })
  return { tables: begins, columns, features: rowCode, why }
}

type Known = Pick<NonNullable<Iteration['model']>, 'estimator' | 'task' | 'steps'>

function refusal(
  known: Known,
  { step, reason, wayOut, lacks }: ModelRefusal,
  checked?: Checked,
  warnings: readonly string[] = [],
): BuiltModel {
  return {
    model: {
      hash: null,
      ...known,
      rows: checked?.rows ?? 0,
      labelAgreement: checked?.labelAgreement ?? null,
      largestDifference: checked?.largestDifference ?? null,
      refused: `${step}: ${reason}. ${wayOut}`,
      ...(lacks !== undefined && { lacks }),
    },
    warnings,
  }
}

function checkedWords({ rows, labelAgreement, largestDifference, refused }: Checked): string {
  if (refused !== null) return refused.reason
  const labels = labelAgreement === null ? '' : `${(100 * labelAgreement).toFixed(2)}% of labels agree, `
  return `${rows} rows, ${labels}largest difference ${largestDifference?.toPrecision(2) ?? 'unknown'}`
}
