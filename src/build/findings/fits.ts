/** Where a transformer was fitted. */
import type { Place } from '../analysis/evaluation.ts'
import type { Analysis, Statement, StatementId } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import { methodOf, type Picks } from './picks.ts'

/** Calls that fit what an expression names: `scaler.fit(X)` in an earlier statement, `Scaler().fit(X)` in place. */
export function fitsOf(
  transformer: SyntaxNode,
  before: StatementId,
  picks: Picks,
  analysis: Analysis,
): Place[] {
  if (transformer.type === 'call')
    return methodOf(transformer) === 'fit' ? [{ node: transformer, statement: before }] : []
  if (transformer.type !== 'identifier') return []
  const name = transformer.text
  const first = Math.min(...picks.definitionsOf(name, before))
  return analysis.statements.slice(first, before).flatMap((statement) => {
    const touches =
      statement.defines.includes(name) || statement.changes.some((change) => change.name === name)
    if (statement.children.length > 0 || !touches) return []
    return descendants(statement.node)
      .filter(
        (node) =>
          node.type === 'call' && /^fit(_transform)?$/.test(methodOf(node)) && isOf(node, name, statement),
      )
      .map((node) => ({ node, statement: statement.id }))
  })
}

/** Whether a call is a method of the name, or of what the statement gives the name. */
function isOf(call: SyntaxNode, name: string, statement: Statement): boolean {
  return childOf(childOf(call, 'function')!, 'object')!.text === name || statement.defines.includes(name)
}
