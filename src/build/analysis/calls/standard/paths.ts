/** Paths as text. */
import { TEXT, type Value } from '../../domain.ts'
import { allOf } from '../unknown.ts'
import type { Call, Calls } from '../call.ts'

export const PATHS: Calls = {
  'os.path.join': join,
  'pathlib.Path.cwd': folder,
  'os.path.abspath': absolute,
  'os.path.realpath': absolute,
  'os.path.normpath': same,
  'os.fspath': same,
}

function join({ machine, args }: Call): Value {
  // An object of the notebook's own is asked for its path.
  machine.readDeep(allOf(args))
  const parts = args.positional.map((value) => value.constant)
  return parts.every((part) => typeof part === 'string')
    ? { things: [], constant: parts.join('/'), kind: 'str' }
    : TEXT
}

function folder({ machine }: Call): Value {
  machine.readSetting('working folder')
  return { things: [], kind: 'path' }
}

function absolute({ machine, args, first }: Call): Value {
  machine.readDeep(allOf(args))
  machine.readSetting('working folder')
  return machine.moves ? TEXT : (first ?? TEXT)
}

function same({ machine, args, first }: Call): Value {
  machine.readDeep(allOf(args))
  return first ?? TEXT
}
