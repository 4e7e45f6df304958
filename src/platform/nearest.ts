/** The word that somebody meant who wrote another one. */

/** @returns the closest of the words, by letters to change; undefined where none is close */
export function nearest(wrong: string, words: readonly string[]): string | undefined {
  const close = Math.max(1, Math.floor(wrong.length / 3))
  return words
    .map((word) => ({ word, changes: changesBetween(wrong.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, changes }) => changes <= close && changes < word.length)
    .sort((a, b) => a.changes - b.changes)[0]?.word
}

/** Letters to insert, drop, replace or swap with the next (optimal string alignment distance). */
function changesBetween(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2]![j - 2]! + 1 : Infinity
      row.push(Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + same, swapped))
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
