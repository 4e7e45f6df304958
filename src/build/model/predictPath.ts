/** Finds the predict path: from what the evaluated model predicts from, back to raw rows, through the notebook's text. */
import type { Evaluation, Place } from '../analysis/evaluation.ts'
import { argument } from '../analysis/evaluation/shapes.ts'
import type { Analysis } from '../analysis/program.ts'
import { sliceOf } from '../analysis/slice.ts'
import { childOf, descendants } from '../analysis/syntax.ts'
import type { ModelRefusal, PredictPath } from './path.ts'
import { PathFinder } from './pathFinder.ts'
import { targetOf } from './target.ts'

/**
 * @param evaluations of the model that is shipped, in order; the last one says on which rows it is judged
 * @returns the path, or why the notebook's text shows none
 */
export function findPredictPath(
  analysis: Analysis,
  evaluations: readonly Evaluation[],
): PredictPath | ModelRefusal {
  const evaluation = evaluations.at(-1)!
  if (evaluation.rows === null)
    return {
      step: evaluation.estimator.className || 'model',
      reason: 'the notebook does not show from which rows it predicts',
      wayOut:
        'Predict with estimator.predict(rows), or score with cross_val_predict(estimator, rows, truth).',
    }
  const kept = new Set(sliceOf(analysis, { expressions: evaluations }).statements)
  const finder = new PathFinder(analysis, kept)
  const tested = finder.find(evaluation.rows)
  if (tested === undefined)
    return {
      step: evaluation.rows.node.text,
      reason: 'the way from raw rows to these features is not written as steps that a graph can hold',
      wayOut: 'Give the features a name of their own, and make them with fitted transformers.',
    }
  const fit = fitPlace(analysis, evaluation)
  const trained =
    evaluation.kind === 'out-of-fold' ? tested : fit === undefined ? null : (finder.find(fit) ?? null)
  const features = finder.text(evaluation.rows)
  const folds = foldsOf(evaluation, finder)
  const needed = finder.needed([tested, ...(trained === null ? [] : [trained])])
  return { tested, trained, features, folds, ...needed, target: targetOf(analysis, evaluation) }
}

/** Rows of the last `fit` before the evaluation. */
function fitPlace(analysis: Analysis, { estimator }: Evaluation): Place | undefined {
  const id = estimator.fits.at(-1)
  if (id === undefined) return undefined
  for (const node of descendants(analysis.statements[id]!.node)) {
    const callee = node.type === 'call' ? childOf(node, 'function') : undefined
    if (callee?.type !== 'attribute' || childOf(callee, 'attribute')!.text !== 'fit') continue
    const rows = argument(node, 0, ['X'])
    if (rows) return { node: rows, statement: id }
  }
  return undefined
}

/** `cross_val_score(model, X, y, cv=folds)` and `search.best_score_` keep no predictions: their folds as Python text. */
function foldsOf(
  { kind, prediction, node, statement, estimator }: Evaluation,
  finder: PathFinder,
): string | null {
  if (kind !== 'out-of-fold' || prediction !== null) return null
  for (const each of descendants(node)) {
    if (each.type === 'attribute' && childOf(each, 'attribute')!.text === 'best_score_')
      return `${estimator.node.text}.cv`
    if (each.type !== 'call' || !/(^|\.)cross_val(_score|idate)$/.test(childOf(each, 'function')!.text))
      continue
    const folds = argument(each, 4, ['cv'])
    return folds === undefined ? 'None' : finder.text({ node: folds, statement })
  }
  return null
}
