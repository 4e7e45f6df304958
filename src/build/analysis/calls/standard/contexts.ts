/** Context managers of the standard library. */
import { valueOf, SCALAR, type Value } from '../../domain.ts'
import { EXIT_STACK } from '../../statements/swallow.ts'
import type { Call, Calls } from '../call.ts'

export const CONTEXTS: Calls = {
  'contextlib.ExitStack': exitStack,
  'contextlib.AsyncExitStack': exitStack,
  'contextlib.nullcontext': nullContext,
  'contextlib.suppress': suppress,
  'pytest.raises': suppress,
  'contextlib.redirect_stdout': redirect,
}

function exitStack({ machine, node }: Call): Value {
  return valueOf(machine.make(EXIT_STACK, node))
}

function nullContext({ machine, node, first }: Call): Value {
  return first && first.things.length > 0
    ? valueOf(machine.make('unknown', node, { content: { things: first.things } }))
    : SCALAR
}

function suppress({ machine, node }: Call): Value {
  return valueOf(machine.make('suppress', node))
}

function redirect({ machine, node, first }: Call): Value {
  return valueOf(machine.make('redirect', node, { content: { things: first?.things ?? [] } }))
}
