/** What a name holds where it is used: its definition, and everything that changed it on the way there. */
import { argument, lastName } from '../analysis/evaluation/shapes.ts'
import type { Analysis, Statement, StatementId } from '../analysis/program.ts'
import { childOf, type SyntaxNode } from '../analysis/syntax.ts'
import type { Passage } from './passage.ts'
import type { Operand, PathNode } from './path.ts'
import { FIRST } from './pathKnowledge.ts'
import type { Filled, Needs, Scope, Templates } from './templates.ts'

/** Whether a path may begin at the first value of a name that later has another (the stage that read the data may have
 * saved it, or not), and before feature code that the graph does not hold. */
export interface Beginning {
  readonly atFirst: boolean
  readonly beforeFeatureCode: boolean
  /** Behind an array lies the table of which it was made, whose columns have names. */
  readonly byName: boolean
}

/** Who reads the expressions of the statements that a value goes through. */
export interface Expressions {
  resolve: (node: SyntaxNode, scope: Scope) => PathNode | undefined
  /** Notes what a node needs. */
  made: <Node extends PathNode>(node: Node, ...needs: Needs[]) => Node
  /** What a method of a table, known by its name, gives. */
  named: (
    name: string,
    filled: Filled,
    child: PathNode,
    call: SyntaxNode,
    scope: Scope,
  ) => PathNode | undefined
}

export class NameHistory {
  private readonly analysis: Analysis
  private readonly kept: ReadonlySet<StatementId>
  private readonly templates: Templates
  private readonly passage: Passage
  private readonly beginning: Beginning
  private readonly expressions: Expressions

  constructor(
    analysis: Analysis,
    kept: ReadonlySet<StatementId>,
    templates: Templates,
    passage: Passage,
    beginning: Beginning,
    expressions: Expressions,
  ) {
    this.analysis = analysis
    this.kept = kept
    this.templates = templates
    this.passage = passage
    this.beginning = beginning
    this.expressions = expressions
  }

  private first(name: string): PathNode | undefined {
    if (!this.beginning.atFirst) return undefined
    return this.expressions.made(
      { op: 'frame', python: `${FIRST}${name}` },
      { names: new Set([name]), imports: new Set() },
    )
  }

  /** The value of a name, from its definition through everything that changed it before it is used. */
  bound(name: string, definition: StatementId, use: StatementId): PathNode | undefined {
    const statement = this.analysis.statements[definition]!
    if (statement.depth > 0) return undefined
    let node = this.assigned(name, statement) ?? this.remade(name, statement) ?? this.first(name)
    for (const change of this.analysis.statements.slice(definition + 1, use)) {
      const changes = change.changes.some((each) => each.name === name && each.certain)
      if (!changes || !this.kept.has(change.id)) continue
      node = node && this.after(name, node, change)
    }
    return node
  }

  /** `df = with_ratio(df)`: the table before it, with what pipeline/features.py makes. */
  private remade(name: string, statement: Statement): PathNode | undefined {
    if (!this.passage.isFeatureCode(statement.id)) return undefined
    const [before, ...others] = this.templates.definitions(name, statement.id)
    const node =
      before === undefined || others.length > 0 ? undefined : this.bound(name, before, statement.id)
    return node && this.derived(statement.id, node)
  }

  private after(name: string, before: PathNode, change: Statement): PathNode | undefined {
    const translated = this.passage.goesOn(change.id) ? undefined : this.changed(name, before, change)
    if (translated === undefined) return this.derived(change.id, before)
    this.passage.translated(change.id, before, translated)
    return translated
  }

  private derived(statement: StatementId, before: PathNode): PathNode | undefined {
    if (!this.beginning.beforeFeatureCode) return undefined
    return this.passage.derived(statement, before) ?? this.passage.carried(statement, before)
  }

  private assigned(name: string, { node, id }: Statement): PathNode | undefined {
    const inner = node.type === 'expression_statement' ? node.parts[0]! : node
    if (inner.type !== 'assignment') return undefined
    const scope = { statement: id, parameters: new Map<string, Operand>() }
    const left = childOf(inner, 'left')!
    const right = childOf(inner, 'right')
    if (right === undefined) return undefined
    if (left.type === 'identifier') return this.expressions.resolve(right, scope)
    const at = left.parts.findIndex((part) => part.text === name)
    if (right.type === 'expression_list' && right.parts.length === left.parts.length)
      return this.expressions.resolve(right.parts[at]!, scope)
    if (right.type !== 'call' || lastName(childOf(right, 'function')!.text) !== 'train_test_split')
      return undefined
    const split = argument(right, Math.floor(at / 2), [])
    const whole = split && this.expressions.resolve(split, scope)
    if (!whole) return undefined
    const lasts = this.templates.lasts(name, id + 1)
    const needs = { names: new Set(lasts ? [name] : []), imports: new Set<string>() }
    return this.expressions.made({ op: 'pick', python: lasts ? name : '', of: [whole] }, needs)
  }

  /** `frame['c'] = value`, `array[:, 1:3] = values`, `frame.drop(..., inplace=True)`. */
  private changed(name: string, before: PathNode, { node, id, depth }: Statement): PathNode | undefined {
    if (depth > 0) return undefined
    const inner = node.type === 'expression_statement' ? node.parts[0]! : node
    const scope = { statement: id, parameters: new Map<string, Operand>([[name, before]]) }
    if (inner.type === 'assignment') {
      const left = childOf(inner, 'left')!
      const [object, ...at] = left.type === 'subscript' ? left.parts : []
      if (object?.text !== name) return undefined
      const isOfArray = at.length === 2 && at[0]!.text === ':'
      if (at.length !== 1 && !isOfArray) return undefined
      const value = this.expressions.resolve(childOf(inner, 'right')!, scope)
      const label = isOfArray
        ? this.templates.fill(left, [object], scope)
        : this.templates.fill(at[0]!, [], scope)
      return (
        value &&
        label &&
        this.expressions.made({ op: 'assign', column: label.text, of: [before, value] }, label)
      )
    }
    const callee = inner.type === 'call' ? childOf(inner, 'function')! : undefined
    if (callee?.type !== 'attribute' || childOf(callee, 'object')!.text !== name) return undefined
    if (argument(inner, undefined, ['inplace'])?.text !== 'True') return undefined
    const filled = this.templates.fill(inner, [childOf(callee, 'object')!], scope)
    const withoutInplace = filled && { ...filled, text: filled.text.replace(/,?\s*inplace\s*=\s*True/, '') }
    return (
      withoutInplace &&
      this.expressions.named(childOf(callee, 'attribute')!.text, withoutInplace, before, inner, scope)
    )
  }
}
