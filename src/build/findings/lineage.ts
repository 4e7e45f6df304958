/** Which rows an expression holds, as far as a notebook's text tells: where they came from, and how they were picked. */

export interface Lineage {
  /** The statement and place that brought the rows in. */
  readonly root: string
  /** Each narrowed the rows before it. Equal picks after equal picks hold the same rows. */
  readonly picks: readonly string[]
}

/** How the first rows stand to the second; null when nothing says that they have any in common. */
export type Relation = 'same' | 'hold' | 'part' | 'overlap' | null

function relationOf(one: Lineage, other: Lineage): Relation {
  if (one.root !== other.root) return null
  const shared = Math.min(one.picks.length, other.picks.length)
  for (let at = 0; at < shared; at += 1)
    if (one.picks[at] !== other.picks[at]) return overlap(one.picks[at]!, other.picks[at]!) ? 'overlap' : null
  if (one.picks.length === other.picks.length) return 'same'
  return one.picks.length < other.picks.length ? 'hold' : 'part'
}

/** The strongest relation of any two of them. */
export function relation(ones: readonly Lineage[], others: readonly Lineage[]): Relation {
  const found = new Set(ones.flatMap((one) => others.map((other) => relationOf(one, other))))
  return (['same', 'hold', 'part', 'overlap'] as const).find((each) => found.has(each)) ?? null
}

/** The same of rows that were learned from: rows that a condition picked are among both parts of a split. */
export function relationOfLearned(learned: readonly Lineage[], tested: readonly Lineage[]): Relation {
  const how = relation(learned, tested)
  if (how !== null) return how
  const isDrawn = ({ root, picks }: Lineage) =>
    learned.some(
      (one) =>
        one.root === root &&
        picks.some(
          (pick, at) =>
            pick.startsWith('split:') &&
            one.picks[at]?.startsWith(MASK) === true &&
            picks.slice(0, at).join('|') === one.picks.slice(0, at).join('|'),
        ),
    )
  return tested.some(isDrawn) ? 'overlap' : null
}

/** The rows after one more pick of some of them; its key tells equal picks from others. */
export function picked(rows: readonly Lineage[], pick: string): Lineage[] {
  return rows.map(({ root, picks }) => ({ root, picks: [...picks, pick] }))
}

/** Of tables that are put together: rows that two of them have. */
export function inBoth(tables: readonly (readonly Lineage[])[]): (readonly Lineage[])[] {
  return tables.flatMap((one, at) =>
    tables.slice(at + 1).flatMap((other) => {
      const how = relation(one, other)
      return how === null || how === 'overlap' ? [] : [how === 'part' ? one : other]
    }),
  )
}

/** The same lineages, each once. */
export function distinct(rows: readonly Lineage[]): Lineage[] {
  return [...new Map(rows.map((each) => [[each.root, ...each.picks].join('|'), each])).values()]
}

/** Begins the key of a pick by a condition. */
export const MASK = 'mask:'

/** Two draws or two different splits of the same rows, or two slices of them by constants that meet. */
function overlap(one: string, other: string): boolean {
  if (one.startsWith('sample:') && other.startsWith('sample:')) return true
  if (one.startsWith('split:') && other.startsWith('split:')) return one.slice(0, -2) !== other.slice(0, -2)
  const [a, b] = [sliceEnds(one), sliceEnds(other)]
  return a !== undefined && b !== undefined && a[0] < b[1] && b[0] < a[1]
}

function sliceEnds(pick: string): readonly [number, number] | undefined {
  const match = /^slice:(\d*):(\d*)$/.exec(pick)
  return match ? [Number(match[1] || 0), match[2] === '' ? Infinity : Number(match[2])] : undefined
}
