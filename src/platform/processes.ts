import { spawn } from 'node:child_process'
import { Problem } from './problem.ts'
import { endWithUs } from './warden.ts'

/** How a child process runs. */
export interface ProcessOptions {
  readonly cwd?: string
  /** Added to the environment of this process; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Standard input. Without it, standard input stays open until the end: a child may take its closing as "stop". */
  readonly input?: string
  readonly signal?: AbortSignal
  /** Ends the process, with everything that it started, after this many seconds. */
  readonly seconds?: number
  /** Most characters kept of each stream; of longer output the end is kept, since the reason stands there. */
  readonly outputLimit?: number
  /** Called with every whole line of standard output while the process runs. */
  readonly onLine?: (line: string) => void
  /** The same for standard error. */
  readonly onErrorLine?: (line: string) => void
}

/** How a child process ended. An exit code other than 0 is a result, not an error. */
export interface ProcessResult {
  /** `exited` carries a code, `signalled` the signal that ended it, `timed out` means that `seconds` were over. */
  readonly end: 'exited' | 'signalled' | 'timed out'
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
}

const OUTPUT_LIMIT = 16 * 1024 * 1024
const GRACE_MILLISECONDS = 1500

/**
 * Runs a program to its end.
 *
 * @throws Problem when the program can't be started
 * @throws the reason of `signal` once the process and everything that it started is gone
 */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  options.signal?.throwIfAborted()
  const start = performance.now()
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    // A group of its own, so that its whole tree can be ended at once. Windows has no groups, and would open a window.
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const release = child.pid === undefined ? undefined : endWithUs(child.pid)
  const stdout = new Tail(options.outputLimit ?? OUTPUT_LIMIT)
  const stderr = new Tail(options.outputLimit ?? OUTPUT_LIMIT)
  const lines = new Lines(options.onLine)
  const errorLines = new Lines(options.onErrorLine)
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout.add(text)
    lines.add(text)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr.add(text)
    errorLines.add(text)
  })
  // A child that ends without reading its input is no failure of ours.
  child.stdin.on('error', () => undefined)
  if (options.input !== undefined) child.stdin.end(options.input)

  let cause: ProcessResult['end'] | undefined
  let ending: Promise<void> | undefined
  const end = () => {
    ending ??= endTree(child)
  }
  const timer =
    options.seconds === undefined
      ? undefined
      : setTimeout(() => {
          cause = 'timed out'
          end()
        }, options.seconds * 1000)
  options.signal?.addEventListener('abort', end)
  try {
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (...how) => {
        resolve(how)
      })
    })
    await ending
    options.signal?.throwIfAborted()
    lines.end()
    errorLines.end()
    return {
      end: cause ?? (signal === null ? 'exited' : 'signalled'),
      code,
      signal,
      stdout: stdout.text,
      stderr: stderr.text,
      seconds: (performance.now() - start) / 1000,
    }
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error
    throw new Problem("{0} can't be started ({1}).", {
      args: [command, (error as NodeJS.ErrnoException).code ?? error.message],
      cause: error,
    })
  } finally {
    release?.()
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', end)
  }
}

type Child = ReturnType<typeof spawn>

/** Asks a process and all that it started to end, waits a moment, then ends them. */
async function endTree(child: Child): Promise<void> {
  child.stdin?.destroy()
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    if (!(await gone(child))) await windowsTreeEnd(child.pid)
    return
  }
  signalGroup(child.pid, 'SIGTERM')
  await gone(child)
  // Also when the first process is gone: others of its group may have ignored the request.
  signalGroup(child.pid, 'SIGKILL')
}

function gone(child: Child): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(true)
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(false)
    }, GRACE_MILLISECONDS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function windowsTreeEnd(pid: number): Promise<void> {
  return new Promise((resolve) => {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true, stdio: 'ignore' })
      .once('error', () => {
        resolve()
      })
      .once('close', () => {
        resolve()
      })
  })
}

/** The last `limit` characters of a stream. */
class Tail {
  private readonly limit: number
  private chunks: string[] = []
  private length = 0

  constructor(limit: number) {
    this.limit = limit
  }

  add(text: string): void {
    this.chunks.push(text)
    this.length += text.length
    if (this.length > 2 * this.limit) this.cut()
  }

  get text(): string {
    if (this.length > this.limit) this.cut()
    return this.chunks.join('')
  }

  private cut(): void {
    const kept = this.chunks.join('').slice(-this.limit)
    this.chunks = [kept]
    this.length = kept.length
  }
}

/** Cuts a stream into lines while it comes. */
class Lines {
  private readonly tell: ((line: string) => void) | undefined
  private rest = ''

  constructor(tell: ((line: string) => void) | undefined) {
    this.tell = tell
  }

  add(text: string): void {
    if (this.tell === undefined) return
    const lines = (this.rest + text).split(/\r?\n/)
    this.rest = lines.pop() ?? ''
    for (const line of lines) this.tell(line)
  }

  end(): void {
    if (this.rest !== '') this.tell?.(this.rest)
    this.rest = ''
  }
}

/** Whether a process of that number runs, also one of another person. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
