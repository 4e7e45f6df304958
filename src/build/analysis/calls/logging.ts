/** Python's logging: it writes to standard error, which no cell shows, unless it is told to write elsewhere. */
import { NONE, SCALAR, type Value, valueOf } from '../domain.ts'
import type { Machine } from '../machine.ts'
import type { Arguments } from '../trace.ts'
import type { SyntaxNode } from '../syntax.ts'
import { allOf, callBack } from './unknown.ts'

const SETTING = 'where the log goes'
const MESSAGES = /\.(?:debug|info|warning|warn|error|exception|critical|log)$/

/** Calls below `logging`, also methods of loggers and handlers, which have the same names. */
export function callLogging(machine: Machine, path: string, args: Arguments, node: SyntaxNode): Value {
  const all = allOf(args)
  machine.readDeep(all)
  const elsewhere = machine.has(machine.settings, SETTING)
  if (MESSAGES.test(path)) {
    if (!elsewhere) return NONE
    machine.readSetting(SETTING)
    machine.readShallow(machine.library('logging'))
    // What a handler keeps is read back: `handler.buffer`.
    machine.change(machine.library('logging'), { certain: false })
    machine.print(false)
    for (const thing of machine.reach(valueOf(machine.library('logging'))))
      if (thing.data?.sort !== 'library' && thing.type !== 'logger') machine.change(thing, { certain: false })
    machine.writeFile(null)
    callBack(machine, valueOf(machine.library('logging')), all, node)
    return NONE
  }
  const toStream = [...machine.reach(all)].some(
    (thing) => thing.data?.sort !== 'library' || /^sys\.stdout/.test(thing.data.path),
  )
  const toFile = args.keywords.has('filename') || /FileHandler$/.test(path)
  // What is set is read back: `logger.level`.
  const library = machine.library('logging')
  if (/\.(?:get(?!Logger)\w*|isEnabledFor|hasHandlers)$/.test(path)) machine.readShallow(library)
  else if (!/\.(?:getLogger|Formatter)$/.test(path)) machine.change(library, { stored: all })
  if (toStream || toFile || (elsewhere && !/getLogger$/.test(path)))
    machine.write(machine.settings, SETTING, SCALAR, { weak: true })
  return valueOf(machine.make('logger', node, { content: all }))
}
