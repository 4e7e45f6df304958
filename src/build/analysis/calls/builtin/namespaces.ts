/** Names as a dictionary, code and modules by a text, and the end of a script. */
import { valueOf, eitherOf, NONE, type Value } from '../../domain.ts'
import { spaceOf } from '../../expressions/attributes.ts'
import { snapshot } from '../../objects/frames.ts'
import { allOf } from '../unknown.ts'
import { opaque, evaluateText } from '../opaque.ts'
import type { Call, Calls } from '../call.ts'

export const NAMESPACES: Calls = {
  vars: names,
  dir: names,
  globals,
  locals,
  eval: code,
  exec: code,
  __import__: module,
  exit: end,
  quit: end,
}

function names({ machine, name, node, first }: Call): Value {
  if (!first) return valueOf(machine.scope.frame)
  if (name === 'dir') machine.readDeep(first)
  return name === 'vars'
    ? eitherOf(first.things.map((thing) => spaceOf(machine, thing, node)))
    : valueOf(machine.make('list', node))
}

function globals({ machine }: Call): Value {
  return valueOf(machine.globals.frame)
}

function locals({ machine, node }: Call): Value {
  return machine.scope.kind === 'function'
    ? snapshot(machine, machine.scope.frame, node)
    : valueOf(machine.scope.frame)
}

function code({ machine, name, args, node, first }: Call): Value {
  machine.readDeep(allOf(args))
  if (typeof first?.constant === 'string' && args.positional.length === 1) {
    const value = evaluateText(machine, first.constant, name === 'eval' ? 'eval' : 'exec')
    if (value) return value
  }
  return opaque(machine, node, name === 'eval' ? 'reads' : 'changes')
}

function module({ machine, node, first }: Call): Value {
  if (first?.constant === '__main__') return valueOf(machine.globals.frame)
  return typeof first?.constant === 'string'
    ? valueOf(machine.library(first.constant))
    : valueOf(machine.make('unknown', node))
}

function end({ machine }: Call): Value {
  machine.live = false
  return NONE
}
