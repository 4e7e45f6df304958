/** Lists of objects put together, again and again the same ones. */

/** From how many on it is worth looking up what came out before. */
export const MANY = 64

/**
 * The members of both. Returns `a` itself when `b` adds nothing.
 *
 * Code that is followed no further puts the same many things into each of them: what came out once is remembered.
 */
export function united<T extends object>(a: readonly T[], b: readonly T[]): readonly T[] {
  if (a === b || b.length === 0) return a
  if (a.length * b.length < MANY) {
    const added = b.filter((each) => !a.includes(each))
    return added.length === 0 ? a : [...a, ...added]
  }
  const known = unions.get(a)?.get(b)
  if (known) return known as readonly T[]
  const own = new Set(a)
  const added = b.filter((each) => !own.has(each))
  const both = added.length === 0 ? a : [...a, ...added]
  remember(a, b, both)
  if (both !== a) remember(both, b, both)
  return both
}

type List = readonly object[]
const unions = new WeakMap<List, WeakMap<List, List>>()

function remember(a: List, b: List, both: List): void {
  let known = unions.get(a)
  if (!known) unions.set(a, (known = new WeakMap<List, List>()))
  known.set(b, both)
}
