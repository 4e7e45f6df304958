/** The target among the features: the model reads the answer. */
import type { Evaluation } from '../analysis/evaluation.ts'
import type { Analysis, StatementId } from '../analysis/program.ts'
import { ColumnFinder, holds } from './columns.ts'
import type { Finding } from './finding.ts'
import type { Fitted } from './fitted.ts'

/** What chooses columns inside the model: then what it is given is not what it learns from. */
const CHOOSING =
  /ColumnTransformer|make_column|FunctionTransformer|Select|RFE|TransformerMixin|Columns?\(|formula/

/** How a class of the notebook may pick columns of what it is given. */
const PICKING =
  /\[\[|\[(?:\w+\.)*\w*(?:col|feat|name)\w*\]|\.(?:drop|pop|filter|reindex|select_dtypes|i?loc)\b/i

/** @param fitted what the model was fitted to; null for a cross-validation */
export function targetFindings(analysis: Analysis, evaluation: Evaluation, fitted: Fitted | null): Finding[] {
  const rows = fitted?.rows ?? evaluation.rows
  const truth = fitted?.truth ?? evaluation.truth
  if (rows === null || truth === null || choosesColumns(analysis, evaluation)) return []
  const finder = new ColumnFinder(analysis)
  const target = finder.column(truth)
  const table = finder.table(rows)
  if (!target || table?.frame !== target.frame) return []
  const sources = table.made.get(target.name) ?? []
  const all = sources.length > 0 && sources.every((each) => holds(table, each))
  const found = holds(table, target.name) ? [target.name] : all ? sources : []
  if (found.length === 0) return []
  const statement = analysis.statements[table.chosen]!
  const names = found.map((each) => `'${each}'`).join(', ')
  return [
    {
      kind: 'target among the features',
      weight: 'serious',
      cell: statement.cell,
      line: statement.startLine,
      message:
        found[0] === target.name
          ? `The target ${names} is among the features, so that the model reads the answer and the score says nothing about new rows.`
          : found.length > 1
            ? `${names}, from which the target '${target.name}' is computed, are among the features, so that the model reads the answer.`
            : `${names}, from which the target '${target.name}' is computed, is among the features, so that the model reads the answer.`,
      todo: `Leave ${names} out of the features: drop(columns=[...]) or a list of columns without it.`,
    },
  ]
}

/** Whether the model, or what it is made of, picks its columns itself. */
function choosesColumns(analysis: Analysis, { estimator }: Evaluation): boolean {
  const seen = new Set<StatementId>()
  const queue = [estimator.statement, ...estimator.definitions]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    const statement = analysis.statements[id]!
    if (!/^import/.test(statement.kind) && CHOOSING.test(statement.source)) return true
    if (statement.kind === 'class_definition' && PICKING.test(statement.source)) return true
    const read = statement.reads.flatMap(({ definitions }) => definitions)
    // Where the model is fitted as it is made, the rest of the statement is about the rows.
    const isClass = (each: StatementId) => analysis.statements[each]!.kind === 'class_definition'
    queue.push(...(id === estimator.statement ? read.filter(isClass) : read))
  }
  return false
}
