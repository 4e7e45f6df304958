/** Objects that hold a state of the process, or one of their own. */
import { valueOf, type Value } from '../../domain.ts'
import { effect } from '../../knowledge/effect.ts'
import { configure } from '../settings.ts'
import { allOf } from '../unknown.ts'
import type { Call, Calls } from '../call.ts'

export const STATES: Calls = {
  'decimal.getcontext': decimalContext,
  'decimal.localcontext': localContext,
  'decimal.Decimal': decimal,
  'types.ModuleType': namespace,
  'contextvars.ContextVar': contextVariable,
  'contextvars.copy_context': copiedContext,
  'random.getstate': streamState,
  'numpy.random.get_state': streamState,
  'torch.get_rng_state': streamState,
}

/** Variables are known to whoever copies the context. */
function contextVariable({ machine, args, node }: Call): Value {
  machine.readDeep(allOf(args))
  const made = valueOf(machine.make('unknown', node, { content: allOf(args) }))
  machine.change(machine.library('contextvars.ContextVar'), { stored: made })
  return made
}

function copiedContext({ machine, node }: Call): Value {
  const { things } = machine.readShallow(machine.library('contextvars.ContextVar'))
  machine.readDeep({ things })
  return valueOf(machine.make('unknown', node, { content: { things } }))
}

function decimalContext({ machine }: Call): Value {
  machine.readSetting('the decimal context')
  return valueOf(machine.library('decimal.context'))
}

/** Behind the `with` that it is the header of, the context is as it was. */
function localContext(call: Call): Value {
  const { machine, args, node } = call
  machine.readDeep(allOf(args))
  configure(machine, effect('configures the_decimal_context within'), args, node)
  return decimalContext(call)
}

function decimal({ machine, args, node }: Call): Value {
  machine.readDeep(allOf(args))
  return valueOf(machine.make('decimal.Decimal', node))
}

function namespace({ machine, node }: Call): Value {
  return valueOf(machine.make('types.SimpleNamespace', node))
}

function streamState({ machine, name, node }: Call): Value {
  machine.readPlace(machine.streams, name.split('.')[0]!)
  return valueOf(machine.make('unknown', node))
}
