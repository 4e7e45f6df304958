/** Follows rows through a notebook: from an expression back to what brought them in, past everything that learned from them. */
import type { Place } from '../analysis/evaluation.ts'
import { argument, unwrapped } from '../analysis/evaluation/shapes.ts'
import type { Analysis, Statement, StatementId } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import { Callees } from './callees.ts'
import { distinct, type Lineage, picked } from './lineage.ts'
import { methodOf, Picks, picksRows, type Scope } from './picks.ts'
import {
  AGGREGATES,
  CATEGORY_ENCODERS,
  JOINING_FUNCTIONS,
  KEEPING_FUNCTIONS,
  KEEPING_METHODS,
  LEARNING_FUNCTIONS,
  PART_NAME,
  STATELESS,
} from './rowKnowledge.ts'

/** Something on the way of the rows that learned from rows itself. */
export interface Learned {
  /** Class of the transformer, or the function: `StandardScaler`, `mean`. Empty when not known. */
  readonly by: string
  /** It only learned which categories there are. */
  readonly categoriesOnly: boolean
  readonly node: SyntaxNode
  /** The statement in which `node` stands. */
  readonly statement: StatementId
  readonly rows: readonly Lineage[]
}

export interface Traced {
  readonly rows: readonly Lineage[]
  readonly learned: readonly Learned[]
}

const MOST_LINEAGES = 12
const DEEPEST = 60

export class RowTracer {
  private readonly analysis: Analysis
  private readonly callees: Callees
  private readonly picks: Picks
  /** Column whose transformation is no feature: the truth. */
  private readonly truth: string | null
  private readonly learned = new Map<string, Learned>()
  private readonly known = new Map<string, readonly Lineage[]>()
  private readonly active = new Set<string>()
  private depth = 0

  constructor(analysis: Analysis, truth: string | null) {
    this.analysis = analysis
    this.callees = new Callees(analysis)
    this.picks = new Picks(analysis)
    this.truth = truth
  }

  /** @returns the rows, and all that learned on the way of these or of rows that were followed before */
  follow({ node, statement }: Place): Traced {
    const rows = this.trace(node, { statement, text: statement, locals: new Map(), call: '' })
    return { rows, learned: [...this.learned.values()] }
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
    const scope: Scope = { statement: id, text: id, locals: new Map(), call: '' }
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
    const scope: Scope = { statement: id, text: id, locals: new Map(), call: '' }
    if (inner.type === 'assignment' || inner.type === 'augmented_assignment') {
      const value = childOf(inner, 'right')
      const column = [...descendants(childOf(inner, 'left')!)].find((each) => each.type === 'string_content')
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
      this.learn(node, name, this.trace(given, scope), scope)
      return []
    }
    const rows = given ? this.trace(given, scope) : []
    if (LEARNING_FUNCTIONS.has(name)) this.learn(node, name, rows, scope)
    else if (!KEEPING_FUNCTIONS.has(name) || (JOINING_FUNCTIONS.has(name) && rows.length === 0))
      // Whatever it is, it is not the rows that it was given.
      return [{ root: this.picks.keyOf(node, scope), picks: [] }]
    return rows
  }

  private ofMethod(node: SyntaxNode, object: SyntaxNode, method: string, scope: Scope): readonly Lineage[] {
    const given = argument(node, 0, ['X', 'raw_documents', 'y'])
    if (/^fit_(transform|predict|resample)$/.test(method)) {
      const rows = given ? this.trace(given, scope) : []
      this.learn(node, this.callees.classOf(object, node, scope.statement), rows, scope)
      return method === 'fit_resample' ? picked(rows, this.picks.keyOf(node, scope)) : rows
    }
    if (method === 'transform' && given) {
      this.fitsOf(object, scope)
      return this.trace(given, scope)
    }
    for (const part of childOf(node, 'arguments')?.parts ?? [])
      if (method === 'fillna' || method === 'sub' || method === 'div') this.trace(part, scope)
    const rows = this.trace(object, scope)
    if (AGGREGATES.has(method)) {
      if (
        !/axis\s*=\s*(1|['"]columns)/.test(node.text) &&
        !/\.(groupby|rolling|expanding|ewm)\(/.test(object.text)
      )
        this.learn(node, method, rows, scope)
      return []
    }
    if (picksRows(method, node)) return picked(rows, this.picks.keyOf(node, scope, method === 'sample'))
    if (method === 'drop' || KEEPING_METHODS.has(method)) return rows
    return picked(rows, this.picks.keyOf(node, scope))
  }

  /** Everything that fits what transforms: `scaler.fit(X)` in an earlier statement, `Scaler().fit(X)` in place. */
  private fitsOf(transformer: SyntaxNode, scope: Scope): void {
    if (transformer.type === 'call') {
      const callee = childOf(transformer, 'function')!
      if (childOf(callee, 'attribute')?.text === 'fit') this.fitted(transformer, scope)
      return
    }
    if (transformer.type !== 'identifier' || scope.locals.has(transformer.text)) return
    const { statements } = this.analysis
    const definitions = this.picks.definitionsOf(transformer.text, scope.statement)
    for (const statement of statements.slice(Math.min(...definitions), scope.statement)) {
      if (statement.children.length > 0) continue
      const names = [...statement.defines, ...statement.changes.map(({ name }) => name)]
      if (!names.includes(transformer.text)) continue
      const own = { statement: statement.id, text: statement.id, locals: new Map(), call: '' }
      for (const node of descendants(statement.node))
        if (
          node.type === 'call' &&
          /^fit(_transform)?$/.test(methodOf(node)) &&
          isOf(node, transformer.text, statement)
        )
          this.fitted(node, own)
    }
  }

  private fitted(call: SyntaxNode, scope: Scope): void {
    const given = argument(call, 0, ['X', 'raw_documents', 'y'])
    const object = childOf(childOf(call, 'function')!, 'object')!
    if (given)
      this.learn(call, this.callees.classOf(object, call, scope.statement), this.trace(given, scope), scope)
  }

  private learn(node: SyntaxNode, by: string, rows: readonly Lineage[], scope: Scope): void {
    if (rows.length === 0 || STATELESS.has(by)) return
    if (by === 'SimpleImputer' && this.callees.isConstantImputer(node, scope.statement)) return
    const { text: statement } = scope
    const entry = { by, categoriesOnly: CATEGORY_ENCODERS.has(by), node, statement, rows }
    this.learned.set(`${statement}:${node.start}:${scope.call}`, entry)
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

/** Whether a call is a method of the name, or of what the statement gives the name. */
function isOf(call: SyntaxNode, name: string, statement: Statement): boolean {
  return childOf(childOf(call, 'function')!, 'object')!.text === name || statement.defines.includes(name)
}
