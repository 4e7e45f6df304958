/** Files that library functions are given by their names, or as what is open on them. */
import { mayBeOther, SCALAR, type Value, valueOf } from '../domain.ts'
import type { Effect } from '../knowledge/effect.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'
import { callBack } from './unknown.ts'

const PATH_KEYWORDS = [
  'path',
  'filepath_or_buffer',
  'path_or_buf',
  'fname',
  'file',
  'filename',
  'io',
  'buf',
  'excel_writer',
  'name',
]

/** Reads, writes and makes the files that a function or method is given by name, or open. */
export function filesGiven(machine: Machine, effect: Effect, args: Arguments, node: SyntaxNode): void {
  const touch = (value: Value | undefined, by: (path: string | null) => void) =>
    touchFile(machine, value, node, by)
  const path = (position: number): Value | undefined =>
    args.positional[position] ??
    PATH_KEYWORDS.map((name) => args.keywords.get(name)).find((value) => value !== undefined)
  if (effect.reads !== null)
    touch(path(effect.reads), (name) => {
      if (/^(?:none|scalar|text)$/.test(effect.gives)) machine.readFile(name)
      else machine.readContent(name)
    })
  for (const position of effect.writes)
    touch(path(position), (name) => {
      const weak = mayAppend(args)
      const { ending } = effect
      if (name === null || ending === null || name.endsWith(ending)) machine.writeFile(name, { weak })
      else machine.writeFile(`${name}${ending}`, { weak })
    })
  if (effect.makes !== null) {
    const folder = path(effect.makes)
    if (folder) touch(folder, (name) => machine.writeFile(name, { weak: true }))
  }
}

/** Whether what is written may go behind what the file holds: `to_csv(path, mode='a')`, where it may stand by position, too. */
function mayAppend({ positional, keywords, rest }: Arguments): boolean {
  const mode = keywords.get('mode')
  return (
    rest !== null ||
    positional.length > 8 ||
    mayBeOther(keywords.get('append'), false) ||
    (mode !== undefined && !(typeof mode.constant === 'string' && mode.constant.startsWith('w')))
  )
}

function touchFile(
  machine: Machine,
  value: Value | undefined,
  node: SyntaxNode,
  touch: (path: string | null) => void,
): void {
  if (!value) return
  for (const thing of value.things)
    if (thing.data?.sort !== 'library') {
      machine.readDeep(valueOf(thing))
      machine.change(thing)
      // An object of the notebook's own that reads or writes.
      if (thing.data?.sort === 'instance') callBack(machine, valueOf(thing), SCALAR, node)
    }
  if (value.things.length > 0) return
  const name = typeof value.constant === 'string' ? value.constant : null
  if (name === null || !/^(?:https?|ftp|s3):/.test(name)) touch(name)
}
