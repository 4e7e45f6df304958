/** Library functions that no table entry can describe. */
import { SCALAR, type Value, valueOf } from '../domain.ts'
import { registerAccessor } from './added.ts'
import { callSpecial } from '../expressions/operators.ts'
import { introspect } from '../objects/introspection.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'
import { answer, type Calls, callOf } from './call.ts'
import { newClass } from './builtin/classes.ts'
import { BOOSTERS } from './boosting.ts'
import { callEnvironment } from './environment.ts'
import { callLogging } from './logging.ts'
import { ASYNCHRONOUS } from './standard/asynchronous.ts'
import { COLLECTIONS } from './standard/collections.ts'
import { callShell, COMMANDS } from './standard/commands.ts'
import { ANNOTATIONS } from './standard/annotations.ts'
import { CONTEXTS } from './standard/contexts.ts'
import { FILES } from './standard/files.ts'
import { FUNCTOOLS } from './standard/functools.ts'
import { GETTERS } from './standard/getters.ts'
import { ITERTOOLS } from './standard/itertools.ts'
import { MOCKING } from './standard/mocking.ts'
import { PATHS } from './standard/paths.ts'
import { STATES } from './standard/states.ts'
import { allOf } from './unknown.ts'

const CALLS: Calls = {
  ...ASYNCHRONOUS,
  ...BOOSTERS,
  ...COLLECTIONS,
  ...COMMANDS,
  ...ANNOTATIONS,
  ...CONTEXTS,
  ...FILES,
  ...FUNCTOOLS,
  ...GETTERS,
  ...ITERTOOLS,
  ...MOCKING,
  ...PATHS,
  ...STATES,
  'types.new_class': newClass,
}

/**
 * @param path full name: `operator.setitem`
 * @returns undefined where the tables say all of it
 */
export function callSpecialLibrary(
  machine: Machine,
  path: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const [first] = args.positional
  const seen =
    introspect(machine, path, args, node) ??
    callEnvironment(machine, path, args, node) ??
    registerAccessor(machine, path, args)
  if (seen) return seen
  if (path.startsWith('logging.')) return callLogging(machine, path, args, node)
  const operator = /^operator\.(setitem|delitem|i\w+)$/.exec(path)?.[1]
  if (operator !== undefined && first)
    callSpecial(machine, first, `__${operator}__`, args.positional.slice(1), node)
  if (path.startsWith('sys.path.')) {
    machine.readDeep(allOf(args))
    machine.change(machine.library('sys.path'))
    return path === 'sys.path.copy' ? valueOf(machine.library('sys.path')) : SCALAR
  }
  const given = answer(CALLS, callOf(machine, path, args, node))
  if (given) return given
  return path.startsWith('IPython.shell.') ? callShell(machine, path, args, node) : undefined
}
