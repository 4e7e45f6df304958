/** Runs notebooks and scripts of the cases in the examples' real Python, many in one process (notebook_runs.py). */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Mark } from './cases.ts'

export interface Run {
  readonly prints: string
  /** The error that ended it, as Python prints it. */
  readonly error: string | null
}

export interface ScriptJob {
  readonly script: string
}

export interface NotebookJob {
  readonly cells: readonly {
    readonly source: string
    readonly order: number | null
    readonly marks: readonly Mark[]
    readonly raises: boolean
  }[]
  /** Index of the cell whose output counts. */
  readonly show: number
}

export interface NotebookRun {
  /** What the cell shows when the whole notebook ran, and when only the marked statements ran. */
  readonly whole: Run
  readonly sliced: Run
  /** `[cell, line]` of statements marked `+` without which the cell shows the same. */
  readonly needless: readonly (readonly [number, number])[]
  /** By cell: where its statements begin, and where their headers (a function or class: the whole) end. */
  readonly statements: readonly (readonly PythonStatement[])[]
}

export interface PythonStatement {
  readonly line: number
  readonly end: number
  /** Whether it is the header of a compound statement. */
  readonly header: boolean
}

const root = new URL('../../../', import.meta.url)
export const interpreter = fileURLToPath(
  new URL(
    process.platform === 'win32' ? 'examples/.venv/Scripts/python.exe' : 'examples/.venv/bin/python',
    root,
  ),
)
const program = fileURLToPath(new URL('test/unit/slices/notebook_runs.py', root))

export function runNotebooks(jobs: readonly NotebookJob[]): Promise<NotebookRun[]> {
  return spread(jobs) as Promise<NotebookRun[]>
}

export function runScripts(jobs: readonly ScriptJob[]): Promise<Run[]> {
  return spread(jobs) as Promise<Run[]>
}

/** As where processes don't fork: a Python for each run. */
export function runSpawned(jobs: readonly (NotebookJob | ScriptJob)[]): Promise<unknown[]> {
  return run(jobs, ['--spawn'])
}

/** One process for each core, each with every n-th job, so that dear neighbours are shared out. */
async function spread(jobs: readonly object[]): Promise<unknown[]> {
  const processes = Math.min(availableParallelism(), jobs.length)
  const answers = await Promise.all(
    Array.from({ length: processes }, (_, core) => run(jobs.filter((_, at) => at % processes === core))),
  )
  return jobs.map((_, at) => answers[at % processes]![Math.floor(at / processes)])
}

async function run(jobs: readonly object[], options: readonly string[] = []): Promise<unknown[]> {
  const child = spawn(interpreter, [program, ...options], {
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' },
  })
  child.stdin.end(JSON.stringify(jobs))
  const [answer, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ])
  if (code !== 0) throw new Error(`The runner of the cases ended with ${code ?? 'a signal'}:\n${errors}`)
  return JSON.parse(answer) as unknown[]
}
