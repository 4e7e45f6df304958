import type { SyntaxNode } from '../../analysis/syntax.ts'

/** A name as a string that can be put where a node stands: within an f-string, before Python 3.12, not in its quotes. */
export function quotedAt(node: SyntaxNode, name: string): string {
  let around = ''
  for (let at: SyntaxNode | null = node; at; at = at.parent)
    if (at.parent?.type === 'string' && at.type === 'interpolation')
      around += at.parent.parts.find(({ type }) => type === 'string_start')?.text ?? ''
  const quote = around.includes('"') ? "'" : '"'
  return `${quote}${name}${quote}`
}
