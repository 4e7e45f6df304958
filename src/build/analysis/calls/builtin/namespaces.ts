/** Names as a dictionary, code and modules by a text, and the end of a script. */
import { valueOf, eitherOf, NONE, SCALAR, type Thing, type Value } from '../../domain.ts'
import { spaceOf } from '../../expressions/attributes.ts'
import { snapshot } from '../../objects/frames.ts'
import { allOf, unknownCall } from '../unknown.ts'
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
  if (name === 'dir') {
    machine.readDeep(first ?? valueOf(machine.scope.frame))
    return valueOf(machine.make('list', node))
  }
  return first
    ? eitherOf(first.things.map((thing) => spaceOf(machine, thing, node)))
    : valueOf(machine.scope.frame)
}

function globals({ machine }: Call): Value {
  return valueOf(machine.globals.frame)
}

function locals({ machine, node }: Call): Value {
  return machine.scope.kind === 'function'
    ? snapshot(machine, machine.scope.frame, node)
    : valueOf(machine.scope.frame)
}

function code({ machine, name, args, node, first, second }: Call): Value {
  machine.readDeep(allOf(args))
  if (typeof first?.constant === 'string' && args.positional.length === 1) {
    const value = evaluateText(machine, first.constant, name === 'eval' ? 'eval' : 'exec')
    if (value) return value
  }
  return (
    apart({ machine, args, node, first, second }) ??
    opaque(machine, node, name === 'eval' ? 'reads' : 'changes')
  )
}

/** Code with names of its own, in a dictionary: it reaches what that holds, and what Python gives to all code. */
function apart({ machine, args, node, first, second }: Omit<Call, 'name' | 'third'>): Value | undefined {
  const { constant } = first ?? SCALAR
  const isSpace = ({ type, data }: Thing) => type === 'dict' && data === null
  const [, ...spaces] = args.positional
  if (
    typeof constant !== 'string' ||
    REACHES_OUT.test(constant) ||
    !second ||
    args.rest ||
    args.keywords.size > 0
  )
    return undefined
  if (!spaces.every(({ things }) => things.length > 0 && things.every(isSpace))) return undefined
  if (/\bprint\b/.test(constant)) machine.print(true)
  return unknownCall(machine, SCALAR, { ...args, positional: spaces }, node)
}

const REACHES_OUT =
  /\b(?:import|open|exec|eval|compile|globals|locals|vars|input|getattr|setattr|delattr|type|object|super|help|breakpoint|exit|quit|__\w+)\b/

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
