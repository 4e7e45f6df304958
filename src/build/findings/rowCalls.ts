/** What a call makes of the rows that it is given: a library's function, a method of a table or an estimator. */
import { argument, unwrapped } from '../analysis/evaluation/shapes.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import { aggregateIn, type Grouped, groupedIn } from './grouped.ts'
import { inBoth, type Lineage, picked } from './lineage.ts'
import { picksRows, type Scope } from './picks.ts'
import { rowsOfFunction } from './rowFunctions.ts'
import {
  AGGREGATES,
  JOINING_FUNCTIONS,
  joinsRows,
  KEEPING_FUNCTIONS,
  KEEPING_METHODS,
  LEARNING_FUNCTIONS,
  TAKING_METHODS,
} from './rowKnowledge.ts'
import { learnChoice, learnFits } from './rowLearning.ts'
import type { Tracer } from './tracer.ts'

/** The rows of what a call gives; none where it gives no rows. What it learns or repeats is noted. */
export function rowsOfCall(tracer: Tracer, node: SyntaxNode, scope: Scope): readonly Lineage[] {
  const callee = childOf(node, 'function')!
  if (callee.type === 'attribute' && !tracer.callees.isLibrary(node))
    return rowsOfMethod(tracer, node, childOf(callee, 'object')!, childOf(callee, 'attribute')!.text, scope)
  const own = rowsOfFunction(tracer, node, scope)
  if (own) return own.flat()
  const name = tracer.callees.nameOf(node)
  const [first] = childOf(node, 'arguments')?.parts ?? []
  const given = first && first.type !== 'keyword_argument' ? first : undefined
  if (given && AGGREGATES.has(name)) {
    tracer.seen.learn(node, name, tracer.trace(given, scope), scope, 'number')
    return []
  }
  if (given && name === 'resample') return resampled(tracer, node, given, scope)
  const rows = given ? tracer.trace(given, scope) : []
  if (given && joinsRows(name, node)) repeatJoined(tracer, node, given, scope)
  if (LEARNING_FUNCTIONS.has(name)) tracer.seen.learn(node, name, rows, scope)
  else if (!KEEPING_FUNCTIONS.has(name) || (JOINING_FUNCTIONS.has(name) && rows.length === 0))
    // Whatever it is, it is not the rows that it was given.
    return [{ root: tracer.picks.keyOf(node, scope), picks: [] }]
  return rows
}

function rowsOfMethod(
  tracer: Tracer,
  node: SyntaxNode,
  object: SyntaxNode,
  method: string,
  scope: Scope,
): readonly Lineage[] {
  const given = argument(node, 0, ['X', 'raw_documents', 'y'])
  if (/^fit_(transform|predict|resample)$/.test(method)) {
    const rows = given ? tracer.trace(given, scope) : []
    tracer.seen.learn(node, tracer.callees.classOf(object, node, scope.statement), rows, scope)
    return method === 'fit_resample' ? picked(rows, tracer.picks.keyOf(node, scope)) : rows
  }
  const grouped = groupedIn(node)
  if (grouped) return rowsOfGroups(tracer, node, grouped, scope)
  if (method === 'transform' && given && given.type !== 'lambda' && given.type !== 'string') {
    learnFits(tracer, object, scope)
    return tracer.trace(given, scope)
  }
  for (const part of childOf(node, 'arguments')?.parts ?? [])
    if (TAKING_METHODS.has(method))
      tracer.trace(part.type === 'keyword_argument' ? childOf(part, 'value')! : part, scope)
  if (/^(apply|map|transform)$/.test(method)) traceOutside(tracer, given ?? argument(node, 0, []), scope)
  if (method === 'drop' || method === 'filter') learnChoice(tracer, childOf(node, 'arguments')!, scope)
  const rows = tracer.trace(object, scope)
  const taken = aggregateIn(node, method)
  if (taken !== undefined) tracer.seen.learn(node, taken, rows, scope, 'number')
  if (AGGREGATES.has(method)) return []
  if (picksRows(method, node)) {
    const some = picked(rows, tracer.picks.keyOf(node, scope, method === 'sample'))
    if (/^True$/.test(argument(node, 2, ['replace'])?.text ?? '')) tracer.seen.repeat(node, some, scope)
    return some
  }
  if (method === 'drop' || KEEPING_METHODS.has(method)) return rows
  return picked(rows, tracer.picks.keyOf(node, scope))
}

/** What a lambda reads from around it: `lambda row: medians[row['brand']]`. */
function traceOutside(tracer: Tracer, given: SyntaxNode | undefined, scope: Scope): void {
  if (given?.type !== 'lambda') return
  const own = new Set(descendants(childOf(given, 'parameters') ?? given).map(({ text }) => text))
  for (const each of descendants(childOf(given, 'body')!))
    if (each.type === 'identifier' && each.field !== 'attribute' && !own.has(each.text))
      tracer.trace(each, scope)
}

function rowsOfGroups(tracer: Tracer, node: SyntaxNode, grouped: Grouped, scope: Scope): readonly Lineage[] {
  const rows = tracer.trace(grouped.table, scope)
  const { statement } = scope
  const columns = new Set([...grouped.columns].map((name) => tracer.picks.textOf(name, scope) ?? name))
  const ofTarget =
    tracer.truth !== null &&
    (columns.has(tracer.truth) ||
      tracer.columns.column({ node: grouped.table, statement })?.name === tracer.truth)
  if (ofTarget || columns.size > 0)
    tracer.seen.learn(node, grouped.by, rows, scope, ofTarget ? 'answer' : 'number')
  return grouped.keepsRows ? rows : []
}

/** `sample`, `resample`: some of the rows, noted as repeated unless it draws without putting back. */
export function resampled(
  tracer: Tracer,
  call: SyntaxNode,
  given: SyntaxNode,
  scope: Scope,
): readonly Lineage[] {
  const rows = picked(tracer.trace(given, scope), tracer.picks.keyOf(call, scope, true))
  if (!/^False$/.test(argument(call, undefined, ['replace'])?.text ?? ''))
    tracer.seen.repeat(call, rows, scope)
  return rows
}

/** Tables one below the other: rows of one that another has too are there twice. */
function repeatJoined(tracer: Tracer, call: SyntaxNode, given: SyntaxNode, scope: Scope): void {
  const inner = unwrapped(given)
  if (inner.type === 'binary_operator' && inner.parts[0]?.type === 'list')
    tracer.seen.repeat(call, tracer.trace(inner.parts[0], scope), scope)
  if (/^(list|tuple)$/.test(inner.type))
    for (const rows of inBoth(inner.parts.map((part) => tracer.trace(part, scope))))
      tracer.seen.repeat(call, rows, scope)
}
