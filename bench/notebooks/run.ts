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

const runner = fileURLToPath(new URL('run_notebook.py', import.meta.url))
const SECONDS = 240

export async function runInScratch(
  python: string,
  job: { readonly cells: readonly string[] } | { readonly script: string },
): Promise<Shown> {
  const folder = await mkdtemp(join(tmpdir(), 'notebook-'))
  try {
    const child = spawn(python, [runner], {
      cwd: folder,
      timeout: SECONDS * 1000,
      env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', PYTHONWARNINGS: 'ignore' },
    })
    child.stdin.end(JSON.stringify(job))
    const [answer, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    if (answer === '') return { shows: [], error: errors || `no answer within ${SECONDS} s` }
    return JSON.parse(answer) as Shown
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
