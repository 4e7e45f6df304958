/** What the command line says of itself: the verbs, one verb with its options, and what was meant by a wrong word. */
import { join } from 'node:path'
import { installFolder, readText } from '../platform/files.ts'
import { nearest } from '../platform/nearest.ts'
import type { Option, Verb } from './verb.ts'
import { verbs } from './verbs.ts'

/** Where lines are no longer read at a glance. */
const WIDEST = 100
const PIPE = 80
const NARROWEST = 40

const JSON_OPTION = { type: 'boolean', help: 'one JSON document for programs, and nothing else' } as const
const HELP_OPTION = { type: 'boolean', help: 'this text' } as const

/** All verbs, in the order of a turn. */
export async function overview(columns?: number): Promise<string> {
  const all = Object.entries(verbs).map(async ([name, load]) => {
    const verb = await load()
    return [[name, ...wordsOf(verb)].join(' '), verb.summary] as const
  })
  return `usage: shiploop <verb> [options] [--json]

Takes a notebook through whole turns: its minimal pipeline, a served model, what that meets, what to do next.
Begin with: shiploop ship NOTEBOOK

${table(await Promise.all(all), columns)}

shiploop help <verb> explains a verb and its options.
`
    .split('\n')
    .map((line) => (line.startsWith(' ') ? line : wrapped(line, widthOf(columns), 0)))
    .join('\n')
}

/** One verb: how it is called, what it does, what each option does. */
export function explained(name: string, verb: Verb, columns?: number): string {
  const options = Object.entries<Option>({ ...verb.options, json: JSON_OPTION, help: HELP_OPTION })
  const lines = options.map(
    ([option, { value, help }]) => [`--${option}${value === undefined ? '' : ` ${value}`}`, help] as const,
  )
  return `${wrapped(usageOf(name, verb), widthOf(columns), 7)}

${wrapped(`${verb.summary.charAt(0).toUpperCase()}${verb.summary.slice(1)}.`, widthOf(columns), 0)}

${table(lines, columns)}
`
}

/** `usage: shiploop slice NOTEBOOK [--cell N]` */
export function usageOf(name: string, { usage }: Verb): string {
  return `usage: shiploop ${name} ${usage}`.trimEnd()
}

/** The words after a verb's name that are no options: `NOTEBOOK`, `[ACTION]`. */
export function wordsOf({ usage }: Verb): string[] {
  const words = usage.split(' ')
  const end = words.findIndex((word) => !/^\[?[A-Z]+\]?$/.test(word))
  return (end === -1 ? words : words.slice(0, end)).filter(Boolean)
}

/** ` Did you mean ship?`, or nothing where no word is near. */
export function meant(word: string, words: readonly string[], prefix = ''): string {
  const near = nearest(word, words)
  return near === undefined ? '' : ` Did you mean ${prefix}${near}?`
}

export async function version(): Promise<string> {
  const manifest = JSON.parse(await readText(join(installFolder(), 'package.json'), 'The manifest')) as {
    readonly version: string
  }
  return manifest.version
}

function widthOf(columns: number = PIPE): number {
  return Math.max(NARROWEST, Math.min(columns, WIDEST))
}

/** Two columns; what is too long for its line stands on a line of its own. */
function table(lines: readonly (readonly [left: string, right: string])[], columns?: number): string {
  const most = Math.floor(widthOf(columns) * 0.45)
  const left = Math.max(...lines.map(([name]) => name.length).filter((length) => length <= most)) + 4
  return lines
    .map(([name, text]) => {
      const gap = name.length + 4 > left ? `\n${' '.repeat(left)}` : ' '.repeat(left - name.length - 2)
      return `  ${name}${gap}${wrapped(text, widthOf(columns), left, left)}`
    })
    .join('\n')
}

/** Breaks between words; `indent` is that of the lines after the first, which begins at `start`. */
function wrapped(text: string, width: number, indent: number, start = 0): string {
  let line = start
  return text
    .split(' ')
    .map((word, index) => {
      const fits = line + word.length + 1 <= width
      line = fits || index === 0 ? line + word.length + 1 : indent + word.length + 1
      return index === 0 ? word : fits ? ` ${word}` : `\n${' '.repeat(indent)}${word}`
    })
    .join('')
}
