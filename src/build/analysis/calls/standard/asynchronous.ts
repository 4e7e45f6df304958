/** asyncio, read as if each call were awaited at once. */
import { SCALAR, valueOf, NONE, type Value } from '../../domain.ts'
import { fill } from '../../objects/exact.ts'
import type { Call, Calls } from '../call.ts'

export const ASYNCHRONOUS: Calls = {
  'asyncio.run': run,
  'asyncio.wait_for': run,
  'asyncio.create_task': run,
  'asyncio.ensure_future': run,
  'asyncio.gather': gather,
  'asyncio.sleep': sleep,
}

function run({ first }: Call): Value {
  return first ?? SCALAR
}

function gather({ machine, args, node }: Call): Value {
  const tuple = machine.make('tuple', node)
  if (args.rest) machine.change(tuple, { stored: args.rest })
  else fill(machine, tuple, args.positional)
  return valueOf(tuple)
}

function sleep({ args }: Call): Value {
  return args.positional[1] ?? args.keywords.get('result') ?? NONE
}
