/** pip of the person's interpreter: the line that a person reads is the line that runs. */
import type { Interpreter } from './interpreter.ts'
import { Problem } from './problem.ts'

/**
 * One line for a shell.
 *
 * @param args of pip: `['install', 'pandas']`
 * @param start how the interpreter starts pip
 */
export function pipLine(
  python: string,
  args: readonly string[],
  start: readonly string[] = ['-m', 'pip'],
): string {
  return [python, ...start, ...args].map(quoted).join(' ')
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word)) return word
  return process.platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", "'\\''")}'`
}

interface PipRun {
  readonly start: readonly string[]
  readonly args: readonly string[]
  readonly signal?: AbortSignal
  /** Gets what pip is doing: `Downloading onnx-1.23.2...` */
  readonly onLine?: (line: string) => void
}

/** An index that is not there is said after seconds, not after pip's five tries. */
const QUICKLY = { PIP_RETRIES: '1', PIP_TIMEOUT: '15' }
const QUIETLY = { PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1', PIP_PROGRESS_BAR: 'off' }

/** @throws Problem when the package index can't be reached, has no such package for this Python, or pip fails otherwise */
export async function runPip(
  interpreter: Interpreter,
  { start, args, signal, onLine }: PipRun,
): Promise<void> {
  const [script, ...flags] = start.toReversed()
  const result = await interpreter.run(script!, {
    flags: flags.toReversed(),
    args,
    env: { ...QUICKLY, ...process.env, ...QUIETLY },
    ...(signal && { signal }),
    ...(onLine && { onLine }),
  })
  if (result.code !== 0) throw failureOf(result.stderr, pipLine(interpreter.path, args, start))
}

const UNREACHABLE =
  /NewConnectionError|NameResolutionError|Max retries exceeded|ConnectTimeout|ReadTimeout|ProxyError|ConnectionResetError|connection broken|Cannot connect to/

function failureOf(stderr: string, line: string): Problem {
  const errors = stderr.split('\n').filter((each) => each.startsWith('ERROR: '))
  const nowhere = errors.flatMap((each) => {
    const found = /No matching distribution found for (\S+)/.exec(each)
    return found === null ? [] : [found[1]!]
  })
  if (UNREACHABLE.test(stderr))
    return new Problem('pip reached no package index, so nothing was installed.', {
      todo: `With a connection, try again; it runs: ${line}`,
    })
  if (nowhere.length > 0)
    return new Problem('The package index has no {0} for this Python, so nothing was installed.', {
      args: [nowhere[0]!],
      todo: `Look at what it has; it ran: ${line}`,
    })
  return new Problem('pip failed, so nothing was installed: {0}', {
    args: [(errors.at(-1) ?? stderr.trimEnd().split('\n').at(-1) ?? '').replace(/^ERROR: /, '')],
    todo: `See what it says: ${line}`,
  })
}
