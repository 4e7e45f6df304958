/** Several tables under one name, one after the other: `for table in [train, test]`. */
import type { Place } from '../analysis/evaluation.ts'
import { valueOf } from '../analysis/evaluation/shapes.ts'
import type { Analysis, StatementId } from '../analysis/program.ts'
import type { SyntaxNode } from '../analysis/syntax.ts'
import type { Picks } from './picks.ts'

/** The list or tuple that an expression is, or that its name was given; undefined for what goes through a table itself. */
export function listOf(
  node: SyntaxNode,
  statement: StatementId,
  picks: Picks,
  analysis: Analysis,
): Place | undefined {
  if (/^(list|tuple|expression_list)$/.test(node.type)) return { node, statement }
  if (node.type !== 'identifier') return undefined
  const [id, ...others] = picks.definitionsOf(node.text, statement)
  const value = id === undefined || others.length > 0 ? undefined : valueOf(analysis.statements[id]!)
  return value && value.type !== 'identifier' ? listOf(value, id!, picks, analysis) : undefined
}
