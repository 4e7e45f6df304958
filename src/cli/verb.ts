import type { Report } from '../platform/progress.ts'

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>

/** What a verb gets: its words, and ways to say what happens. */
export interface Call {
  readonly words: readonly string[]
  readonly options: OptionValues
  readonly json: boolean
  readonly report: Report
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** A line for people; silent with --json. */
  say(line: string): void
}

/** An option of a verb, as `parseArgs` takes it, with what people read of it. */
export interface Option {
  readonly type: 'string' | 'boolean'
  /** What follows it, for people: `N`, `FILE`. */
  readonly value?: string
  /** What it does, in one line. */
  readonly help: string
}

/** One verb of the command line: `shiploop <name> <words> [options]`. */
export interface Verb {
  /** Words after the name, for the usage line: `NOTEBOOK [--cell N]`. */
  readonly usage: string
  /** What it does, in one line. */
  readonly summary: string
  readonly words: { readonly least: number; readonly most: number }
  readonly options: Readonly<Record<string, Option>>
  /** Does the work and returns the document that --json prints; without --json it says lines as it goes. */
  run(call: Call): Promise<unknown>
}

/** Wrong usage: exit code 2 and the usage line. */
export class UsageError extends Error {}

export const pythonOption = {
  python: { type: 'string', value: 'PATH', help: 'the interpreter that runs the notebook' },
} satisfies Record<string, Option>

export const orderOption = {
  order: {
    type: 'string',
    value: 'file|counts',
    help: 'how the cells are read: as they stand, or by their execution counts',
  },
} satisfies Record<string, Option>

/**
 * @returns undefined where the option is not given
 * @throws UsageError where it is no whole number
 */
export function wholeNumber(options: OptionValues, name: string): number | undefined {
  const text = options[name]
  if (text === undefined) return undefined
  if (typeof text !== 'string' || !/^\d+$/.test(text)) throw new UsageError(`--${name} takes a whole number.`)
  return Number(text)
}

/**
 * @returns undefined where the option is not given
 * @throws UsageError where it is none of the words
 */
export function oneOf<Word extends string>(
  options: OptionValues,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = options[name]
  if (text === undefined) return undefined
  const word = words.find((each) => each === text)
  if (word === undefined) throw new UsageError(`--${name} takes ${words.join(', ')}.`)
  return word
}

/** @returns undefined where the option is not given */
export function textOption(options: OptionValues, name: string): string | undefined {
  const text = options[name]
  return typeof text === 'string' ? text : undefined
}
