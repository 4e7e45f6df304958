/** Follows rows through functions of the notebook. */
import { argument } from '../analysis/evaluation/shapes.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import type { Lineage } from './lineage.ts'
import type { Scope } from './picks.ts'
import type { Tracer } from './tracer.ts'

/**
 * A function of the notebook: its body is followed with what it is given.
 *
 * @returns the rows of each part of what it returns; undefined when it is not the notebook's
 */
export function rowsOfFunction(
  tracer: Tracer,
  call: SyntaxNode,
  scope: Scope,
): readonly (readonly Lineage[])[] | undefined {
  const callee = childOf(call, 'function')!
  if (callee.type !== 'identifier') return undefined
  const [definition] = tracer.picks
    .definitionsOf(callee.text, scope.statement)
    .map((id) => tracer.analysis.statements[id]!)
  if (definition?.kind !== 'function_definition') return undefined
  const locals = new Map<string, readonly Lineage[]>()
  for (const [at, parameter] of (childOf(definition.node, 'parameters')?.parts ?? []).entries()) {
    const name = parameter.type === 'identifier' ? parameter.text : (parameter.parts[0]?.text ?? '')
    const given = argument(call, at, [name])
    locals.set(name, given ? tracer.trace(given, scope) : [])
  }
  const at = `${scope.call}${tracer.picks.keyOf(call, scope)}>`
  const inner: Scope = { statement: scope.statement, text: definition.id, locals, call: at }
  return rowsOfBody(tracer, childOf(definition.node, 'body')!, locals, inner)
}

function rowsOfBody(
  tracer: Tracer,
  body: SyntaxNode,
  locals: Map<string, readonly Lineage[]>,
  scope: Scope,
): readonly (readonly Lineage[])[] {
  let returned: readonly (readonly Lineage[])[] = []
  for (const statement of body.parts) {
    const inner = statement.type === 'expression_statement' ? statement.parts[0]! : statement
    if (inner.type === 'assignment') {
      const left = childOf(inner, 'left')!
      const names =
        left.type === 'identifier' ? [left] : left.parts.filter((part) => part.type === 'identifier')
      const right = childOf(inner, 'right')
      if (left.type === 'subscript' || left.type === 'attribute') {
        if (right) tracer.trace(right, scope)
      } else for (const name of names) locals.set(name.text, tracer.assigned(inner, name.text, scope) ?? [])
    } else if (inner.type === 'call') tracer.trace(inner, scope)
    else if (inner.type === 'return_statement') {
      const [value] = inner.parts
      const parts = value && /^(tuple|expression_list)$/.test(value.type) ? value.parts : value ? [value] : []
      returned =
        parts.length === 1 &&
        parts[0]!.type === 'call' &&
        tracer.callees.nameOf(parts[0]!) === 'train_test_split'
          ? [0, 1, 2, 3].map((at) => tracer.part(parts[0]!, at, scope))
          : parts.map((part) => tracer.trace(part, scope))
    } else
      for (const block of descendants(inner))
        if (block.type === 'block' && inner.type !== 'function_definition')
          rowsOfBody(tracer, block, locals, scope)
  }
  return returned
}
