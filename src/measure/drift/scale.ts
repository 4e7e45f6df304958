/**
 * The order of one column's values, cut at marks (distinct values) into slots: slot 2i + 1 is mark i itself, slot 2i the
 * open stretch below it, slot 2K the stretch above the last of the K marks, and slot 2K + 1 holds missing values.
 */
import { compareRanked, type Kind, type Ranked } from './order.ts'

/** More distinct values than this are thinned out: twice the resolution of the bets' tables. */
export const MOST_MARKS = 2048
const VALUE_BINS = 16
const OWN_CATEGORIES = 15

export type Marks = readonly (number | string)[]

/** The reference of one column, fixed when the deployment begins. */
export interface Scale {
  readonly kind: Kind
  readonly marks: Marks
  /** Reference rows per slot, length 2K + 2. */
  readonly counts: Float64Array
  readonly rows: number
  readonly missing: number
  /** All values are marks: nothing was thinned out. */
  readonly exact: boolean
  /** Number of bins of the odds bets, and the bin of each slot. */
  readonly bins: number
  readonly binOf: Uint8Array
}

/** The slot of a value; `marks` ascending. */
export function slotOf(marks: Marks, value: Ranked): number {
  if (value === null) return 2 * marks.length + 1
  let low = 0
  let high = marks.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = compareRanked(marks[middle]!, value)
    if (order === 0) return 2 * middle + 1
    if (order < 0) low = middle + 1
    else high = middle
  }
  return 2 * low
}

/** Makes the scale of a column from its reference values. */
export function scaleOf(kind: Kind, values: readonly Ranked[]): Scale {
  const present = values.filter((value) => value !== null)
  const distinct = kind === 'number' ? countNumbers(present) : countCategories(present)
  const missing = values.length - present.length
  const withMissing: [Ranked, number][] = missing > 0 ? [...distinct, [null, missing]] : distinct
  const common = commonest(kind === 'category' ? withMissing : [])
  const marks =
    distinct.length <= MOST_MARKS ? distinct.map(([value]) => value) : thin(distinct, present.length, common)
  const counts = new Float64Array(2 * marks.length + 2)
  for (const [value, count] of distinct) counts[slotOf(marks, value)]! += count
  counts[2 * marks.length + 1] = missing
  const bins = kind === 'number' ? valueBins(marks, counts) : categoryBins(marks, common)
  return {
    kind,
    marks,
    counts,
    rows: values.length,
    missing,
    exact: marks.length === distinct.length,
    ...bins,
  }
}

type Counted = [value: number | string, count: number][]

/** Distinct numbers with their counts, ascending: sorted as plain numbers, which is ten times faster for many. */
function countNumbers(values: Marks): Counted {
  const counted: [number, number][] = []
  for (const value of Float64Array.from(values as readonly number[]).sort()) {
    const last = counted.at(-1)
    if (last?.[0] === value) last[1] += 1
    else counted.push([value, 1])
  }
  return counted
}

/** Distinct categories with their counts, by code point. */
function countCategories(values: Marks): Counted {
  const counts = new Map<number | string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([first], [second]) => compareRanked(first, second))
}

/** The categories (missing is one) that get a bin of their own; equal counts in the order of the scale. */
function commonest(counted: readonly [Ranked, number][]): Set<Ranked> {
  const sorted = counted.toSorted((first, second) => second[1] - first[1])
  return new Set(sorted.slice(0, OWN_CATEGORIES).map(([value]) => value))
}

/** Keeps the common categories and a mark for every 1/2048 of the rows, which keeps every value that holds that many. */
function thin(distinct: readonly [number | string, number][], rows: number, common: Set<Ranked>): Marks {
  const marks: (number | string)[] = []
  let since = 0
  for (const [value, count] of distinct) {
    since += count
    if (since < rows / MOST_MARKS && !common.has(value)) continue
    marks.push(value)
    since = 0
  }
  return marks
}

/**
 * Bins of (nearly) equal reference counts, each from above one quantile up to and with the next. Missing values have a
 * bin of their own when the reference has some; else they lie in the last one.
 */
function valueBins(marks: Marks, counts: Float64Array): Pick<Scale, 'bins' | 'binOf'> {
  const present = counts.reduce((sum, count) => sum + count, 0) - counts.at(-1)!
  const binOf = new Uint8Array(counts.length)
  let bin = 0
  let below = 0
  let next = present / VALUE_BINS
  for (let slot = 0; slot <= 2 * marks.length; slot += 1) {
    binOf[slot] = bin
    below += counts[slot]!
    const isMark = slot % 2 === 1
    if (!isMark || below < next || below === present) continue
    bin += 1
    next = (Math.floor((below / present) * VALUE_BINS + 1e-9) + 1) * (present / VALUE_BINS)
  }
  if (counts.at(-1)! > 0) bin += 1
  binOf[counts.length - 1] = bin
  return { bins: bin + 1, binOf }
}

/** One bin for each of the common categories in the order of the scale, the last for all others. */
function categoryBins(marks: Marks, common: Set<Ranked>): Pick<Scale, 'bins' | 'binOf'> {
  const others = common.size
  const binOf = new Uint8Array(2 * marks.length + 2).fill(others)
  let bin = 0
  marks.forEach((mark, index) => {
    if (common.has(mark)) binOf[2 * index + 1] = bin++
  })
  if (common.has(null)) binOf[2 * marks.length + 1] = bin
  return { bins: others + 1, binOf }
}
