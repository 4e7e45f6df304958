/** Follows rows through a notebook: from an expression back to what brought them in, past everything that learned from them. */
import { changing } from '../analysis/graph/byName.ts'
import type { Place } from '../analysis/evaluation.ts'
import { argument, unwrapped } from '../analysis/evaluation/shapes.ts'
import type { Analysis, Statement, StatementId } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import { Callees } from './callees.ts'
import { ColumnFinder } from './columns.ts'
import { distinct, type Lineage, picked } from './lineage.ts'
import { Picks, picksRows, type Scope } from './picks.ts'
import { resampled, rowsOfCall } from './rowCalls.ts'
import { rowsOfFunction } from './rowFunctions.ts'
import { PART_NAME } from './rowKnowledge.ts'
import { isEmptyList, listOf } from './tableLists.ts'
import { learnChoice } from './rowLearning.ts'
import { type Learned, type Repeated, Seen } from './seen.ts'
import { type Tracer, whole } from './tracer.ts'

interface Traced {
  readonly rows: readonly Lineage[]
  readonly learned: readonly Learned[]
  readonly repeated: readonly Repeated[]
}

/** The rows of a name since it was bound. */
interface History {
  /** Statements that change what it holds, in order. */
  readonly changes: readonly Statement[]
  /** The rows before all of them, after the first, and so on, as far as anybody asked. */
  readonly rows: (readonly Lineage[])[]
  busy: boolean
}

const MOST_LINEAGES = 12
const DEEPEST = 60

export class RowTracer implements Tracer {
  readonly analysis: Analysis
  readonly callees: Callees
  readonly picks: Picks
  readonly columns: ColumnFinder
  readonly truth: string | null
  readonly seen: Seen
  /** By name and the statements that bound it. */
  private readonly histories = new Map<string, History>()
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

  trace(node: SyntaxNode, scope: Scope): readonly Lineage[] {
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
        return rowsOfCall(this, node, scope)
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
    const definitions = this.picks.definitionsOf(name, statement).filter((id) => id < statement)
    const key = `${name}@${definitions.join()}`
    let history = this.histories.get(key)
    if (!history) {
      history = { changes: this.changesSince(name, definitions), rows: [], busy: true }
      this.histories.set(key, history)
      history.rows.push(definitions.flatMap((id) => this.ofBinding(name, this.analysis.statements[id]!)))
      history.busy = false
    }
    return this.before(statement, name, history)
  }

  /** What a name holds before a statement: each change is followed once, however many ask for what it left. */
  private before(statement: StatementId, name: string, history: History): readonly Lineage[] {
    const { changes, rows } = history
    const after = changes.findIndex(({ id }) => id >= statement)
    const wanted = after < 0 ? changes.length : after
    // A change asks for what was there before it, and so for changes that were followed already.
    while (rows.length <= wanted && !history.busy) {
      history.busy = true
      rows.push(this.changed(name, rows.at(-1)!, changes[rows.length - 1]!))
      history.busy = false
    }
    return rows[wanted] ?? rows.at(-1) ?? []
  }

  private changesSince(name: string, definitions: readonly StatementId[]): Statement[] {
    const first = Math.min(...definitions)
    return changing(name, this.analysis).filter(
      ({ id, children }) => id > first && children.length === 0 && !definitions.includes(id),
    )
  }

  private ofBinding(name: string, { id, node }: Statement): readonly Lineage[] {
    const inner = node.type === 'expression_statement' ? node.parts[0]! : node
    if (/^(import|function|class|decorated)/.test(inner.type))
      return inner.type === 'import_from_statement' ? [{ root: `${id}:${name}`, picks: [] }] : []
    if (inner.type === 'for_statement' && childOf(inner, 'left')!.text === name) {
      const tables = listOf(childOf(inner, 'right')!, id, this.picks, this.analysis)
      if (tables) return this.trace(tables.node, whole(tables.statement))
    }
    if (inner.type !== 'assignment' && inner.type !== 'augmented_assignment')
      return [{ root: `${id}:${name}`, picks: [] }]
    const isEmpty = isEmptyList(inner, name)
    return (
      (isEmpty ? undefined : this.assigned(inner, name, whole(id))) ?? [{ root: `${id}:${name}`, picks: [] }]
    )
  }

  /** What an assignment gives one of its names. */
  assigned(assignment: SyntaxNode, name: string, scope: Scope): readonly Lineage[] | undefined {
    const left = childOf(assignment, 'left')!
    const right = childOf(assignment, 'right')
    if (right === undefined) return undefined
    if (left.type === 'identifier' && left.text === name) return this.trace(right, scope)
    if (right.type === 'assignment') return this.assigned(right, name, scope)
    const at = left.parts.findIndex((part) => [...descendants(part)].some(({ text }) => text === name))
    return at < 0 ? undefined : this.part(right, at, scope)
  }

  /** The part at a position of an expression that has several. */
  part(node: SyntaxNode, at: number, scope: Scope): readonly Lineage[] {
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
        return given ? resampled(this, inner, given, scope) : []
      }
      if (name === 'shuffle' || name === 'align') {
        const given = argument(inner, name === 'align' ? at - 1 : at, [])
        const receiver = childOf(childOf(inner, 'function')!, 'object')
        return this.trace(name === 'align' && at === 0 && receiver ? receiver : (given ?? inner), scope)
      }
      const returned = rowsOfFunction(this, inner, scope)
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
    for (const part of node.parts.slice(1)) learnChoice(this, part, scope)
    // `df[rows, columns]`, `df.loc[rows, columns]`: the first part picks rows.
    if (this.picks.isColumns(index, node.parts.length > 2 || /^i?loc$/.test(indexer), scope)) return rows
    return picked(rows, this.picks.indexKey(index, scope))
  }
}
