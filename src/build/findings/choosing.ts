/** Code that chooses by scores: takes the best of them, or keeps the better of two. */
import type { Place } from '../analysis/evaluation.ts'
import { lastName } from '../analysis/evaluation/shapes.ts'
import type { Analysis, Statement } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'

const CHOOSING =
  /^(max|min|nanmax|nanmin|argmax|argmin|idxmax|idxmin|nlargest|nsmallest|sorted|sort|sort_values|argsort)$/

export const LOOPS: ReadonlySet<string> = new Set(['for_statement', 'while_statement'])

/** Whether an expression stands in a loop or a comprehension of its text. */
export function isRepeated(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent)
    if (/_comprehension$|^generator_expression$/.test(at.type) || LOOPS.has(at.type)) return true
  return false
}

/**
 * Statements from there on that take the best of the scores.
 *
 * @param scores names that hold them; those that come to hold them are added
 */
export function choosingStatements(look: Place, scores: Set<string>, analysis: Analysis): Statement[] {
  const found: Statement[] = []
  const key = keysIn(analysis.statements[look.statement]!.source).at(-1)
  for (const statement of analysis.statements.slice(look.statement)) {
    const reads = statement.reads.some(({ name }) => scores.has(name)) || statement.id === look.statement
    if (!reads || LIMITS.test(statement.defines.join())) continue
    // `stats['accuracy'] = score` beside `stats['seconds']`: the fastest is not the best.
    const keys = keysIn(statement.source)
    if (key !== undefined && keys.length > 0 && !keys.includes(key)) continue
    if (takesBest(statement, look, scores) || keepsBetter(statement, scores, analysis)) found.push(statement)
    // A list of the scores, or a table of them, holds the scores.
    else if (statement.children.length === 0)
      for (const name of [...statement.defines, ...statement.changes.map((change) => change.name)])
        if (namesIn(statement.source, scores)) scores.add(name)
  }
  return found
}

/** `max(scores)`, `np.argmax(scores)`, `table.sort_values('score')`. */
function takesBest({ node, children }: Statement, look: Place, scores: ReadonlySet<string>): boolean {
  return children.length === 0 && takesBestIn(node, look, scores)
}

function takesBestIn(node: SyntaxNode, look: Place, scores: ReadonlySet<string>): boolean {
  for (const call of descendants(node)) {
    if (call.type !== 'call' || !CHOOSING.test(lastName(childOf(call, 'function')!.text))) continue
    // In the order of the names, not of the scores.
    if (/^sorted\([^=]*\.(items|keys)\(\)\)$/.test(call.text)) continue
    const object = childOf(childOf(call, 'function')!, 'object')
    const given = childOf(call, 'arguments')!
    if (holdsNode(call, look.node) || namesIn(given.text, scores) || (object && namesIn(object.text, scores)))
      return true
  }
  return false
}

/** `if score > best: best = score`. */
function keepsBetter(statement: Statement, scores: ReadonlySet<string>, analysis: Analysis): boolean {
  if (statement.kind !== 'if_statement') return false
  const condition = childOf(statement.node, 'condition')?.text ?? ''
  return (
    /[<>]/.test(condition) &&
    namesIn(condition, scores) &&
    statement.children.some((id) => analysis.statements[id]!.defines.length > 0)
  )
}

/**
 * Whether a function of the notebook keeps the better of its scores, or takes the best of all.
 *
 * @param inside a metric that its body computes, in the statement that defines it
 */
export function choosesInside(inside: Place | null, analysis: Analysis): boolean {
  if (!inside) return false
  const body = analysis.statements[inside.statement]!.node
  const scores = new Set<string>()
  for (const each of descendants(body)) {
    const value =
      each.type === 'assignment' ? childOf(each, 'right') : each.type === 'call' ? each : undefined
    if (!value || (!holdsNode(value, inside.node) && value !== inside.node)) continue
    const name =
      each.type === 'assignment'
        ? childOf(each, 'left')!.text
        : /^(\w+)\.append$/.exec(childOf(each, 'function')!.text)?.[1]
    if (name !== undefined && /^\w+$/.test(name)) scores.add(name)
  }
  const compared = [...descendants(body)].some((each) => {
    const condition = each.type === 'if_statement' ? childOf(each, 'condition')!.text : ''
    return /[<>]/.test(condition) && namesIn(condition, scores)
  })
  return compared || takesBestIn(body, inside, scores)
}

/** Ends of an axis. */
const LIMITS = /^[xy]_?(min|max|lim)/

/** Constant keys in brackets. */
function keysIn(source: string): string[] {
  return [...source.matchAll(/\[\s*(['"])([^'"]+)\1\s*\]/g)].map(([, , key]) => key!)
}

function holdsNode(outer: SyntaxNode, inner: SyntaxNode): boolean {
  for (let at = inner.parent; at !== null; at = at.parent) if (at === outer) return true
  return false
}

function namesIn(text: string, names: ReadonlySet<string>): boolean {
  return [...text.matchAll(/[A-Za-z_]\w*/g)].some(([name]) => names.has(name))
}
