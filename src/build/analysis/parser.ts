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

/**
 * Levels of a tree that whoever walks it has the stack for. What nests deeper (a sum of thousands of terms) no Python
 * compiles as it is delivered either.
 */
const DEEPEST = 2000

let nodes = 0

/** A node while its children are still being added. */
class Copy implements SyntaxNode {
  readonly id = (nodes += 1)
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
  readonly #source: Source

  constructor(cursor: TreeCursor, parent: SyntaxNode | null, source: Source) {
    // Every property of the cursor is a step into the parser's memory: as few as can be.
    const type = cursor.nodeTypeId
    const field = parent ? cursor.currentFieldId : 0
    this.type = source.language.types[type] ?? 'ERROR'
    this.field = field === 0 ? null : source.language.fields[field]!
    this.named = source.language.nodeTypeIsNamed(type)
    this.start = cursor.startIndex
    this.end = cursor.endIndex
    this.startRow = source.rowOf(this.start)
    this.startColumn = this.start - source.starts[this.startRow]!
    this.endRow = source.rowOf(this.end)
    this.endColumn = this.end - source.starts[this.endRow]!
    this.parent = parent
    this.broken = source.broken && (parent === null || this.type === 'ERROR' || cursor.nodeIsMissing)
    this.#source = source
  }

  get text(): string {
    return this.#source.text.slice(this.start, this.end)
  }

  get tooDeep(): boolean {
    return this.#source.tooDeep
  }
}

/** A text with the offsets of its lines. */
class Source {
  readonly text: string
  readonly language: Language
  readonly broken: boolean
  readonly starts: number[] = [0]
  tooDeep = false
  #row = 0

  constructor(text: string, language: Language, broken: boolean) {
    this.text = text
    this.language = language
    this.broken = broken
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1)
  }

  /** The line of an offset; those asked for one after the other are near each other. */
  rowOf(offset: number): number {
    while (this.starts[this.#row]! > offset) this.#row -= 1
    while (this.#row + 1 < this.starts.length && this.starts[this.#row + 1]! <= offset) this.#row += 1
    return this.#row
  }
}

function copyTree(tree: Tree, text: string): SyntaxNode {
  const cursor = tree.walk()
  const source = new Source(text, tree.language, tree.rootNode.hasError)
  const root = copyNode(cursor, null, source, 0)
  cursor.delete()
  if (source.tooDeep) {
    root.children.length = 0
    root.parts.length = 0
  }
  return root
}

function copyNode(cursor: TreeCursor, parent: SyntaxNode | null, source: Source, depth: number): Copy {
  const copy = new Copy(cursor, parent, source)
  if (depth > DEEPEST) source.tooDeep = true
  else if (cursor.gotoFirstChild()) {
    do {
      const child = copyNode(cursor, copy, source, depth + 1)
      copy.children.push(child)
      if (child.named && child.type !== 'comment' && child.type !== 'line_continuation')
        copy.parts.push(child)
    } while (!source.tooDeep && cursor.gotoNextSibling())
    cursor.gotoParent()
  }
  return copy
}
