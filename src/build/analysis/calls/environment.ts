/** The process around the program: environment variables, the local time, the working folder, links between files. */
import { NONE, SCALAR, TEXT, type Value, valueOf } from '../domain.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'
import { allOf } from './unknown.ts'

const ALL = 'environment variables'

/** How an environment variable is called among the settings. */
export function variableSetting(name: string): string {
  return `the environment variable ${name}`
}

/** @param name null: it is not known which, so that all others may still be as they were */
export function setVariable(machine: Machine, name: string | null): void {
  if (name === null) machine.configure(ALL, [])
  else machine.configure(variableSetting(name))
}

/** @param name null: any of them */
export function readVariable(machine: Machine, name: string | null): void {
  if (name === null) machine.readVariables()
  else {
    machine.readSetting(ALL)
    machine.readSetting(variableSetting(name))
  }
}

/** Methods of times that ask what the local time is. */
export const LOCAL_TIMES = /^(?:timestamp|astimezone|fromtimestamp|strftime|ctime|now|today)$/

/** What the local time is: `time.tzset()` sets it from a variable, which some functions of C read again. */
export function readLocalTime(machine: Machine): void {
  machine.readSetting('the local time')
  readVariable(machine, 'TZ')
}

/**
 * @param path full name: `os.environ.setdefault`
 * @returns undefined where the call is none about the process
 */
export function callEnvironment(
  machine: Machine,
  path: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const [first] = args.positional
  switch (path) {
    case 'os.getenv':
    case 'os.environ.get':
    case 'os.environ.setdefault':
    case 'os.environ.pop': {
      const name = typeof first?.constant === 'string' ? first.constant : null
      machine.readDeep(allOf(args))
      readVariable(machine, name)
      if (/setdefault$|pop$/.test(path)) setVariable(machine, name)
      return TEXT
    }
    case 'os.environ.update':
      machine.readDeep(allOf(args))
      if (first || args.rest) setVariable(machine, null)
      for (const key of args.keywords.keys()) setVariable(machine, key)
      return NONE
    case 'os.environ.clear':
    case 'os.environ.popitem':
      readVariable(machine, null)
      setVariable(machine, null)
      return SCALAR
    case 'os.path.expanduser':
    case 'os.path.expandvars':
      readVariable(machine, null)
      return TEXT
    case 'tempfile.gettempdir':
    case 'tempfile.mkdtemp':
    case 'tempfile.mkstemp':
    case 'pathlib.Path.home':
    case 'getpass.getuser':
      readVariable(machine, null)
      return undefined
    case 'time.tzset':
      readVariable(machine, 'TZ')
      machine.configure('the local time')
      // `time.tzname` and its kin are made anew.
      machine.change(machine.library('time'))
      return undefined
    case 'contextlib.chdir':
      machine.readDeep(allOf(args))
      machine.enterFolder(null)
      return valueOf(machine.make('unknown', node))
    case 'os.symlink':
    case 'os.link':
      // From now on two paths may lead to one file.
      machine.folder = null
      return undefined
    default:
      return undefined
  }
}
