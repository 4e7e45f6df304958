/** Texts in the person's language. */
import { fill } from '../platform/problem.ts'

/** Says a sentence in the person's language. What only makes texts takes it as an argument. */
export type Translate = (template: string, ...args: (string | number)[]) => string

/** Words between holes, at least so many letters, tell a template from a text that only looks like it. */
const TELLING = 12
const MOST_KEPT = 2000

/**
 * Translates templates, and the whole sentences that the core speaks in.
 *
 * Records, the server and the command line say English sentences, since people read them, and other versions too. The
 * template of such a sentence is found again here by the words between its holes, the longest first.
 *
 * @param bundle English templates to translated ones; undefined where English is spoken
 */
export function translator(bundle: Readonly<Record<string, string>> | undefined): Translate {
  if (bundle === undefined) return (template, ...args) => fill(template, args)
  const patterns = Object.keys(bundle).filter(hasHole).map(patternOf).sort(byWords)
  const telling = patterns.filter(({ words }) => words >= TELLING)
  const kept = new Map<string, string>()

  const found = (text: string, among: readonly Pattern[]): string | undefined => {
    for (const { template, holes, expression } of among) {
      const match = expression.exec(text)
      if (match === null) continue
      const args: string[] = []
      for (const [index, hole] of holes.entries()) args[hole] = part(match[index + 1]!)
      return fill(bundle[template]!, args)
    }
    return undefined
  }
  /** `step: reason. Way out.`, which the record keeps as one text: the way out is a whole sentence of the bundle. */
  const refusal = (text: string): string | undefined => {
    for (const [step, rest] of cuts(text, ': '))
      for (const [reason, wayOut] of cuts(rest, '. ')) {
        const way = bundle[wayOut]
        if (way !== undefined) return `${part(step)}: ${whole(reason)}. ${way}`
      }
    return undefined
  }
  /** Two of the core's phrases side by side. */
  const joined = (text: string): string | undefined => {
    const pieces = text.split('; ')
    const said = pieces.map((piece) => bundle[piece] ?? found(piece, telling) ?? piece)
    return said.some((piece, at) => piece !== pieces[at]) ? said.join('; ') : undefined
  }
  const phrase = (text: string): string | undefined =>
    bundle[text] ?? found(text, telling) ?? refusal(text) ?? joined(text)
  const whole = (text: string): string => phrase(text) ?? found(text, patterns) ?? text
  /** What stands in a hole may be a phrase of the core itself; one word is a name: a column called `model` stays. */
  const part = (text: string): string =>
    text === 'accuracy' || /\s/.test(text) ? (phrase(text) ?? text) : text

  return (template, ...args) => {
    const own = bundle[template]
    if (own !== undefined)
      return fill(
        own,
        args.map((arg) => (typeof arg === 'string' ? part(arg) : arg)),
      )
    const sentence = fill(template, args)
    const known = kept.get(sentence)
    if (known !== undefined) return known
    // Sentences hold numbers that change all day.
    if (kept.size >= MOST_KEPT) kept.clear()
    const said = whole(sentence)
    kept.set(sentence, said)
    return said
  }
}

/** A text cut in two, at each place where the separator stands. */
function* cuts(text: string, separator: string): Generator<readonly [string, string]> {
  for (let at = text.indexOf(separator); at !== -1; at = text.indexOf(separator, at + 1))
    yield [text.slice(0, at), text.slice(at + separator.length)]
}

interface Pattern {
  readonly template: string
  /** Which argument each hole is for, from left to right. */
  readonly holes: readonly number[]
  readonly expression: RegExp
  /** How many letters stand outside its holes. */
  readonly words: number
}

const HOLE = /\{(\d+)\}/

function hasHole(template: string): boolean {
  return HOLE.test(template) && template.replaceAll(/\{\d+\}/g, '').trim() !== ''
}

function patternOf(template: string): Pattern {
  const pieces = template.split(/\{\d+\}/)
  return {
    template,
    holes: [...template.matchAll(/\{(\d+)\}/g)].map(([, index]) => Number(index)),
    expression: new RegExp(`^${pieces.map(escaped).join('(.*?)')}$`, 's'),
    words: pieces.join('').length,
  }
}

function byWords(a: Pattern, b: Pattern): number {
  return b.words - a.words
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
