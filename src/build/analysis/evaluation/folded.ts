/** Predictions out of folds that a function of the notebook makes with a model that it is given: `oof = predicted(model, X, y)`. */
import type { Place } from '../evaluation.ts'
import type { Analysis, Statement } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { calledFunction } from './functions.ts'
import { givenArgument } from './given.ts'
import { PREDICTING } from './knowledge.ts'
import { argument, lastName } from './shapes.ts'

/** @returns the model and the rows as the caller says them; undefined for functions that do something else */
export function foldedBy(
  call: Place,
  analysis: Analysis,
): { readonly estimator: Place; readonly rows: Place | null } | undefined {
  const definition = calledFunction(call, analysis)
  const filled = definition && filledInFolds(definition)
  if (!filled) return undefined
  const given = (node: SyntaxNode | undefined) => node && givenArgument(node, call.node, definition)
  const estimator = given(filled.model)
  const rows = given(filled.rows)
  return (
    estimator && {
      estimator: { node: estimator, statement: call.statement },
      rows: rows ? { node: rows, statement: call.statement } : null,
    }
  )
}

/** What a function predicts fold by fold into an array that alone of its kind it returns, in its own words. */
function filledInFolds({ node }: Statement): { model: SyntaxNode; rows: SyntaxNode | undefined } | undefined {
  const all = [...descendants(node)]
  const returned = all.filter(({ type }) => type === 'return_statement').map(({ parts }) => parts[0])
  const names = returned.length === 1 && returned[0] ? namesOf(returned[0]) : []
  const filled = all.flatMap((loop) => {
    const split = loop.type === 'for_statement' ? splitIn(childOf(loop, 'right')!) : undefined
    return split ? [...descendants(loop)].flatMap((each) => fillingOf(each, names, split, node)) : []
  })
  return filled.length === 1 ? filled[0] : undefined
}

function namesOf(node: SyntaxNode): string[] {
  return (node.type === 'identifier' ? [node] : node.parts).flatMap(({ type, text }) =>
    type === 'identifier' ? [text] : [],
  )
}

/** `folds.split(X, y)`, also in `enumerate(...)`. */
function splitIn(node: SyntaxNode): SyntaxNode | undefined {
  return [...descendants(node)].find(
    (each) => each.type === 'call' && /\.split$/.test(childOf(each, 'function')!.text),
  )
}

/** `made[test] = model.predict(...)`, `made.iloc[test] = fitted.predict_proba(...)[:, 1]`. */
function fillingOf(
  node: SyntaxNode,
  returned: readonly string[],
  split: SyntaxNode,
  body: SyntaxNode,
): { model: SyntaxNode; rows: SyntaxNode | undefined }[] {
  const left = node.type === 'assignment' ? childOf(node, 'left') : undefined
  const table = left?.type === 'subscript' ? left.parts[0]!.text.replace(/\.i?loc$/, '') : undefined
  if (table === undefined || !returned.includes(table)) return []
  const predicting = [...descendants(childOf(node, 'right')!)].find((each) => {
    const callee = each.type === 'call' ? childOf(each, 'function') : undefined
    return callee?.type === 'attribute' && PREDICTING.has(childOf(callee, 'attribute')!.text)
  })
  const by = predicting && childOf(childOf(predicting, 'function')!, 'object')
  return by ? [{ model: givenModel(by, body), rows: argument(split, 0, ['X']) }] : []
}

/** The model that is cloned or fitted under a name: `clone(model)`, `model.fit(...)`, `clone(model).fit(...)`. */
function givenModel(node: SyntaxNode, body: SyntaxNode): SyntaxNode {
  if (node.type === 'call') {
    const callee = childOf(node, 'function')!
    if (callee.type === 'attribute' && childOf(callee, 'attribute')!.text === 'fit')
      return givenModel(childOf(callee, 'object')!, body)
    const copied = /^(clone|copy|deepcopy)$/.test(lastName(callee.text))
      ? argument(node, 0, ['estimator'])
      : undefined
    return copied ? givenModel(copied, body) : node
  }
  const values = [...descendants(body)].flatMap((each) =>
    each.type === 'assignment' && childOf(each, 'left')?.text === node.text ? [childOf(each, 'right')!] : [],
  )
  return values.length === 1 ? givenModel(values[0]!, body) : node
}
