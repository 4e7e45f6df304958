/** What is evaluated: the class of an estimator, what bound it, and what fitted it. */
import type { Estimator, Evaluation, Place } from '../evaluation.ts'
import type { Analysis, Statement, StatementId } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { changing } from '../graph/byName.ts'
import { heldBy, trainedOn, TRAINING } from './held.ts'
import { type Task, taskOf, WRAPPERS } from './knowledge.ts'
import { Networks } from './networks.ts'
import { argument, givenBy, lastName, unwrapped, valueOf, within } from './shapes.ts'

const TRAINING_ROWS = /^[xX]_?train(_\w+)?$|^train_?[xX]$/

interface Fitted {
  readonly rows: Place | null
  readonly truth: Place | null
}

export class Estimators {
  readonly analysis: Analysis
  private readonly callees = new Map<SyntaxNode, string>()
  readonly networks: Networks

  constructor(analysis: Analysis) {
    this.analysis = analysis
    this.networks = new Networks(analysis)
    for (const statement of analysis.statements)
      for (const { node, callee } of statement.calls) this.callees.set(node, callee)
  }

  at(from: Place): Estimator {
    const variable = from.node.type === 'identifier' ? from.node.text : null
    const definitions = variable === null ? [] : this.definitionsOf(from)
    const className = this.className(from)
    const task = taskOf(className) ?? this.taskOfAll(from)
    return { ...from, variable, className, task, definitions, fits: this.fitsOf(from), fittedAs: variable }
  }

  /** Rows and truth that a model was last fitted to; none where no statement fits it. */
  fittedTo({ fits, fittedAs: variable }: Pick<Estimator, 'fits' | 'fittedAs'>): Fitted {
    const fit = fits.at(-1)
    if (fit === undefined) return { rows: null, truth: null }
    const table = trainedOn(fit, this.analysis)
    const held = table && heldBy(table, this.analysis)
    if (held) return held
    if (variable !== null && this.networks.trains(this.analysis.statements[fit]!, variable))
      return { rows: this.networks.learnedFrom(fit, variable), truth: null }
    const fitting = this.analysis.statements[fit]!
    const call = fitCall(fitting, variable) ?? fitCall(fitting)
    const given = (at: number, name: string) => {
      const node = call && argument(call, at, [name])
      return node ? { node, statement: fit } : null
    }
    const rows = given(0, 'X')
    // `model.fit(Pool(X, y))`
    return (rows && heldBy(rows, this.analysis)) ?? { rows, truth: given(1, 'y') }
  }

  /** What rows are to a model that is judged by them. */
  kindOf(estimator: Estimator, rows: SyntaxNode | undefined): Evaluation['kind'] {
    const fitted = this.fittedTo(estimator).rows
    // Where no statement fits it (`bag.estimators_[0]`), the rows' own name tells.
    const isTraining = fitted ? fitted.node.text === rows?.text : TRAINING_ROWS.test(rows?.text ?? '')
    return isTraining && estimator.fits.length + estimator.definitions.length > 0
      ? 'training rows'
      : 'holdout'
  }

  /** Last name of what a call calls: `accuracy_score`, also under another name (`import ... as`). */
  calleeName(call: SyntaxNode): string {
    const known = this.callees.get(call)
    // Of a class of the notebook, the analysis sees what runs.
    return lastName((known === '__init__' ? undefined : known) ?? childOf(call, 'function')?.text ?? '')
  }

  /** The one task of all estimators that a model's text names, also in what its names were bound to. */
  private taskOfAll(from: Place): Task | undefined {
    const tasks = new Set<Task>()
    const seen = new Set<StatementId>()
    const waiting = [from]
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
      for (const node of descendants(at.node)) {
        const task = node.type === 'call' ? taskOf(this.calleeName(node)) : undefined
        if (task !== undefined) tasks.add(task)
        if (node.type !== 'identifier') continue
        for (const id of this.definitionsOf({ node, statement: at.statement })) {
          if (seen.has(id)) continue
          seen.add(id)
          const { node: whole } = this.analysis.statements[id]!
          const value = /^(function|decorated)_definition$/.test(whole.type)
            ? whole
            : valueOf(this.analysis.statements[id]!)
          if (value) waiting.push({ node: value, statement: id })
        }
      }
    const [task] = tasks
    return tasks.size === 1 ? task : undefined
  }

  private definitionsOf({ node, statement }: Place): StatementId[] {
    const reads = this.analysis.statements[statement]!.reads
    const read =
      reads.find((each) => within(each.node, node)) ?? reads.find((each) => each.name === node.text)
    return [...(read?.definitions ?? [])]
  }

  /** What fitted a variable, or the search whose best it is: `best = search.best_estimator_`. */
  private fitsOf(from: Place, depth = 0): StatementId[] {
    const { node, statement } = from
    if (depth > 8) return []
    if (node.type === 'attribute' && childOf(node, 'attribute')!.text === 'best_estimator_')
      return this.fitsOf({ node: childOf(node, 'object')!, statement }, depth + 1)
    if (node.type !== 'identifier') return []
    const definitions = this.definitionsOf(from)
    const first = Math.min(...definitions)
    const own = this.analysis.statements.filter(
      (each) =>
        each.children.length === 0 &&
        each.id >= first &&
        each.id < statement &&
        (fitCall(each, node.text) !== undefined ||
          this.networks.trains(each, node.text) ||
          (definitions.includes(each.id) && trainedOn(each.id, this.analysis) !== undefined)),
    )
    if (own.length > 0) return own.map(({ id }) => id)
    return definitions.flatMap((id) => {
      const value = valueOf(this.analysis.statements[id]!)
      return value?.type === 'attribute' ? this.fitsOf({ node: value, statement: id }, depth + 1) : []
    })
  }

  /** Class of a model: through variables, `.fit` chains, pipelines (the last step) and searches. */
  private className(from: Place, depth = 0): string {
    if (depth > 8) return ''
    const { node, statement } = from
    const inside = (inner: SyntaxNode) => this.className({ node: inner, statement }, depth + 1)
    switch (node.type) {
      case 'identifier':
        return this.classOfVariable(from, depth)
      case 'parenthesized_expression':
        return inside(unwrapped(node))
      case 'attribute':
        return inside(childOf(node, 'object')!)
      case 'call': {
        const callee = childOf(node, 'function')!
        if (
          callee.type === 'attribute' &&
          /^(fit|set_params|to|cuda|cpu|float|double|eval)$/.test(childOf(callee, 'attribute')!.text)
        )
          return inside(childOf(callee, 'object')!)
        const name = this.calleeName(node)
        if (TRAINING.test(this.callees.get(node) ?? '')) return 'Booster'
        const inner = innerEstimator(name, node)
        if (inner) return inside(inner) || name
        return /^[A-Z]/.test(name) ? name : ''
      }
      default:
        return ''
    }
  }

  private classOfVariable(from: Place, depth: number): string {
    for (const id of this.definitionsOf(from).toReversed()) {
      const value = valueOf(this.analysis.statements[id]!)
      const isLoop = this.analysis.statements[id]!.kind === 'for_statement'
      const name = value ? this.classFrom({ node: value, statement: id }, isLoop, depth + 1) : ''
      if (name !== '') return name
    }
    const type = lastName(this.analysis.types.get(from.node.text)?.[0] ?? '')
    // What holds models is none.
    return /^[A-Z]/.test(type) ? type : ''
  }

  private classFrom(from: Place, isLoop: boolean, depth: number): string {
    return (isLoop ? this.classAmong(from, depth) : '') || this.className(from, depth)
  }

  /** The class of the last model that a loop goes through: `[Ridge(), Lasso()]`, `models.items()`, a list that was filled. */
  private classAmong({ node, statement }: Place, depth: number): string {
    if (depth > 8) return ''
    if (node.type === 'identifier') {
      const definitions = this.definitionsOf({ node, statement })
      const first = Math.min(...definitions)
      const filled = changing(node.text, this.analysis).filter(({ id }) => id > first && id < statement)
      const ids = [...new Set([...definitions, ...filled.map(({ id }) => id)])].sort((a, b) => b - a)
      for (const id of ids) {
        const value = givenBy(this.analysis.statements[id]!)
        const name = value ? this.classAmong({ node: value, statement: id }, depth + 1) : ''
        if (name !== '') return name
      }
      return ''
    }
    for (const part of node.type === 'call' ? handedTo(node) : node.parts.toReversed()) {
      const place = { node: part, statement }
      const name = this.className(place, depth + 1) || this.classAmong(place, depth + 1)
      if (name !== '') return name
    }
    return ''
  }
}

/** The `.fit(...)` of a variable (or any) in a statement; `model = Ridge().fit(X, y)` fits what it binds. */
function fitCall(statement: Statement, variable?: string | null): SyntaxNode | undefined {
  for (const node of descendants(statement.node)) {
    const callee = node.type === 'call' ? childOf(node, 'function') : undefined
    if (callee?.type !== 'attribute' || childOf(callee, 'attribute')!.text !== 'fit') continue
    if (variable === undefined) return node
    const binds = variable !== null && statement.defines.includes(variable)
    if (binds || childOf(callee, 'object')!.text === variable) return node
  }
  return undefined
}

/** What a loop goes through: `x` of `x.items()`, `enumerate(x)`, `zip(names, x)`. */
function handedTo(call: SyntaxNode): readonly SyntaxNode[] {
  const callee = childOf(call, 'function')!
  if (callee.type === 'attribute')
    return /^(items|values)$/.test(childOf(callee, 'attribute')!.text) ? [childOf(callee, 'object')!] : []
  return /^(enumerate|zip|list|tqdm|reversed)$/.test(callee.text)
    ? childOf(call, 'arguments')!.parts.toReversed()
    : []
}

/** The estimator that another is made of and that decides what it is. */
function innerEstimator(name: string, call: SyntaxNode): SyntaxNode | undefined {
  const given = childOf(call, 'arguments')?.parts ?? []
  if (name === 'make_pipeline') return given.findLast((each) => each.type !== 'keyword_argument')
  if (name === 'Pipeline') return argument(call, 0, ['steps'])?.parts.at(-1)?.parts.at(-1)
  if (name === 'clone') return argument(call, 0, ['estimator'])
  const keyword = WRAPPERS.get(name)
  return keyword === undefined ? undefined : argument(call, 0, [keyword])
}
