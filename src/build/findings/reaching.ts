import type { Place } from '../analysis/evaluation.ts'
import type { Analysis, StatementId } from '../analysis/program.ts'

/**
 * Statements whose values surely reach one of the expressions. A slice keeps more: what may only perhaps matter, and
 * what only moves a random stream on, which is every draw of a stream that nothing seeds.
 */
export function reaching(analysis: Analysis, places: readonly Place[]): ReadonlySet<StatementId> {
  const needs = new Map<StatementId, StatementId[]>()
  const queue: StatementId[] = []
  for (const { needs: id, needed, through, certain, start, end } of analysis.dependences) {
    if (!certain || through.startsWith('the random stream')) continue
    const known = needs.get(id)
    if (known) known.push(needed)
    else needs.set(id, [needed])
    const isRead = ({ statement, node }: Place) =>
      statement === id &&
      ((start >= node.start && end <= node.end) ||
        // What a table holds is read by the call that it is given to.
        (node.type === 'identifier' && through.endsWith(` of ${node.text}`)))
    if (places.some(isRead)) queue.push(needed)
  }
  const found = new Set<StatementId>()
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue
    found.add(id)
    queue.push(...(needs.get(id) ?? []))
  }
  return found
}
