import { resolve } from 'node:path'
import { compareTables } from '../../measure/compare.ts'
import { countsText, oddsText } from '../../learn/words.ts'
import { Problem } from '../../platform/problem.ts'
import { readTable } from '../../platform/table.ts'
import type { Verb } from '../verb.ts'

export const drift: Verb = {
  usage: 'REFERENCE CURRENT',
  summary: 'how far one table is from another, column by column',
  words: { least: 2, most: 2 },
  options: {},
  run: async (call) => {
    const [reference, current] = await Promise.all(
      call.words.map(async (word) => {
        const path = resolve(word)
        const table = await readTable(path)
        if (table.length === 0) throw new Problem('The table has no rows.', { where: path })
        return table
      }),
    )
    const comparison = compareTables(reference!, current!)
    const columns = comparison.columns.toSorted((a, b) => b.evidence - a.evidence)
    const width = Math.max(...columns.map(({ column }) => column.length), 6)
    for (const { column, effect, evidence, differs } of columns)
      call.say(
        `${column.padEnd(width)}  effect ${effect.toFixed(2)}   ${oddsText(evidence)}${differs ? '   differs' : ''}`,
      )
    for (const [column, counts] of Object.entries(comparison.newCategories))
      call.say(`${column.padEnd(width)}  never seen before: ${countsText(counts)}`)
    for (const name of comparison.onlyInReference) call.say(`${name.padEnd(width)}  only in the reference`)
    for (const name of comparison.onlyInCurrent) call.say(`${name.padEnd(width)}  only in the current table`)
    return comparison
  },
}
