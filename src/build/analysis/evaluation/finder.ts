/** Finds the metrics of models in a notebook: library calls, scores of estimators, and those written by hand. */
import { type Evaluation, modelKey, type Place } from '../evaluation.ts'
import type { Analysis, Statement } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { batchOf, isInLoop, loopsAround } from './batches.ts'
import { keptBest } from './best.ts'
import { takenByName } from './bestByName.ts'
import { Estimators } from './estimators.ts'
import { calledFunction, judgesItsOwn } from './functions.ts'
import { averagedIn, errorShape } from './handmade.ts'
import { judgedByFunction } from './judged.ts'
import { kerasEvaluation } from './keras.ts'
import {
  EITHER_WAY,
  FITTED_SCORES,
  METRIC_FUNCTIONS,
  ROOTS,
  SCORES_OF_RESULTS,
  swappedName,
  type Task,
} from './knowledge.ts'
import { answeredBy, Predictions } from './predictions.ts'
import { metricOfFolds, metricOfScore, metricOfScorer, numberOfFolds, scorerCalled } from './scoring.ts'
import { calledInTurn } from './several.ts'
import { argument, assignedName, place, summed, uncast, valueOf, withRoot } from './shapes.ts'

/** Every metric of a fitted model or of a cross-validation, in order of execution. */
export function findEvaluations(analysis: Analysis): Evaluation[] {
  return new Finder(analysis).evaluations()
}

/**
 * The last call of a function of the notebook that judges a model and keeps it to itself: `f1 = judged(X_train, X_test)`.
 *
 * @param cell only of this one
 */
export function judgedInside(
  analysis: Analysis,
  cell?: number,
): { readonly cell: number; readonly name: string } | undefined {
  return new Finder(analysis).judgedInside(cell)
}

/** A report is asked for a number only where its model has no other. */
function withoutReports(all: readonly Evaluation[]): Evaluation[] {
  const counted = new Set(all.filter(({ inReport }) => inReport !== true).map(modelKey))
  return all.filter((each) => each.inReport !== true || !counted.has(modelKey(each)))
}

/** By their statements: what a loop keeps is found with what it looks at. */
function inOrder(found: readonly Evaluation[]): Evaluation[] {
  return found.toSorted((one, other) => one.statement - other.statement)
}

class Finder {
  private readonly analysis: Analysis
  private readonly estimators: Estimators
  private readonly predictions: Predictions

  constructor(analysis: Analysis) {
    this.analysis = analysis
    this.estimators = new Estimators(analysis)
    this.predictions = new Predictions(analysis, this.estimators)
  }

  evaluations(): Evaluation[] {
    const found: Evaluation[] = []
    for (const statement of this.analysis.statements) {
      if (statement.kind === 'function_definition' || statement.kind === 'class_definition') continue
      for (const node of ownNodes(statement, this.analysis)) {
        const inTurn = node.type === 'call' ? calledInTurn(node, statement, this.analysis) : undefined
        if (inTurn && (inTurn.length > 0 || METRIC_FUNCTIONS.has(this.estimators.calleeName(node)))) {
          for (const said of inTurn) {
            const evaluation = this.byMetric(said.node, said.name, statement)
            if (evaluation) found.push({ ...evaluation, ...(said.inTurn && { inTurn: said.inTurn }) })
          }
          continue
        }
        const evaluation =
          node.type === 'call'
            ? (this.byFunction(node, statement) ??
              this.byMethod(node, statement) ??
              this.byScorer(node, statement) ??
              this.byHand(node, statement) ??
              this.byLoss(node, statement) ??
              this.byKeras(node, statement))
            : node.type === 'attribute'
              ? this.byAttribute(node, statement)
              : node.type === 'binary_operator'
                ? (this.byShare(node, statement) ?? this.byHand(node, statement))
                : undefined
        const best =
          evaluation && (keptBest(evaluation, this.analysis) ?? takenByName(evaluation, this.analysis))
        if (evaluation) found.push(evaluation, ...(best ? [best] : []))
        else if (node.type === 'call')
          found.push(...judgedByFunction(place(node, statement), this.predictions, this.estimators))
      }
    }
    return this.estimators.networks.withoutSteps(withoutReports(inOrder(found)))
  }

  judgedInside(cell?: number): { readonly cell: number; readonly name: string } | undefined {
    return this.analysis.statements
      .filter((statement) => cell === undefined || statement.cell === cell)
      .flatMap((statement) =>
        ownNodes(statement, this.analysis)
          .filter((node) => {
            const definition =
              node.type === 'call' ? calledFunction(place(node, statement), this.analysis) : undefined
            return definition !== undefined && judgesItsOwn(definition, this.estimators)
          })
          .map((call) => ({ cell: statement.cell, name: childOf(call, 'function')!.text })),
      )
      .at(-1)
  }

  private byMetric(node: SyntaxNode, name: string, statement: Statement): Evaluation | undefined {
    const metric = METRIC_FUNCTIONS.get(name)
    const truth = argument(node, 0, ['y_true'])
    const prediction = argument(node, 1, ['y_pred', 'y_score', 'y_prob', 'y_proba'])
    if (!metric || !truth || !prediction) return undefined
    return this.ofSides(node, name, metric, [truth, prediction], statement)
  }

  /** `accuracy_score(y, p)`, `cross_val_score(model, X, y)`. */
  private byFunction(node: SyntaxNode, statement: Statement): Evaluation | undefined {
    const name = this.estimators.calleeName(node)
    if (METRIC_FUNCTIONS.has(name)) return this.byMetric(node, name, statement)
    if (name === 'classification_report') return this.byReport(node, statement)
    if (name !== 'cross_val_score' && name !== 'cross_validate') return undefined
    const model = argument(node, 0, ['estimator'])
    if (!model) return undefined
    const rows = argument(node, 1, ['X'])
    const truth = argument(node, 2, ['y'])
    const estimator = this.estimators.at(place(model, statement))
    const task = estimator.task ?? 'classification'
    const taken = numberOfFolds(node, statement, name === 'cross_validate', this.analysis)
    if (!taken) return undefined
    return {
      ...this.where(taken),
      metric: metricOfFolds(node, statement, taken, task, this.analysis),
      task,
      kind: 'out-of-fold',
      estimator,
      rows: place(rows, statement),
      truth: place(truth, statement),
      prediction: null,
      inside: null,
    }
  }

  /** `classification_report(y, p)`, which holds the accuracy of all classes: with some of them, or as data, it may not. */
  private byReport(node: SyntaxNode, statement: Statement): Evaluation | undefined {
    const [truth, prediction] = [argument(node, 0, ['y_true']), argument(node, 1, ['y_pred'])]
    const otherwise = argument(node, undefined, ['labels', 'output_dict'])
    if (!truth || !prediction || otherwise) return undefined
    const accuracy = { name: 'accuracy', task: 'classification' } as const
    const found = this.ofSides(node, 'classification_report', accuracy, [truth, prediction], statement)
    return found && { ...found, inReport: true }
  }

  /** `model.score(X, y)`. */
  private byMethod(node: SyntaxNode, statement: Statement): Evaluation | undefined {
    const method = childOf(node, 'function')
    if (method?.type !== 'attribute' || childOf(method, 'attribute')?.text !== 'score') return undefined
    const [rows, truth] = [argument(node, 0, ['X']), argument(node, 1, ['y'])]
    return this.ofModel(node, childOf(method, 'object')!, rows, truth, statement)
  }

  /** `get_scorer('roc_auc')(model, X, y)`, `scorer(model, X, y)`. */
  private byScorer(node: SyntaxNode, statement: Statement): Evaluation | undefined {
    const scorer = scorerCalled(node, statement, this.analysis)
    const [model, rows, truth] = [0, 1, 2].map((at) => argument(node, at, []))
    const found = scorer && model ? this.ofModel(node, model, rows, truth, statement) : undefined
    return found && { ...found, metric: metricOfScorer(scorer!, statement, found.task, this.analysis) }
  }

  private ofModel(
    node: SyntaxNode,
    model: SyntaxNode,
    rows: SyntaxNode | undefined,
    truth: SyntaxNode | undefined,
    statement: Statement,
  ): Evaluation | undefined {
    if (!rows || !truth) return undefined
    const estimator = this.estimators.at(place(model, statement))
    const task = estimator.task ?? 'classification'
    return {
      ...this.where({ node, statement: statement.id }),
      metric: metricOfScore(estimator, task, this.analysis),
      task,
      kind: this.estimators.kindOf(estimator, rows),
      estimator,
      rows: place(rows, statement),
      truth: place(truth, statement),
      prediction: null,
      inside: null,
    }
  }

  /** `search.best_score_`, `forest.oob_score_`; `results.rsquared` of statsmodels. */
  private byAttribute(node: SyntaxNode, statement: Statement): Evaluation | undefined {
    const name = childOf(node, 'attribute')?.text ?? ''
    const ofResults = SCORES_OF_RESULTS.get(name)
    if (ofResults === undefined && !FITTED_SCORES.has(name)) return undefined
    const estimator = this.estimators.at({ node: childOf(node, 'object')!, statement: statement.id })
    if (ofResults !== undefined && estimator.className === '') return undefined
    const task = ofResults === undefined ? (estimator.task ?? 'classification') : 'regression'
    const fitted = this.estimators.fittedTo(estimator)
    return {
      ...this.where({ node, statement: statement.id }),
      metric: ofResults ?? metricOfScore(estimator, task, this.analysis),
      task,
      kind: ofResults === undefined ? 'out-of-fold' : 'training rows',
      estimator,
      rows: fitted.rows,
      truth: fitted.truth,
      prediction: null,
      inside: null,
    }
  }

  /** `(p == y).mean()`, `np.mean(np.abs(p - y))`, `np.sum((p - y) ** 2) / len(y)`, and of a name for what is averaged. */
  private byHand(node: SyntaxNode, statement: Statement): Evaluation | undefined {
    const averaged = averagedIn(node)
    if (!averaged) return undefined
    const [inner, by] = this.named(averaged, statement) ?? [averaged, statement]
    const shape = errorShape(inner)
    if (!shape) return undefined
    for (const [prediction, truth] of [shape.sides, shape.sides.toReversed()] as [SyntaxNode, SyntaxNode][]) {
      if (shape.truth && shape.truth !== truth) continue
      const found = this.ofPrediction(node, shape.metric, shape.task, truth, prediction, by)
      if (found) return { ...found, ...this.where(place(withRoot(node), statement)) }
    }
    return undefined
  }

  /** The value of a name, and the one statement that gave it, in no loop of its own. */
  private named(node: SyntaxNode, statement: Statement): [SyntaxNode, Statement] | undefined {
    const sources = node.type === 'identifier' ? this.predictions.sourcesOf(place(node, statement)) : []
    const source = sources.length === 1 ? this.analysis.statements[sources[0]!] : undefined
    const value = source && assignedName(source) === node.text ? valueOf(source) : undefined
    const around = loopsAround(statement.id, this.analysis)
    return value && loopsAround(source!.id, this.analysis).every((loop) => around.includes(loop))
      ? [value, source!]
      : undefined
  }

  /** `loss_fn(net(X_test), y_test)`. */
  private byLoss(node: SyntaxNode, statement: Statement): Evaluation | undefined {
    const found = this.estimators.networks.loss(node, statement)
    if (found === undefined) return undefined
    const [scores, truth] = found.sides
    return this.ofPrediction(node, found.metric, found.task, truth!, scores!, statement)
  }

  private byKeras(node: SyntaxNode, statement: Statement): Evaluation | undefined {
    const found = kerasEvaluation(node, statement, this.analysis, this.estimators)
    return found && { ...found, kind: this.estimators.kindOf(found.estimator, found.rows?.node) }
  }

  /** `(p == y).sum().item() / len(y)`, `correct / total` behind a loop over a loader. */
  private byShare(node: SyntaxNode, statement: Statement): Evaluation | undefined {
    if (childOf(node, 'operator')?.text !== '/') return undefined
    let part = uncast(childOf(node, 'left')!)
    const percent = part.type === 'binary_operator' && /^100(\.0?)?$/.test(childOf(part, 'left')!.text)
    if (percent) part = uncast(childOf(part, 'right')!)
    const [counted, by] = this.counted(part, statement) ?? []
    const shape = counted && errorShape(counted)
    if (!shape || shape.metric !== 'accuracy') return undefined
    const metric = percent ? 'accuracy_percent' : 'accuracy'
    for (const [prediction, truth] of [shape.sides, shape.sides.toReversed()] as [SyntaxNode, SyntaxNode][]) {
      const found = this.ofPrediction(node, metric, shape.task, truth, prediction, by!)
      const inLoop = isInLoop(by!.id, this.analysis)
      if (found?.answered === undefined || (inLoop && found.answered.method !== undefined)) continue
      return {
        ...found,
        ...this.where(place(node, statement)),
        // A loop holds one batch at a time: the truth of all is in its loader, its predictions are made again.
        ...(inLoop && {
          truth: found.truth && (batchOf(found.truth, this.analysis) ?? null),
          prediction: null,
        }),
      }
    }
    return undefined
  }

  /** The comparison that a count counts, and the statement in which it stands. */
  private counted(node: SyntaxNode, statement: Statement): [SyntaxNode, Statement] | undefined {
    const direct = summed(node)
    if (direct) return [direct, statement]
    if (node.type !== 'identifier') return undefined
    for (const id of this.predictions.sourcesOf(place(node, statement))) {
      const source = this.analysis.statements[id]!
      const value = valueOf(source)
      const found = value && summed(value)
      if (found) return [found, source]
    }
    return undefined
  }

  /** The truth and the predictions of a library's metric, or the other way round: a number of another name, unless it is the same. */
  private ofSides(
    node: SyntaxNode,
    callee: string,
    { name, task }: { readonly name: string; readonly task: Task },
    [first, second]: readonly [SyntaxNode, SyntaxNode],
    statement: Statement,
  ): Evaluation | undefined {
    const found = this.ofPrediction(node, name, task, first, second, statement)
    if (found) return found
    const other = this.ofPrediction(node, name, task, second, first, statement)
    return other && (EITHER_WAY.has(callee) ? other : swapped(other))
  }

  private ofPrediction(
    withoutRoot: SyntaxNode,
    metric: string,
    task: Task,
    truth: SyntaxNode,
    prediction: SyntaxNode,
    statement: Statement,
  ): Evaluation | undefined {
    const source = this.predictions.predicting(place(prediction, statement))
    if (!source) return undefined
    const node = withRoot(withoutRoot)
    const estimator = this.estimators.at(source.estimator)
    return {
      ...this.where({ node, statement: statement.id }),
      metric: (node === withoutRoot ? undefined : ROOTS.get(metric)) ?? metric,
      task,
      kind: source.folds ? 'out-of-fold' : this.estimators.kindOf(estimator, source.rows?.node),
      estimator,
      rows: source.rows,
      truth: place(truth, statement),
      prediction: place(prediction, statement),
      ...answeredBy(source, place(prediction, statement)),
      ...(source.mixed && { mixed: true }),
      inside: null,
    }
  }

  private where({ node, statement }: Place): Place & { cell: number; line: number } {
    return { node, statement, cell: this.analysis.statements[statement]!.cell, line: node.startRow + 1 }
  }
}

function swapped(evaluation: Evaluation): Evaluation {
  return { ...evaluation, metric: swappedName(evaluation.metric), swapped: true }
}

/** Nodes of a statement that belong to none of its children. */
function ownNodes(statement: Statement, analysis: Analysis): readonly SyntaxNode[] {
  if (statement.children.length === 0) return descendants(statement.node)
  const bodies = new Set(statement.children.map((id) => analysis.statements[id]!.node))
  const own: SyntaxNode[] = []
  const visit = (node: SyntaxNode): void => {
    if (bodies.has(node)) return
    own.push(node)
    for (const child of node.children) visit(child)
  }
  visit(statement.node)
  return own
}
