/** What a notebook makes of the numbers that a model gives: the highest of each row, those above a half, or the numbers themselves. */
import type { Evaluation, Place } from '../analysis/evaluation.ts'
import { argument, givenBy, lastName, unwrapped } from '../analysis/evaluation/shapes.ts'
import type { Analysis, Statement, StatementId } from '../analysis/program.ts'
import { childOf, type SyntaxNode } from '../analysis/syntax.ts'
import {
  ELEMENTWISE,
  PASSED_ON,
  SAME_ATTRIBUTES,
  SAME_FUNCTIONS,
  SAME_METHODS,
  SAME_TYPES,
} from './pathKnowledge.ts'
import { type Operand, type PathNode, SCORES } from './path.ts'
import { rowwiseFunction, type RowwiseStep } from './rowwiseSteps.ts'
import { Fixed } from './rowwise/fixed.ts'
import { type Filled, type Needs, type Scope, Templates } from './templates.ts'

export interface Answer extends Needs {
  readonly node: PathNode
  /** The method that gives the scores; undefined for a network, which is called itself. */
  readonly method?: string | undefined
  /** Whether it chooses between classes. */
  readonly decides: boolean
}

/**
 * Of a network: the last of the evaluations that says how a row is decided, else the last whose answer is written as
 * steps. Of another model: what the last evaluation makes of its predictions; where that judges probabilities only, what
 * another one decides by them. Undefined where predictions are taken as they come.
 */
export function findAnswer(
  analysis: Analysis,
  kept: ReadonlySet<StatementId>,
  evaluations: readonly Evaluation[],
): Answer | undefined {
  const found = evaluations.map(({ answered }): Answer | undefined => {
    if (answered?.decides) return DECIDED[answered.decides]
    const answer = answered && new AnswerFinder(analysis, kept, answered.call).find(answered.answer)
    return answer && { ...answer, method: answered.method }
  })
  const decides = found.findLast((each) => each?.decides)
  const { answered, estimator } = evaluations.at(-1)!
  if (answered?.method === undefined) return decides ?? found.findLast((each) => each !== undefined)
  const last = found.at(-1)
  // A bare booster gives probabilities, whatever its method is called.
  const isLabel = answered.method === 'predict' && estimator.className !== 'Booster'
  const answer = isLabel || last?.decides ? last : (decides ?? last)
  const isUsed = answer?.method === 'predict' || (answer?.method === 'predict_proba' && answer.decides)
  return isUsed && !isAsGiven(answer.node) ? answer : undefined
}

/** The numbers of the model themselves, in another container. */
function isAsGiven(node: PathNode): boolean {
  return node === GIVEN || ((node.op === 'same' || node.op === 'pick') && isAsGiven(node.of[0]))
}

const GIVEN: PathNode = { op: 'frame', python: SCORES }
const NOTHING = { names: new Set<string>(), imports: new Set<string>() }

/** What Keras decides by itself when it counts right answers. */
const DECIDED: Readonly<Record<'highest' | 'above a half' | 'number', Answer>> = {
  highest: { node: { op: 'highest', python: '_0.argmax(axis=1)', of: [GIVEN] }, decides: true, ...NOTHING },
  'above a half': {
    node: {
      op: 'rowwise',
      how: '>',
      python: '_0 > _1',
      of: [GIVEN, { op: 'number', python: '0.5' }],
    },
    decides: true,
    ...NOTHING,
  },
  number: { node: GIVEN, decides: false, ...NOTHING },
}

const CHANCES: Readonly<Record<string, 'sigmoid' | 'softmax'>> = {
  sigmoid: 'sigmoid',
  expit: 'sigmoid',
  softmax: 'softmax',
}
const OVER_CLASSES = /^(-1|1)$/

class AnswerFinder {
  private readonly analysis: Analysis
  private readonly templates: Templates
  private readonly call: Place
  private readonly names = new Set<string>()
  private readonly imports = new Set<string>()
  private decides = false

  constructor(analysis: Analysis, kept: ReadonlySet<StatementId>, call: Place) {
    this.analysis = analysis
    this.templates = new Templates(analysis, kept, new Fixed(analysis, kept))
    this.call = call
  }

  find({ node, statement }: Place): Answer | undefined {
    const found = this.resolve(node, statement)
    return found && { node: found, decides: this.decides, names: this.names, imports: this.imports }
  }

  private resolve(node: SyntaxNode, at: StatementId): PathNode | undefined {
    if (node === this.call.node) return GIVEN
    switch (node.type) {
      case 'parenthesized_expression':
        return this.resolve(unwrapped(node), at)
      case 'identifier':
        return this.ofName(node.text, at)
      case 'attribute':
        return this.ofAttribute(node, at)
      case 'subscript':
        return this.ofSubscript(node, at)
      case 'comparison_operator':
        return this.ofComparison(node, at)
      case 'binary_operator':
        return this.ofOperator(node, at)
      case 'list_comprehension':
        return this.ofComprehension(node, at)
      case 'call':
        return this.ofCall(node, at)
      default:
        return undefined
    }
  }

  /** A name by what it was bound to; a list by what a loop put into it. */
  private ofName(name: string, at: StatementId): PathNode | undefined {
    const ids = this.templates.definitions(name, at)
    const [first] = ids
    if (first === undefined || ids.length > 1) return undefined
    const changing = this.analysis.statements.filter(
      (each) => each.id > first && each.id < at && isChangeOf(name, each),
    )
    if (changing.length > 1 || changing.some(({ source }) => !/\.(append|extend)\(/.test(source)))
      return undefined
    const source = changing[0] ?? this.analysis.statements[first]!
    return this.bound(name, source)
  }

  private bound(name: string, source: Statement): PathNode | undefined {
    const value = givenBy(source)
    const inner = source.node.type === 'expression_statement' ? source.node.parts[0]! : source.node
    const left = childOf(inner, 'left')
    if (value === undefined || left === undefined || left.type === 'identifier')
      return value && this.resolve(value, source.id)
    const place = left.parts.findIndex((part) => part.text === name)
    if (value.type === 'expression_list') return this.resolve(value.parts[place]!, source.id)
    // `_, predicted = torch.max(scores, 1)`
    return place === 1 ? this.highestBeside(value, source.id) : undefined
  }

  private highestBeside(call: SyntaxNode, at: StatementId): PathNode | undefined {
    if (call.type !== 'call' || lastName(childOf(call, 'function')!.text) !== 'max') return undefined
    return this.ofCall(call, at, 'argmax')
  }

  private ofAttribute(node: SyntaxNode, at: StatementId): PathNode | undefined {
    const object = childOf(node, 'object')!
    const name = childOf(node, 'attribute')!.text
    if (name === 'indices') return this.highestBeside(object, at)
    return SAME_ATTRIBUTES.has(name) || name === 'data' ? this.same(node, object, at) : undefined
  }

  private ofSubscript(node: SyntaxNode, at: StatementId): PathNode | undefined {
    const object = childOf(node, 'value')!
    const highest = node.parts[1]?.text === '1' ? this.highestBeside(object, at) : undefined
    if (highest) return highest
    const of = this.resolve(object, at)
    const filled = of && this.fill(node, [object], at)
    return filled && { op: 'pick', python: filled.text, of: [of] }
  }

  /** `chance > 0.5`; an answer that compares decides. */
  private ofComparison(node: SyntaxNode, at: StatementId): PathNode | undefined {
    const how = node.children.filter((each) => !each.named).map((each) => each.text)
    if (how.length !== 1 || !/^[<>]=?$/.test(how[0]!)) return undefined
    const made = this.together(node, node.parts, at)
    if (made === undefined) return undefined
    this.decides = true
    return { op: 'rowwise', how: how[0] as '<' | '>', ...made }
  }

  /** `[1 if p > 0.5 else 0 for p in chance]`. */
  private ofComprehension(node: SyntaxNode, at: StatementId): PathNode | undefined {
    const [body, loop, ...more] = node.parts
    const [name, from] =
      loop?.type === 'for_in_clause' ? [childOf(loop, 'left')!, childOf(loop, 'right')!] : []
    const [yes, condition, no] = body?.type === 'conditional_expression' ? body.parts : []
    if (!name || !from || !yes || !no || more.length > 0 || name.type !== 'identifier') return undefined
    const how = condition!.children.filter((each) => !each.named).map((each) => each.text)
    const [left, right] = condition!.parts
    if (condition!.type !== 'comparison_operator' || how.length !== 1 || !/^[<>]=?$/.test(how[0]!))
      return undefined
    const [scores, bound, one, other] = [
      this.resolve(from, at),
      ...[right!, yes, no].map((each) => this.fill(each, [], at)),
    ]
    if (left!.text !== name.text || !scores || !bound || !one || !other) return undefined
    this.decides = true
    const number = ({ text }: Filled): Operand => ({ op: 'number', python: text })
    const of = [scores, number(bound)]
    const decided: PathNode = { op: 'rowwise', how: how[0] as '<' | '>', python: `_0 ${how[0]!} _1`, of }
    const python = '[_1 if each else _2 for each in _0]'
    return { op: 'rowwise', how: 'where', python, of: [decided, number(one), number(other)] }
  }

  /** `scores * deviation + mean`. */
  private ofOperator(node: SyntaxNode, at: StatementId): PathNode | undefined {
    const operator = childOf(node, 'operator')!.text
    if (!/^[-+*/]$/.test(operator)) return undefined
    const made = this.together(node, [childOf(node, 'left')!, childOf(node, 'right')!], at)
    return made && { op: 'arithmetic', operator, ...made }
  }

  private together(node: SyntaxNode, sides: readonly SyntaxNode[], at: StatementId) {
    const of = sides.map((side): Operand | undefined => {
      const found = this.resolve(side, at)
      const filled = found === undefined ? this.fill(side, [], at) : undefined
      return found ?? (filled && { op: 'number', python: filled.text })
    })
    if (of.some((each) => each === undefined) || of.every((each) => each!.op === 'number')) return undefined
    const filled = this.fill(node, sides, at)
    return filled && { python: filled.text, of: of as Operand[] }
  }

  private ofCall(node: SyntaxNode, at: StatementId, as?: string): PathNode | undefined {
    const callee = childOf(node, 'function')!
    const object = callee.type === 'attribute' ? childOf(callee, 'object')! : undefined
    const isMethod = object !== undefined && this.resolve(object, at) !== undefined
    const name = lastName(callee.text)
    const first = isMethod ? object : argument(node, 0, ['input', 'x', 'a', 'X', 'y', 'tensors', 'object'])
    if (first === undefined) return undefined
    const inner = first.type === 'list' && first.parts.length === 1 ? first.parts[0]! : first
    if (name === 'where' && !isMethod) return this.ofWhere(node, at)
    const of = this.resolve(inner, at)
    if (of === undefined) return undefined
    if (PASSED_ON.has(name) && !isMethod) return of
    const text = this.fill(node, [inner], at)
    if (text === undefined) return undefined
    const plain = { python: text.text, of: [of] as const }
    const axis = argument(node, isMethod ? 0 : 1, ['dim', 'axis'])?.text ?? ''
    if ((as ?? name) === 'argmax') {
      if (!OVER_CLASSES.test(axis)) return undefined
      this.decides = true
      return { op: 'highest', python: as === undefined ? text.text : `${text.text}[1]`, of: [of] }
    }
    const chances = Object.hasOwn(CHANCES, name) ? CHANCES[name] : undefined
    if (chances) return { op: 'chances', how: chances, ...plain }
    if (name === 'exp' && /^torch\b/.test(callee.text)) return { op: 'chances', how: 'exp', ...plain }
    if (name === 'round' || name === 'rint') {
      this.decides = true
      return { op: 'rounded', ...plain }
    }
    if (name === 'inverse_transform') return this.ofInverse(callee, plain, at)
    if (isMethod && (name === 'int' || name === 'astype')) return this.ofType(node, name, plain)
    if (isMethod && name === 'map') return { op: 'map', ...plain }
    const full = this.calleeOf(node, at) ?? callee.text
    const bounded = boundedBy(full, name, node, isMethod ? object : undefined)
    if (bounded) {
      const made = this.together(node, bounded.operands, at)
      return made && { op: 'rowwise', how: bounded.how, ...made }
    }
    if (
      isMethod ? SAME_METHODS.has(name) || name === 'tolist' : SAME_FUNCTIONS.has(full) || isReshaping(name)
    )
      return { op: 'same', ...plain }
    if (!ELEMENTWISE.has(full)) return undefined
    const by = this.fill(callee, [], at)
    return by && { op: 'function', by: by.text, ...plain }
  }

  private ofWhere(node: SyntaxNode, at: StatementId): PathNode | undefined {
    const operands = childOf(node, 'arguments')!.parts
    const made = operands.length === 3 ? this.together(node, operands, at) : undefined
    return made && { op: 'rowwise', how: 'where', ...made }
  }

  private ofInverse(
    callee: SyntaxNode,
    plain: { readonly python: string; readonly of: readonly [PathNode] },
    at: StatementId,
  ): PathNode | undefined {
    const by = callee.type === 'attribute' ? this.fill(childOf(callee, 'object')!, [], at) : undefined
    return by && { op: 'inverse', by: by.text, ...plain }
  }

  private ofType(
    node: SyntaxNode,
    name: string,
    plain: { readonly python: string; readonly of: readonly [PathNode] },
  ): PathNode | undefined {
    const type = name === 'int' ? 'int' : (argument(node, 0, ['dtype'])?.text ?? '')
    if (/^(int|['"]?(np\.|numpy\.)?u?int(8|32|64)['"]?)$/.test(type))
      return { op: 'rowwise', how: 'int', ...plain }
    return SAME_TYPES.test(type) ? { op: 'same', ...plain } : undefined
  }

  private same(node: SyntaxNode, object: SyntaxNode, at: StatementId): PathNode | undefined {
    const of = this.resolve(object, at)
    const filled = of && this.fill(node, [object], at)
    return filled && { op: 'same', python: filled.text, of: [of] }
  }

  private fill(
    node: SyntaxNode,
    children: readonly SyntaxNode[],
    statement: StatementId,
  ): Filled | undefined {
    const scope: Scope = { statement, parameters: new Map() }
    const filled = this.templates.fill(node, children, scope)
    for (const name of filled?.names ?? []) this.names.add(name)
    for (const line of filled?.imports ?? []) this.imports.add(line)
    return filled
  }

  private calleeOf(call: SyntaxNode, at: StatementId): string | undefined {
    return this.analysis.statements[at]!.calls.find(({ node }) => node === call)?.callee
  }
}

/** `p.clip(0)`, `np.clip(p, 0, 1)`, `p.clamp(min=0)`, `np.maximum(p, 0)`. */
function boundedBy(
  full: string,
  name: string,
  node: SyntaxNode,
  object?: SyntaxNode,
): RowwiseStep | undefined {
  if (!/^(clip|clamp)$/.test(name)) return object ? undefined : rowwiseFunction(full, node)
  const first = object === undefined ? 1 : 0
  const scores = object ?? argument(node, 0, ['a', 'input'])!
  const [low, high] = [
    argument(node, first, ['min', 'lower', 'a_min']),
    argument(node, first + 1, ['max', 'upper', 'a_max']),
  ].map((each) => (each?.text === 'None' ? undefined : each))
  if (low && high) return { how: 'clip', operands: [scores, low, high] }
  const bound = low ?? high
  return bound && { how: low ? 'maximum' : 'minimum', operands: [scores, bound] }
}

/** `name.append(...)`, `name[rows] = ...`, `name += ...`, `name.clamp_(...)`. */
function isChangeOf(name: string, { node, children, kind }: Statement): boolean {
  if (children.length > 0) return false
  const inner = node.type === 'expression_statement' ? node.parts[0]! : node
  if (kind === 'augmented_assignment') return childOf(inner, 'left')!.text === name
  const left = inner.type === 'assignment' ? childOf(inner, 'left')! : undefined
  if (left?.type === 'subscript') return childOf(left, 'value')!.text === name
  const callee = inner.type === 'call' ? childOf(inner, 'function')! : undefined
  return callee?.type === 'attribute' && childOf(callee, 'object')!.text === name
}

function isReshaping(name: string): boolean {
  return /^(squeeze|flatten|ravel|reshape)$/.test(name)
}
