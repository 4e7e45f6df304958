/** How rows and columns are picked, and which picks are the same. */
import { lastBinding } from '../analysis/graph/byName.ts'
import { argument, lastName, valueOf } from '../analysis/evaluation/shapes.ts'
import type { Analysis, Statement, StatementId } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import { type Lineage, MASK } from './lineage.ts'
import { PART_NAME, PICKING_METHODS } from './rowKnowledge.ts'

/** Where an expression stands: names of the function around it first, then those that its statement reads. */
export interface Scope {
  /** The statement whose reads say what global names mean. */
  readonly statement: StatementId
  /** The statement that holds the text. */
  readonly text: StatementId
  readonly locals: ReadonlyMap<string, readonly Lineage[]>
  /** Where the function was called; empty outside of functions. Two calls of one function make two sets of rows. */
  readonly call: string
}

export class Picks {
  private readonly analysis: Analysis

  constructor(analysis: Analysis) {
    this.analysis = analysis
  }

  /** Statements that may have given a name its value. */
  definitionsOf(name: string, statement: StatementId): readonly StatementId[] {
    const read = this.analysis.statements[statement]!.reads.find((each) => each.name === name)
    if (read) return read.definitions
    const last = lastBinding(name, statement, this.analysis)
    return last ? [last.id] : []
  }

  /** The text that a name holds, where it is given one plain string. */
  textOf(name: string, { statement }: Scope): string | undefined {
    const [id, ...others] = this.definitionsOf(name, statement)
    const value = id === undefined || others.length > 0 ? undefined : valueOf(this.analysis.statements[id]!)
    return value?.type === 'string' ? /^(["'])([^"'\\\n{]*)\1$/.exec(value.text)?.[2] : undefined
  }

  /** @param rowsFirst whether what stands first in the index picks rows: `df.loc[...]`, `array[..., ...]` */
  isColumns(index: SyntaxNode, rowsFirst: boolean, scope: Scope): boolean {
    if (index.type === 'slice') return index.parts.length === 0
    if (rowsFirst) return false
    if (index.type === 'string') return !PART_NAME.test(index.text)
    if (index.type === 'list' || index.type === 'list_comprehension')
      return !index.parts.some((part) => /^(integer|true|false)$/.test(part.type))
    if (index.type === 'binary_operator')
      return (
        childOf(index, 'operator')?.text === '+' &&
        index.parts.every((part) => this.isColumns(part, false, scope))
      )
    if (/\.(columns|select_dtypes|difference)\b/.test(index.text)) return true
    if (index.type !== 'identifier') return false
    const own = loopAround(index)
    if (own) return this.isColumns(own, false, scope)
    const ids = this.definitionsOf(index.text, scope.statement)
    return ids.length > 0 && ids.every((id) => this.isColumnsOf(id, index.text))
  }

  /** Whether a statement gives a name columns: a list of them, or one at a time in a loop over such a list. */
  private isColumnsOf(id: StatementId, name: string): boolean {
    const statement = this.analysis.statements[id]!
    if (statement.kind !== 'for_statement') return isColumnList(statement, name)
    const [left, right] = [childOf(statement.node, 'left'), childOf(statement.node, 'right')]
    if (left?.text !== name || !right) return false
    if (right.type === 'tuple') return right.parts.every((part) => part.type === 'string')
    return this.isColumns(right, false, { statement: id, text: id, locals: new Map(), call: '' })
  }

  /** What an index in brackets picks: a condition on columns meets any draw of the same rows. */
  indexKey(index: SyntaxNode, scope: Scope): string {
    if (index.type === 'slice') return this.sliceKey(index, scope)
    const isCondition = index.type === 'comparison_operator' && !/index|date|time|year|day/i.test(index.text)
    return `${isCondition ? MASK : ''}${this.keyOf(index, scope)}`
  }

  /** Slices by constants can be compared. */
  sliceKey(slice: SyntaxNode, scope: Scope): string {
    const match = /^\s*(\d*)\s*:\s*(\d*)\s*$/.exec(slice.text)
    return match ? `slice:${match[1]!}:${match[2]!}` : this.keyOf(slice, scope)
  }

  /** Two splits of the same kind by the same seed draw alike, whatever table of these rows they are given. */
  splitKey(call: SyntaxNode, scope: Scope): string {
    const given = childOf(call, 'arguments')!.parts.filter((part) => part.type === 'keyword_argument')
    const drawn = given.some((part) => /^(random_state|shuffle)/.test(part.text))
    const options = given.map((part) => this.keyOf(part, scope)).join()
    return `split:${options}${drawn ? '' : `!${scope.text}:${call.start}${scope.call}`}`
  }

  /** Text and the meaning of its names: equal keys mean equal picks. A draw without a seed is never the same twice. */
  keyOf(node: SyntaxNode, scope: Scope, draws = false): string {
    const names = new Set<string>()
    for (const each of descendants(node)) if (each.type === 'identifier') names.add(each.text)
    const meaning = this.analysis.statements[scope.statement]!.reads.filter(({ name }) =>
      names.has(name),
    ).map(({ name, definitions }) => `${name}=${definitions.join('/')}`)
    const unseeded = draws && !/random_state/.test(node.text) ? `!${scope.text}:${node.start}` : ''
    const callee = node.type === 'call' ? childOf(node, 'function')! : undefined
    const text =
      callee && methodOf(node) !== '' ? `${methodOf(node)}${childOf(node, 'arguments')!.text}` : node.text
    return `${draws ? 'sample:' : ''}${scope.call}${text.replace(/\s+/g, ' ')}@${meaning.join(',')}${unseeded}`
  }
}

/** What a loop in the function around a name goes through, where it binds that name. */
function loopAround(name: SyntaxNode): SyntaxNode | undefined {
  const loops: SyntaxNode[] = []
  for (let at = name.parent; at !== null; at = at.parent) {
    if (at.type === 'for_statement' && childOf(at, 'left')?.text === name.text) loops.push(at)
    if (at.type === 'function_definition') return loops[0] && childOf(loops[0], 'right')
  }
  return undefined
}

/** The last name of a method that is called; '' for a function. */
export function methodOf(call: SyntaxNode): string {
  const callee = childOf(call, 'function')!
  return callee.type === 'attribute' ? lastName(callee.text) : ''
}

/** Rows are dropped by label unless columns are named. */
export function picksRows(method: string, call: SyntaxNode): boolean {
  if (method !== 'drop') return PICKING_METHODS.has(method)
  return !/columns\s*=|axis\s*=\s*(1|['"]columns)/.test(call.text) && argument(call, 1, [])?.text !== '1'
}

/** A name that stands for columns: a list of strings, or something made of a table's columns. */
function isColumnList({ node }: Statement, name: string): boolean {
  const inner = node.type === 'expression_statement' ? node.parts[0]! : node
  const right = inner.type === 'assignment' ? childOf(inner, 'right') : undefined
  if (right === undefined || childOf(inner, 'left')?.text !== name) return false
  if (/\.(columns|select_dtypes)\b/.test(right.text)) return true
  if (right.type === 'string') return !PART_NAME.test(right.text)
  if (/^(list|list_comprehension)$/.test(right.type))
    return !right.parts.some((part) => /^(integer|true|false)$/.test(part.type))
  return right.type === 'binary_operator' && /\[\s*['"]/.test(right.text)
}
