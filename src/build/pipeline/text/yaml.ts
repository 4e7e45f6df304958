/** Literals of Python as YAML. */
import type { SyntaxNode } from '../../analysis/syntax.ts'

/** A literal as YAML that means the same value; undefined for what can't be written so. */
export function yamlOf(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'true':
    case 'false':
      return node.type
    case 'none':
      return 'null'
    case 'integer':
      return /^[\d_]+$/.test(node.text) ? node.text.replaceAll('_', '') : undefined
    case 'float': {
      // With a point, also before an exponent: YAML 1.1 reads 1e-3 as a string.
      const match = /^(\d*)\.?(\d*)(e[+-]?\d+)?$/i.exec(node.text.replaceAll('_', ''))
      return match ? `${match[1] || '0'}.${match[2] || '0'}${match[3] ?? ''}` : undefined
    }
    case 'unary_operator': {
      const number = /^-\s*[\d.]/.test(node.text) ? yamlOf(node.parts.at(-1)!) : undefined
      return number === undefined ? undefined : `-${number}`
    }
    case 'string':
      return /^(["'])[^"'\\\n]*\1$/.test(node.text) ? JSON.stringify(node.text.slice(1, -1)) : undefined
    default:
      return undefined
  }
}
