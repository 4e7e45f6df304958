/** Methods of immutable values: text, numbers, paths. */
import { LOCAL_TIMES, readLocalTime, readVariable } from './environment.ts'
import { type Constant, isVague, NONE, SCALAR, TEXT, type Value, valueOf, WHOLE } from '../domain.ts'
import { exactElements } from '../objects/exact.ts'
import { changeByMethod } from '../objects/hidden.ts'
import type { Machine } from '../machine.ts'
import { readHowShown } from './settings.ts'
import type { Arguments } from '../trace.ts'
import { noteOpen } from '../objects/open.ts'
import type { SyntaxNode } from '../syntax.ts'
import { allOf, callBack } from './unknown.ts'

/** What a method of text, a number or a path gives; methods of a path may touch files. */
export function scalarMethod(
  machine: Machine,
  receiver: Value,
  name: string,
  args: Arguments,
  node: SyntaxNode,
): Value {
  const all = allOf(args)
  machine.readDeep(all)
  changeByMethod(machine, name, receiver, all)
  if (
    receiver.kind === 'path' ||
    /^(?:read_text|write_text|read_bytes|write_bytes|mkdir|unlink|iterdir|rglob)$/.test(name)
  )
    return pathMethod(machine, receiver, name, args, node)
  callBack(machine, all, all, node)
  // `context.__enter__()` of options: outside of a `with` nobody knows which, and for how long.
  if (/^__(?:enter|exit)__$/.test(name) && node.type === 'call')
    for (const setting of [...machine.settings.keys]) machine.configure(setting, [])
  if (/^format(?:_map)?$/.test(name)) readHowShown(machine, all)
  if (LOCAL_TIMES.test(name)) readLocalTime(machine)
  if (name === 'encode' || name === 'decode') machine.readPlace(machine.library('codecs'), WHOLE)
  if (name === 'maketrans') return valueOf(machine.make('dict', node, { content: all }))
  if (ITERATES.test(name)) return valueOf(machine.make('iterator', node))
  if (/^to_?list$/.test(name) && isVague(receiver)) return valueOf(machine.make('list', node))
  if (/^r?split$|^splitlines$|^r?partition$|^groups$|^findall$/.test(name))
    return valueOf(machine.make('list', node))
  if (typeof receiver.constant === 'string') {
    const folded =
      name === 'join' ? joined(machine, receiver.constant, args) : fold(receiver.constant, name, args)
    if (folded !== undefined) return { things: [], constant: folded, kind: 'str' }
  }
  return receiver.kind === 'str' ? TEXT : SCALAR
}

/** Methods of patterns, texts and networks that give something with a position. */
const ITERATES = /^(?:__iter__|finditer|scanner|iter_unpack|hosts|subnets|itermonthdates|itermonthdays\d?)$/

function joined(machine: Machine, text: string, args: Arguments): string | undefined {
  const parts = args.positional[0] && exactElements(machine, args.positional[0])
  const texts = parts?.map((part) => (part.things.length === 0 ? part.constant : undefined))
  return texts?.every((part) => typeof part === 'string') ? texts.join(text) : undefined
}

function fold(text: string, name: string, args: Arguments): Constant | undefined {
  const given = args.positional.map((value) => value.constant)
  if (name === 'lower' && given.length === 0) return text.toLowerCase()
  if (name === 'upper' && given.length === 0) return text.toUpperCase()
  if (name === 'strip' && given.length === 0) return text.trim()
  if (
    name === 'format' &&
    args.keywords.size === 0 &&
    given.every((each) => typeof each === 'string') &&
    /^(?:[^{}]|\{\})*$/.test(text)
  ) {
    let at = 0
    return text.replace(/\{\}/g, () => String(given[at++]))
  }
  return undefined
}

function pathMethod(
  machine: Machine,
  receiver: Value,
  name: string,
  args: Arguments,
  node: SyntaxNode,
): Value {
  const path = typeof receiver.constant === 'string' ? receiver.constant : null
  const first = args.positional[0]
  switch (name) {
    case 'exists':
    case 'is_file':
    case 'is_dir':
    case 'stat':
      machine.readFile(path)
      return TEXT
    case 'read_text':
    case 'read_bytes':
      machine.readContent(path)
      return TEXT
    case 'write_text':
    case 'write_bytes':
      machine.writeFile(path)
      return SCALAR
    case 'mkdir':
    case 'touch':
      machine.writeFile(path, { weak: true })
      return NONE
    case 'unlink':
    case 'rmdir':
    case 'chmod':
      machine.readFile(path)
      machine.writeFile(path)
      return NONE
    case 'rename':
    case 'replace':
      machine.readFile(path)
      machine.writeFile(path)
      machine.writeFile(typeof first?.constant === 'string' ? first.constant : null)
      return { things: [], kind: 'path' }
    case 'iterdir':
    case 'glob':
    case 'rglob': {
      const pattern = name === 'iterdir' ? '*' : first?.constant
      if (path === null || typeof pattern !== 'string') machine.readFile(null)
      else machine.readFilesLike(`${path}/${name === 'rglob' ? '**/' : ''}${pattern}`)
      return valueOf(machine.make('list', node))
    }
    case 'open':
      return openFile(machine, receiver, first ?? args.keywords.get('mode'), node)
    case 'joinpath': {
      const parts = args.positional.map((value) => value.constant)
      return path !== null && parts.every((part) => typeof part === 'string')
        ? { things: [], constant: [path, ...parts].join('/'), kind: 'path' }
        : { things: [], kind: 'path' }
    }
    case 'as_posix':
    case '__str__':
    case '__fspath__':
      return path === null ? TEXT : { things: [], constant: path, kind: 'str' }
    case 'resolve':
    case 'absolute':
      machine.readSetting('working folder')
      return { things: [], kind: 'path', ...(path !== null && !machine.moves && { constant: path }) }
    case 'expanduser':
      readVariable(machine, null)
      return { things: [], kind: 'path' }
    case 'symlink_to':
    case 'hardlink_to':
      machine.readFile(null)
      machine.folder = null
      return NONE
    case 'copy':
    case 'move':
      machine.readFile(null)
      machine.writeFile(null)
      return { things: [], kind: 'path' }
    default:
      return { things: [], kind: 'path' }
  }
}

/** `open(path, mode)`. */
export function openFile(machine: Machine, path: Value, mode: Value | undefined, node: SyntaxNode): Value {
  const name = path.things.length === 0 && typeof path.constant === 'string' ? path.constant : null
  const how = mode === undefined ? 'r' : typeof mode.constant === 'string' ? mode.constant : 'unknown'
  if (/[ra+u]/.test(how)) machine.readContent(name, { sure: how.startsWith('r') })
  if (/w/.test(how) && !/unknown/.test(how)) machine.writeFile(name)
  else if (/[ax+u]/.test(how)) machine.writeFile(name, { weak: true })
  const writes = /[wax+u]/.test(how)
  const file = machine.make('file', node, writes ? { data: { sort: 'file', path: name } } : {})
  noteOpen(machine, file, true)
  return valueOf(file)
}
