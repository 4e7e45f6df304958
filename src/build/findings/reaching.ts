import type { Place } from '../analysis/evaluation.ts'
import type { Analysis, Dependence, StatementId } from '../analysis/program.ts'

/**
 * Statements whose values surely reach one of the expressions. A slice keeps more: what may only perhaps matter, and
 * what only moves a random stream on, which is every draw of a stream that nothing seeds.
 */
export function reaching(analysis: Analysis, places: readonly Place[]): ReadonlySet<StatementId> {
  const found = new Set<StatementId>()
  const queue = places.flatMap(({ statement, node }) =>
    analysis
      .needsOf(statement)
      .filter(
        (need) =>
          isOfValue(need) &&
          ((need.start >= node.start && need.end <= node.end) ||
            // What a table holds is read by the call that it is given to.
            (node.type === 'identifier' && need.through.endsWith(` of ${node.text}`))),
      )
      .map(({ needed }) => needed),
  )
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue
    found.add(id)
    for (const need of analysis.needsOf(id)) if (isOfValue(need)) queue.push(need.needed)
  }
  return found
}

function isOfValue({ certain, through }: Dependence): boolean {
  return certain && !through.startsWith('the random stream')
}
