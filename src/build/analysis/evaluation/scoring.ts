/** What a score is called: a requirement must not compare its accuracy with somebody's `roc_auc`. */
import type { Estimator, Place } from '../evaluation.ts'
import type { Analysis, Statement } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { METRIC_FUNCTIONS, SCORE_METHOD, type Task } from './knowledge.ts'
import { argument, lastName, readsIn, valueOf } from './shapes.ts'

/** Models of the time until an event (scikit-survival), whose score is no accuracy. */
const SURVIVAL = /Survival(?:Analysis|Forest|Trees?|SVM)?$|^Cox/

/** For a scorer that the text does not tell. */
const UNKNOWN = 'score'

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
  const read = readsIn(statement, scoring).find(({ name }) => name === scoring.text)
  const [id, ...others] = read?.definitions ?? []
  const definition = id === undefined || others.length > 0 ? undefined : analysis.statements[id]
  const value = definition && valueOf(definition)
  // A name of a name may lead around.
  return value === undefined || value.type === 'identifier'
    ? UNKNOWN
    : scorerName(value, definition!, task, analysis)
}
