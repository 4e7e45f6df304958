/** Files behind objects: databases, memory that is a file, lists of files. */
import { mayBeOther, valueOf, SCALAR, TEXT, type Value } from '../../domain.ts'
import { fill } from '../../objects/exact.ts'
import { openFile } from '../scalars.ts'
import type { Machine } from '../../machine.ts'
import type { Arguments } from '../../trace.ts'
import type { SyntaxNode } from '../../syntax.ts'
import { allOf } from '../unknown.ts'
import type { Call, Calls } from '../call.ts'

export const FILES: Calls = {
  'fileinput.input': linesInPlace,
  'fileinput.FileInput': linesInPlace,
  'sqlite3.connect': database,
  'os.open': open,
  'os.listdir': listing,
  'os.scandir': listing,
  'os.walk': listing,
  'glob.glob': matching,
  'glob.iglob': matching,
  'tempfile.mkstemp': temporary,
  'shutil.make_archive': archive,
  'shutil.unpack_archive': archive,
  'dbm.open': keyed,
  'dbm.dumb.open': keyed,
  'dbm.gnu.open': keyed,
  'dbm.ndbm.open': keyed,
  'dbm.sqlite3.open': keyed,
  'numpy.memmap': mapped,
  'numpy.lib.format.open_memmap': mapped,
  'numpy.load': load,
}

function database({ machine, node, first }: Call): Value | undefined {
  const path = typeof first?.constant === 'string' && first.constant !== ':memory:' ? first.constant : null
  if (path !== null) machine.readContent(path, { sure: false })
  return valueOf(machine.make('database', node, path === null ? {} : { data: { sort: 'file', path } }))
}

function open({ machine, node, first }: Call): Value | undefined {
  return openFile(machine, first ?? SCALAR, SCALAR, node)
}

/** What lies in a folder; in the working folder, where none is named. */
function listing({ machine, args, node, first }: Call): Value | undefined {
  machine.readDeep(allOf(args))
  const path = first?.constant
  machine.readFile(typeof path === 'string' && path !== '' && path !== '.' ? path : null)
  return valueOf(machine.make('list', node))
}

function matching({ machine, args, node, first }: Call): Value | undefined {
  machine.readDeep(allOf(args))
  const isElsewhere = args.rest !== null || args.keywords.has('root_dir')
  if (typeof first?.constant === 'string' && !isElsewhere) machine.readFilesLike(first.constant)
  else machine.readFile(null)
  return valueOf(machine.make('list', node))
}

/** `fileinput.input(path, inplace=True)`: what the loop over its lines prints goes into the file. */
function linesInPlace({ machine, name, args }: Call): undefined {
  const { positional, keywords, rest } = args
  if (rest === null && positional.length < 2 && !mayBeOther(keywords.get('inplace'), false)) return
  machine.writeFile(null)
  machine.obstacle({ kind: 'prints into file', callee: name })
}

/** A number by which `os.write` knows the file, and its path. */
function temporary({ machine, args, node }: Call): Value | undefined {
  machine.readDeep(allOf(args))
  const pair = machine.make('tuple', node)
  fill(machine, pair, [
    valueOf(machine.make('file', node, { data: { sort: 'file', path: null } })),
    { things: [], kind: 'str' },
  ])
  return valueOf(pair)
}

function archive({ machine, args }: Call): Value | undefined {
  machine.readDeep(allOf(args))
  machine.readFile(null)
  machine.writeFile(null, { weak: true })
  return TEXT
}

/** A file that is written under keys. */
function keyed({ machine, args, node }: Call): Value | undefined {
  machine.readDeep(allOf(args))
  machine.readFile(null)
  machine.writeFile(null, { weak: true })
  return valueOf(machine.make('unknown', node, { data: { sort: 'file', path: null } }))
}

function mapped({ machine, args, node }: Call): Value | undefined {
  return mappedArray(machine, args, node)
}

function load({ machine, args, node }: Call): Value | undefined {
  return args.keywords.has('mmap_mode') ? mappedArray(machine, args, node) : undefined
}

/** An array whose memory is a file: whoever writes to it writes the file. */
function mappedArray(machine: Machine, args: Arguments, node: SyntaxNode): Value {
  machine.readDeep(allOf(args))
  const name = args.positional[0]?.constant
  const path = typeof name === 'string' ? name : null
  machine.readFile(path)
  // It may make the file.
  machine.writeFile(path, { weak: true })
  return valueOf(machine.make('numpy.ndarray', node, { data: { sort: 'file', path } }))
}
