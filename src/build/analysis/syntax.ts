/**
 * A Python syntax tree as plain objects: tree-sitter's node types and field names (tree-sitter-python 0.25), copied
 * out of the parser's memory once, because every step into that memory costs more than the analysis of a node.
 */
export interface SyntaxNode {
  /** Tells nodes of one run of the program apart, of different cells too. */
  readonly id: number
  /** tree-sitter's type: `call`, `assignment`, `if_statement`; punctuation and keywords as written: `(`, `async`. */
  readonly type: string
  /** Name of the field that this node is of its parent: `function`, `left`, `body`; null for others. */
  readonly field: string | null
  readonly named: boolean
  /** UTF-16 offsets into the cell's Python. */
  readonly start: number
  readonly end: number
  /** From 0, in the cell. */
  readonly startRow: number
  readonly startColumn: number
  readonly endRow: number
  readonly endColumn: number
  /** Source text of the node. */
  readonly text: string
  readonly parent: SyntaxNode | null
  /** All children, punctuation and comments too. */
  readonly children: readonly SyntaxNode[]
  /** Children with a name that are no comments. */
  readonly parts: readonly SyntaxNode[]
  /** Whether the grammar found an error in or below this node. */
  readonly broken: boolean
  /** Whether the text that this is of nests too deep to be followed: then its root has nothing below it. */
  readonly tooDeep: boolean
}

/** The first child that is field `name` of `node`. */
export function childOf(node: SyntaxNode, name: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === name)
}

/** All children that are field `name` of `node`. */
export function childrenOf(node: SyntaxNode, name: string): SyntaxNode[] {
  return node.children.filter((child) => child.field === name)
}

const below = new WeakMap<SyntaxNode, readonly SyntaxNode[]>()

/** The node and everything below it, parents first. Remembered: while one types, the same trees are asked again. */
export function descendants(node: SyntaxNode): readonly SyntaxNode[] {
  let found = below.get(node)
  if (!found) {
    const all: SyntaxNode[] = []
    const visit = (each: SyntaxNode): void => {
      all.push(each)
      for (const child of each.children) visit(child)
    }
    visit(node)
    below.set(node, (found = all))
  }
  return found
}
