/** Commands of the shell, by Python or by IPython. */
import { allOf } from '../unknown.ts'
import { valueOf, NONE, TEXT, type Value } from '../../domain.ts'
import { readEveryName } from '../tables.ts'
import type { Machine } from '../../machine.ts'
import type { Call, Calls } from '../call.ts'
import { LINE_MAGICS } from '../../../notebook/magicTable.ts'
import { variableSetting } from '../environment.ts'
import { opaque } from '../opaque.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Arguments } from '../../trace.ts'

export const COMMANDS: Calls = {
  'runpy.run_path': process,
  'runpy.run_module': process,
  'os.system': process,
  'os.popen': process,
  'subprocess.run': process,
  'subprocess.call': process,
  'subprocess.check_call': process,
  'subprocess.check_output': process,
  'subprocess.getoutput': process,
  'subprocess.Popen': process,
  'IPython.get_ipython': process,
  'IPython.shell.system': shellCommand,
  'IPython.shell.run_foreign_cell': shellCommand,
  'IPython.shell.getoutput': shellOutput,
  'IPython.shell.var_expand': expanded,
}

function process({ machine, name, args, node }: Call): Value {
  machine.readDeep(allOf(args))
  if (name === 'IPython.get_ipython') return valueOf(machine.library('IPython.shell'))
  command(machine)
  return valueOf(machine.make('unknown', node))
}

function shellCommand({ machine, args }: Call): Value {
  machine.readDeep(allOf(args))
  command(machine)
  return NONE
}

function shellOutput({ machine, args, node }: Call): Value {
  machine.readDeep(allOf(args))
  command(machine)
  return valueOf(machine.make('list', node))
}

function expanded({ machine }: Call): Value {
  machine.obstacle({ kind: 'shell expression' })
  readEveryName(machine)
  return TEXT
}

/** A command of the shell may read and write any file. */
function command(machine: Machine): void {
  machine.readFile(null)
  for (const setting of machine.settings.keys) machine.readSetting(setting)
  machine.writeFile(null)
  machine.print(false)
}

/** What else is asked of IPython: magics, written as code. */
export function callShell(machine: Machine, path: string, args: Arguments, node: SyntaxNode): Value {
  const [first] = args.positional
  const given = typeof first?.constant === 'string' ? first.constant : 'this'
  const name = path.endsWith('.magic') ? given.replace(/^%/, '').split(/\s/)[0]! : given
  // Written as code: a magic that changes nothing.
  if (
    /\.(?:run_line_magic|magic)$/.test(path) &&
    LINE_MAGICS.get(name) === 'none' &&
    node.parent?.type === 'expression_statement'
  )
    return NONE
  const rest = typeof args.positional[1]?.constant === 'string' ? ` ${args.positional[1].constant}` : ''
  if (name === 'capture') {
    machine.obstacle({ kind: 'captured', rest })
    return valueOf(machine.make('unknown', node))
  }
  const magic = `${path.endsWith('run_cell_magic') ? '%%' : '%'}${name}${rest}`.trim()
  machine.obstacle({ kind: 'magic', magic })
  const variable = /^%(?:set_)?env (\w+)/.exec(magic)?.[1]
  if (variable !== undefined) machine.configure(variableSetting(variable))
  return opaque(machine, node, 'magic')
}
