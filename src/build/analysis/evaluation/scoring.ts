/** What a score is called: a requirement must not compare its accuracy with somebody's `roc_auc`. */
import type { Estimator, Place } from '../evaluation.ts'
import type { Analysis, Statement } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { METRIC_FUNCTIONS, SCORE_METHOD, type Task } from './knowledge.ts'
import { argument, assignedName, lastName, meanAround, readsIn, scoresAround, valueOf } from './shapes.ts'

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
): Place | undefined {
  const reads = readsOfResult(statement, analysis)
  for (const taken of keyed ? [meanAround, scoresAround] : [meanAround]) {
    const here = taken(call)
    if (here) return { node: here, statement: statement.id }
    for (const { node, statement: later } of reads) {
      const found = taken(node)
      if (found) return { node: found, statement: later }
    }
  }
  const several = keyed && isSeveral(argument(call, undefined, ['scoring']), statement, analysis)
  return several ? undefined : { node: call, statement: statement.id }
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
function definedOnce(
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
  taken: Place,
  task: Task,
  analysis: Analysis,
): string {
  for (const node of descendants(taken.node)) {
    const key = node.type === 'string' ? /^['"](?:test|train)_(\w+)['"]$/.exec(node.text)?.[1] : undefined
    if (key !== undefined && key !== UNKNOWN) return key
  }
  return scorerName(argument(call, undefined, ['scoring']), statement, task, analysis)
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

function scorerName(
  scoring: SyntaxNode | undefined,
  statement: Statement,
  task: Task,
  analysis: Analysis,
): string {
  if (scoring === undefined || scoring.type === 'none') return SCORE_METHOD[task]
  if (scoring.type === 'string') return scoring.text.slice(1, -1)
  if (scoring.type === 'call' && lastName(childOf(scoring, 'function')!.text) === 'make_scorer') {
    const given = argument(scoring, 0, ['score_func'])
    return METRIC_FUNCTIONS.get(lastName(given?.text ?? ''))?.name ?? UNKNOWN
  }
  if (scoring.type !== 'identifier') return UNKNOWN
  const defined = definedOnce(scoring, statement, analysis)
  // A name of a name may lead around.
  return defined === undefined || defined.value.type === 'identifier'
    ? UNKNOWN
    : scorerName(defined.value, defined.statement, task, analysis)
}
