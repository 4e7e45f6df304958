import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import * as v from 'valibot'
import { installFolder } from './files.ts'
import { Problem } from './problem.ts'
import { type ProcessOptions, type ProcessResult, runProcess } from './processes.ts'

export interface RunOptions extends ProcessOptions {
  readonly args?: readonly string[]
  /** Options of Python itself, before the script: `-I`, `-S`. */
  readonly flags?: readonly string[]
}
export type RunResult = ProcessResult

/** A Python that belongs to the user. Never chosen silently: see `findInterpreter`. */
export interface Interpreter {
  readonly path: string
  readonly version: string
  /** Why this one: `the environment beside the notebook (.venv)`. */
  readonly reason: string
  run(script: string, options?: RunOptions): Promise<RunResult>
}

/** Where `findInterpreter` looks. */
export interface InterpreterHints {
  /** What the person named for this run: the option `--python` or the editor's choice. */
  readonly asked?: string | undefined
  /** `python` of shiploop.yaml and the folder that it is relative to. */
  readonly setting?: { readonly path: string; readonly folder: string } | undefined
  /** Folder of the notebook: environments beside it and above it are looked at. */
  readonly folder: string
  /** `metadata.kernelspec.name` of the notebook. */
  readonly kernel?: string | undefined
  /** Environment variables; `process.env` when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

export const whoSchema = v.object({ path: v.string(), version: v.string(), prefix: v.string() })
/** Which Python runs a script. */
type Who = v.InferOutput<typeof whoSchema>

/** The oldest Python that the scripts and Shiploop's own Python run on. */
const OLDEST_PYTHON: readonly [number, number] = [3, 9]

interface Candidate {
  readonly path: string
  readonly reason: string
  /** Named by the person: when it does not work there is no going on to the next. */
  readonly named: boolean
}

/**
 * Finds the Python that runs a notebook: the first that works of the one asked for, the one of shiploop.yaml, the
 * active virtual environment, a `.venv` or `venv` beside the notebook or above it, the notebook's kernel, and PATH.
 *
 * @throws Problem when the one that was named does not work, or none of the others does
 */
export async function findInterpreter(hints: InterpreterHints, signal?: AbortSignal): Promise<Interpreter> {
  return (await findAnswering(hints, { script: 'who.py', schema: whoSchema, seconds: 20 }, signal))
    .interpreter
}

/** A script of Shiploop's own that says which Python runs it, and may answer more: one process less to wait for. */
interface Probe<T extends Who> {
  readonly script: string
  readonly args?: readonly string[]
  /** Standard input. */
  readonly input?: string
  readonly schema: v.GenericSchema<unknown, T>
  readonly seconds: number
}

/** The interpreter that `findInterpreter` finds, and what it answered. */
export async function findAnswering<T extends Who>(
  hints: InterpreterHints,
  probe: Probe<T>,
  signal?: AbortSignal,
): Promise<{ interpreter: Interpreter; answer: T }> {
  const passed: string[] = []
  for (const candidate of await candidates(hints)) {
    const found = await asked(candidate, probe, signal)
    if (!('why' in found)) return found
    if (candidate.named)
      throw new Problem('{0} is no Python that can run the notebook: {1}.', {
        args: [candidate.path, found.why],
        where: candidate.reason,
        todo: 'Name a Python 3.9 or newer: python: PATH in shiploop.yaml, or --python PATH.',
      })
    passed.push(`${candidate.path} (${found.why})`)
  }
  const tried = passed.length === 0 ? '' : ` Tried: ${passed.join(', ')}.`
  throw new Problem('No Python 3.9 or newer was found to run the notebook.{0}', {
    args: [tried],
    todo: 'Make an environment beside the notebook (python3 -m venv .venv), or name one: --python PATH.',
  })
}

/** Makes an interpreter of a path that is known to work. */
export function interpreterAt(path: string, version: string, reason: string): Interpreter {
  return {
    path,
    version,
    reason,
    run: (script, { args = [], flags = [], ...options } = {}) =>
      runProcess(path, [...flags, script, ...args], {
        ...options,
        // Output in UTF-8 on every system, and no .pyc files in the person's folders.
        env: { PYTHONUTF8: '1', PYTHONDONTWRITEBYTECODE: '1', ...options.env },
      }),
  }
}

/** The path of one of Shiploop's own Python scripts. */
export function ownScript(name: string): string {
  return join(installFolder(), 'python', name)
}

async function asked<T extends Who>(
  candidate: Candidate,
  { script, args = [], schema, ...options }: Probe<T>,
  signal?: AbortSignal,
): Promise<{ interpreter: Interpreter; answer: T } | { why: string }> {
  if (isAbsolute(candidate.path) && !existsSync(candidate.path)) return { why: 'there is no such file' }
  let result: ProcessResult
  try {
    result = await runProcess(candidate.path, ['-I', '-S', ownScript(script), ...args], {
      ...options,
      ...(signal && { signal }),
    })
  } catch (error) {
    if (error instanceof Problem) return { why: error.message }
    throw error
  }
  if (result.code !== 0) return { why: lastLine(result.stderr) || 'it does not answer as a Python' }
  const answer = v.safeParse(schema, parseJson(result.stdout))
  if (!answer.success) return { why: 'it does not answer as a Python' }
  const { version, path: own } = answer.output
  if (older(version, OLDEST_PYTHON)) return { why: `it is Python ${version}` }
  // Not the answer's own path where one was given: through a link of a virtual environment that would leave it.
  const path = isAbsolute(candidate.path) ? candidate.path : own
  return { interpreter: interpreterAt(path, version, candidate.reason), answer: answer.output }
}

async function candidates(hints: InterpreterHints): Promise<Candidate[]> {
  const env = hints.env ?? process.env
  const found: Candidate[] = []
  const add = (path: string, reason: string, named = false) => found.push({ path, reason, named })
  if (hints.asked !== undefined) add(absolute(hints.asked, process.cwd()), 'the one asked for', true)
  if (hints.setting !== undefined)
    add(absolute(hints.setting.path, hints.setting.folder), 'python in shiploop.yaml', true)
  for (const variable of ['VIRTUAL_ENV', 'CONDA_PREFIX']) {
    const prefix = env[variable]
    if (prefix) add(pythonOf(prefix), `the active environment (${variable})`)
  }
  for (const folder of upward(hints.folder))
    for (const name of ['.venv', 'venv'])
      if (existsSync(join(folder, name, 'pyvenv.cfg')))
        add(pythonOf(join(folder, name)), `the environment ${join(folder, name)}`)
  const kernel = hints.kernel === undefined ? undefined : await kernelPython(hints.kernel, env)
  if (kernel !== undefined) add(kernel, `the notebook's kernel (${hints.kernel ?? ''})`)
  for (const name of process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'])
    add(name, `${name} on PATH`)
  return found
}

function absolute(path: string, folder: string): string {
  const whole = path.startsWith('~/') ? join(homedir(), path.slice(2)) : path
  // A bare name is looked up on PATH; a folder stands for the environment in it.
  if (basename(whole) === whole && !existsSync(resolve(folder, whole))) return whole
  const full = resolve(folder, whole)
  return existsSync(join(full, 'pyvenv.cfg')) ? pythonOf(full) : full
}

function pythonOf(prefix: string): string {
  if (process.platform !== 'win32') return join(prefix, 'bin', 'python')
  const inScripts = join(prefix, 'Scripts', 'python.exe')
  return existsSync(inScripts) ? inScripts : join(prefix, 'python.exe')
}

function upward(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...upward(parent)]
}

const kernelSchema = v.object({ argv: v.pipe(v.array(v.string()), v.minLength(1)) })

/** The absolute path of the program that Jupyter starts for a kernel; none when the kernel is not installed. */
async function kernelPython(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  if (!/^[\w.-]+$/.test(name)) return undefined
  const folders = [
    ...(env['JUPYTER_PATH']?.split(process.platform === 'win32' ? ';' : ':') ?? []),
    join(homedir(), '.local/share/jupyter'),
    join(homedir(), 'Library/Jupyter'),
    ...(env['APPDATA'] ? [join(env['APPDATA'], 'jupyter')] : []),
    '/usr/local/share/jupyter',
    '/usr/share/jupyter',
  ]
  for (const folder of folders) {
    const file = join(folder, 'kernels', name, 'kernel.json')
    if (!existsSync(file)) continue
    const kernel = v.safeParse(kernelSchema, parseJson(await readFile(file, 'utf8')))
    const program = kernel.success ? kernel.output.argv[0]! : ''
    if (isAbsolute(program)) return program
  }
  return undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function older(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ours = 0, ourMinor = 0] = version.split('.').map(Number)
  return ours < major || (ours === major && ourMinor < minor)
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? ''
}
