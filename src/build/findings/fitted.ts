/** What learned from which rows: transformers that saw the test, models that did. */
import type { Evaluation, Place } from '../analysis/evaluation.ts'
import { Estimators } from '../analysis/evaluation/estimators.ts'
import { argument } from '../analysis/evaluation/shapes.ts'
import type { Analysis } from '../analysis/program.ts'
import { childOf, descendants } from '../analysis/syntax.ts'
import type { Finding } from './finding.ts'
import { type Lineage, relation, type Relation, relationOfLearned } from './lineage.ts'
import { learnedWords } from './learnedWords.ts'
import { reaching } from './reaching.ts'
import { RowTracer } from './rows.ts'
import type { Learned, Repeated } from './seen.ts'

/** What the evaluated model was last fitted to. */
export interface Fitted {
  readonly rows: Place
  readonly truth: Place | null
}

/** What the evaluated model was fitted to last; null where no call of `fit` is found for it. */
export function fittedTo(analysis: Analysis, { estimator }: Evaluation): Fitted | null {
  if (estimator.fits.length > 0) {
    const { rows, truth } = new Estimators(analysis).fittedTo(estimator)
    return rows && { rows, truth }
  }
  for (const call of descendants(estimator.node)) {
    if (call.type !== 'call' || childOf(childOf(call, 'function')!, 'attribute')?.text !== 'fit') continue
    const [rows, truth] = [argument(call, 0, ['X']), argument(call, 1, ['y'])]
    const { statement } = estimator
    if (rows) return { rows: { node: rows, statement }, truth: truth ? { node: truth, statement } : null }
  }
  return null
}

/**
 * @param truth column of the target, whose own transformation is no feature
 * @param fitted what the evaluated model was fitted to; null where that is not known, or there are only folds
 */
export function rowFindings(
  analysis: Analysis,
  evaluation: Evaluation,
  fitted: Fitted | null,
  truth: string | null,
): Finding[] {
  if (evaluation.rows === null) return []
  const tracer = new RowTracer(analysis, truth)
  const tested = tracer.follow(evaluation.rows).rows
  const trained = fitted ? tracer.follow(fitted.rows).rows : []
  const { learned, repeated } = tracer.follow(evaluation.rows)
  const folds = evaluation.kind === 'out-of-fold'
  const inLoop =
    folds && evaluation.prediction !== null && relation(trained, tested) === null && trained.length > 0
  if (!folds) {
    const shared = sharedRows(analysis, evaluation, relation(trained, tested), fitted)
    if (shared) return [shared]
  }
  const used = [evaluation.rows, ...(fitted ? [fitted.rows] : [])]
  const kept = new Set([...reaching(analysis, used), ...used.map(({ statement }) => statement)])
  const twice = repeated.find(
    ({ rows, statement }) =>
      holdsAll(rows, tested) && (folds || holdsAll(rows, trained)) && kept.has(statement),
  )
  const seen = learned.filter(({ statement, node }) => kept.has(statement) || holdsNode(evaluation, node))
  const findings = merged(
    seen.flatMap((each) => {
      const how = relationOfLearned(each.rows, tested)
      return how === null || (folds && !inLoop && how === 'part')
        ? []
        : [{ learned: each, how, folds: folds && !(inLoop && how === 'same') }]
    }),
    analysis,
  )
  return twice ? [repeatedRows(twice, analysis), ...findings] : findings
}

function holdsAll(rows: readonly Lineage[], others: readonly Lineage[]): boolean {
  const how = relation(rows, others)
  return how === 'same' || how === 'hold'
}

/** Copies of rows that a split or the folds then part. */
function repeatedRows({ node, statement }: Repeated, analysis: Analysis): Finding {
  return {
    kind: 'same rows in train and test',
    weight: 'serious',
    cell: analysis.statements[statement]!.cell,
    line: node.startRow + 1,
    message:
      'Rows are repeated before they are split, so that one row, or what was made of it, is in training and in test: the score is too good.',
    todo: 'Split first, and repeat rows of the training part only.',
  }
}

/** A model that is judged on rows that it learned from. */
function sharedRows(
  analysis: Analysis,
  { cell, line }: Evaluation,
  how: Relation,
  fitted: Fitted | null,
): Finding | null {
  if (how === null || fitted === null) return null
  if (how === 'same')
    return {
      kind: 'scored on training rows',
      weight: 'serious',
      cell,
      line,
      message:
        'The metric is computed on the rows that the model learned from, so that it says how well they were remembered, not how well new rows are predicted.',
      todo: 'Score rows that the model was not fitted to: train_test_split, or cross_val_score.',
    }
  const fit = analysis.statements[fitted.rows.statement]!
  const message =
    how === 'hold'
      ? 'The model is fitted to all rows, also to those that it is tested on: the score is too good.'
      : how === 'part'
        ? 'The model is tested on rows among which are those that it learned from: the score is too good.'
        : 'Training and test rows are drawn separately from the same rows, so that some are in both: the score is too good.'
  return {
    kind: 'same rows in train and test',
    weight: 'serious',
    cell: fit.cell,
    line: fitted.rows.node.startRow + 1,
    message,
    todo: 'Fit the model to the training rows alone, and test it on all others: df.drop(train.index).',
  }
}

function holdsNode({ node }: Evaluation, inner: { start: number; end: number }): boolean {
  return inner.start >= node.start && inner.end <= node.end
}

interface Seen {
  readonly learned: Learned
  readonly how: Exclude<Relation, null>
  readonly folds: boolean
}

/** One finding for what stands on one line and is wrong in the same way. */
function merged(seen: readonly Seen[], analysis: Analysis): Finding[] {
  const groups = new Map<string, Seen[]>()
  for (const each of seen) {
    const { statement, node, categoriesOnly, way } = each.learned
    const same = each.how === 'same' || each.how === 'part'
    const key = [statement, node.startRow, categoriesOnly, way, each.folds, same].join()
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()].map((group) => findingOf(group, analysis))
}

function findingOf(group: readonly Seen[], analysis: Analysis): Finding {
  const { learned, how, folds } = group[0]!
  const supervised = group.some(({ learned: { answers } }) => answers)
  const itself = !folds && (how === 'same' || how === 'part')
  return {
    kind: folds ? 'fitted outside the folds' : 'fitted on test rows',
    weight: supervised || (itself && !learned.categoriesOnly) ? 'serious' : 'mild',
    cell: analysis.statements[learned.statement]!.cell,
    line: learned.node.startRow + 1,
    message: learnedWords(
      group.map((each) => each.learned),
      folds ? 'folds' : itself ? 'test' : 'all',
    ),
    todo:
      learned.way === 'answer'
        ? 'Take it over the training rows alone and map it to all others, or put a TargetEncoder into a Pipeline with the model.'
        : folds
          ? 'Put it into a Pipeline with the model, and cross-validate the Pipeline on the raw rows.'
          : 'Split first and fit it to the training rows only, or put it into a Pipeline with the model.',
  }
}
