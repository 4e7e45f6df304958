/** Runs a notebook's cells or a script in a folder of its own, which is removed afterwards. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export interface Shown {
  /** What each cell showed, up to the one that failed. */
  readonly shows: readonly string[]
  readonly error: string | null
}

const SECONDS = 240

export async function runInScratch(
  python: string,
  job: { readonly cells: readonly string[] } | { readonly script: string },
): Promise<Shown> {
  const { answer, errors } = await run(python, 'run_notebook.py', job, SECONDS)
  if (answer === '') return { shows: [], error: errors || `no answer within ${SECONDS} s` }
  return JSON.parse(answer) as Shown
}

/** First lines of the statements that a script can do without, tried one by one; null when none could be tried. */
export async function dropped(
  python: string,
  job: { readonly script: string; readonly prints: string },
): Promise<readonly string[] | null> {
  const { answer } = await run(python, 'least.py', job, 5 * SECONDS)
  return answer === '' ? null : (JSON.parse(answer) as { dropped: string[] | null }).dropped
}

async function run(
  python: string,
  program: string,
  job: unknown,
  seconds: number,
): Promise<{ answer: string; errors: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'notebook-'))
  try {
    const child = spawn(python, [fileURLToPath(new URL(program, import.meta.url))], {
      cwd: folder,
      timeout: seconds * 1000,
      env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', PYTHONWARNINGS: 'ignore' },
    })
    child.stdin.end(JSON.stringify(job))
    const [answer, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    return { answer, errors }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
