/** Columns that were chosen by how well they go with the target: `corr['mpg'].abs() > 0.3`, `forest.feature_importances_`. */
import { argument, lastName, valueOf } from '../analysis/evaluation/shapes.ts'
import type { Analysis, StatementId } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import type { Picks } from './picks.ts'

export interface Score {
  /** `estimator`: the scores are those of a fitted one. */
  readonly by: string
  readonly node: SyntaxNode
  /** The rows that were looked at, or the fitted estimator. */
  readonly rows: SyntaxNode
  readonly statement: StatementId
}

/** They take the target as an argument. */
const WITH_TARGET = /^(mutual_info_(classif|regression)|f_classif|f_regression|chi2|r_regression|corrwith)$/
const FITTED = /^(feature_importances_|coef_|get_support|support_|scores_|pvalues_|ranking_)$/
const DEEPEST = 6

/** @param truth column of the target: of a table of correlations only its own say something about it */
export function scoresBehind(
  columns: SyntaxNode,
  statement: StatementId,
  truth: string | null,
  picks: Picks,
  analysis: Analysis,
): Score[] {
  const found: Score[] = []
  const correlations: Score[] = []
  const seen = new Set<string>()
  const said = { target: false }
  const look = (node: SyntaxNode, id: StatementId, depth: number): void => {
    for (const each of descendants(node)) {
      if (truth !== null && each.type === 'string_content' && each.text === truth) said.target = true
      if (each.type === 'call') {
        const callee = childOf(each, 'function')!
        const name = lastName(callee.text)
        const rows =
          callee.type === 'attribute' && /^corr(with)?$/.test(name)
            ? childOf(callee, 'object')
            : argument(each, 0, ['X'])
        if (rows && name === 'corr') correlations.push({ by: name, node: each, rows, statement: id })
        else if (rows && WITH_TARGET.test(name)) found.push({ by: name, node: each, rows, statement: id })
      }
      if (each.type === 'attribute' && FITTED.test(childOf(each, 'attribute')!.text))
        found.push({ by: 'estimator', node: each, rows: childOf(each, 'object')!, statement: id })
      if (each.type !== 'identifier' || depth >= DEEPEST || seen.has(`${each.text}@${id}`)) continue
      seen.add(`${each.text}@${id}`)
      for (const definition of picks.definitionsOf(each.text, id)) {
        const value = definition < id ? valueOf(analysis.statements[definition]!) : undefined
        if (value) look(value, definition, depth + 1)
      }
    }
  }
  look(columns, statement, 0)
  return said.target ? [...found, ...correlations] : found
}
