/** Reads one statement that writes to a table: which columns it makes, and whether it does so row by row. */
import { argument } from '../../analysis/evaluation/shapes.ts'
import type { Statement } from '../../analysis/program.ts'
import { childOf, type SyntaxNode } from '../../analysis/syntax.ts'
import type { Fixed } from './fixed.ts'
import { PICKING } from './knowledge.ts'
import { type Kind, labelsOf, RowReader } from './reader.ts'
import { Stateful } from './stateful.ts'

export type Effect =
  /** Makes columns row by row; null: which ones is not known by reading. */
  | {
      readonly does: 'features'
      readonly makes: readonly string[] | null
      readonly reads: readonly string[] | null
    }
  /** Makes these columns of other rows as well, or of what is not known. */
  | { readonly does: 'columns'; readonly makes: readonly string[]; readonly why: string }
  /** Picks rows or columns. */
  | { readonly does: 'pick' }
  /** Anything else happens to the table. */
  | { readonly does: 'unknown'; readonly why: string }

/** What a statement at the level of a cell does to a table that it assigns to, or changes. */
export function effectOn(table: string, statement: Statement, fixed: Fixed): Effect {
  const { node } = statement
  const inner = node.type === 'expression_statement' ? node.parts[0]! : node
  const text = inner.text.split('\n')[0]!
  const unknown = { does: 'unknown', why: `\`${text}\` changes the table as a whole` } as const
  if (inner.type === 'delete_statement') return { does: 'pick' }
  if (inner.type === 'assignment' || inner.type === 'augmented_assignment') {
    const left = childOf(inner, 'left')!
    const right = childOf(inner, 'right')
    if (right === undefined) return unknown
    if (left.type === 'identifier' && left.text === table && inner.type === 'assignment')
      return rebound(table, right, fixed) ?? unknown
    if (left.type === 'subscript') return columnsSet(table, left, right, inner, fixed) ?? unknown
    return unknown
  }
  const callee = inner.type === 'call' ? childOf(inner, 'function')! : undefined
  if (callee?.type !== 'attribute' || childOf(callee, 'object')!.text !== table) return unknown
  return changedInPlace(inner, childOf(callee, 'attribute')!.text, fixed) ?? unknown
}

/** `df['c'] = value`, `df[['a', 'b']] = values`, `df.loc[rows, 'c'] = value`. */
function columnsSet(
  table: string,
  left: SyntaxNode,
  right: SyntaxNode,
  whole: SyntaxNode,
  fixed: Fixed,
): Effect | undefined {
  const [object, ...keys] = left.parts
  const isLoc =
    object!.type === 'attribute' && childOf(object!, 'attribute')!.text === 'loc' && keys.length === 2
  const name = isLoc ? childOf(object!, 'object')!.text : object!.text
  const makes = labelsOf(keys.at(-1)!, fixed)
  if (name !== table || makes === undefined || (!isLoc && keys.length > 1)) return undefined
  const reading = new Reading(table, fixed)
  return reading.effect(makes, () => {
    reading.row(right)
    if (isLoc && keys[0]!.text !== ':') {
      if (/^(integer|string|slice|list)$/.test(keys[0]!.type))
        throw new Stateful('it picks rows by their place')
      reading.row(keys[0]!)
    }
    // What is there before is read as well.
    if (isLoc || whole.type === 'augmented_assignment') for (const each of makes) reading.columns.add(each)
  })
}

function rebound(table: string, right: SyntaxNode, fixed: Fixed): Effect | undefined {
  if (isPicking(right, table)) return { does: 'pick' }
  const callee = right.type === 'call' ? childOf(right, 'function')! : undefined
  if (callee === undefined) return undefined
  if (callee.type === 'identifier') return byFunction(table, right, callee.text, fixed)
  if (callee.type !== 'attribute' || childOf(callee, 'object')!.text !== table) return undefined
  return byMethod(table, right, childOf(callee, 'attribute')!.text, fixed)
}

function changedInPlace(call: SyntaxNode, method: string, fixed: Fixed): Effect | undefined {
  const table = childOf(childOf(call, 'function')!, 'object')!.text
  if (PICKING.has(method)) return { does: 'pick' }
  if (argument(call, undefined, ['inplace'])?.text !== 'True') return undefined
  return byMethod(table, call, method, fixed)
}

/** `df.assign(...)`, `df.rename(columns={...})`, and what replaces values everywhere. */
function byMethod(table: string, call: SyntaxNode, method: string, fixed: Fixed): Effect | undefined {
  const given = (childOf(call, 'arguments')?.parts ?? []).filter(
    (each) => !/^inplace\b/.test(each.text) || each.type !== 'keyword_argument',
  )
  const values = given.map((each) => (each.type === 'keyword_argument' ? childOf(each, 'value')! : each))
  const reading = new Reading(table, fixed)
  if (method === 'assign' && given.every((each) => each.type === 'keyword_argument')) {
    const makes = given.map((each) => childOf(each, 'name')!.text)
    return reading.effect(makes, () => {
      for (const value of values)
        if (value.type === 'lambda') reading.lambda(value)
        else reading.row(value)
    })
  }
  const isRenaming =
    method === 'rename' &&
    given.length === 1 &&
    /^columns\s*=/.test(given[0]!.text) &&
    values[0]!.type === 'dictionary'
  const isReplacing = method === 'replace' || method === 'fillna'
  if (!isRenaming && !isReplacing) return undefined
  if (given.some((each) => /^(method|limit|axis|regex)\s*=/.test(each.text))) return undefined
  return reading.effect(null, () => {
    reading.isWhole = true
    for (const value of values) reading.constant(value)
  })
}

/** `df = with_ratios(df)`: a function that writes columns of what it is given, and returns it. */
function byFunction(table: string, call: SyntaxNode, name: string, fixed: Fixed): Effect | undefined {
  const [only, ...others] = childOf(call, 'arguments')?.parts ?? []
  const definition = fixed.definition(name)
  const parameters = definition === undefined ? [] : (childOf(definition, 'parameters')?.parts ?? [])
  const [parameter] = parameters
  if (!definition || only?.text !== table || others.length > 0 || parameters.length !== 1) return undefined
  if (parameter!.type !== 'identifier') return undefined
  const own = parameter!.text
  const makes = new Set<string>()
  const reads = new Set<string>()
  let isWhole = false
  for (const line of childOf(definition, 'body')?.parts ?? []) {
    if (line.type === 'return_statement')
      return line.parts[0]?.text === own
        ? { does: 'features', makes: [...makes], reads: isWhole ? null : [...reads] }
        : undefined
    if (line.type === 'expression_statement' && line.parts[0]?.type === 'string') continue
    const effect = effectOn(own, { node: line } as Statement, fixed)
    if (effect.does === 'features' && effect.makes !== null) {
      for (const each of effect.reads ?? []) if (!makes.has(each)) reads.add(each)
      isWhole ||= effect.reads === null
      for (const each of effect.makes) makes.add(each)
    } else if (!isCopy(line, own)) return undefined
  }
  return undefined
}

function isCopy(line: SyntaxNode, own: string): boolean {
  return new RegExp(`^${own}\\s*=\\s*${own}\\.copy\\(\\)$`).test(line.text)
}

/** Whether an expression only picks rows or columns of a table. */
export function isPicking(node: SyntaxNode, table: string): boolean {
  if (node.type === 'identifier') return node.text === table
  if (node.type === 'parenthesized_expression') return isPicking(node.parts[0]!, table)
  if (node.type === 'subscript') return isPicking(node.parts[0]!, table)
  if (node.type === 'attribute')
    return /^i?loc$/.test(childOf(node, 'attribute')!.text) && isPicking(childOf(node, 'object')!, table)
  const callee = node.type === 'call' ? childOf(node, 'function')! : undefined
  return (
    callee?.type === 'attribute' &&
    PICKING.has(childOf(callee, 'attribute')!.text) &&
    isPicking(childOf(callee, 'object')!, table)
  )
}

/** Collects what the parts of a statement read of the table. */
class Reading {
  readonly columns = new Set<string>()
  isWhole = false
  private readonly table: string
  private readonly reader: RowReader

  constructor(table: string, fixed: Fixed) {
    this.table = table
    this.reader = new RowReader(fixed)
  }

  effect(makes: readonly string[] | null, read: () => void): Effect | undefined {
    try {
      read()
    } catch (error) {
      if (!(error instanceof Stateful)) throw error
      return makes === null ? undefined : { does: 'columns', makes, why: error.why }
    }
    return { does: 'features', makes, reads: this.isWhole ? null : [...this.columns] }
  }

  row(node: SyntaxNode): Kind {
    return this.in(node, this.table)
  }

  /** A value that is the same for every row. */
  constant(node: SyntaxNode): void {
    if (this.row(node) !== 'value') throw new Stateful(`\`${node.text}\` is no constant`)
  }

  /** `ratio=lambda frame: frame.tax / frame.pay`. */
  lambda(node: SyntaxNode): Kind {
    const [parameter] = childOf(node, 'parameters')?.parts ?? []
    if (parameter?.type !== 'identifier') throw new Stateful('a lambda of no table')
    return this.in(childOf(node, 'body')!, parameter.text)
  }

  private in(node: SyntaxNode, table: string): Kind {
    const whole = () => {
      this.isWhole = true
    }
    return this.reader.kind(node, { bound: new Map([[table, 'table']]), columns: this.columns, whole })
  }
}
