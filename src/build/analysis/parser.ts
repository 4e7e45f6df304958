/** Python's grammar, loaded once, and its trees copied into plain objects. */
import { Language, Parser, type Tree, type TreeCursor } from 'web-tree-sitter'
import { readWasm } from '../../platform/resources.ts'
import type { SyntaxNode } from './syntax.ts'

let loading: Promise<Parser> | undefined

/** Parses Python; the same parser serves everybody, one text at a time. */
export async function pythonParser(): Promise<(text: string) => SyntaxNode> {
  loading ??= load()
  const parser = await loading
  return (text) => {
    const tree = parser.parse(text)
    if (!tree) throw new Error('The parser gave no tree.')
    const root = copyTree(tree, text)
    tree.delete()
    return root
  }
}

async function load(): Promise<Parser> {
  const [runtime, grammar] = await Promise.all([
    readWasm('web-tree-sitter', 'web-tree-sitter.wasm'),
    readWasm('tree-sitter-python', 'tree-sitter-python.wasm'),
  ])
  await Parser.init({ wasmBinary: runtime })
  const parser = new Parser()
  parser.setLanguage(await Language.load(grammar))
  return parser
}

/** A node while its children are still being added. */
class Copy implements SyntaxNode {
  readonly type: string
  readonly field: string | null
  readonly named: boolean
  readonly start: number
  readonly end: number
  readonly startRow: number
  readonly startColumn: number
  readonly endRow: number
  readonly endColumn: number
  readonly parent: SyntaxNode | null
  readonly broken: boolean
  readonly children: SyntaxNode[] = []
  readonly parts: SyntaxNode[] = []
  readonly #source: string

  constructor(cursor: TreeCursor, parent: SyntaxNode | null, source: string) {
    this.type = cursor.nodeType
    this.field = cursor.currentFieldName
    this.named = cursor.nodeIsNamed
    this.start = cursor.startIndex
    this.end = cursor.endIndex
    const start = cursor.startPosition
    const end = cursor.endPosition
    this.startRow = start.row
    this.startColumn = start.column
    this.endRow = end.row
    this.endColumn = end.column
    this.parent = parent
    this.broken = this.type === 'ERROR' || cursor.nodeIsMissing
    this.#source = source
  }

  get text(): string {
    return this.#source.slice(this.start, this.end)
  }
}

function copyTree(tree: Tree, source: string): SyntaxNode {
  const cursor = tree.walk()
  const broken = tree.rootNode.hasError
  const root = copyNode(cursor, null, source)
  cursor.delete()
  return broken && !root.broken ? Object.assign(root, { broken: true }) : root
}

function copyNode(cursor: TreeCursor, parent: SyntaxNode | null, source: string): Copy {
  const copy = new Copy(cursor, parent, source)
  if (cursor.gotoFirstChild()) {
    do {
      const child = copyNode(cursor, copy, source)
      copy.children.push(child)
      if (child.named && child.type !== 'comment' && child.type !== 'line_continuation')
        copy.parts.push(child)
    } while (cursor.gotoNextSibling())
    cursor.gotoParent()
  }
  return copy
}
