/** Runs an exported pipeline in the person's interpreter. */
import { randomBytes } from 'node:crypto'
import { delimiter, join } from 'node:path'
import * as v from 'valibot'
import type { Project } from '../../../iteration/project.ts'
import { parseVersioned } from '../../../iteration/versioned.ts'
import { exists, makeFolder, namesIn, readText, removeFolder } from '../../../platform/files.ts'
import { type Interpreter, type RunResult } from '../../../platform/interpreter.ts'
import { Problem } from '../../../platform/problem.ts'
import type { Report } from '../../../platform/progress.ts'
import { missingPackages } from '../../../platform/python.ts'

export interface RunOptions {
  readonly interpreter: Interpreter
  readonly report?: Report
  readonly signal?: AbortSignal
}

export interface PipelineRun {
  readonly id: string
  /** `.shiploop/runs/<id>`: metrics.json, run.json, artifacts/<stage>.joblib. */
  readonly folder: string
  readonly seconds: Readonly<Record<string, number>>
  readonly metrics: ReadonlyMap<string, number>
}

const runSchema = v.object({ schema: v.literal(1), seconds: v.record(v.string(), v.number()) })
const metricsSchema = v.record(v.string(), v.nullable(v.number()))

/** Runs are large and can be made again: so many are kept. */
const KEPT_RUNS = 5

/**
 * Runs all stages in one process, with the notebook's folder as working directory.
 *
 * @throws Problem that names the script and line that failed, or the metric that is no number
 */
export async function runPipeline(project: Project, options: RunOptions): Promise<PipelineRun> {
  const { interpreter, report, signal } = options
  const main = join(project.pipeline, '__main__.py')
  if (!exists(main))
    throw new Problem('There is no pipeline to run.', {
      where: project.pipeline,
      todo: `Export it first: shiploop export ${project.settings.notebook}`,
    })
  const id = `${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`
  const folder = join(project.runs, id)
  await makeFolder(folder)
  try {
    // By its path, not -m: Python would look for a package of that name in the working directory first.
    const result = await interpreter.run(project.pipeline, {
      cwd: project.notebookFolder,
      env: {
        SHIPLOOP_RUN: folder,
        MPLBACKEND: 'Agg',
        PYTHONPATH: [project.folder, ...(process.env['PYTHONPATH'] ? [process.env['PYTHONPATH']] : [])].join(
          delimiter,
        ),
      },
      onLine: (line) => {
        const stage = /^(\w+) ([\d.]+ s)$/.exec(line)
        if (stage) report?.({ step: 'run', state: 'working', detail: `${stage[1]!} ${stage[2]!}` })
      },
      ...(signal && { signal }),
    })
    if (result.code !== 0) throw failureOf(result, interpreter)
    const run = parseVersioned(
      runSchema,
      1,
      {},
      await readJson(join(folder, 'run.json')),
      join(folder, 'run.json'),
    )
    const metrics = v.parse(metricsSchema, await readJson(join(folder, 'metrics.json')))
    for (const [name, value] of Object.entries(metrics))
      if (value === null)
        throw new Problem('The metric {0} is not a number (NaN or infinite).', {
          args: [name],
          where: join('pipeline', `${Object.keys(run.seconds).at(-1) ?? 'evaluate'}.py`),
          todo: 'Look for missing values in the rows that are evaluated.',
        })
    await forgetOldRuns(project, id)
    return {
      id,
      folder,
      seconds: run.seconds,
      metrics: new Map(Object.entries(metrics as Record<string, number>)),
    }
  } catch (error) {
    await removeFolder(folder)
    throw error
  }
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readText(path, 'The result of the run')) as unknown
}

async function forgetOldRuns(project: Project, current: string): Promise<void> {
  const old = (await namesIn(project.runs)).filter((name) => /^\d{8}T\d{6}Z-/.test(name) && name !== current)
  for (const name of old.slice(0, -(KEPT_RUNS - 1))) await removeFolder(join(project.runs, name))
}

/** The last line of a traceback, and the place in a script that it is about. */
function failureOf({ stderr, end, signal }: RunResult, interpreter: Interpreter): Problem {
  if (end !== 'exited')
    return new Problem('The pipeline was ended by {0}.', {
      args: [signal ?? end],
      where: 'pipeline',
      todo: 'Often that is memory: close other programs, or use less data.',
    })
  const lines = stderr.trimEnd().split('\n')
  const isError = (each: string) => /^[\w.]*(Error|Exception|Interrupt|Exit)\b/.test(each)
  const what = lines.findLast(isError) ?? lines.findLast((each) => /^\S/.test(each)) ?? 'it said nothing'
  const frames = [...stderr.matchAll(/File "[^"]*[\\/](pipeline[\\/](\w+)\.py)", line (\d+)/g)]
  const frame = frames.findLast(([, , name]) => name !== 'artifacts' && name !== '__main__') ?? frames.at(-1)
  const where = frame ? `${frame[1]!.replaceAll('\\', '/')}, line ${frame[3]!}` : 'pipeline'
  const missing = /^ModuleNotFoundError: No module named '([\w.]+)'/.exec(what)?.[1]
  if (missing !== undefined) return missingPackages(interpreter, [missing.split('.')[0]!], where)
  const file = /^FileNotFoundError: .*?'([^']+)'/.exec(what)?.[1]
  if (file !== undefined)
    return new Problem('The file {0} is missing.', {
      args: [file],
      where,
      todo: 'Put it where the notebook reads it.',
    })
  return new Problem('The pipeline failed: {0}', { args: [what], where })
}
