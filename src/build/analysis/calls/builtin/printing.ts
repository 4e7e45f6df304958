/** Python's own functions that print, ask and open. */
import { allOf, callBack } from '../unknown.ts'
import { readPrintSettings } from '../settings.ts'
import { NONE, TEXT, SCALAR, type Value, valueOf } from '../../domain.ts'
import { openFile } from '../scalars.ts'
import type { Machine } from '../../machine.ts'
import { hasOwnText } from '../../objects/plain.ts'
import { childOf, type SyntaxNode } from '../../syntax.ts'
import type { Arguments } from '../../trace.ts'
import type { Call, Calls } from '../call.ts'

export const PRINTING: Calls = {
  print,
  input,
  open,
}

function print({ machine, args, node }: Call): Value {
  machine.readDeep(allOf(args))
  if (showsObjects(machine, args, node)) readPrintSettings(machine)
  else readPrintSettings(machine, true)
  const file = args.keywords.get('file')
  for (const thing of file?.things ?? []) {
    if (thing.data?.sort !== 'library') machine.change(thing)
    if (thing.data?.sort === 'instance') callBack(machine, valueOf(thing), SCALAR, node)
  }
  if (
    !file ||
    file.things.some((thing) => thing.data?.sort === 'library' && thing.data.path === 'sys.stdout') ||
    file.things.length === 0
  )
    machine.print(true)
  return NONE
}

/** Whether it may print more than numbers and texts of the notebook: an f-string with an object in it heeds its options itself. */
function showsObjects(machine: Machine, { positional, rest }: Arguments, node: SyntaxNode): boolean {
  const written =
    childOf(node, 'arguments')?.parts.filter(({ type }) => !/^(?:keyword_argument|comment)$/.test(type)) ?? []
  return (
    rest !== null ||
    written.length !== positional.length ||
    positional.some((value) => !hasOwnText(machine, value))
  )
}

function input({ machine, args }: Call): Value {
  machine.readDeep(allOf(args))
  machine.print(true)
  const sys = machine.library('sys')
  if (machine.has(sys, 'stdin'))
    for (const thing of machine.readKey(sys, 'stdin').things) machine.consume(thing)
  return TEXT
}

function open({ machine, args, node, first, second }: Call): Value {
  return openFile(
    machine,
    first ?? args.keywords.get('file') ?? SCALAR,
    second ?? args.keywords.get('mode'),
    node,
  )
}
