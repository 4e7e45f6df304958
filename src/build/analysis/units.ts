/** Cuts the Python of a cell into statements. */
import { childOf, type SyntaxNode } from './syntax.ts'

/** A statement before it is analysed. */
export interface Unit {
  readonly id: number
  readonly cell: number
  readonly node: SyntaxNode
  readonly parent: Unit | null
  readonly children: Unit[]
  /** The cell could not be read: the whole of it is one statement. */
  readonly opaque: boolean
}

/** A clause of a compound statement: its header `elif x:` and the block that it guards. */
export interface Clause {
  /** The clause's own node; the statement's node for the first clause. */
  readonly node: SyntaxNode
  readonly block: SyntaxNode
}

const COMPOUND = new Set([
  'if_statement',
  'for_statement',
  'while_statement',
  'with_statement',
  'try_statement',
  'match_statement',
])

/** Whether a statement holds others: `if`, `for`, `def`. */
export function isCompound(node: SyntaxNode): boolean {
  return COMPOUND.has(node.type)
}

/** The clauses of a compound statement in the order of the text. */
export function clausesOf(node: SyntaxNode): Clause[] {
  const clauses: Clause[] = []
  if (node.type === 'match_statement') {
    const body = childOf(node, 'body')
    for (const child of body?.children ?? [])
      if (child.type === 'case_clause') clauses.push({ node: child, block: blockOf(child)! })
    return clauses
  }
  for (const child of node.children) {
    if (child.type === 'block') clauses.push({ node, block: child })
    else if (/_clause$/.test(child.type) && child.type !== 'with_clause') {
      const block = blockOf(child)
      if (block) clauses.push({ node: child, block })
    }
  }
  return clauses
}

/** The block of a clause. */
export function blockOf(node: SyntaxNode): SyntaxNode | undefined {
  return node.children.find((child) => child.type === 'block')
}

/** The statements of a block or module, in order, without comments. */
function statementsOf(block: SyntaxNode): readonly SyntaxNode[] {
  return block.parts
}

/** Appends the statements of a cell to `units`, in order of the text, bodies after their heads. */
export function appendUnits(root: SyntaxNode, cell: number, units: Unit[]): Unit[] {
  const append = (nodes: readonly SyntaxNode[], parent: Unit | null): Unit[] =>
    nodes.map((node) => {
      const unit: Unit = { id: units.length, cell, node, parent, children: [], opaque: false }
      units.push(unit)
      if (isCompound(node))
        for (const clause of clausesOf(node)) unit.children.push(...append(statementsOf(clause.block), unit))
      return unit
    })
  return append(statementsOf(root), null)
}
