/** Finds the metrics of models in a notebook: library calls, scores of estimators, and those written by hand. */
import type { Estimator, Evaluation, Place } from '../evaluation.ts'
import type { Analysis, Statement, StatementId } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { batchOf, isInLoop } from './batches.ts'
import { Estimators } from './estimators.ts'
import { givenArgument, metricsInFunction } from './functions.ts'
import { heldBy } from './held.ts'
import { kerasEvaluation } from './keras.ts'
import { FITTED_SCORES, METRIC_FUNCTIONS, PREDICTING, SCORE_METHOD, type Task, taskOf } from './knowledge.ts'
import { metricOfFolds, metricOfScore } from './scoring.ts'
import {
  argument,
  assignedName,
  errorShape,
  givenBy,
  meanAround,
  readsIn,
  summed,
  uncast,
  valueOf,
  withRoot,
} from './shapes.ts'

/** Every metric of a fitted model or of a cross-validation, in order of execution. */
export function findEvaluations(analysis: Analysis): Evaluation[] {
  return new Finder(analysis).evaluations()
}

interface Prediction {
  readonly estimator: Place
  readonly rows: Place | null
  readonly folds: boolean
  /** The call of a network. */
  readonly call?: Place
}

class Finder {
  private readonly analysis: Analysis
  private readonly estimators: Estimators

  constructor(analysis: Analysis) {
    this.analysis = analysis
    this.estimators = new Estimators(analysis)
  }

  evaluations(): Evaluation[] {
    const found: Evaluation[] = []
    for (const statement of this.analysis.statements) {
      if (statement.kind === 'function_definition' || statement.kind === 'class_definition') continue
      for (const node of ownNodes(statement, this.analysis)) {
        const evaluation =
          node.type === 'call'
            ? (this.byFunction(node, statement) ??
              this.byMethod(node, statement) ??
              this.byHand(node, statement) ??
              this.byLoss(node, statement) ??
              this.byKeras(node, statement))
            : node.type === 'attribute'
              ? this.byAttribute(node, statement)
              : node.type === 'binary_operator'
                ? this.byShare(node, statement)
                : undefined
        if (evaluation) found.push(evaluation)
        else if (node.type === 'call') found.push(...this.byOwnFunction(node, statement))
      }
    }
    return this.estimators.networks.withoutSteps(found)
  }

  /** `accuracy_score(y, p)`, `cross_val_score(model, X, y)`. */
  private byFunction(node: SyntaxNode, statement: Statement): Evaluation | undefined {
    const name = this.estimators.calleeName(node)
    const metric = METRIC_FUNCTIONS.get(name)
    if (metric) {
      const truth = argument(node, 0, ['y_true'])
      const prediction = argument(node, 1, ['y_pred', 'y_score', 'y_prob', 'y_proba'])
      if (!truth || !prediction) return undefined
      return this.ofPrediction(node, metric.name, metric.task, truth, prediction, statement)
    }
    if (name !== 'cross_val_score' && name !== 'cross_validate') return undefined
    const model = argument(node, 0, ['estimator'])
    if (!model) return undefined
    const rows = argument(node, 1, ['X'])
    const truth = argument(node, 2, ['y'])
    const estimator = this.estimators.at(place(model, statement))
    const task = taskOf(estimator.className) ?? 'classification'
    const taken = this.scoreOf(node, statement)
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

  /** `model.score(X, y)`. */
  private byMethod(node: SyntaxNode, statement: Statement): Evaluation | undefined {
    const method = childOf(node, 'function')
    if (method?.type !== 'attribute' || childOf(method, 'attribute')?.text !== 'score') return undefined
    const rows = argument(node, 0, ['X'])
    const truth = argument(node, 1, ['y'])
    if (!rows || !truth) return undefined
    const estimator = this.estimators.at({ node: childOf(method, 'object')!, statement: statement.id })
    const task = taskOf(estimator.className) ?? 'classification'
    return {
      ...this.where({ node, statement: statement.id }),
      metric: metricOfScore(estimator, task, this.analysis),
      task,
      kind: this.kindOf(estimator, rows),
      estimator,
      rows: place(rows, statement),
      truth: place(truth, statement),
      prediction: null,
      inside: null,
    }
  }

  /** `search.best_score_`, `forest.oob_score_`. */
  private byAttribute(node: SyntaxNode, statement: Statement): Evaluation | undefined {
    if (!FITTED_SCORES.has(childOf(node, 'attribute')?.text ?? '')) return undefined
    const estimator = this.estimators.at({ node: childOf(node, 'object')!, statement: statement.id })
    const task = taskOf(estimator.className) ?? 'classification'
    const fit = estimator.fits.at(-1)
    const fitted = fit === undefined ? undefined : this.estimators.fittedTo(fit, estimator.variable)
    return {
      ...this.where({ node, statement: statement.id }),
      metric: metricOfScore(estimator, task, this.analysis),
      task,
      kind: 'out-of-fold',
      estimator,
      rows: fitted?.rows ?? null,
      truth: fitted?.truth ?? null,
      prediction: null,
      inside: null,
    }
  }

  /** `(p == y).mean()`, `np.mean(p == y)`, `np.abs(p - y).mean()`, `np.mean((p - y) ** 2)`. */
  private byHand(node: SyntaxNode, statement: Statement): Evaluation | undefined {
    const callee = childOf(node, 'function')
    if (!callee) return undefined
    const name = callee.type === 'attribute' ? childOf(callee, 'attribute')!.text : callee.text
    if (name !== 'mean' && name !== 'average') return undefined
    const first = argument(node, 0, ['a'])
    const inner = uncast(first ?? (callee.type === 'attribute' ? childOf(callee, 'object')! : node))
    const shape = errorShape(inner)
    if (!shape) return undefined
    for (const [prediction, truth] of [shape.sides, shape.sides.toReversed()] as [SyntaxNode, SyntaxNode][]) {
      const found = this.ofPrediction(node, shape.metric, shape.task, truth, prediction, statement)
      if (found) return found
    }
    return undefined
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
    return found && { ...found, kind: this.kindOf(found.estimator, found.rows?.node) }
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
      if (found?.answered === undefined) continue
      return {
        ...found,
        ...this.where(place(node, statement)),
        // A loop holds one batch at a time: the truth of all is in its loader, its predictions are made again.
        ...(isInLoop(by!.id, this.analysis) && {
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
    for (const id of this.sourcesOf(place(node, statement))) {
      const source = this.analysis.statements[id]!
      const value = valueOf(source)
      const found = value && summed(value)
      if (found) return [found, source]
    }
    return undefined
  }

  /** `report(model, X_test, y_test)`, where `report` is a function of the notebook that computes metrics. */
  private byOwnFunction(call: SyntaxNode, statement: Statement): Evaluation[] {
    const definition = this.definitionOf(call, statement)
    if (definition === undefined) return []
    return metricsInFunction(definition, this.estimators).flatMap((metric) => {
      const given = (node: SyntaxNode | null) =>
        place(node === null ? undefined : givenArgument(node, call, definition), statement)
      const handed = given(metric.prediction)
      const source = handed && this.predicting(handed)
      const model = given(metric.estimator) ?? source?.estimator
      if (!model) return []
      const estimator = this.estimators.at(model)
      const task = metric.task ?? taskOf(estimator.className) ?? 'classification'
      const rows = given(metric.rows) ?? source?.rows ?? null
      return [
        {
          ...this.where(place(call, statement)),
          metric: metric.name ?? SCORE_METHOD[task],
          task,
          kind: metric.folds || source?.folds ? 'out-of-fold' : this.kindOf(estimator, rows?.node),
          estimator,
          rows,
          truth: given(metric.truth),
          prediction: handed,
          inside: place(metric.node, definition),
        },
      ]
    })
  }

  /** The `def` of the function that a call calls, where it is the notebook's and only one. */
  private definitionOf(call: SyntaxNode, statement: Statement): Statement | undefined {
    const callee = childOf(call, 'function')
    if (callee?.type !== 'identifier') return undefined
    const ids = readsIn(statement, callee).flatMap((read) =>
      read.name === callee.text ? read.definitions : [],
    )
    const [definition, ...others] = ids.map((id) => this.analysis.statements[id]!)
    return others.length === 0 && definition?.kind === 'function_definition' ? definition : undefined
  }

  private ofPrediction(
    withoutRoot: SyntaxNode,
    metric: string,
    task: Task,
    truth: SyntaxNode,
    prediction: SyntaxNode,
    statement: Statement,
  ): Evaluation | undefined {
    const source = this.predicting(place(prediction, statement))
    if (!source) return undefined
    const node = withRoot(withoutRoot)
    const rooted = metric === 'mean_squared_error' && node !== withoutRoot
    const estimator = this.estimators.at(source.estimator)
    return {
      ...this.where({ node, statement: statement.id }),
      metric: rooted ? 'root_mean_squared_error' : metric,
      task,
      kind: source.folds ? 'out-of-fold' : this.kindOf(estimator, source.rows?.node),
      estimator,
      rows: source.rows,
      truth: place(truth, statement),
      prediction: place(prediction, statement),
      ...(source.call && { answered: { call: source.call, answer: place(prediction, statement) } }),
      inside: null,
    }
  }

  /** Walks back from an expression to the call that predicted it. */
  private predicting(from: Place, seen = new Set<StatementId>()): Prediction | undefined {
    const statement = this.analysis.statements[from.statement]!
    for (const node of descendants(from.node)) {
      if (node.type !== 'call') continue
      const network = this.estimators.networks.called(node)
      if (network) {
        const given = place(this.estimators.networks.given(node), statement)
        return {
          estimator: place(network, statement),
          rows: given && (batchOf(given, this.analysis) ?? null),
          folds: this.inFolds(statement),
          call: place(node, statement),
        }
      }
      const name = this.estimators.calleeName(node)
      if (name === 'cross_val_predict') {
        const model = argument(node, 0, ['estimator'])
        const rows = argument(node, 1, ['X'])
        if (model)
          return {
            estimator: place(model, statement),
            rows: place(rows, statement),
            folds: true,
          }
      }
      const callee = childOf(node, 'function')
      if (callee?.type !== 'attribute' || !PREDICTING.has(childOf(callee, 'attribute')!.text)) continue
      const rows = place(argument(node, 0, ['X', 'data']), statement)
      return {
        estimator: { node: childOf(callee, 'object')!, statement: statement.id },
        rows: (rows && heldBy(rows, this.analysis)?.rows) ?? rows,
        folds: this.inFolds(statement),
      }
    }
    for (const id of this.sourcesOf(from)) {
      if (seen.has(id)) continue
      seen.add(id)
      const value = givenBy(this.analysis.statements[id]!)
      const found = value && this.predicting({ node: value, statement: id }, seen)
      if (found) return found
    }
    return undefined
  }

  /** Statements that gave the names in an expression their values, the latest first. */
  private sourcesOf({ node, statement }: Place): StatementId[] {
    const reads = readsIn(this.analysis.statements[statement]!, node)
    const bound = reads.flatMap((read) => read.definitions)
    // `oof[test] = model.predict(...)` changes what `oof` holds without binding it.
    const changed = reads.flatMap(({ name, definitions }) =>
      this.analysis.statements
        .filter(
          (each) =>
            each.id < statement &&
            each.id > Math.min(...definitions) &&
            each.changes.some((one) => one.name === name),
        )
        .map((each) => each.id),
    )
    return [...new Set([...bound, ...changed])].sort((a, b) => b - a)
  }

  private kindOf(estimator: Estimator, rows: SyntaxNode | undefined): Evaluation['kind'] {
    const fit = estimator.fits.at(-1)
    const fitted = fit === undefined ? null : this.estimators.fittedTo(fit, estimator.variable).rows
    return fitted && rows && fitted.node.text === rows.text ? 'training rows' : 'holdout'
  }

  /** Whether a statement stands in a loop over the folds of a splitter: `for train, test in folds.split(X, y)`. */
  private inFolds(statement: Statement): boolean {
    for (let at = statement.parent; at !== null; at = this.analysis.statements[at]!.parent) {
      const loop = this.analysis.statements[at]!
      if (loop.kind === 'for_statement' && /\.split\(/.test(childOf(loop.node, 'right')?.text ?? ''))
        return true
    }
    return false
  }

  /** The number that a cross-validation comes down to: the mean that the notebook takes of it, here or later. */
  private scoreOf(node: SyntaxNode, statement: Statement): Place {
    const mean = meanAround(node)
    if (mean) return { node: mean, statement: statement.id }
    const variable = assignedName(statement)
    if (variable !== undefined)
      for (const later of this.analysis.statements.slice(statement.id + 1)) {
        const read = later.reads.find(
          (each) => each.name === variable && each.definitions.includes(statement.id),
        )
        const found = read && later.children.length === 0 ? meanAround(read.node) : undefined
        if (found) return { node: found, statement: later.id }
      }
    return { node, statement: statement.id }
  }

  private where({ node, statement }: Place): Place & { cell: number; line: number } {
    return { node, statement, cell: this.analysis.statements[statement]!.cell, line: node.startRow + 1 }
  }
}

function place(node: SyntaxNode, statement: Statement): Place
function place(node: SyntaxNode | undefined, statement: Statement): Place | null
function place(node: SyntaxNode | undefined, statement: Statement): Place | null {
  return node ? { node, statement: statement.id } : null
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
