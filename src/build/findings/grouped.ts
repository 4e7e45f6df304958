/** Numbers that a table gives about its rows, by group or over all: what is taken, and of which columns. */
import { lastName } from '../analysis/evaluation/shapes.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import { AGGREGATES } from './rowKnowledge.ts'

/** `df.groupby('brand')['mpg'].transform('mean')`. */
export interface Grouped {
  /** What is grouped: `df`, `df['mpg']`. */
  readonly table: SyntaxNode
  /** The columns that numbers are taken of, or names that hold them; empty where the text names none. */
  readonly columns: ReadonlySet<string>
  readonly by: string
  /** One number for each row, not for each group. */
  readonly keepsRows: boolean
}

/** Of the past, or of the row alone: what a new row will have as well. */
const BEFORE = /\.(rolling|expanding|ewm|shift|cumsum|cumcount|diff)\(/

/** @returns undefined where the call takes no number by group, or one that says nothing about other rows' values */
export function groupedIn(call: SyntaxNode): Grouped | undefined {
  const callee = childOf(call, 'function')!
  if (callee.type !== 'attribute' || BEFORE.test(call.text)) return undefined
  const method = childOf(callee, 'attribute')!.text
  const gives = /^(transform|agg|aggregate|apply)$/.test(method)
  const by = gives ? aggregateNamed(childOf(call, 'arguments')!) : BY_GROUP.has(method) ? method : undefined
  if (by === undefined) return undefined
  const columns = new Set(gives ? stringsIn(childOf(call, 'arguments')!) : [])
  let at = childOf(callee, 'object')!
  for (; at.type === 'subscript' || at.type === 'attribute'; at = at.parts[0]!)
    for (const name of at.type === 'attribute' ? [at.parts[1]!.text] : at.parts.slice(1).flatMap(namesIn))
      columns.add(name)
  if (at.type !== 'call' || lastName(childOf(at, 'function')!.text) !== 'groupby') return undefined
  const table = childOf(childOf(at, 'function')!, 'object')
  if (!table) return undefined
  for (const name of [...after(call), ...(table.type === 'subscript' ? namesIn(table.parts[1]!) : [])])
    columns.add(name)
  return { table, columns, by, keepsRows: method === 'transform' }
}

/** A number over all rows of the table that a method belongs to: `X.mean()`, `X.apply(lambda x: x / x.max())`. */
export function aggregateIn(call: SyntaxNode, method: string): string | undefined {
  const object = childOf(childOf(call, 'function')!, 'object')!
  if (/axis\s*=\s*(1|['"]columns)/.test(call.text) || /\.(groupby|rolling|expanding|ewm)\(/.test(object.text))
    return undefined
  if (AGGREGATES.has(method)) return method
  const [given] = childOf(call, 'arguments')?.parts ?? []
  if (!/^(apply|transform)$/.test(method) || given?.type !== 'lambda') return undefined
  const name = /^lambda\s+(\w+)\s*:/.exec(given.text)?.[1]
  const taken = [...given.text.matchAll(/(\w+)\.(\w+)\(/g)].find(
    ([, of, what]) => of === name && AGGREGATES.has(what!),
  )
  return taken?.[2]
}

const BY_GROUP: ReadonlySet<string> = new Set([...AGGREGATES, 'sum'])

/** `'mean'`, `np.mean`, `['mean', 'std']`, `brand_mpg=('mpg', 'mean')`, `lambda x: x.fillna(x.median())`. */
function aggregateNamed(given: SyntaxNode): string | undefined {
  return [...given.text.matchAll(/[A-Za-z_]\w*/g)].map(([word]) => word).find((word) => BY_GROUP.has(word))
}

function stringsIn(node: SyntaxNode): string[] {
  return [...descendants(node)].filter(({ type }) => type === 'string_content').map(({ text }) => text)
}

/** Columns in brackets, and names that may hold one. */
function namesIn(index: SyntaxNode): string[] {
  const names = [...descendants(index)].filter(({ type }) => type === 'identifier').map(({ text }) => text)
  return [...stringsIn(index), ...names]
}

/** Columns that are chosen from the numbers: `df.groupby('brand').mean()['mpg']`. */
function after(call: SyntaxNode): string[] {
  const up = call.parent
  if (up?.type === 'subscript' && up.parts[0] === call) return up.parts.slice(1).flatMap(namesIn)
  return up?.type === 'attribute' && up.parent?.type !== 'call' ? [up.parts[1]!.text] : []
}
