/** Delta debugging: the part of a set that something really depends on. */

/**
 * A subset that still works, from which no single item can go. Tries large steps first.
 *
 * @param works says of a subset, in the order of `items`, whether it works; that all of it does, and that nothing
 *              does not, is known
 * @param goOn  asked before each trial: once it says no, the smallest subset found so far is the result
 * @see Zeller and Hildebrandt (2002), Simplifying and isolating failure-inducing input: the algorithm ddmin
 */
export async function smallest<T>(
  items: readonly T[],
  works: (subset: readonly T[]) => Promise<boolean>,
  goOn: () => boolean = () => true,
): Promise<readonly T[]> {
  let current = items
  let parts = 2
  while (current.length >= 2) {
    const chunks = split(current, parts)
    const candidates = [...chunks, ...(parts > 2 ? chunks.map((chunk) => without(current, chunk)) : [])]
    let found: readonly T[] | undefined
    for (const candidate of candidates) {
      if (!goOn()) return current
      if (await works(candidate)) {
        found = candidate
        break
      }
    }
    if (found) {
      parts = chunks.includes(found as T[]) ? 2 : Math.max(parts - 1, 2)
      current = found
    } else {
      if (parts >= current.length) return current
      parts = Math.min(parts * 2, current.length)
    }
  }
  return current
}

function split<T>(items: readonly T[], parts: number): T[][] {
  const size = items.length / parts
  return Array.from({ length: parts }, (_, at) =>
    items.slice(Math.round(at * size), Math.round((at + 1) * size)),
  )
}

function without<T>(items: readonly T[], some: readonly T[]): T[] {
  return items.filter((each) => !some.includes(each))
}
