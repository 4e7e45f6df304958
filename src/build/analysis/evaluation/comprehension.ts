/** Names that a comprehension or lambda binds hold nothing outside of it: what it scores can't be taken out of it. */
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'

const COMPREHENSION = /^(?:list|set|dictionary)_comprehension$|^generator_expression$/

/** The name in an expression that a comprehension or lambda around it binds; undefined when there is none. */
export function boundAround(node: SyntaxNode): string | undefined {
  const used = new Set(
    descendants(node).flatMap((each) =>
      each.type === 'identifier' && each.field !== 'attribute' && !isKeyword(each) ? [each.text] : [],
    ),
  )
  for (let at = node.parent; at !== null; at = at.parent)
    for (const target of targetsOf(at))
      for (const name of descendants(target))
        if (name.type === 'identifier' && used.has(name.text)) return name.text
  return undefined
}

function targetsOf(scope: SyntaxNode): SyntaxNode[] {
  if (scope.type === 'lambda') return [childOf(scope, 'parameters')].filter((each) => each !== undefined)
  if (!COMPREHENSION.test(scope.type)) return []
  return scope.parts.flatMap((part) => (part.type === 'for_in_clause' ? [childOf(part, 'left')!] : []))
}

function isKeyword(node: SyntaxNode): boolean {
  return node.field === 'name' && node.parent?.type === 'keyword_argument'
}
