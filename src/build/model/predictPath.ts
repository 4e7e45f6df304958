/** Finds the predict path: from what the evaluated model predicts from, back to raw rows, through the notebook's text. */
import { bindsItsModel, type Evaluation, type Place } from '../analysis/evaluation.ts'
import { Estimators } from '../analysis/evaluation/estimators.ts'
import { argument } from '../analysis/evaluation/shapes.ts'
import type { Analysis, Dependence } from '../analysis/program.ts'
import { sliceOf } from '../analysis/slice/slice.ts'
import { childOf, descendants } from '../analysis/syntax.ts'
import { type FeatureCode, findFeatureCode } from './rowwise/featureCode.ts'
import { flatten, type ModelRefusal, type PathNode, type PredictPath, type Way } from './path.ts'
import { PathFinder } from './pathFinder.ts'
import { findAnswer } from './answer.ts'
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
  const kept = new Set(sliceOf(analysis, { expressions: evaluations }).statements)
  const fit = fitPlace(analysis, evaluation)
  if (evaluation.mixed)
    return {
      step: evaluation.estimator.className || 'model',
      reason: 'the notebook mixes its predictions with those of another model',
      wayOut:
        "Make one model of them, such as VotingClassifier(..., voting='soft') or VotingRegressor, or score one alone.",
    }
  const target = targetOf(analysis, evaluation)
  const code = findFeatureCode(analysis, kept, evaluation, fit, target)
  const found = BEGINNINGS.flatMap((beginning) => {
    const finder = new PathFinder(analysis, kept, code, beginning)
    const way = wayOf(evaluation, fit, finder, code, analysis)
    return way === undefined ? [] : [wayWithText(finder, way)]
  })
  const near = wayAtModel(evaluation, fit, new PathFinder(analysis, kept, code, BEGINNINGS.at(-1)!))
  if (found.length > 0 && near) found.push(near)
  const ways = found.filter(({ text }, at) => found.findIndex((each) => each.text === text) === at)
  const [first] = ways
  if (first === undefined && evaluation.rows === null && bindsItsModel(evaluation))
    return {
      step: evaluation.estimator.className || 'model',
      reason: 'the function that judges it makes the features itself',
      wayOut:
        'Put the steps before the model into a Pipeline with it, or make the features outside of the function.',
    }
  if (first === undefined && evaluation.node.type === 'attribute')
    return {
      step: evaluation.estimator.className || 'model',
      reason: 'the notebook predicts nothing with it: it is judged by how it fits its own rows',
      wayOut:
        'Predict test rows with it, and judge those: mean_absolute_error(y_test, results.predict(X_test)).',
    }
  if (first === undefined && evaluation.rows === null && evaluation.answered?.method === undefined)
    return {
      step: evaluation.estimator.className || 'model',
      reason: 'it predicts batches of a data set that is not made of tables as TensorDataset is',
      wayOut: 'Predict all test rows at once, behind the loop: net(torch.tensor(X_test)).',
    }
  if (first === undefined && evaluation.rows === null && evaluation.answered?.method === 'predict')
    return {
      step: evaluation.estimator.className || 'model',
      reason: 'its predict is given no rows, as that of a time series',
      wayOut: 'Run the pipeline for its forecasts, or ship a model that predicts rows of features.',
    }
  if (first === undefined)
    return {
      step: evaluation.rows?.node.text ?? (evaluation.estimator.className || 'model'),
      reason: 'the way from raw rows to these features is not written as steps that a graph can hold',
      wayOut: 'Give the features a name of their own, and make them with fitted transformers.',
    }
  const { finder, way } = first
  const features = way.areTested ? finder.text(evaluation.rows!) : null
  const learned = fit === undefined ? features : finder.text(fit)
  const folds = way.areTested ? foldsOf(evaluation, finder) : null
  const rounds = roundsOf(analysis, evaluation, finder)
  const answer = findAnswer(analysis, kept, evaluations)
  const needs = ways.map((each) => each.finder.needed(nodesOf(each.way)))
  return {
    ...way,
    nearer: ways.slice(1).map((each) => each.way),
    features,
    learned,
    raw: programsOf(analysis, evaluation.rows, fit),
    folds,
    rounds,
    answer: answer?.node ?? null,
    method: answer?.method ?? null,
    keep: [...new Set([...needs.flatMap(({ keep }) => keep), ...(answer?.names ?? [])])].sort(),
    imports: [...new Set([...needs.flatMap(({ imports }) => imports), ...(answer?.imports ?? [])])].sort(),
    target,
  }
}

function programsOf(analysis: Analysis, rows: Place | null, fit: Place | undefined): string[] {
  if (rows === null) return []
  const slices = [[rows], fit ? [rows, fit] : [rows]].map((expressions) =>
    sliceOf(analysis, { expressions, named: expressions.flatMap((each) => contentOf(each, analysis)) }),
  )
  return [...new Set(slices.filter(({ refusals }) => refusals.length === 0).map(({ source }) => source))]
}

/** What a statement needs of what the names in an expression hold: `predict(X)` reads the columns of `X`, which only `X` names. */
function contentOf({ node, statement }: Place, analysis: Analysis): Dependence[] {
  const names = new Set(descendants(node).flatMap(({ type, text }) => (type === 'identifier' ? [text] : [])))
  return analysis.needsOf(statement).filter(({ through }) => {
    const of = /^(?:the content|column .*) of (\w+)$/.exec(through)?.[1]
    return of !== undefined && names.has(of)
  })
}

interface FoundWay {
  readonly finder: PathFinder
  readonly way: Way
  readonly text: string
}

function wayWithText(finder: PathFinder, way: Way): FoundWay {
  return { finder, way, text: JSON.stringify(flatten(nodesOf(way))) }
}

/** From the features as the notebook holds them. */
function wayAtModel(
  { rows, kind }: Evaluation,
  fit: Place | undefined,
  finder: PathFinder,
): FoundWay | undefined {
  const tested = rows === null ? undefined : finder.saved(rows)
  if (tested === undefined) return undefined
  const trained = kind === 'out-of-fold' ? tested : ((fit && finder.saved(fit)) ?? null)
  return wayWithText(finder, {
    tested,
    trained,
    areTested: true,
    isAtModel: true,
    featureCode: null,
    carried: [],
    reasons: [],
  })
}

/** Where a way may begin, the furthest first. */
const BEGINNINGS = [
  { atFirst: true, beforeFeatureCode: true, byName: true },
  { atFirst: true, beforeFeatureCode: false, byName: true },
  { atFirst: false, beforeFeatureCode: false, byName: true },
  { atFirst: false, beforeFeatureCode: false, byName: false },
] as const

function wayOf(
  evaluation: Evaluation,
  fit: Place | undefined,
  finder: PathFinder,
  code: FeatureCode,
  analysis: Analysis,
): Way | undefined {
  const trained = fit && finder.find(fit)
  const tested = evaluation.rows === null ? undefined : finder.find(evaluation.rows)
  const rows = tested ?? trained
  if (rows === undefined) return undefined
  return {
    tested: rows,
    trained: evaluation.kind === 'out-of-fold' ? rows : (trained ?? null),
    areTested: tested !== undefined,
    isAtModel: false,
    featureCode: finder.passage.featureCode(),
    carried: [
      ...new Set(
        code.tested.flatMap(({ statement, makes }) =>
          finder.passage.translates(statement) ? [] : (makes ?? []),
        ),
      ),
    ],
    reasons: code.stateful
      .filter(({ statement }) => !finder.passage.translates(statement))
      .map(({ statement, makes, why }) => {
        const { source, cell, startLine } = analysis.statements[statement]!
        return {
          columns: makes,
          why: `\`${source.split('\n')[0]!}\` (cell ${cell}, line ${startLine}): ${why}`,
        }
      }),
  }
}

/** The paths of a way: the tested rows first. */
export function nodesOf({ tested, trained }: Way): PathNode[] {
  return trained === null ? [tested] : [tested, trained]
}

/** Rows of the last `fit` before the evaluation. */
export function fitPlace(analysis: Analysis, { estimator }: Evaluation): Place | undefined {
  return new Estimators(analysis).fittedTo(estimator).rows ?? undefined
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

/** `bst.predict(table, iteration_range=(0, 10))`, the last before the evaluation. */
function roundsOf(
  analysis: Analysis,
  { estimator, statement }: Evaluation,
  finder: PathFinder,
): string | null {
  for (const { id, calls } of analysis.statements.slice(0, statement + 1).toReversed())
    for (const { node } of calls) {
      if (childOf(node, 'function')?.text !== `${estimator.fittedAs ?? ''}.predict`) continue
      const rounds = argument(node, undefined, ['iteration_range'])
      return rounds === undefined ? null : finder.text({ node: rounds, statement: id })
    }
  return null
}
