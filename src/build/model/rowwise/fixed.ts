/** What names of a notebook mean wherever code runs: imports, constants, functions that are bound once. */
import type { Analysis, Statement, StatementId } from '../../analysis/program.ts'
import { childOf, childrenOf, type SyntaxNode } from '../../analysis/syntax.ts'

export class Fixed {
  private readonly bindings = new Map<string, Statement[]>()
  private readonly changed = new Set<string>()

  /** @param kept statements that the pipeline runs */
  constructor(analysis: Analysis, kept: ReadonlySet<StatementId>) {
    for (const statement of analysis.statements) {
      if (!kept.has(statement.id)) continue
      for (const name of statement.defines)
        this.bindings.set(name, [...(this.bindings.get(name) ?? []), statement])
      for (const { name } of statement.changes) this.changed.add(name)
    }
  }

  /** Dotted name of the module or of the library's object that a name is: `numpy`, `math.log`. */
  library(name: string): string | undefined {
    const paths = (this.bindings.get(name) ?? []).map(({ node }) => importedAs(node, name))
    return paths.length > 0 && new Set(paths).size === 1 ? paths[0] : undefined
  }

  /** The literal that a name always stands for. */
  constant(name: string): SyntaxNode | undefined {
    const statement = this.once(name)
    return statement && !this.changed.has(name) ? literalOf(statement) : undefined
  }

  /** The `def` of a function, undecorated. */
  definition(name: string): SyntaxNode | undefined {
    const statement = this.once(name)
    return statement?.node.type === 'function_definition' && !this.changed.has(name)
      ? statement.node
      : undefined
  }

  isBound(name: string): boolean {
    return this.bindings.has(name)
  }

  private once(name: string): Statement | undefined {
    const [only, ...others] = this.bindings.get(name) ?? []
    return others.length === 0 && only?.depth === 0 ? only : undefined
  }
}

function importedAs(node: SyntaxNode, name: string): string | undefined {
  const from = childOf(node, 'module_name')?.text
  for (const part of childrenOf(node, 'name')) {
    const dotted = childOf(part, 'name')?.text ?? part.text
    const alias = childOf(part, 'alias')?.text
    if (from !== undefined && (alias ?? dotted) === name) return `${from}.${dotted}`
    if (from === undefined && node.type === 'import_statement') {
      if (alias === name) return dotted
      if (alias === undefined && dotted.split('.')[0] === name) return name
    }
  }
  return undefined
}

/** `NAME = literal`, nothing in it computed. */
export function literalOf({ node }: Statement): SyntaxNode | undefined {
  const assignment = node.type === 'assignment' ? node : node.parts[0]
  if (assignment?.type !== 'assignment' || node.parts.length > (node === assignment ? 3 : 1)) return undefined
  const value = childOf(assignment, 'right')
  return childOf(assignment, 'left')?.type === 'identifier' && value && isLiteral(value) ? value : undefined
}

function isLiteral(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'integer':
    case 'float':
    case 'true':
    case 'false':
    case 'none':
      return true
    case 'string':
    case 'concatenated_string':
      return !hasNames(node)
    case 'unary_operator':
    case 'tuple':
    case 'list':
    case 'set':
    case 'dictionary':
    case 'pair':
    case 'parenthesized_expression':
      return node.parts.every(isLiteral)
    default:
      return false
  }
}

/** `df.query('a > @cut')` reads `cut`. */
function hasNames(node: SyntaxNode): boolean {
  if (node.type === 'string_content' && /@[A-Za-z_]/.test(node.text)) return true
  return node.type === 'identifier' || node.children.some(hasNames)
}
