/**
 * The notation of the library knowledge. A function that is in no table is unknown: it may change whatever it can
 * reach, draw from any stream, print. Every entry only takes effects away.
 *
 * Words of an entry, separated by spaces:
 * - `gives T`: type of the new object that it returns (`self`, `first`: the receiver, the first argument; `none`;
 *   `clone`: an estimator as it was before it was fitted; `scalar`, `text`, `path`: immutable; `elements`: what its arguments hold)
 * - `holds`: the result refers to the arguments (a view, a lazy iterator, an object that keeps them)
 * - `changes N`: changes its argument N; `changes output`: the one of that name; `changes self`: its receiver; `changes deep`:
 *   the receiver and what it holds
 *   `changes parameters`: what the receiver and the estimators in it are told, not what they learned
 * - `overwrites N`: its argument N says whether it may write into all others
 * - `stores arguments`, `stores elements`: its receiver holds its arguments, or what they hold, from now on
 * - `replaces`: what it writes into its receiver depends on nothing that was there before
 * - `draws S`, `seeds S`: random stream; `draws S unless random_state`: not when that keyword is given; `unless kind!=strip`: not
 *   when that keyword is given a constant other than that; `draws S when shuffle|size`: only when one of these keywords is given; `draws any`: any stream
 * - `reads N`, `writes N`: argument N is a file's path; `makes N`: a folder's; `ending .npy`: it is added to a path without it
 * - `configures S`: a setting of a library; `within`: only in the context that it gives; `heeds S`: obeys one
 * - `shows`: prints; `perhaps`: may print
 * - `calls`: runs methods of the objects that it is given, and functions (functions are always run)
 * - `compares`: asks what its receiver holds whether it is equal to an argument
 * - `refits`: fits clones of the estimators that it is given, whatever these learned
 * - `plots`: draws, and changes nothing but figures; `asks`: depends on what was drawn
 * - `objects`: tables that it gives may hold objects that nobody knows in their cells; `objects if converters`: when that keyword is given
 * - `lazy`: functions that it is given run when the result is read
 */
export interface Effect {
  readonly gives: string
  readonly holds: boolean
  /** Positions, keywords, or one of `self`, `deep`, `parameters`. */
  readonly changes: readonly (number | string)[]
  readonly overwrites: readonly number[]
  readonly stores: 'arguments' | 'elements' | null
  readonly replaces: boolean
  readonly draws: string | null
  readonly seeds: string | null
  /** Keyword that gives the function a seed of its own, or, with `but`, something to do that draws only where it is this text. */
  readonly unless: string | null
  readonly but: string | null
  /** Keywords without which it draws nothing; none: it always draws. */
  readonly when: readonly string[]
  readonly reads: number | null
  readonly writes: readonly number[]
  readonly ending: string | null
  readonly makes: number | null
  readonly configures: string | null
  readonly within: boolean
  readonly heeds: readonly string[]
  readonly shows: boolean
  readonly perhaps: boolean
  readonly calls: boolean
  readonly compares: boolean
  readonly refits: boolean
  readonly plots: boolean
  readonly asks: boolean
  readonly lazy: boolean
  /** Whether cells of what it gives may hold objects that nobody knows: always, or with this keyword. */
  readonly objects: boolean | string
}

/** Whether it does nothing but to what it is given, and to the random streams. */
export function leavesNothing({ seeds, configures, reads, writes, makes, plots, asks }: Effect): boolean {
  return (
    [seeds, configures, reads, makes].every((part) => part === null) && writes.length === 0 && !plots && !asks
  )
}

const known = new Map<string, Effect>()

/** An entry of the tables, parsed once. */
export function effect(entry: string): Effect {
  let parsed = known.get(entry)
  if (!parsed) known.set(entry, (parsed = parse(entry.trim().split(/\s+/))))
  return parsed
}

function parse(words: readonly string[]): Effect {
  const after = (word: string): string | null => {
    const at = words.indexOf(word)
    return at < 0 ? null : words[at + 1]!.replaceAll('_', ' ')
  }
  const number = (word: string): number | null => {
    const value = after(word)
    return value === null ? null : Number(value)
  }
  const numbers = (word: string): number[] =>
    words.flatMap((each, at) => (each === word ? [Number(words[at + 1])] : []))
  const [unless = null, but = null] = (words[words.indexOf('unless') + 1] ?? '').split('!=')
  return {
    gives: words.includes('gives') ? words[words.indexOf('gives') + 1]! : 'scalar',
    holds: words.includes('holds'),
    changes: words.flatMap((word, at) => {
      if (word !== 'changes') return []
      const target = words[at + 1]!
      return [/^\d+$/.test(target) ? Number(target) : target]
    }),
    overwrites: numbers('overwrites'),
    stores: words.includes('stores')
      ? (words[words.indexOf('stores') + 1] as 'arguments' | 'elements')
      : null,
    replaces: words.includes('replaces'),
    draws: after('draws'),
    seeds: after('seeds'),
    unless: words.includes('unless') ? unless : null,
    but: words.includes('unless') ? but : null,
    when: words.includes('when') ? words[words.indexOf('when') + 1]!.split('|') : [],
    reads: number('reads'),
    writes: numbers('writes'),
    ending: after('ending'),
    makes: number('makes'),
    configures: after('configures'),
    within: words.includes('within'),
    heeds: words.flatMap((word, at) => (word === 'heeds' ? [words[at + 1]!.replaceAll('_', ' ')] : [])),
    shows: words.includes('shows'),
    perhaps: words.includes('perhaps'),
    calls: words.includes('calls'),
    compares: words.includes('compares'),
    refits: words.includes('refits'),
    plots: words.includes('plots'),
    asks: words.includes('asks'),
    lazy: words.includes('lazy'),
    objects: words.includes('objects') && (words.includes('if') ? words[words.indexOf('if') + 1]! : true),
  }
}

/** Spreads `names` over one entry. */
export function entries(entry: string, names: string): [string, string][] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => [name, entry])
}
