/** Python's own functions that print, ask and open. */
import { allOf } from '../unknown.ts'
import { readPrintSettings } from '../library.ts'
import { NONE, TEXT, SCALAR, type Value } from '../../domain.ts'
import { openFile } from '../scalars.ts'
import type { Call, Calls } from '../call.ts'

export const PRINTING: Calls = {
  print,
  input,
  open,
}

function print({ machine, args }: Call): Value {
  machine.readDeep(allOf(args))
  readPrintSettings(machine)
  const file = args.keywords.get('file')
  for (const thing of file?.things ?? []) if (thing.data?.sort !== 'library') machine.change(thing)
  if (
    !file ||
    file.things.some((thing) => thing.data?.sort === 'library' && thing.data.path === 'sys.stdout') ||
    file.things.length === 0
  )
    machine.print(true)
  return NONE
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
