/** `frame.query('age > @limit')` inside of a stage: pandas looks for `limit` where it can't see a stage's variables. */
import { childOf, descendants } from '../../analysis/syntax.ts'
import type { Edit } from '../text/lines.ts'
import { quotedAt } from '../text/quotes.ts'
import { queriedNames } from '../text/reading.ts'
import { frameAround } from '../text/scopes.ts'
import type { Unit } from '../stages/units.ts'

/**
 * In a cell they are globals, which every function sees; a function within a stage's function has only those that its
 * own code names. So the call is handed them.
 *
 * @returns by cell
 */
export function queryEdits(units: readonly Unit[]): Map<number, readonly Edit[]> {
  const edits = new Map<number, Edit[]>()
  for (const { statement, nodes } of units)
    for (const call of nodes.flatMap((node) => descendants(node).filter(({ type }) => type === 'call'))) {
      const names = [...new Set(queriedNames(call).map(({ name }) => name))]
      const frame = names.length > 0 ? frameAround(call) : undefined
      if (!frame) continue
      const seen = new Set(
        descendants(frame).flatMap(({ type, text }) => (type === 'identifier' ? [text] : [])),
      )
      if (names.every((name) => seen.has(name))) continue
      const [last, end] = childOf(call, 'arguments')!.children.slice(-2)
      const given = `local_dict={${names.map((name) => `${quotedAt(call, name)}: ${name}`).join(', ')}}`
      const edit = { start: end!.start, end: end!.start, text: `${last!.type === ',' ? ' ' : ', '}${given}` }
      edits.set(statement.cell, [...(edits.get(statement.cell) ?? []), edit])
    }
  return edits
}
