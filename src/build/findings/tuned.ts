/** Choosing by the test score: the best of many looks at the test is too good. */
import type { Evaluation } from '../analysis/evaluation.ts'
import { argument, lastName } from '../analysis/evaluation/shapes.ts'
import type { Analysis, Statement, StatementId } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import type { Finding } from './finding.ts'
import { type Fitted } from './fitted.ts'
import { relation } from './lineage.ts'
import { reaching } from './reaching.ts'
import { RowTracer } from './rows.ts'

const CHOOSING =
  /^(max|min|nanmax|nanmin|argmax|argmin|idxmax|idxmin|nlargest|nsmallest|sorted|sort|sort_values|argsort)$/
const LOOPS = new Set(['for_statement', 'while_statement'])
const COMPREHENSIONS = /_comprehension$|^generator_expression$/

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
  const looks = all.filter(
    (each) =>
      each.kind === 'holdout' &&
      each.rows !== null &&
      inLoop(each, analysis) &&
      onTest(each.rows.node, each.rows.statement) &&
      (each.node === evaluation.node
        ? chosenLater(each, analysis)
        : slice.has(each.statement) && chooses(each, slice, analysis)),
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
    ...searches(analysis, evaluation, slice, onTest),
    ...(stopped ? [stopped] : []),
  ]
}

function inLoop({ node, statement }: Evaluation, analysis: Analysis): boolean {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent)
    if (COMPREHENSIONS.test(at.type) || LOOPS.has(at.type)) return true
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

function choosingStatements(look: Evaluation, scores: Set<string>, analysis: Analysis): readonly Statement[] {
  const found: Statement[] = []
  const key = keysIn(analysis.statements[look.statement]!.source).at(-1)
  for (const statement of analysis.statements.slice(look.statement)) {
    const reads = statement.reads.some(({ name }) => scores.has(name)) || statement.id === look.statement
    if (!reads || LIMITS.test(statement.defines.join())) continue
    // `stats['accuracy'] = score` beside `stats['seconds']`: the fastest is not the best.
    const keys = keysIn(statement.source)
    if (key !== undefined && keys.length > 0 && !keys.includes(key)) continue
    if (takesBest(statement, look, scores) || keepsBetter(statement, scores, analysis)) found.push(statement)
    // A list of the scores, or a table of them, holds the scores.
    else if (statement.children.length === 0)
      for (const name of [...statement.defines, ...statement.changes.map((change) => change.name)])
        if (namesIn(statement.source, scores)) scores.add(name)
  }
  return found
}

/** `max(scores)`, `np.argmax(scores)`, `table.sort_values('score')`. */
function takesBest({ node, children }: Statement, look: Evaluation, scores: ReadonlySet<string>): boolean {
  if (children.length > 0) return false
  for (const call of descendants(node)) {
    if (call.type !== 'call' || !CHOOSING.test(lastName(childOf(call, 'function')!.text))) continue
    // In the order of the names, not of the scores.
    if (/^sorted\([^=]*\.(items|keys)\(\)\)$/.test(call.text)) continue
    const object = childOf(childOf(call, 'function')!, 'object')
    const given = childOf(call, 'arguments')!
    if (holdsNode(call, look.node) || namesIn(given.text, scores) || (object && namesIn(object.text, scores)))
      return true
  }
  return false
}

/** `if score > best: best = score`. */
function keepsBetter(statement: Statement, scores: ReadonlySet<string>, analysis: Analysis): boolean {
  if (statement.kind !== 'if_statement') return false
  const condition = childOf(statement.node, 'condition')?.text ?? ''
  return (
    /[<>]/.test(condition) &&
    namesIn(condition, scores) &&
    statement.children.some((id) => analysis.statements[id]!.defines.length > 0)
  )
}

/** Ends of an axis. */
const LIMITS = /^[xy]_?(min|max|lim)/

/** Constant keys in brackets. */
function keysIn(source: string): string[] {
  return [...source.matchAll(/\[\s*(['"])([^'"]+)\1\s*\]/g)].map(([, , key]) => key!)
}

function holdsNode(outer: SyntaxNode, inner: SyntaxNode): boolean {
  for (let at = inner.parent; at !== null; at = at.parent) if (at === outer) return true
  return false
}

function namesIn(text: string, names: ReadonlySet<string>): boolean {
  return [...text.matchAll(/[A-Za-z_]\w*/g)].some(([name]) => names.has(name))
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
