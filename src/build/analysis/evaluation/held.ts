/** Tables of boosting libraries: they hold the rows and the truth that they were made from, `xgb.DMatrix(X, label=y)`. */
import type { Place } from '../evaluation.ts'
import type { Analysis } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { argument, valueOf } from './shapes.ts'

const TABLES = /^(xgboost\.(Quantile)?DMatrix|lightgbm\.Dataset|catboost\.Pool)$/
/** Functions that learn from such a table and give a bare booster. */
export const TRAINING = /^(xgboost|lightgbm|catboost)\.train$/

export interface Held {
  readonly rows: Place
  readonly truth: Place | null
}

/** What a table was made from, where the expression is one, or the name of one; undefined otherwise. */
export function heldBy({ node, statement }: Place, analysis: Analysis): Held | undefined {
  const found = node.type === 'identifier' ? bound(node.text, statement, analysis) : { node, statement }
  if (found?.node.type !== 'call' || !TABLES.test(calleeOf(found.node, found.statement, analysis)))
    return undefined
  const at = (given: SyntaxNode) => ({ node: given, statement: found.statement })
  const rows = argument(found.node, 0, ['data'])
  const truth = argument(found.node, 1, ['label'])
  return rows && { rows: at(rows), truth: truth ? at(truth) : null }
}

/** The table that `bst = xgb.train(params, dtrain)` learns from; undefined for any other statement. */
export function trainedOn(statement: number, analysis: Analysis): Place | undefined {
  for (const node of descendants(analysis.statements[statement]!.node)) {
    if (node.type !== 'call' || !TRAINING.test(calleeOf(node, statement, analysis))) continue
    const table = argument(node, 1, ['dtrain', 'train_set'])
    if (table) return { node: table, statement }
  }
  return undefined
}

function bound(name: string, statement: number, analysis: Analysis): Place | undefined {
  const read = analysis.statements[statement]!.reads.find((each) => each.name === name)
  const [id, ...others] = read?.definitions ?? []
  const value = id !== undefined && others.length === 0 ? valueOf(analysis.statements[id]!) : undefined
  return value && { node: value, statement: id! }
}

function calleeOf(call: SyntaxNode, statement: number, analysis: Analysis): string {
  const known = analysis.statements[statement]!.calls.find(({ node }) => node === call)?.callee
  return known ?? childOf(call, 'function')!.text
}
