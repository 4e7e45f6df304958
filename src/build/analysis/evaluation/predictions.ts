/** Which call of which model made the values that a metric judges. */
import type { Evaluation, Place } from '../evaluation.ts'
import type { Analysis, Statement, StatementId } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { changing } from '../graph/byName.ts'
import { batchOf } from './batches.ts'
import type { Estimators } from './estimators.ts'
import { foldedBy } from './folded.ts'
import { heldBy } from './held.ts'
import { PREDICTING } from './knowledge.ts'
import { argument, givenBy, lastName, place, readsIn, unwrapped, valueOf } from './shapes.ts'

export interface Prediction {
  readonly estimator: Place
  readonly rows: Place | null
  readonly folds: boolean
  /** The call that predicts; absent for `cross_val_predict`, and for a function of the notebook that does the same. */
  readonly call?: Place
  /** Absent for a network. */
  readonly method?: string
  /** What other models predicted out of folds is mixed with it. */
  readonly mixed?: true
}

interface Trail {
  readonly prediction: Prediction
  readonly summaries: number
}

/** What makes a few numbers of many rows: a best threshold, a score, a quantile. */
const SUMMARY =
  /^(nan)?(max|min|mean|median|std|var|sum|quantile|percentile|argmax|argmin)$|^(idxmax|idxmin|argsort|sorted)$|_(curve|score|loss|error)$/

export class Predictions {
  private readonly analysis: Analysis
  private readonly estimators: Estimators

  constructor(analysis: Analysis, estimators: Estimators) {
    this.analysis = analysis
    this.estimators = estimators
  }

  /**
   * Walks back from an expression to the call that predicted it: of `proba > threshold` to the one whose values stand
   * in it row by row, and not to the one that the threshold was made of.
   */
  predicting(from: Place): Prediction | undefined {
    const found = this.trail(from, undefined, 0, new Map())?.prediction
    return found?.folds === true && found.call === undefined && this.mixes(from)
      ? { ...found, mixed: true }
      : found
  }

  /**
   * @param column    of the table that the place gives, the one that is asked for; undefined: any
   * @param summaries how many numbers made of many rows lie between the metric and this place
   * @param seen for each statement, the fewest by which it was come to
   */
  private trail(
    from: Place,
    column: string | undefined,
    summaries: number,
    seen: Map<StatementId, number>,
  ): Trail | undefined {
    const direct = this.predictedIn(from)
    if (direct) return { prediction: direct, summaries }
    let best: Trail | undefined
    const asked = columnIn(from.node) ?? column
    for (const id of this.sourcesOf(from, asked)) {
      const value = givenBy(this.analysis.statements[id]!)
      if (!value) continue
      const many = summaries + (isSummary(value) ? 1 : 0)
      if ((seen.get(id) ?? Infinity) <= many) continue
      seen.set(id, many)
      const given = columnGiven(this.analysis.statements[id]!) === asked ? undefined : asked
      const found = this.trail({ node: value, statement: id }, given, many, seen)
      if (found && (!best || found.summaries < best.summaries)) best = found
      if (best?.summaries === summaries) break
    }
    return best
  }

  /** Whether what was predicted out of folds by several models becomes one value for each row: `0.3 * one + 0.7 * other`. */
  private mixes(from: Place): boolean {
    const models = new Set<string>()
    const seen = new Set<StatementId>()
    const visit = (at: Place, column: string | undefined): void => {
      const direct = this.allPredictedIn(at)
      for (const { estimator } of direct) {
        const reads = readsIn(this.analysis.statements[estimator.statement]!, estimator.node)
        models.add([estimator.node.text, ...reads.flatMap(({ definitions }) => definitions)].join(' '))
      }
      if (direct.length > 0) return
      const asked = columnIn(at.node) ?? column
      for (const id of this.sourcesOf(at, asked)) {
        const value = givenBy(this.analysis.statements[id]!)
        if (!value || seen.has(id) || (isSummary(value) && !isAlongAxis(value))) continue
        seen.add(id)
        visit(
          { node: value, statement: id },
          columnGiven(this.analysis.statements[id]!) === asked ? undefined : asked,
        )
      }
    }
    visit(from, undefined)
    return models.size > 1
  }

  /** The call that predicts within an expression. */
  private predictedIn(from: Place): Prediction | undefined {
    const statement = this.analysis.statements[from.statement]!
    for (const node of descendants(from.node)) {
      const found = node.type === 'call' ? this.predictedBy(node, statement) : undefined
      if (found) return found
    }
    return undefined
  }

  private allPredictedIn(from: Place): Prediction[] {
    const statement = this.analysis.statements[from.statement]!
    return [...descendants(from.node)].flatMap((node) => {
      const found = node.type === 'call' ? this.predictedBy(node, statement) : undefined
      return found ? [found] : []
    })
  }

  private predictedBy(node: SyntaxNode, statement: Statement): Prediction | undefined {
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
    if (this.estimators.calleeName(node) === 'cross_val_predict') {
      const model = argument(node, 0, ['estimator'])
      const rows = argument(node, 1, ['X'])
      if (model) return { estimator: place(model, statement), rows: place(rows, statement), folds: true }
    }
    const folded = foldedBy({ node, statement: statement.id }, this.analysis)
    if (folded) return { ...folded, folds: true }
    const callee = childOf(node, 'function')
    if (callee?.type !== 'attribute' || !PREDICTING.has(childOf(callee, 'attribute')!.text)) return undefined
    const rows = place(argument(node, 0, ['X', 'data']), statement)
    return {
      estimator: { node: childOf(callee, 'object')!, statement: statement.id },
      rows: (rows && heldBy(rows, this.analysis)?.rows) ?? rows,
      folds: this.inFolds(statement),
      call: place(node, statement),
      method: childOf(callee, 'attribute')!.text,
    }
  }

  /**
   * Statements that gave the names in an expression their values, the latest first.
   *
   * @param column those that gave it another are none
   */
  sourcesOf({ node, statement }: Place, column?: string): StatementId[] {
    const reads = readsIn(this.analysis.statements[statement]!, node)
    const bound = reads.flatMap((read) => read.definitions)
    // `oof[test] = model.predict(...)` changes what `oof` holds without binding it.
    const changed = reads.flatMap(({ name, definitions }) => {
      const first = Math.min(...definitions)
      return changing(name, this.analysis).flatMap(({ id }) => (id > first && id < statement ? [id] : []))
    })
    const isOther = (id: StatementId) => {
      const given = columnGiven(this.analysis.statements[id]!)
      return column !== undefined && given !== undefined && given !== column
    }
    return [...new Set([...bound, ...changed])].filter((id) => !isOther(id)).sort((a, b) => b - a)
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
}

/** `guess` of `test['guess']`, `test['guess'].fillna(0)`: the one column that an expression takes; undefined where it takes several. */
function columnIn(node: SyntaxNode): string | undefined {
  const names = descendants(node).filter(({ type, field }) => type === 'identifier' && field !== 'attribute')
  const taken = names.map(({ parent }) => (parent ? textIn(parent) : undefined))
  return new Set(taken).size === 1 ? taken[0] : undefined
}

/** `guess` of `test['guess'] = ...`. */
function columnGiven(statement: Statement): string | undefined {
  const left = valueOf(statement)?.parent
  const target = left && childOf(left, 'left')
  return target ? textIn(target) : undefined
}

function textIn(node: SyntaxNode): string | undefined {
  const key = node.type === 'subscript' ? node.parts[1] : undefined
  return key?.type === 'string' ? key.text.slice(1, -1) : undefined
}

/** Whether a value is made by such a call: `np.median(p)`, `p.quantile(0.9)`, `float(max(p))`, `curve(y, p)[2]`. */
function isSummary(value: SyntaxNode): boolean {
  const node = unwrapped(value)
  if (node.type === 'subscript' || node.type === 'attribute') return isSummary(node.parts[0]!)
  if (node.type !== 'call') return false
  const callee = childOf(node, 'function')!
  const name = lastName(callee.text)
  const first = argument(node, 0, [])
  return SUMMARY.test(name) || (/^(float|int|round)$/.test(name) && first !== undefined && isSummary(first))
}

/** `np.mean([p, q], axis=0)`: a number for each row. */
function isAlongAxis(value: SyntaxNode): boolean {
  const node = unwrapped(value)
  return node.type === 'call' && argument(node, undefined, ['axis']) !== undefined
}

/** What a metric of predictions says of the call that made them. */
export function answeredBy({ call, method }: Prediction, answer: Place): Pick<Evaluation, 'answered'> {
  return call === undefined ? {} : { answered: { call, answer, ...(method !== undefined && { method }) } }
}
