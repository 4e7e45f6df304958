/** Follows rows through a notebook: from an expression back to what brought them in, past everything that learned from them. */
import type { Place } from '../analysis/evaluation.ts'
import { argument, unwrapped } from '../analysis/evaluation/shapes.ts'
import type { Analysis, Statement, StatementId } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import { Callees } from './callees.ts'
import { ColumnFinder } from './columns.ts'
import { aggregateIn, type Grouped, groupedIn } from './grouped.ts'
import { fitsOf } from './fits.ts'
import { distinct, inBoth, type Lineage, picked } from './lineage.ts'
import { Picks, picksRows, type Scope } from './picks.ts'
import {
  AGGREGATES,
  JOINING_FUNCTIONS,
  joinsRows,
  KEEPING_FUNCTIONS,
  KEEPING_METHODS,
  LEARNING_FUNCTIONS,
  PART_NAME,
  TAKING_METHODS,
} from './rowKnowledge.ts'
import { type Learned, type Repeated, Seen, type Way } from './seen.ts'
import { scoresBehind } from './selection.ts'

export interface Traced {
  readonly rows: readonly Lineage[]
  readonly learned: readonly Learned[]
  readonly repeated: readonly Repeated[]
}

const MOST_LINEAGES = 12
const DEEPEST = 60

export class RowTracer {
  private readonly analysis: Analysis
  private readonly callees: Callees
  private readonly picks: Picks
  private readonly columns: ColumnFinder
  /** Column whose transformation is no feature: the truth. */
  private readonly truth: string | null
  private readonly seen: Seen
  private readonly known = new Map<string, readonly Lineage[]>()
  private readonly active = new Set<string>()
  private depth = 0

  constructor(analysis: Analysis, truth: string | null) {
    this.analysis = analysis
    this.callees = new Callees(analysis)
    this.picks = new Picks(analysis)
    this.columns = new ColumnFinder(analysis)
    this.truth = truth
    this.seen = new Seen(this.callees)
  }

  /** @returns the rows, and all that learned or repeated on the way of these or of rows that were followed before */
  follow({ node, statement }: Place): Traced {
    const rows = this.trace(node, whole(statement))
    return { rows, ...this.seen.all }
  }

  private trace(node: SyntaxNode, scope: Scope): readonly Lineage[] {
    if (this.depth >= DEEPEST) return []
    this.depth += 1
    const rows = distinct(this.traceNode(node, scope)).slice(0, MOST_LINEAGES)
    this.depth -= 1
    return rows
  }

  private traceNode(node: SyntaxNode, scope: Scope): readonly Lineage[] {
    switch (node.type) {
      case 'identifier':
        return scope.locals.get(node.text) ?? this.ofName(node, scope)
      case 'attribute':
        return this.ofAttribute(node, scope)
      case 'subscript':
        return this.ofSubscript(node, scope)
      case 'call':
        return this.ofCall(node, scope)
      case 'binary_operator':
      case 'comparison_operator': {
        // What stands on the right is often learned from other rows: `(X_test - mean) / deviation`.
        const [left, ...right] = node.parts.map((part) => this.trace(part, scope))
        return left!.length > 0 ? left! : (right[0] ?? [])
      }
      case 'parenthesized_expression':
      case 'unary_operator':
      case 'not_operator':
      case 'list':
      case 'tuple':
      case 'expression_list':
      case 'conditional_expression':
        return node.parts.flatMap((part) => this.trace(part, scope))
      case 'assignment':
        return this.trace(childOf(node, 'right')!, scope)
      default:
        return []
    }
  }

  private ofName(node: SyntaxNode, { statement }: Scope): readonly Lineage[] {
    const name = node.text
    const key = `${name}@${statement}`
    const known = this.known.get(key)
    if (known || this.active.has(key)) return known ?? []
    this.active.add(key)
    const definitions = this.picks.definitionsOf(name, statement).filter((id) => id < statement)
    let rows: readonly Lineage[] = definitions.flatMap((id) =>
      this.ofBinding(name, this.analysis.statements[id]!),
    )
    const first = Math.min(...definitions)
    for (const change of this.analysis.statements.slice(first + 1, statement))
      if (
        change.children.length === 0 &&
        !definitions.includes(change.id) &&
        change.changes.some((each) => each.name === name)
      )
        rows = this.changed(name, rows, change)
    this.active.delete(key)
    this.known.set(key, rows)
    return rows
  }

  private ofBinding(name: string, { id, node }: Statement): readonly Lineage[] {
    const inner = node.type === 'expression_statement' ? node.parts[0]! : node
    if (/^(import|function|class|decorated)/.test(inner.type))
      return inner.type === 'import_from_statement' ? [{ root: `${id}:${name}`, picks: [] }] : []
    if (inner.type !== 'assignment' && inner.type !== 'augmented_assignment')
      return [{ root: `${id}:${name}`, picks: [] }]
    const scope = whole(id)
    return this.assigned(inner, name, scope) ?? [{ root: `${id}:${name}`, picks: [] }]
  }

  /** What an assignment gives one of its names. */
  private assigned(assignment: SyntaxNode, name: string, scope: Scope): readonly Lineage[] | undefined {
    const left = childOf(assignment, 'left')!
    const right = childOf(assignment, 'right')
    if (right === undefined) return undefined
    if (left.type === 'identifier' && left.text === name) return this.trace(right, scope)
    if (right.type === 'assignment') return this.assigned(right, name, scope)
    const at = left.parts.findIndex((part) => [...descendants(part)].some(({ text }) => text === name))
    return at < 0 ? undefined : this.ofPart(right, at, scope)
  }

  /** The part at a position of an expression that has several. */
  private ofPart(node: SyntaxNode, at: number, scope: Scope): readonly Lineage[] {
    const inner = unwrapped(node)
    if (/^(tuple|list|expression_list)$/.test(inner.type) && inner.parts[at])
      return this.trace(inner.parts[at], scope)
    if (inner.type === 'call') {
      const name = this.callees.nameOf(inner)
      if (name === 'train_test_split') {
        const whole = argument(inner, Math.floor(at / 2), [])
        return whole ? picked(this.trace(whole, scope), `${this.picks.splitKey(inner, scope)}:${at % 2}`) : []
      }
      if (name === 'resample') {
        const given = argument(inner, at, [])
        return given ? this.resampled(inner, given, scope) : []
      }
      if (name === 'shuffle' || name === 'align') {
        const given = argument(inner, name === 'align' ? at - 1 : at, [])
        const receiver = childOf(childOf(inner, 'function')!, 'object')
        return this.trace(name === 'align' && at === 0 && receiver ? receiver : (given ?? inner), scope)
      }
      const returned = this.ofFunction(inner, scope)
      if (returned && returned.length > 1) return returned[at] ?? []
    }
    return picked(this.trace(inner, scope), `#${at}`)
  }

  /** What a statement between the binding of a name and its use makes of the rows. */
  private changed(name: string, rows: readonly Lineage[], { id, node }: Statement): readonly Lineage[] {
    const inner = node.type === 'expression_statement' ? node.parts[0]! : node
    const scope = whole(id)
    if (inner.type === 'assignment' || inner.type === 'augmented_assignment') {
      const left = childOf(inner, 'left')!
      // What another name is given came from these rows, and is not among them.
      if (left.type === 'identifier' && left.text !== name) return rows
      const value = childOf(inner, 'right')
      const column = [...descendants(left)].find((each) => each.type === 'string_content')
      if (value && (this.truth === null || column?.text !== this.truth)) this.trace(value, scope)
      return rows
    }
    if (inner.type !== 'call') return rows
    this.trace(inner, scope)
    const callee = childOf(inner, 'function')!
    const method = childOf(callee, 'attribute')?.text
    if (method === undefined || childOf(callee, 'object')!.text !== name) return rows
    return picksRows(method, inner) ? picked(rows, this.picks.keyOf(inner, scope)) : rows
  }

  private ofAttribute(node: SyntaxNode, scope: Scope): readonly Lineage[] {
    const rows = this.trace(childOf(node, 'object')!, scope)
    const name = childOf(node, 'attribute')!.text
    return PART_NAME.test(name) ? picked(rows, `.${name}`) : rows
  }

  private ofSubscript(node: SyntaxNode, scope: Scope): readonly Lineage[] {
    let object = childOf(node, 'value')!
    const [index] = node.parts.slice(1)
    if (index === undefined) return this.trace(object, scope)
    const indexer = object.type === 'attribute' ? childOf(object, 'attribute')!.text : ''
    if (/^(c_|r_)$/.test(indexer)) return node.parts.slice(1).flatMap((part) => this.trace(part, scope))
    if (/^(loc|iloc|at|iat|ix)$/.test(indexer)) object = childOf(object, 'object')!
    const rows = this.trace(object, scope)
    for (const part of node.parts.slice(1)) this.chosen(part, scope)
    // `df[rows, columns]`, `df.loc[rows, columns]`: the first part picks rows.
    if (this.picks.isColumns(index, node.parts.length > 2 || /^i?loc$/.test(indexer), scope)) return rows
    return picked(
      rows,
      index.type === 'slice' ? this.picks.sliceKey(index, scope) : this.picks.keyOf(index, scope),
    )
  }

  private ofCall(node: SyntaxNode, scope: Scope): readonly Lineage[] {
    const callee = childOf(node, 'function')!
    if (callee.type === 'attribute' && !this.callees.isLibrary(node))
      return this.ofMethod(node, childOf(callee, 'object')!, childOf(callee, 'attribute')!.text, scope)
    const own = this.ofFunction(node, scope)
    if (own) return own.flat()
    const name = this.callees.nameOf(node)
    const [first] = childOf(node, 'arguments')?.parts ?? []
    const given = first && first.type !== 'keyword_argument' ? first : undefined
    if (given && AGGREGATES.has(name)) {
      this.seen.learn(node, name, this.trace(given, scope), scope, 'number')
      return []
    }
    if (given && name === 'resample') return this.resampled(node, given, scope)
    const rows = given ? this.trace(given, scope) : []
    if (given && joinsRows(name, node)) this.joined(node, given, scope)
    if (LEARNING_FUNCTIONS.has(name)) this.seen.learn(node, name, rows, scope)
    else if (!KEEPING_FUNCTIONS.has(name) || (JOINING_FUNCTIONS.has(name) && rows.length === 0))
      // Whatever it is, it is not the rows that it was given.
      return [{ root: this.picks.keyOf(node, scope), picks: [] }]
    return rows
  }

  private ofMethod(node: SyntaxNode, object: SyntaxNode, method: string, scope: Scope): readonly Lineage[] {
    const given = argument(node, 0, ['X', 'raw_documents', 'y'])
    if (/^fit_(transform|predict|resample)$/.test(method)) {
      const rows = given ? this.trace(given, scope) : []
      this.seen.learn(node, this.callees.classOf(object, node, scope.statement), rows, scope)
      return method === 'fit_resample' ? picked(rows, this.picks.keyOf(node, scope)) : rows
    }
    const grouped = groupedIn(node)
    if (grouped) return this.byGroup(node, grouped, scope)
    if (method === 'transform' && given && given.type !== 'lambda' && given.type !== 'string') {
      this.fitsOf(object, scope)
      return this.trace(given, scope)
    }
    for (const part of childOf(node, 'arguments')?.parts ?? [])
      if (TAKING_METHODS.has(method))
        this.trace(part.type === 'keyword_argument' ? childOf(part, 'value')! : part, scope)
    if (method === 'drop' || method === 'filter') this.chosen(childOf(node, 'arguments')!, scope)
    const rows = this.trace(object, scope)
    const taken = aggregateIn(node, method)
    if (taken !== undefined) this.seen.learn(node, taken, rows, scope, 'number')
    if (AGGREGATES.has(method)) return []
    if (picksRows(method, node)) {
      const some = picked(rows, this.picks.keyOf(node, scope, method === 'sample'))
      if (/^True$/.test(argument(node, 2, ['replace'])?.text ?? '')) this.seen.repeat(node, some, scope)
      return some
    }
    if (method === 'drop' || KEEPING_METHODS.has(method)) return rows
    return picked(rows, this.picks.keyOf(node, scope))
  }

  /** Everything that fits what transforms: `scaler.fit(X)` in an earlier statement, `Scaler().fit(X)` in place. */
  private fitsOf(transformer: SyntaxNode, scope: Scope, way?: Way): void {
    if (transformer.type === 'identifier' && scope.locals.has(transformer.text)) return
    for (const { node, statement } of fitsOf(transformer, scope.statement, this.picks, this.analysis))
      this.fitted(node, transformer.type === 'call' ? scope : whole(statement), way)
  }

  private fitted(call: SyntaxNode, scope: Scope, way?: Way): void {
    const given = argument(call, 0, ['X', 'raw_documents', 'y'])
    const object = childOf(childOf(call, 'function')!, 'object')!
    if (given)
      this.seen.learn(
        call,
        this.callees.classOf(object, call, scope.statement),
        this.trace(given, scope),
        scope,
        way,
      )
  }

  private byGroup(node: SyntaxNode, grouped: Grouped, scope: Scope): readonly Lineage[] {
    const rows = this.trace(grouped.table, scope)
    const { statement } = scope
    const columns = new Set([...grouped.columns].map((name) => this.picks.textOf(name, scope) ?? name))
    const ofTarget =
      this.truth !== null &&
      (columns.has(this.truth) ||
        this.columns.column({ node: grouped.table, statement })?.name === this.truth)
    if (ofTarget || columns.size > 0)
      this.seen.learn(node, grouped.by, rows, scope, ofTarget ? 'answer' : 'number')
    return grouped.keepsRows ? rows : []
  }

  private resampled(call: SyntaxNode, given: SyntaxNode, scope: Scope): readonly Lineage[] {
    const rows = picked(this.trace(given, scope), this.picks.keyOf(call, scope, true))
    if (!/^False$/.test(argument(call, undefined, ['replace'])?.text ?? ''))
      this.seen.repeat(call, rows, scope)
    return rows
  }

  /** Tables one below the other: rows of one that another has too are there twice. */
  private joined(call: SyntaxNode, given: SyntaxNode, scope: Scope): void {
    const inner = unwrapped(given)
    if (inner.type === 'binary_operator' && inner.parts[0]?.type === 'list')
      this.seen.repeat(call, this.trace(inner.parts[0], scope), scope)
    if (/^(list|tuple)$/.test(inner.type))
      for (const rows of inBoth(inner.parts.map((part) => this.trace(part, scope))))
        this.seen.repeat(call, rows, scope)
  }

  /** What chose columns by how well they go with the target learned from the rows that it looked at. */
  private chosen(columns: SyntaxNode, scope: Scope): void {
    for (const { by, node, rows, statement } of scoresBehind(
      columns,
      scope.statement,
      this.truth,
      this.picks,
      this.analysis,
    )) {
      const own = statement === scope.statement ? scope : whole(statement)
      if (by === 'estimator') this.fitsOf(rows, own, 'choice')
      else this.seen.learn(node, by, this.trace(rows, own), own, 'choice')
    }
  }

  /**
   * A function of the notebook: its body is followed with what it is given.
   *
   * @returns the rows of each part of what it returns; undefined when it is not the notebook's
   */
  private ofFunction(call: SyntaxNode, scope: Scope): readonly (readonly Lineage[])[] | undefined {
    const callee = childOf(call, 'function')!
    if (callee.type !== 'identifier') return undefined
    const [definition] = this.picks
      .definitionsOf(callee.text, scope.statement)
      .map((id) => this.analysis.statements[id]!)
    if (definition?.kind !== 'function_definition') return undefined
    const locals = new Map<string, readonly Lineage[]>()
    for (const [at, parameter] of (childOf(definition.node, 'parameters')?.parts ?? []).entries()) {
      const name = parameter.type === 'identifier' ? parameter.text : (parameter.parts[0]?.text ?? '')
      const given = argument(call, at, [name])
      locals.set(name, given ? this.trace(given, scope) : [])
    }
    const at = `${scope.call}${this.picks.keyOf(call, scope)}>`
    const inner: Scope = { statement: scope.statement, text: definition.id, locals, call: at }
    return this.ofBody(childOf(definition.node, 'body')!, locals, inner)
  }

  private ofBody(
    body: SyntaxNode,
    locals: Map<string, readonly Lineage[]>,
    scope: Scope,
  ): readonly (readonly Lineage[])[] {
    let returned: readonly (readonly Lineage[])[] = []
    for (const statement of body.parts) {
      const inner = statement.type === 'expression_statement' ? statement.parts[0]! : statement
      if (inner.type === 'assignment') {
        const left = childOf(inner, 'left')!
        const names =
          left.type === 'identifier' ? [left] : left.parts.filter((part) => part.type === 'identifier')
        const right = childOf(inner, 'right')
        if (left.type === 'subscript' || left.type === 'attribute') {
          if (right) this.trace(right, scope)
        } else for (const name of names) locals.set(name.text, this.assigned(inner, name.text, scope) ?? [])
      } else if (inner.type === 'call') this.trace(inner, scope)
      else if (inner.type === 'return_statement') {
        const [value] = inner.parts
        const parts =
          value && /^(tuple|expression_list)$/.test(value.type) ? value.parts : value ? [value] : []
        returned =
          parts.length === 1 &&
          parts[0]!.type === 'call' &&
          this.callees.nameOf(parts[0]!) === 'train_test_split'
            ? [0, 1, 2, 3].map((at) => this.ofPart(parts[0]!, at, scope))
            : parts.map((part) => this.trace(part, scope))
      } else
        for (const block of descendants(inner))
          if (block.type === 'block' && inner.type !== 'function_definition')
            this.ofBody(block, locals, scope)
    }
    return returned
  }
}

/** The scope of a statement outside of functions. */
function whole(statement: StatementId): Scope {
  return { statement, text: statement, locals: new Map(), call: '' }
}
