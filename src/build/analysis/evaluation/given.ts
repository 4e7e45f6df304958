/** What the caller of a function gives for the names of its parameters. */
import type { Statement } from '../program.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'
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
function copied(node: SyntaxNode, changes: Partial<SyntaxNode>): SyntaxNode {
  const { id, type, field, named, start, end, startRow, startColumn, endRow, endColumn } = node
  const { text, parent, children, parts, broken, tooDeep } = node
  const place = { start, end, startRow, startColumn, endRow, endColumn }
  return { id, type, field, named, ...place, text, parent, children, parts, broken, tooDeep, ...changes }
}
