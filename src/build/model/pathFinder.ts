/** Reads expressions of the notebook as nodes of the predict path, from the features back to raw rows. */
import type { Place } from '../analysis/evaluation.ts'
import { argument, unwrapped } from '../analysis/evaluation/shapes.ts'
import type { Analysis, StatementId } from '../analysis/program.ts'
import { childOf, type SyntaxNode } from '../analysis/syntax.ts'
import { bodyOf, parametersOf } from './inline.ts'
import { frameOf, isHandedOver, isPicked } from './picking.ts'
import { rowwiseFunction, rowwiseMethod, rowwiseOf, type RowwiseStep } from './rowwiseSteps.ts'
import { type Beginning, NameHistory } from './nameHistory.ts'
import { Passage } from './passage.ts'
import type { Operand, PathNode } from './path.ts'
import {
  ELEMENTWISE,
  NO_COLUMN,
  PICKING_ATTRIBUTES,
  PICKING_METHODS,
  SAME_ATTRIBUTES,
  SAME_FUNCTIONS,
  SAME_METHODS,
  SAME_TYPES,
  SIDE_BY_SIDE,
  SIDE_BY_SIDE_ON_AXIS_1,
} from './pathKnowledge.ts'
import { Fixed } from './rowwise/fixed.ts'
import type { FeatureCode } from './rowwise/featureCode.ts'
import { type Filled, type Needs, type Scope, Templates } from './templates.ts'

export class PathFinder {
  private readonly analysis: Analysis
  private readonly fixed: Fixed
  private readonly templates: Templates
  private readonly history: NameHistory
  private readonly byName: boolean
  /** What statements did to tables on the way. */
  readonly passage: Passage
  private readonly needs = new WeakMap<Operand, Needs[]>()
  private readonly extra: Needs[] = []

  /**
   * @param kept statements that the pipeline runs: what others do to a value never happens there
   * @param code the statements that make features row by row
   */
  constructor(analysis: Analysis, kept: ReadonlySet<StatementId>, code: FeatureCode, beginning: Beginning) {
    this.analysis = analysis
    this.passage = new Passage(code)
    this.byName = beginning.byName
    this.fixed = new Fixed(analysis, kept)
    this.templates = new Templates(analysis, kept, this.fixed)
    this.history = new NameHistory(analysis, kept, this.templates, this.passage, beginning, {
      resolve: (node, scope) => this.resolve(node, scope),
      made: (node, ...needs) => this.made(node, ...needs),
      named: (...asked) => this.named(...asked),
    })
  }

  /** The node of an expression; undefined where nothing before it, nor itself, can be a table that the run saves. */
  find({ node, statement }: Place): PathNode | undefined {
    const scope = { statement, parameters: new Map<string, Operand>() }
    return this.resolve(node, scope) ?? this.leaf(node, scope)
  }

  /** The expression as a table that the run saves. */
  saved({ node, statement }: Place): PathNode | undefined {
    return this.leaf(node, { statement, parameters: new Map<string, Operand>() })
  }

  /** The expression as text over what the run saves; null where it can't be. */
  text({ node, statement }: Place): string | null {
    const filled = this.templates.fill(node, [], { statement, parameters: new Map() })
    if (filled === undefined) return null
    this.extra.push(filled)
    return filled.text
  }

  /** What the run must save, and which imports the texts need, for these nodes and for `text`. */
  needed(nodes: readonly PathNode[]): { keep: string[]; imports: string[] } {
    const all = [...this.extra]
    const seen = new Set<Operand>()
    const collect = (node: Operand): void => {
      if (seen.has(node)) return
      seen.add(node)
      all.push(...(this.needs.get(node) ?? []))
      if ('of' in node) node.of.forEach(collect)
    }
    nodes.forEach(collect)
    return {
      keep: [...new Set(all.flatMap(({ names }) => [...names]))].sort(),
      imports: [...new Set(all.flatMap(({ imports }) => [...imports]))].sort(),
    }
  }

  private resolve(node: SyntaxNode, scope: Scope): PathNode | undefined {
    switch (node.type) {
      case 'parenthesized_expression':
        return this.resolve(unwrapped(node), scope)
      case 'identifier':
        return this.ofName(node, scope)
      case 'attribute':
        return this.ofAttribute(node, scope)
      case 'subscript':
        return this.ofSubscript(node, scope)
      case 'binary_operator':
        return this.ofOperator(node, scope)
      case 'argument_list':
      case 'list':
        return this.several(node, scope)
      case 'comparison_operator':
      case 'unary_operator':
        return this.ofRowwise(rowwiseOf(node), node, scope)
      case 'call': {
        const callee = childOf(node, 'function')!
        if (callee.type !== 'attribute') return this.ofFunction(node, callee, scope)
        const object = childOf(callee, 'object')!
        if (this.isModule(object, scope)) return this.ofFunction(node, callee, scope)
        return this.ofMethod(node, object, childOf(callee, 'attribute')!.text, scope)
      }
      default:
        return undefined
    }
  }

  /** The value itself, as the run saves it. */
  private leaf(node: SyntaxNode, scope: Scope): PathNode | undefined {
    const filled = this.templates.fill(node, [], scope)
    return filled && this.made({ op: 'frame', python: filled.text }, filled)
  }

  private made<Node extends PathNode>(node: Node, ...needs: Needs[]): Node {
    this.needs.set(node, needs)
    return node
  }

  private ofName(node: SyntaxNode, scope: Scope): PathNode | undefined {
    const given = scope.parameters.get(node.text)
    if (given !== undefined) return given.op === 'number' ? undefined : given
    if (this.fixed.constant(node.text) !== undefined) return undefined
    const definitions = this.templates.definitions(node.text, scope.statement)
    const bound =
      definitions.length === 1 ? this.history.bound(node.text, definitions[0]!, scope.statement) : undefined
    if (bound !== undefined && !isPicked(bound, this.byName)) return bound
    // Going further back gives nothing when all that happened is picking: the nearest table is the raw one then.
    const leaf = this.leaf(node, scope)
    if (leaf === undefined || bound === undefined) return leaf ?? bound
    // The table that it was picked from may hold columns that the model does not use and monitors watch.
    const source = frameOf(bound)
    this.needs.set(leaf, [...(this.needs.get(leaf) ?? []), ...(this.needs.get(source) ?? [])])
    return leaf
  }

  private ofAttribute(node: SyntaxNode, scope: Scope): PathNode | undefined {
    const object = childOf(node, 'object')!
    const name = childOf(node, 'attribute')!.text
    const child = NO_COLUMN.has(name) ? undefined : this.resolve(object, scope)
    const filled = child && this.templates.fill(node, [object], scope)
    if (!filled) return undefined
    return this.made(
      { op: SAME_ATTRIBUTES.has(name) ? 'same' : 'pick', python: filled.text, of: [child] },
      filled,
    )
  }

  private ofSubscript(node: SyntaxNode, scope: Scope): PathNode | undefined {
    let object = childOf(node, 'value')!
    if (object.type === 'attribute') {
      const name = childOf(object, 'attribute')!.text
      if (name === 'c_') return this.beside(node, node.parts.slice(1), scope)
      if (PICKING_ATTRIBUTES.has(name)) object = childOf(object, 'object')!
    }
    const child = this.resolve(object, scope)
    const filled = child && this.templates.fill(node, [object], scope)
    return filled && this.made({ op: 'pick', python: filled.text, of: [child] }, filled)
  }

  private ofOperator(node: SyntaxNode, scope: Scope): PathNode | undefined {
    const operator = childOf(node, 'operator')!.text
    if (!/^[-+*/]$/.test(operator)) return this.ofRowwise(rowwiseOf(node), node, scope)
    const sides = [childOf(node, 'left')!, childOf(node, 'right')!]
    const of = sides.map((side) => this.resolve(side, scope) ?? this.number(side, scope))
    if (of.some((each) => each === undefined) || of.every((each) => each?.op === 'number')) return undefined
    const filled = this.templates.fill(node, sides, scope)
    return (
      filled && this.made({ op: 'arithmetic', operator, python: filled.text, of: of as Operand[] }, filled)
    )
  }

  /** A step that the graph does in words of its own: its first operand at least is made of the table. */
  private ofRowwise(step: RowwiseStep | undefined, node: SyntaxNode, scope: Scope): PathNode | undefined {
    if (step === undefined) return undefined
    const { how, operands } = step
    const of = operands.map((each) => this.resolve(each, scope) ?? this.number(each, scope))
    if (of.some((each) => each === undefined) || of.every((each) => each?.op === 'number')) return undefined
    const filled = this.templates.fill(node, operands, scope)
    return filled && this.made({ op: 'rowwise', how, python: filled.text, of: of as Operand[] }, filled)
  }

  private number(node: SyntaxNode, scope: Scope): Operand | undefined {
    const filled = this.templates.fill(node, [], scope)
    if (filled === undefined) return undefined
    const operand = { op: 'number', python: filled.text } as const
    this.needs.set(operand, [filled])
    return operand
  }

  private ofMethod(node: SyntaxNode, object: SyntaxNode, name: string, scope: Scope): PathNode | undefined {
    if (name === 'transform' || name === 'fit_transform') return this.transformed(node, object, scope)
    const step = rowwiseMethod(name, node, object)
    if (step !== undefined) return this.ofRowwise(step, node, scope)
    const child = this.resolve(object, scope)
    const filled = child && this.templates.fill(node, [object], scope)
    return filled && this.named(name, filled, child, node, scope)
  }

  /** What a method of a table, known by its name, gives. */
  private named(
    name: string,
    filled: Filled,
    child: PathNode,
    call: SyntaxNode,
    scope: Scope,
  ): PathNode | undefined {
    const plain = { python: filled.text, of: [child] } as const
    if (SAME_METHODS.has(name)) return this.made({ op: 'same', ...plain }, filled)
    if (PICKING_METHODS.has(name)) return this.made({ op: 'pick', ...plain }, filled)
    if (name === 'map' || name === 'replace') return this.made({ op: 'map', ...plain }, filled)
    if (name === 'astype' && SAME_TYPES.test(argument(call, 0, ['dtype'])?.text ?? ''))
      return this.made({ op: 'same', ...plain }, filled)
    if (name !== 'fillna') return undefined
    const value = argument(call, 0, ['value'])
    const object = childOf(childOf(call, 'function')!, 'object')!
    const text = value && this.templates.fill(value, [object], scope)
    return text && this.made({ op: 'fill', value: text.text, ...plain }, filled, text)
  }

  private transformed(node: SyntaxNode, object: SyntaxNode, scope: Scope): PathNode | undefined {
    // `scaler.fit(X).transform(X)`: the fitted object is the scaler.
    const callee = object.type === 'call' ? childOf(object, 'function')! : undefined
    const fitted =
      callee?.type === 'attribute' && childOf(callee, 'attribute')!.text === 'fit'
        ? childOf(callee, 'object')!
        : object
    const rows = argument(node, 0, ['X', 'y', 'raw_documents'])
    const child = rows && this.resolve(rows, scope)
    const by = fitted.type === 'call' ? undefined : this.templates.fill(fitted, [], scope)
    if (!child || !by) return undefined
    return this.made({ op: 'transform', by: by.text, python: `${by.text}.transform(_0)`, of: [child] }, by)
  }

  private ofFunction(node: SyntaxNode, callee: SyntaxNode, scope: Scope): PathNode | undefined {
    const name = this.calleeOf(node, scope) ?? callee.text
    const first = argument(node, 0, ['a', 'object', 'data', 'objs', 'tup', 'arrays', 'blocks'])
    if (first === undefined) return undefined
    const step = rowwiseFunction(name, node)
    if (step !== undefined) return this.ofRowwise(step, node, scope)
    const onAxis1 = /^(1|'columns'|"columns")$/.test(argument(node, 1, ['axis'])?.text ?? '')
    if (SIDE_BY_SIDE.has(name) || (SIDE_BY_SIDE_ON_AXIS_1.has(name) && onAxis1))
      return /^(list|tuple)$/.test(first.type) ? this.beside(node, first.parts, scope) : undefined
    if (callee.type === 'identifier') {
      const inlined = this.inlined(node, callee.text, scope)
      if (inlined) return inlined
    }
    const op = SAME_FUNCTIONS.has(name) ? 'same' : name === 'pandas.get_dummies' ? 'dummies' : undefined
    if (op === undefined && !ELEMENTWISE.has(name)) return undefined
    const child = this.resolve(first, scope)
    const filled = child && this.templates.fill(node, [first], scope)
    if (!filled) return undefined
    if (op === undefined) {
      const by = this.templates.fill(callee, [], scope)
      return by && this.made({ op: 'function', by: by.text, python: filled.text, of: [child] }, filled, by)
    }
    return this.made({ op, python: filled.text, of: [child] }, filled)
  }

  /** `(numbers, codes)` of `net(numbers, codes)`, `[numbers, codes]` of `model.predict([numbers, codes])`. */
  private several(node: SyntaxNode, scope: Scope): PathNode | undefined {
    if (!isHandedOver(node)) return undefined
    const of = node.parts.map((part) => this.resolve(part, scope) ?? this.leaf(part, scope))
    if (of.some((each) => each === undefined)) return undefined
    const filled = this.templates.fill(node, node.parts, scope)
    return filled && this.made({ op: 'several', python: filled.text, of: of as PathNode[] }, filled)
  }

  private beside(node: SyntaxNode, parts: readonly SyntaxNode[], scope: Scope): PathNode | undefined {
    const of = parts.map((part) => this.resolve(part, scope))
    const filled = of.every((each) => each !== undefined)
      ? this.templates.fill(node, parts, scope)
      : undefined
    return filled && this.made({ op: 'concat', python: filled.text, of: of as PathNode[] }, filled)
  }

  /** A function of the notebook that only returns an expression of its arguments. */
  private inlined(call: SyntaxNode, name: string, scope: Scope): PathNode | undefined {
    const definitions = this.templates.definitions(name, scope.statement)
    const definition = definitions.length === 1 ? this.analysis.statements[definitions[0]!]! : undefined
    const body = definition && bodyOf(definition.node)
    if (!body || scope.parameters.has(name)) return undefined
    const parameters = new Map<string, Operand>()
    for (const [at, parameter] of parametersOf(definition.node).entries()) {
      const given = argument(call, at, [parameter.name]) ?? parameter.value
      const operand = given && (this.resolve(given, scope) ?? this.number(given, scope))
      if (!operand) return undefined
      parameters.set(parameter.name, operand)
    }
    return this.resolve(body, { statement: scope.statement, parameters })
  }

  private calleeOf(call: SyntaxNode, { statement }: Scope): string | undefined {
    return this.analysis.statements[statement]!.calls.find(({ node }) => node === call)?.callee
  }

  private isModule(node: SyntaxNode, scope: Scope): boolean {
    if (node.type === 'attribute') return this.isModule(childOf(node, 'object')!, scope)
    if (node.type !== 'identifier' || scope.parameters.has(node.text)) return false
    const definitions = this.templates.definitions(node.text, scope.statement)
    return (
      definitions.length > 0 &&
      definitions.every((id) => this.analysis.statements[id]!.kind === 'import_statement')
    )
  }
}
