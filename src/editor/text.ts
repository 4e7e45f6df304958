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

  const translated = (text: string, among: readonly Pattern[]): string => {
    const whole = bundle[text]
    if (whole !== undefined) return whole
    for (const { template, holes, expression } of among) {
      const found = expression.exec(text)
      if (found === null) continue
      const args: string[] = []
      for (const [index, hole] of holes.entries()) args[hole] = part(found[index + 1]!)
      return fill(bundle[template]!, args)
    }
    return text
  }
  /** What stands in a hole may be a phrase of the core itself; one word is a name: a column called `model` stays. */
  const part = (text: string): string =>
    text === 'accuracy' || /\s/.test(text) ? translated(text, telling) : text

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
    const said = translated(sentence, patterns)
    kept.set(sentence, said)
    return said
  }
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
