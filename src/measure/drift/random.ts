/**
 * Random numbers that are a function of a seed and a position: the same log always gives the same numbers, and a
 * restart needs no generator state. Seeded by where a row stands, never by what it holds (that breaks the ranks).
 */
export interface Seed {
  readonly a: number
  readonly b: number
}

/** A seed from words, for instance a deployment's id and a column's name. */
export function seedOf(...words: readonly string[]): Seed {
  let a = 0x2545f491
  let b = 0x6c62272e
  for (const word of words) {
    for (let index = 0; index <= word.length; index += 1) {
      // One past the end adds a unit that no text has, so that ('ab', 'c') and ('a', 'bc') differ.
      const unit = index < word.length ? word.charCodeAt(index) : 0x10000
      a = mix(a ^ unit)
      b = mix(Math.imul(b, 0x5bd1e995) + unit)
    }
  }
  return { a, b }
}

/**
 * The uniform number at a position, in (0, 1) with 52 bits, never 0 or 1.
 *
 * @param position a whole number from 0 to 2^53
 */
export function uniformAt(seed: Seed, position: number): number {
  const low = position | 0
  const high = (position / 0x100000000) | 0
  const first = mix(mix(seed.a ^ low) + high + seed.b)
  const second = mix(first ^ Math.imul(seed.b + low, 0x9e3779b1))
  return ((first >>> 6) * 0x4000000 + (second >>> 6) + 0.5) / 0x10000000000000
}

/** The finaliser of MurmurHash3 (Appleby 2008, public domain): every input bit reaches every output bit. */
function mix(word: number): number {
  let hash = word ^ (word >>> 16)
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** The whole numbers from 0 to `length` - 1 in the random order of a seed (Fisher-Yates). */
export function shuffledIndices(length: number, seed: Seed): number[] {
  const order = Array.from({ length }, (_, index) => index)
  for (let index = length - 1; index > 0; index -= 1) {
    const other = Math.floor(uniformAt(seed, index) * (index + 1))
    const swapped = order[index]!
    order[index] = order[other]!
    order[other] = swapped
  }
  return order
}
