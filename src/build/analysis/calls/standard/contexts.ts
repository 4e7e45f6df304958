/** Context managers of the standard library, and warnings, which some of them catch. */
import { valueOf, SCALAR, type Value } from '../../domain.ts'
import { EXIT_STACK } from '../../statements/swallow.ts'
import type { Machine } from '../../machine.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Call, Calls } from '../call.ts'

export const CONTEXTS: Calls = {
  'contextlib.ExitStack': exitStack,
  'contextlib.AsyncExitStack': exitStack,
  'contextlib.nullcontext': nullContext,
  'contextlib.suppress': suppress,
  'pytest.raises': suppress,
  'contextlib.redirect_stdout': redirect,
  'warnings.warn': warn,
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

function warn({ machine, args, node }: Call): undefined {
  showWarning(machine, args.positional, node)
}

/** A notebook may have put a function of its own in the place of the one that shows warnings. */
export function showWarning(machine: Machine, given: readonly Value[], node: SyntaxNode): void {
  const warnings = machine.library('warnings')
  for (const name of ['showwarning', 'formatwarning']) {
    if (!machine.has(warnings, name)) continue
    const shows = machine.readKey(warnings, name)
    machine.readSetting('warnings')
    machine.maybe(() =>
      machine.parts.call(shows, { positional: given, keywords: new Map(), rest: SCALAR }, node),
    )
  }
}

function redirect({ machine, node, first }: Call): Value {
  return valueOf(machine.make('redirect', node, { content: { things: first?.things ?? [] } }))
}
