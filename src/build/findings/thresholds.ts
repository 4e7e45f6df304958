/** A threshold that is chosen by the test rows: read off their curve, or found by a function of the notebook. */
import { METRIC_FUNCTIONS } from '../analysis/evaluation/knowledge.ts'
import { argument, lastName, readsIn } from '../analysis/evaluation/shapes.ts'
import type { Analysis, Statement, StatementId } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import { choosesInside, choosingStatements, isRepeated } from './choosing.ts'
import type { Finding } from './finding.ts'

const CURVE = /^(roc|precision_recall|det)_curve$/

/**
 * @param slice statements whose values reach the metric
 * @param onTest whether an expression holds test rows, and no others
 */
export function thresholdFindings(
  analysis: Analysis,
  slice: ReadonlySet<StatementId>,
  onTest: (node: SyntaxNode, statement: StatementId) => boolean,
): Finding[] {
  return [...slice].flatMap((id): Finding[] => {
    const statement = analysis.statements[id]!
    const test = (given: SyntaxNode | undefined) => given !== undefined && onTest(given, id)
    const call = [...descendants(statement.node)].find(
      (node) =>
        node.type === 'call' &&
        (isReadOff(node, statement, slice, analysis)
          ? test(argument(node, 0, ['y_true']))
          : isSearched(node, statement, analysis) && childOf(node, 'arguments')!.parts.some(test)),
    )
    if (!call) return []
    return [
      {
        kind: 'tuned on the test rows',
        weight: 'serious',
        cell: statement.cell,
        line: call.startRow + 1,
        message:
          'The threshold is chosen on the test rows, so that what is scored with it is the luckiest of many and not what new rows will show.',
        todo: 'Choose the threshold on rows of their own (cross_val_predict on the training rows), and look at the test once.',
      },
    ]
  })
}

/** `f, t, cuts = roc_curve(y, p)`, of which a statement that the metric needs takes the best point. */
function isReadOff(
  node: SyntaxNode,
  { id, defines }: Statement,
  slice: ReadonlySet<StatementId>,
  analysis: Analysis,
): boolean {
  if (!CURVE.test(lastName(childOf(node, 'function')!.text))) return false
  const chosen = choosingStatements({ node, statement: id }, new Set(defines), analysis)
  return chosen.some((each) => slice.has(each.id))
}

/** `best_cut(y, p)`, a function of the notebook that scores in a loop and keeps the best. */
function isSearched(node: SyntaxNode, statement: Statement, analysis: Analysis): boolean {
  const callee = childOf(node, 'function')!
  if (callee.type !== 'identifier') return false
  const [definition, ...others] = readsIn(statement, callee).flatMap((read) =>
    read.name === callee.text ? read.definitions : [],
  )
  const found = definition === undefined ? undefined : analysis.statements[definition]!
  if (others.length > 0 || found?.kind !== 'function_definition') return false
  return [...descendants(found.node)].some(
    (each) =>
      each.type === 'call' &&
      METRIC_FUNCTIONS.has(lastName(childOf(each, 'function')!.text)) &&
      isRepeated(each) &&
      choosesInside({ node: each, statement: found.id }, analysis),
  )
}
