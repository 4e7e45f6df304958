/** Which Node runs the server program, and how it is started so that it outlives whoever starts it. */
import { spawn } from 'node:child_process'
import { open, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { exists, installFolder } from './files.ts'
import { Problem } from './problem.ts'
import { runProcess } from './processes.ts'

/** A program that Node runs: `command ...args` and what it adds to the environment. */
interface NodeProgram {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The first Node with `node:sqlite` without a flag. */
const OLDEST: readonly [number, number] = [22, 13]

/**
 * The server program on a Node that can run it: an installed one before the editor's own, since a server lives for
 * hours and would hold the editor's program open, or lose it when a remote editor cleans up.
 *
 * @throws Problem when there is no such Node
 */
export async function serverProgram(): Promise<NodeProgram> {
  // Run from source (tests), this module is TypeScript, and so is the server.
  const program = import.meta.url.endsWith('.ts') ? 'src/server.ts' : 'dist/server.mjs'
  const node = await findNode()
  return {
    command: node.command,
    args: [join(installFolder(), program)],
    // Set before the runtime loads, or it writes telemetry below the user's cache folder.
    env: { ...node.env, ORT_DISABLE_TELEMETRY: '1', NODE_OPTIONS: undefined },
  }
}

interface FoundNode {
  readonly command: string
  readonly env: Readonly<Record<string, string | undefined>>
}

async function findNode(): Promise<FoundNode> {
  const recent = isRecent(process.versions.node)
  if (recent && !belongsToEditor()) return { command: process.execPath, env: {} }
  const installed = await firstRecent(installedNodes())
  if (installed !== null) return { command: installed, env: { ELECTRON_RUN_AS_NODE: undefined } }
  if (recent) return { command: process.execPath, env: { ELECTRON_RUN_AS_NODE: '1' } }
  throw new Problem('No Node {0} or newer was found to run the model server (this is {1}).', {
    args: [OLDEST.join('.'), process.versions.node],
    todo: 'Install it from nodejs.org, so that "node" is found on the PATH.',
  })
}

function belongsToEditor(): boolean {
  return (
    process.versions.electron !== undefined || /[\\/]\.?(vscode|code)[\w-]*server/i.test(process.execPath)
  )
}

function installedNodes(): string[] {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  // What a checkout's set-up brought.
  const own = join(installFolder(), '.tools', 'node', 'node_modules', 'node', 'bin')
  return [...new Set([own, ...folders])].map((folder) => join(folder, name)).filter(exists)
}

async function firstRecent(candidates: readonly string[]): Promise<string | null> {
  for (const candidate of candidates) {
    const version = await runProcess(candidate, ['--version'], { seconds: 10 }).catch(() => null)
    if (version?.code === 0 && isRecent(version.stdout.trim().replace(/^v/, ''))) return candidate
  }
  return null
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

/** How a detached program began: with a message to its parent, or with its end. */
export type Beginning =
  { readonly kind: 'message'; readonly message: unknown } | { readonly kind: 'ended'; readonly how: string }

const LOG_LIMIT_BYTES = 1_000_000

/**
 * Starts a program that goes on when this process ends, and waits for the one message that it sends to its parent
 * (`process.send`). Its output goes to the end of a log file.
 *
 * @throws the reason of `signal`, after ending the program again
 */
export async function startDetached(
  program: NodeProgram,
  args: readonly string[],
  logFile: string,
  signal?: AbortSignal,
): Promise<Beginning> {
  signal?.throwIfAborted()
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  )
  if (size > LOG_LIMIT_BYTES) await rm(logFile, { force: true })
  const log = await open(logFile, 'a', 0o600)
  try {
    const child = spawn(program.command, [...program.args, ...args], {
      cwd: homedir(), // a folder that stays: Windows can't remove a working directory
      env: { ...process.env, ...program.env },
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    })
    const abandon = () => child.kill('SIGKILL')
    signal?.addEventListener('abort', abandon)
    try {
      const beginning = await new Promise<Beginning>((resolve, reject) => {
        child.once('error', reject)
        child.once('message', (message) => {
          resolve({ kind: 'message', message })
        })
        child.once('exit', (code, by) => {
          resolve({ kind: 'ended', how: by ?? `exit code ${code ?? 'unknown'}` })
        })
      })
      signal?.throwIfAborted()
      return beginning
    } finally {
      signal?.removeEventListener('abort', abandon)
      if (child.connected) child.disconnect()
      child.unref()
    }
  } finally {
    await log.close()
  }
}

/** Ends a process at once. One that is gone already is fine. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
