/** Choosing by the test score: the best of many looks at the test is too good. */
import type { Evaluation } from '../analysis/evaluation.ts'
import { argument } from '../analysis/evaluation/shapes.ts'
import type { Analysis, StatementId } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import { choosesInside, choosingStatements, isRepeated, LOOPS } from './choosing.ts'
import type { Finding } from './finding.ts'
import { type Fitted } from './fitted.ts'
import { relation } from './lineage.ts'
import { reaching } from './reaching.ts'
import { RowTracer } from './rows.ts'
import { thresholdFindings } from './thresholds.ts'

/**
 * @param all every evaluation of the notebook
 * @param evaluation one of the model that is shipped, on rows held out
 */
export function tuningFindings(
  analysis: Analysis,
  all: readonly Evaluation[],
  evaluation: Evaluation,
  fitted: Fitted | null,
): Finding[] {
  if (evaluation.kind !== 'holdout' || evaluation.rows === null) return []
  const tracer = new RowTracer(analysis, null)
  const tested = tracer.follow(evaluation.rows).rows
  const onTest = (node: SyntaxNode, statement: StatementId) => {
    const how = relation(tracer.follow({ node, statement }).rows, tested)
    return how === 'same' || how === 'hold'
  }
  const slice = reaching(analysis, [evaluation])
  const own = (evaluation.keptFrom ?? evaluation).node
  const looks = all.filter(
    (each) =>
      each.kind === 'holdout' &&
      each.rows !== null &&
      inLoop(each, analysis) &&
      onTest(each.rows.node, each.rows.statement) &&
      (each.node === own
        ? choosesInside(each.inside, analysis) || chosenLater(each, analysis)
        : slice.has(each.statement) &&
          (choosesInside(each.inside, analysis) || chooses(each, slice, analysis))),
  )
  const stopped = fitted && stoppedBy(fitted, analysis, onTest)
  return [
    ...looks.map(({ cell, line }): Finding => ({
      kind: 'tuned on the test rows',
      weight: 'serious',
      cell,
      line,
      message:
        'The best of several models is chosen by its score on the test rows, so that its score is the luckiest of them and not what new rows will show.',
      todo: 'Choose by cross-validation on the training rows (GridSearchCV), and look at the test once.',
    })),
    ...thresholdFindings(analysis, slice, onTest).filter(
      ({ cell, line }) => !looks.some((each) => each.cell === cell && each.line === line),
    ),
    ...searches(analysis, evaluation, slice, onTest),
    ...(stopped ? [stopped] : []),
  ]
}

function inLoop({ node, statement, inside }: Evaluation, analysis: Analysis): boolean {
  if (isRepeated(node) || (inside && isRepeated(inside.node))) return true
  return analysis.statements[statement]!.parent !== null && LOOPS.has(rootKind(statement, analysis))
}

function rootKind(id: StatementId, analysis: Analysis): string {
  const { parent, kind } = analysis.statements[id]!
  return parent === null ? kind : rootKind(parent, analysis)
}

/** Whether the statements that the final metric needs choose by a score. */
function chooses(look: Evaluation, slice: ReadonlySet<StatementId>, analysis: Analysis): boolean {
  const names = analysis.statements[look.statement]!
  const scores = new Set([...names.defines, ...names.changes.map(({ name }) => name)])
  return choosingStatements(look, scores, analysis).some(({ id }) => slice.has(id))
}

/** Whether what the loop scored is compared with the best so far, or the best of all is taken. */
function chosenLater(look: Evaluation, analysis: Analysis): boolean {
  const own = analysis.statements[look.statement]!
  const scores = new Set([...own.defines, ...own.changes.map(({ name }) => name)])
  return choosingStatements(look, scores, analysis).length > 0
}

/** A search over parameters that was fitted to the test rows, and whose result the model takes. */
function searches(
  analysis: Analysis,
  evaluation: Evaluation,
  slice: ReadonlySet<StatementId>,
  onTest: (node: SyntaxNode, statement: StatementId) => boolean,
): Finding[] {
  const taken = new Set<string>()
  for (const id of slice)
    for (const [, name] of analysis.statements[id]!.source.matchAll(
      /(\w+)\.best_(?:params|estimator|index)_/g,
    ))
      taken.add(name!)
  return [...slice].flatMap((id): Finding[] => {
    const statement = analysis.statements[id]!
    for (const call of descendants(statement.node)) {
      const callee = call.type === 'call' ? childOf(call, 'function')! : undefined
      if (callee?.type !== 'attribute' || childOf(callee, 'attribute')!.text !== 'fit') continue
      const rows = argument(call, 0, ['X'])
      const name = childOf(callee, 'object')!.text
      const isSearch = taken.has(name) || statement.defines.some((each) => taken.has(each))
      if (!isSearch || name === evaluation.estimator.variable || !rows || !onTest(rows, id)) continue
      return [
        {
          kind: 'tuned on the test rows',
          weight: 'serious',
          cell: statement.cell,
          line: call.startRow + 1,
          message:
            'The parameters are searched on rows among which are the test rows, so that the test no longer judges that choice.',
          todo: 'Fit the search to the training rows alone.',
        },
      ]
    }
    return []
  })
}

/** `fit(..., eval_set=[(X_test, y_test)])` that ends the training when the test score is best. */
function stoppedBy(
  { rows }: Fitted,
  analysis: Analysis,
  onTest: (node: SyntaxNode, statement: StatementId) => boolean,
): Finding | null {
  const { statement } = rows
  let call: SyntaxNode | null = rows.node
  while (call !== null && call.type !== 'call') call = call.parent
  const set = call && argument(call, undefined, ['eval_set', 'validation_data'])
  if (!call || !set) return null
  const receiver = childOf(childOf(call, 'function')!, 'object')!.text
  const definitions = analysis.statements[statement]!.reads.filter(({ name }) => receiver === name).flatMap(
    (read) => read.definitions.map((id) => analysis.statements[id]!.source),
  )
  const stops = [call.text, ...definitions].some((text) =>
    /early_stopping|EarlyStopping|use_best_model/.test(text),
  )
  const tuples = [...descendants(set)].filter(
    (each) => each.type === 'tuple' && each.parts[0]?.type !== 'tuple',
  )
  const last = tuples.at(-1)?.parts[0]
  if (!stops || !last || !onTest(last, statement)) return null
  return {
    kind: 'tuned on the test rows',
    weight: 'serious',
    cell: analysis.statements[statement]!.cell,
    line: set.startRow + 1,
    message:
      'The training stops where the score on the test rows is best, so that the reported score is the best of many looks at the test.',
    todo: 'Stop early by rows of their own: split the training rows once more.',
  }
}
