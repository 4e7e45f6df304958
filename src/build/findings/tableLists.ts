/** Lists: of several tables, `for table in [train, test]`, and of rows that a loop adds one by one. */
import type { Place } from '../analysis/evaluation.ts'
import { valueOf } from '../analysis/evaluation/shapes.ts'
import type { Analysis, StatementId } from '../analysis/program.ts'
import { childOf, type SyntaxNode } from '../analysis/syntax.ts'
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

/** Whether an assignment gives a name a list that rows are yet to be put into: `texts = []`, `X, y = [], []`. */
export function isEmptyList(assignment: SyntaxNode, name: string): boolean {
  const [left, right] = [childOf(assignment, 'left')!, childOf(assignment, 'right')]
  const at = left.parts.findIndex(({ text }) => text === name)
  const value = left.text === name ? right : at < 0 ? undefined : right?.parts[at]
  return /^(\[\s*\]|list\(\))$/.test(value?.text ?? '')
}
