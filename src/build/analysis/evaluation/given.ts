/** What the caller of a function gives for the names of its parameters. */
import type { Statement } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { argument } from './shapes.ts'

/** What a caller gives for a parameter, or has in what it gives: `wines.X_test` for `split.X_test`; else undefined. */
export function givenArgument(
  node: SyntaxNode,
  call: SyntaxNode,
  definition: Statement,
): SyntaxNode | undefined {
  if (node.type === 'attribute') {
    const whole = givenArgument(childOf(node, 'object')!, call, definition)
    return whole && attributeOf(whole, node)
  }
  if (node.type !== 'identifier') return undefined
  const parameters = (childOf(definition.node, 'parameters')?.parts ?? []).filter(
    (each) => !/splat|separator/.test(each.type),
  )
  const at = parameters.findIndex(
    (each) =>
      (each.type === 'identifier' ? each : (childOf(each, 'name') ?? each.parts[0]))?.text === node.text,
  )
  return at < 0 ? undefined : argument(call, at, [node.text])
}

/** A name of the notebook that a function reads by itself, as if its call said it; undefined for names of its own. */
export function outsideName(
  node: SyntaxNode,
  call: SyntaxNode,
  definition: Statement,
): SyntaxNode | undefined {
  if (node.text.includes('\n') || !/^(identifier|attribute|subscript)$/.test(node.type)) return undefined
  const names = descendants(node).filter(({ type, field }) => type === 'identifier' && field !== 'attribute')
  if (names.length === 0 || names.some(({ text }) => isLocal(text, definition))) return undefined
  const { end, endRow, endColumn } = call
  const place = { start: end, end, startRow: endRow, startColumn: endColumn, endRow, endColumn }
  return copied(node, { id: -node.id - 1, ...place, parent: call, field: null })
}

/** Whether a function binds a name: a parameter, or what it assigns. */
export function isLocal(name: string, { node }: Statement): boolean {
  const parameters = childOf(node, 'parameters')
  const bound = descendants(node).filter(
    ({ type, text, field, parent }) =>
      type === 'identifier' &&
      text === name &&
      field !== 'attribute' &&
      parent !== null &&
      (within(parent, parameters) || isTarget(parent)),
  )
  return bound.length > 0
}

function within(node: SyntaxNode, outer: SyntaxNode | undefined): boolean {
  return outer !== undefined && node.start >= outer.start && node.end <= outer.end
}

/** Whether names directly in it are bound: targets are taken generously, what is not outside is not claimed. */
function isTarget(parent: SyntaxNode): boolean {
  return /^(assignment|augmented_assignment|named_expression|pattern_list|tuple_pattern|list_pattern|for_statement|for_in_clause|as_pattern_target|global_statement|nonlocal_statement|aliased_import|dotted_name|parameters|lambda_parameters)$/.test(
    parent.type,
  )
}

/** `wines.X_test`, which no cell says: it stands where `wines` does, so that names in it mean what they mean there. */
function attributeOf(whole: SyntaxNode, said: SyntaxNode): SyntaxNode {
  const name = childOf(said, 'attribute')!
  const children = [
    copied(whole, { field: 'object' }),
    copied(name, { id: -name.id - 1, start: whole.end, end: whole.end }),
  ]
  const { field, parent } = whole
  const text = `${whole.text}.${name.text}`
  return copied(whole, { id: -said.id - 1, type: said.type, field, parent, text, children, parts: children })
}

/** A node of its own: those of the tree read their text from the cell. */
export function copied(node: SyntaxNode, changes: Partial<SyntaxNode>): SyntaxNode {
  const { id, type, field, named, start, end, startRow, startColumn, endRow, endColumn } = node
  const { text, parent, children, parts, broken, tooDeep } = node
  const place = { start, end, startRow, startColumn, endRow, endColumn }
  return { id, type, field, named, ...place, text, parent, children, parts, broken, tooDeep, ...changes }
}
