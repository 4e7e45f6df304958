/** Two samples of one column as shares in the same bins. */
import type { Histogram } from '../../contract.ts'

type Cell = number | string | boolean | null

const MOST_BINS = 24
const MOST_CATEGORIES = 12

/** Numbers in bins of equal width over both samples; categories by name, the most frequent first. Missing is a bin. */
export function histogramOf(reference: readonly Cell[], live: readonly Cell[]): Histogram['bins'] {
  const present = [...reference, ...live].filter((value) => value !== null)
  return present.length > 0 && present.every((value) => typeof value === 'number')
    ? numbers(reference as readonly (number | null)[], live as readonly (number | null)[])
    : categories(reference, live)
}

function numbers(reference: readonly (number | null)[], live: readonly (number | null)[]): Histogram['bins'] {
  const values = [...reference, ...live].filter((value) => value !== null)
  const distinct = [...new Set(values)].sort((a, b) => a - b)
  // A few distinct values, such as 3, 4, 6 and 8 cylinders, are read as categories.
  if (distinct.length <= 8) return categories(reference, live, distinct.map(String))
  const [low, high] = [distinct[0]!, distinct.at(-1)!]
  const count = Math.min(MOST_BINS, Math.ceil(2 * Math.cbrt(Math.min(reference.length, live.length))))
  const width = (high - low) / count
  const binOf = (value: number) => Math.min(count - 1, Math.floor((value - low) / width))
  const shares = (sample: readonly (number | null)[]) => {
    const counts = Array.from({ length: count }, () => 0)
    for (const value of sample) if (value !== null) counts[binOf(value)]! += 1
    return counts.map((each) => each / sample.length)
  }
  const [left, right] = [shares(reference), shares(live)]
  return Array.from({ length: count }, (_, bin) => ({
    from: low + bin * width,
    to: low + (bin + 1) * width,
    name: null,
    reference: left[bin]!,
    live: right[bin]!,
  }))
}

function categories(
  reference: readonly Cell[],
  live: readonly Cell[],
  order?: readonly string[],
): Histogram['bins'] {
  const [left, right] = [shareByName(reference), shareByName(live)]
  const weight = (name: string) => (left.get(name) ?? 0) + (right.get(name) ?? 0)
  const names = order ?? [...new Set([...left.keys(), ...right.keys()])].sort((a, b) => weight(b) - weight(a))
  return names.slice(0, MOST_CATEGORIES).map((name) => ({
    from: null,
    to: null,
    name,
    reference: left.get(name) ?? 0,
    live: right.get(name) ?? 0,
  }))
}

function shareByName(sample: readonly Cell[]): Map<string, number> {
  const shares = new Map<string, number>()
  for (const value of sample) {
    const name = value === null ? '(missing)' : String(value)
    shares.set(name, (shares.get(name) ?? 0) + 1 / sample.length)
  }
  return shares
}
