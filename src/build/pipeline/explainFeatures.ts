/** Which statements stand in pipeline/features.py, and why others that make columns don't. Pure. */
import type { Analysis, StatementId } from '../analysis/program.ts'
import type { Plan } from './plan.ts'

interface ExplainedFeature {
  readonly cell: number
  readonly line: number
  /** First line of its text. */
  readonly text: string
  /** null: it makes its columns row by row, and stands in pipeline/features.py. */
  readonly why: string | null
}

/** In the notebook's order. */
export function explainFeatures(
  { statements }: Analysis,
  { rowFunction, stateful }: Pick<Plan, 'rowFunction' | 'stateful'>,
): ExplainedFeature[] {
  const explained = (id: StatementId, why: string | null) => {
    const { cell, startLine: line, source } = statements[id]!
    return { id, cell, line, text: source.split('\n')[0]!, why }
  }
  return [
    ...(rowFunction?.statements ?? []).map(({ statement }) => explained(statement, null)),
    ...stateful.map(({ statement, why }) => explained(statement, why)),
  ]
    .sort((a, b) => a.id - b.id)
    .map(({ cell, line, text, why }) => ({ cell, line, text, why }))
}

/** Two lines for the command line: the statement with its place, and where it went. */
export function featureText({ cell, line, text, why }: ExplainedFeature): string {
  return `${cell}:${line}  ${text}\n      ${why === null ? 'in pipeline/features.py' : `not in pipeline/features.py: ${why}`}`
}
