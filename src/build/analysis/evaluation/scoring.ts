/** What a score is called: a requirement must not compare its accuracy with somebody's `roc_auc`. */
import type { Estimator, Place } from '../evaluation.ts'
import type { Analysis, Statement } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { METRIC_FUNCTIONS, ROOTS, SCORE_METHOD, type Task } from './knowledge.ts'
import {
  argument,
  assignedName,
  lastName,
  meanAround,
  readsIn,
  scoresAround,
  valueOf,
  withRoot,
} from './shapes.ts'

/** Models of the time until an event (scikit-survival), whose score is no accuracy. */
const SURVIVAL = /Survival(?:Analysis|Forest|Trees?|SVM)?$|^Cox/

/** For a scorer that the text does not tell. */
const UNKNOWN = 'score'

/**
 * The number that a cross-validation comes down to: the mean that the notebook takes of it, here or later, or else the scores
 * that it takes out by their key.
 *
 * @param keyed whether it gives its scores by key, as `cross_validate` does
 * @returns undefined for scores by several scorers of which the text takes none
 */
export function numberOfFolds(
  call: SyntaxNode,
  statement: Statement,
  keyed: boolean,
  analysis: Analysis,
): Taken | undefined {
  const reads = readsOfResult(statement, analysis)
  for (const taken of keyed ? [meanAround, scoresAround] : [meanAround]) {
    const here = taken(call)
    if (here) return { node: here, statement: statement.id, turned: turnedAround(call, here) }
    for (const { node, statement: later } of reads) {
      const found = taken(node)
      if (!found) continue
      const before = turnedAround(call, valueOf(statement)!)
      return { node: found, statement: later, turned: both(before, turnedAround(node, found)) }
    }
  }
  const several = keyed && isSeveral(argument(call, undefined, ['scoring']), statement, analysis)
  return several ? undefined : { node: call, statement: statement.id, turned: AS_IT_IS }
}

/** What became of scores on their way to the number that is told: of errors as scorers give them, below zero. */
interface Turned {
  readonly negated: boolean
  readonly rooted: boolean
}

interface Taken extends Place {
  readonly turned: Turned
}

const AS_IT_IS: Turned = { negated: false, rooted: false }

function both(one: Turned, other: Turned): Turned {
  return { negated: one.negated !== other.negated, rooted: one.rooted || other.rooted }
}

function turnedAround(from: SyntaxNode, whole: SyntaxNode): Turned {
  let turned = AS_IT_IS
  for (let at = from; at !== whole && at.parent !== null; at = at.parent) {
    const up = at.parent
    if (up.type === 'unary_operator') turned = both(turned, { negated: true, rooted: false })
    if (withRoot(at) === up.parent || withRoot(at) === up)
      turned = both(turned, { negated: false, rooted: true })
  }
  return turned
}

/**
 * What a function of the notebook makes of the scores of the folds: the roots of their errors, and the mean where it takes
 * it there and then.
 *
 * @returns its expression and its metric; undefined for the metric where the estimator's own score is asked for
 */
export function foldsInFunction(
  call: SyntaxNode,
  definition: Statement,
  analysis: Analysis,
): { readonly node: SyntaxNode; readonly metric: string | undefined } {
  let node = meanAround(call) ?? call
  if (node === call)
    for (let up = call.parent; up !== null; up = up.parent)
      if (up.type === 'unary_operator' || withRoot(node) === up) node = up
      else if (!/^(argument_list|parenthesized_expression)$/.test(up.type)) break
  const scoring = argument(call, undefined, ['scoring'])
  if (scoring === undefined || scoring.type === 'none') return { node, metric: undefined }
  const metric = scorerName(scoring, definition, 'regression', analysis)
  return { node, metric: turnedName(metric, turnedAround(call, node)) }
}

/** `mean_squared_error` for scores by `neg_mean_squared_error` that lost their sign, and its root's name. */
function turnedName(metric: string, { negated, rooted }: Turned): string {
  const name = negated ? metric.replace(/^neg_/, '') : metric
  return (rooted ? ROOTS.get(name) : undefined) ?? name
}

/** Where later statements read the variable that a statement assigns its result to. */
function readsOfResult(statement: Statement, analysis: Analysis): Place[] {
  const variable = assignedName(statement)
  if (variable === undefined) return []
  return analysis.statements.slice(statement.id + 1).flatMap((later) => {
    const reads = later.children.length > 0 ? [] : later.reads
    return reads
      .filter(({ name, definitions }) => name === variable && definitions.includes(statement.id))
      .map(({ node }) => ({ node, statement: later.id }))
  })
}

function isSeveral(scoring: SyntaxNode | undefined, statement: Statement, analysis: Analysis): boolean {
  if (scoring?.type !== 'identifier')
    return scoring !== undefined && /^(list|tuple|set|dictionary)/.test(scoring.type)
  const defined = definedOnce(scoring, statement, analysis)
  return (
    defined?.value.type !== 'identifier' &&
    isSeveral(defined?.value, defined?.statement ?? statement, analysis)
  )
}

/** The value that a name was given in the one statement that may have. */
export function definedOnce(
  name: SyntaxNode,
  statement: Statement,
  analysis: Analysis,
): { value: SyntaxNode; statement: Statement } | undefined {
  const read = readsIn(statement, name).find((each) => each.name === name.text)
  const [id, ...others] = read?.definitions ?? []
  const definition = id === undefined || others.length > 0 ? undefined : analysis.statements[id]
  const value = definition && valueOf(definition)
  return value && { value, statement: definition }
}

/**
 * The metric of `cross_val_score` and `cross_validate`.
 *
 * @param taken where the notebook takes the number out of the result: `scores['test_neg_log_loss'].mean()`
 */
export function metricOfFolds(
  call: SyntaxNode,
  statement: Statement,
  taken: Taken,
  task: Task,
  analysis: Analysis,
): string {
  for (const node of descendants(taken.node)) {
    const key = node.type === 'string' ? /^['"](?:test|train)_(\w+)['"]$/.exec(node.text)?.[1] : undefined
    if (key !== undefined && key !== UNKNOWN) return turnedName(key, taken.turned)
  }
  return turnedName(
    scorerName(argument(call, undefined, ['scoring']), statement, task, analysis),
    taken.turned,
  )
}

/** The metric of `model.score` and of `search.best_score_`: that of the search where it names one. */
export function metricOfScore({ definitions, className }: Estimator, task: Task, analysis: Analysis): string {
  for (const id of definitions.toReversed()) {
    const statement = analysis.statements[id]!
    const value = valueOf(statement)
    for (const node of value ? descendants(value) : []) {
      if (
        node.type !== 'call' ||
        !/SearchCV$|LogisticRegressionCV$|RidgeC\w*CV$/.test(childOf(node, 'function')!.text)
      )
        continue
      const scoring = argument(node, undefined, ['scoring'])
      if (scoring === undefined) continue
      const refit = argument(node, undefined, ['refit'])
      return scorerName(refit?.type === 'string' ? refit : scoring, statement, task, analysis)
    }
  }
  return SURVIVAL.test(className) ? 'concordance_index' : SCORE_METHOD[task]
}

/** What a call calls, where that scores a model: `get_scorer('f1')`, `make_scorer(f)`, or what a name for it was given. */
export function scorerCalled(
  call: SyntaxNode,
  statement: Statement,
  analysis: Analysis,
): SyntaxNode | undefined {
  const callee = childOf(call, 'function')
  const value = callee?.type === 'identifier' ? definedOnce(callee, statement, analysis)?.value : callee
  const isScorer = value?.type === 'call' && SCORERS.test(lastName(childOf(value, 'function')!.text))
  return isScorer ? value : undefined
}

const SCORERS = /^(get|make)_scorer$/

/** The metric of a scorer that the notebook calls itself. */
export function metricOfScorer(
  scorer: SyntaxNode,
  statement: Statement,
  task: Task,
  analysis: Analysis,
): string {
  return scorerName(scorer, statement, task, analysis)
}

function scorerName(
  scoring: SyntaxNode | undefined,
  statement: Statement,
  task: Task,
  analysis: Analysis,
): string {
  if (scoring === undefined || scoring.type === 'none') return SCORE_METHOD[task]
  if (scoring.type === 'string') return scoring.text.slice(1, -1)
  const maker = scoring.type === 'call' ? lastName(childOf(scoring, 'function')!.text) : ''
  if (maker === 'get_scorer') {
    const named = argument(scoring, 0, ['scoring'])
    return named?.type === 'string' ? named.text.slice(1, -1) : UNKNOWN
  }
  if (maker === 'make_scorer') {
    const given = argument(scoring, 0, ['score_func'])
    const isTurned = argument(scoring, undefined, ['greater_is_better'])?.text === 'False'
    if (isTurned) return UNKNOWN
    return METRIC_FUNCTIONS.get(lastName(given?.text ?? ''))?.name ?? UNKNOWN
  }
  if (scoring.type !== 'identifier') return UNKNOWN
  const defined = definedOnce(scoring, statement, analysis)
  // A name of a name may lead around.
  return defined === undefined || defined.value.type === 'identifier'
    ? UNKNOWN
    : scorerName(defined.value, defined.statement, task, analysis)
}
