/** Runs the command line as a person does, in a folder of its own. */
import { spawn } from 'node:child_process'
import { cpSync } from 'node:fs'
import { mkdtemp, readdir, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(fileURLToPath(new URL('../../..', import.meta.url)))
export const examplesPython = join(
  root,
  'examples/.venv',
  process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python',
)

/** The examples' environment, active as a person would have theirs. */
export const environment = { ...process.env, VIRTUAL_ENV: join(examplesPython, '../..') }

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A new folder with copies of the files (paths relative to the checkout). */
export async function folderWith(...files: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shiploop-'))
  for (const file of files)
    cpSync(join(root, file), join(folder, file.split('/').at(-1)!), { recursive: true })
  return folder
}

export function shiploop(folder: string, ...args: readonly string[]): Promise<Outcome> {
  return shiploopWith({}, folder, ...args)
}

/** The same with more in the environment. */
export function shiploopWith(
  env: Readonly<Record<string, string>>,
  folder: string,
  ...args: readonly string[]
): Promise<Outcome> {
  const child = spawn(process.execPath, [join(root, 'bin/shiploop.mjs'), ...args], {
    cwd: folder,
    env: { ...environment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => (stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (stderr += String(chunk)))
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })))
}

/** Content of every file below a folder, by relative path: what must be the same after a failure. */
export async function snapshot(folder: string, below = ''): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const name of await readdir(join(folder, below))) {
    const path = join(below, name)
    if ((await stat(join(folder, path))).isDirectory()) Object.assign(found, await snapshot(folder, path))
    else found[path] = await readFile(join(folder, path), 'base64')
  }
  return found
}
