/** Metrics that are called through a name which stands for one after the other: `{name: f(y, p) for name, f in scorers.items()}`. */
import type { Evaluation } from '../evaluation.ts'
import type { Analysis, Statement } from '../program.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'
import { copied } from './given.ts'
import { definedOnce } from './scoring.ts'
import { readsIn, unwrapped } from './shapes.ts'

/** One of the functions, and the call as the text could have said it. */
interface Said {
  readonly name: string
  readonly node: SyntaxNode
  readonly inTurn?: Evaluation['inTurn']
}

/**
 * The calls that a call of a loop's or a comprehension's function comes to. Of a loop only the last: that is what stands in
 * the scripts behind it.
 *
 * @returns undefined where the callee is no such name; none where the text does not tell the functions
 */
export function calledInTurn(
  call: SyntaxNode,
  statement: Statement,
  analysis: Analysis,
): readonly Said[] | undefined {
  const callee = childOf(call, 'function')!
  if (callee.type !== 'identifier') return undefined
  const clause = clauseOf(callee)
  if (clause) {
    const entries = functionsIn(clause, callee.text, statement, analysis)
    return entries.map((entry, pass) => ({
      name: entry.name,
      node: saidBy(call, entry, clause.parent!, statement),
      inTurn: { call, pass, passes: entries.length },
    }))
  }
  const read = readsIn(statement, callee).find(({ name }) => name === callee.text)
  const loop = read?.definitions
    .map((id) => analysis.statements[id]!)
    .findLast(({ kind }) => kind === 'for_statement')
  if (!loop) return undefined
  const last = functionsIn(loop.node, callee.text, loop, analysis).at(-1)
  return last ? [{ name: last.name, node: call }] : []
}

/** The `for` of a comprehension around a name that binds it, and that has no other clause. */
function clauseOf(name: SyntaxNode): SyntaxNode | undefined {
  for (let at = name.parent; at !== null; at = at.parent)
    for (const part of at.parts)
      if (part.type === 'for_in_clause' && placeIn(childOf(part, 'left')!, name.text) !== undefined)
        return at.parts.length === 2 ? part : undefined
  return undefined
}

/** Where in what is taken in turn a name stands: -1 for all of it; undefined where it does not. */
function placeIn(left: SyntaxNode, name: string): number | undefined {
  if (left.text === name) return -1
  const at = left.parts.findIndex(({ text }) => text === name)
  return at < 0 ? undefined : at
}

interface Entry {
  readonly name: string
  /** How the function is reached where the call stands, and the name that begins with. */
  readonly text: string
  readonly from: SyntaxNode
}

function functionsIn(clause: SyntaxNode, name: string, statement: Statement, analysis: Analysis): Entry[] {
  const at = placeIn(childOf(clause, 'left')!, name)
  const right = unwrapped(childOf(clause, 'right')!)
  const way = /^(\w+)\.(items|values)\(\)$/.exec(right.text)
  const variable = way ? childOf(childOf(right, 'function')!, 'object')! : right
  const value = variable.type === 'identifier' ? definedOnce(variable, statement, analysis)?.value : right
  if (value === undefined || at === undefined) return []
  const reached = (index: string, said: SyntaxNode): Entry => ({
    name: said.text,
    text: variable.type === 'identifier' ? `${variable.text}${index}` : said.text,
    from: variable.type === 'identifier' ? variable : said,
  })
  const entries =
    value.type === 'dictionary'
      ? (way?.[2] === 'items' && at !== 1) || (way?.[2] === 'values' && at !== -1) || !way
        ? []
        : value.parts.map((pair) => {
            const key = childOf(pair, 'key')
            const said = childOf(pair, 'value')
            return key?.type === 'string' && said ? reached(`[${key.text}]`, said) : undefined
          })
      : /^(list|tuple)$/.test(value.type)
        ? value.parts.map((part, index) => {
            const said = at < 0 ? part : part.parts[at]
            return said && reached(at < 0 ? `[${index}]` : `[${index}][${at}]`, said)
          })
        : []
  const known = entries.filter((entry) => entry !== undefined && /^\w+$/.test(entry.name))
  return known.length === entries.length ? (known as Entry[]) : []
}

/** `scorers["f1"](y, p)`, which no cell says: it needs what the whole comprehension does. */
function saidBy(
  call: SyntaxNode,
  { from, text }: Entry,
  { start, end }: SyntaxNode,
  { node }: Statement,
): SyntaxNode {
  const given = childOf(call, 'arguments')!
  const children = [copied(from, { id: -from.id - 1, field: 'function' }), given]
  const said = `${text}${given.text}`
  // A text as long as its stretch of the cell would be taken for that.
  const apart = said.length === end - start ? `${said} ` : said
  return copied(call, { start, end, parent: node, text: apart, children, parts: children })
}
