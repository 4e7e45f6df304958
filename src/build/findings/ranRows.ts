/** The rows that a run looks at: those of the last fit and of the test, before anything was learned from them. */
import { createHash } from 'node:crypto'
import type { Evaluation, Place } from '../analysis/evaluation.ts'
import { argument, assignedName, unwrapped, valueOf } from '../analysis/evaluation/shapes.ts'
import type { Analysis, StatementId } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import type { Finding } from './finding.ts'
import { type Fitted, fittedTo } from './fitted.ts'
import { Picks } from './picks.ts'
import { reaching } from './reaching.ts'

/** Counts of a run; see python/notebook_rows.py. */
export interface RowCounts {
  readonly trained: number
  readonly tested: number
  /** Rows that are in both; null where nothing tells one row from another of equal values. */
  readonly same: number | null
  /** Tested rows, besides those, whose values a row of the fit has. */
  readonly equal: number
  /** In so many folds, of which `trained` is the largest fit and the others are sums; absent for one test. */
  readonly folds?: number | undefined
  /** Features that are the target itself in every row of the last fit: `'price'`, `column 2`; see python/notebook_answers.py. */
  readonly answers?: string[] | undefined
}

export interface Watched {
  readonly fitted: Fitted
  /** Where the notebook names the rows, as raw as it has them. */
  readonly train: Place
  readonly test: Place
  /** The test rows are those of a fold, and a loop names them again for each. */
  readonly folds: boolean
  /** Tables of which rows are picked on the way, by a mask or numbers: `X` of `X[train]`, `df.iloc`. */
  readonly picks: readonly Place[]
}

/** What keeps the rows and their order, and takes the rows as its first argument. */
const KEEPING = /^(transform|fit_transform|asarray|array|DataFrame|csr_matrix|astype|copy|to_numpy)$/

/** @returns null where no model is fitted to rows and tested on others, as with the folds that a library makes */
export function watchedRows(analysis: Analysis, evaluations: readonly Evaluation[]): Watched | null {
  for (const evaluation of evaluations.toReversed()) {
    if (evaluation.kind === 'training rows' || evaluation.rows === null) continue
    const fitted = fittedTo(analysis, evaluation)
    if (fitted === null) continue
    if (![fitted.rows, evaluation.rows].every((place) => standsThere(place, analysis))) return null
    const raw = new RawRows(analysis)
    const [train, test] = [raw.of(fitted.rows), raw.of(evaluation.rows)]
    const folds = isFold(fitted.rows, test, analysis)
    if (evaluation.kind === 'out-of-fold' && !folds) return null
    return { fitted, train, test, folds, picks: picksOn([train, test], analysis) }
  }
  return null
}

/**
 * Whether a loop names other test rows each time and fits the model there, too: a fit before the loop knows all rows, and
 * is another; a loop over parameters tests the same rows each time.
 */
function isFold(fitted: Place, test: Place, analysis: Analysis): boolean {
  const loopOf = (id: StatementId): StatementId | null => {
    const { parent, kind } = analysis.statements[id]!
    return kind === 'for_statement' ? id : parent === null ? null : loopOf(parent)
  }
  const loop = loopOf(test.statement)
  if (loop === null || loopOf(fitted.statement) !== loop) return false
  const names = descendants(test.node).map(({ text }) => text)
  return analysis.statements[test.statement]!.reads.some(
    ({ name, definitions }) => names.includes(name) && definitions.some((id) => loopOf(id) === loop),
  )
}

function picksOn(places: readonly Place[], analysis: Analysis): Place[] {
  const picks = new Picks(analysis)
  const ids = new Set([...reaching(analysis, places), ...places.map(({ statement }) => statement)])
  return [...ids].flatMap((id): Place[] => {
    const statement = analysis.statements[id]!
    if (statement.children.length > 0 || /^(import|function|class|decorated)/.test(statement.kind)) return []
    const scope = { statement: id, text: id, locals: new Map<string, never>(), call: '' }
    return descendants(valueOf(statement) ?? statement.node).flatMap((node) => {
      const [object, index, ...more] = node.type === 'subscript' ? node.parts : []
      if (!object || !index || /^(slice|string|integer)$/.test(index.type) || index.text.startsWith('-'))
        return []
      const byRow = object.type === 'attribute' && /\.i?loc$/.test(object.text)
      if (picks.isColumns(index, byRow || more.length > 0, scope)) return []
      const place = { node: object, statement: id }
      return standsThere(place, analysis) ? [place] : []
    })
  })
}

/** Whether a call can be put around an expression: not several tables at once, nor what a function reads that is defined elsewhere: nothing can be put around those. */
export function standsThere({ node, statement }: Place, analysis: Analysis): boolean {
  const whole = analysis.statements[statement]!.node
  if (node.type === 'argument_list' || node.start < whole.start || node.end > whole.end) return false
  return node.id < 0 || whole.text.slice(node.start - whole.start, node.end - whole.start) === node.text
}

/** @returns SHA-256 of the statements that decide which rows are watched: counts speak of a notebook that has the same */
export function basisOf(analysis: Analysis, { fitted, train, test }: Watched): string {
  const places = [fitted.rows, ...(fitted.truth ? [fitted.truth] : []), train, test]
  const ids = new Set([...reaching(analysis, places), ...places.map(({ statement }) => statement)])
  const sources = [...ids].sort((a, b) => a - b).map((id) => analysis.statements[id]!.source)
  return createHash('sha256').update(sources.join('\n')).digest('hex')
}

class RawRows {
  private readonly analysis: Analysis
  private readonly picks: Picks

  constructor(analysis: Analysis) {
    this.analysis = analysis
    this.picks = new Picks(analysis)
  }

  /** Goes back through transformers and choices of columns, as long as the text is clear. */
  of(place: Place, depth = 0): Place {
    if (depth > 20) return place
    const { statement } = place
    const node = unwrapped(place.node)
    const inner = this.inside(node, statement) ?? this.assigned(node, statement)
    return inner === null ? { node, statement } : this.of(inner, depth + 1)
  }

  private inside(node: SyntaxNode, statement: StatementId): Place | null {
    if (node.type === 'call') {
      const callee = childOf(node, 'function')!
      const name = callee.type === 'attribute' ? childOf(callee, 'attribute')!.text : callee.text
      if (!KEEPING.test(name)) return null
      const given = argument(node, 0, ['X', 'raw_documents', 'data'])
      if (/^(astype|copy|to_numpy)$/.test(name)) {
        const object = childOf(callee, 'object')
        return object ? { node: object, statement } : null
      }
      return given ? { node: given, statement } : null
    }
    if (node.type === 'attribute' && childOf(node, 'attribute')!.text === 'values')
      return { node: childOf(node, 'object')!, statement }
    if (node.type === 'subscript') {
      const [object, index, ...more] = node.parts
      const scope = { statement, text: statement, locals: new Map<string, never>(), call: '' }
      return index &&
        more.length === 0 &&
        object!.type !== 'attribute' &&
        this.picks.isColumns(index, false, scope)
        ? { node: object!, statement }
        : null
    }
    return null
  }

  private assigned(node: SyntaxNode, statement: StatementId): Place | null {
    if (node.type !== 'identifier') return null
    const definitions = this.picks.definitionsOf(node.text, statement)
    const [id] = definitions
    if (id === undefined || definitions.length > 1 || id >= statement) return null
    const definition = this.analysis.statements[id]!
    const value = assignedName(definition) === node.text ? valueOf(definition) : undefined
    const changed = this.analysis.statements
      .slice(id + 1, statement)
      .some(({ changes }) => changes.some(({ name }) => name === node.text))
    if (value === undefined || changed) return null
    const inner = this.inside(unwrapped(value), id)
    // Another name is the same object; a split or a filter is where the rows begin.
    return inner ?? (value.type === 'identifier' ? { node: value, statement: id } : null)
  }
}

/** `fitted to 75, tested on 25, none of them in both` */
export function rowWords({ trained, tested, same, equal, folds }: RowCounts): string {
  const both = same === null ? [] : [same === 0 ? 'none of them in both' : `${same} in both`]
  const alike = equal === 0 && same !== null ? [] : [`${equal} with the values of a fitted row`]
  const counts =
    folds === undefined
      ? `fitted to ${trained}, tested on ${tested}`
      : `fitted to ${trained} in each of ${folds} folds, tested on ${tested}`
  return [counts, ...both, ...alike].join(', ')
}

/** What the counts of a run mean for the metric; nothing where all tested rows are new. */
export function ranRowFindings(analysis: Analysis, watched: Watched, rows: RowCounts): Finding[] {
  const { trained, tested, same, equal, folds, answers } = rows
  const { rows: place } = watched.fitted
  const where = { cell: analysis.statements[place.statement]!.cell, line: place.node.startRow + 1 }
  const findings: Finding[] = []
  if (answers !== undefined && answers.length > 0)
    findings.push({
      kind: 'target among the features',
      weight: 'serious',
      ...where,
      message: `The model is fitted to the target itself, in every row (seen while running): ${answers.join(', ')}. It reads the answer, and the score says nothing about new rows.`,
      todo: 'Leave that column out of the features: drop(columns=[...]), or positions without it.',
    })
  if (same !== null && same > 0)
    findings.push({
      kind: 'same rows in train and test',
      weight: 'serious',
      ...where,
      message:
        folds === undefined
          ? `Of the ${tested} tested rows, ${same} are among the ${trained} that the model was fitted to (seen while running): the score is too good.`
          : `Of the ${tested} rows tested in ${folds} folds, ${same} are among those that the model of the same fold was fitted to (seen while running): the score is too good.`,
      todo: 'Fit the model to the training rows alone, and test it on all others: df.drop(train.index).',
    })
  if (equal > 0)
    findings.push({
      kind: 'equal rows in train and test',
      weight: 'mild',
      ...where,
      message:
        folds !== undefined
          ? `Of the ${tested} rows tested in ${folds} folds, ${equal} have the values of a row that the model of the same fold was fitted to (seen while running): the data hold such rows more than once, or rows are picked in a way that does not tell them apart.`
          : same === null
            ? `Of the ${tested} tested rows, ${equal} have the values of a row that the model was fitted to (seen while running); whether they are the same rows can't be told, since nothing labels them.`
            : `Of the ${tested} tested rows, ${equal} have the values of another row that the model was fitted to (seen while running): in these columns the data hold such rows more than once.`,
      todo: 'If they are copies of one case, drop them before the split (drop_duplicates); if they are cases that look alike, nothing is wrong.',
    })
  return findings
}
