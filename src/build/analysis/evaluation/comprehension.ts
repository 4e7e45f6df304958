/** Names that a comprehension binds hold nothing after it: what it scores can't be shipped by its name. */
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'

const COMPREHENSION = /^(?:list|set|dictionary)_comprehension$|^generator_expression$/

/** The name in an expression that a comprehension around it binds; undefined when there is none. */
export function boundAround(node: SyntaxNode): string | undefined {
  const used = new Set(descendants(node).flatMap((each) => (each.type === 'identifier' ? [each.text] : [])))
  for (let at = node.parent; at !== null; at = at.parent) {
    if (!COMPREHENSION.test(at.type)) continue
    for (const clause of at.parts)
      if (clause.type === 'for_in_clause')
        for (const name of descendants(childOf(clause, 'left')!))
          if (name.type === 'identifier' && used.has(name.text)) return name.text
  }
  return undefined
}
