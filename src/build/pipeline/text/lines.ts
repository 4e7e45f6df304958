/** Lines of Python that can be moved to another indentation, and statements rendered as such lines. */
import type { Analysis, Statement, StatementId } from '../../analysis/program.ts'
import { descendants, type SyntaxNode } from '../../analysis/syntax.ts'

/** One line without its indentation level. `inString`: it begins inside a string, so its blanks are data. */
export interface Line {
  readonly text: string
  readonly inString: boolean
}

/** Replaces a stretch of a cell's Python by a text of one line. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** As they are applied: the longer of two that begin together holds the other. */
export function inOrder(edits: readonly Edit[]): Edit[] {
  return edits.toSorted((a, b) => a.start - b.start || b.end - a.end)
}

/** Edits of several subjects in one table, by cell. */
export function mergedEdits(
  one: ReadonlyMap<number, readonly Edit[]>,
  other: ReadonlyMap<number, readonly Edit[]>,
): Map<number, readonly Edit[]> {
  const merged = new Map(one)
  for (const [cell, edits] of other) merged.set(cell, inOrder([...(merged.get(cell) ?? []), ...edits]))
  return merged
}

/** What is put where a statement stands. Without `instead`, a statement that is not kept vanishes. */
export interface Additions {
  readonly before?: readonly Line[]
  readonly after?: readonly Line[]
}

export interface Rendering {
  readonly analysis: Analysis
  readonly kept: ReadonlySet<StatementId>
  /** By cell, in order of their place. */
  readonly edits: ReadonlyMap<number, readonly Edit[]>
  readonly additions: ReadonlyMap<StatementId, Additions>
}

/** A line of code that begins outside of strings. */
export function line(text: string): Line {
  return { text, inString: false }
}

/** @param by blanks; what is inside a string is data, and stays */
export function indented(lines: readonly Line[], by = 4): Line[] {
  return lines.map((each) =>
    each.inString || each.text === '' ? each : { ...each, text: ' '.repeat(by) + each.text },
  )
}

/** @returns the text, a newline behind each line */
export function textOf(lines: readonly Line[]): string {
  return lines.map((each) => each.text.trimEnd() + '\n').join('')
}

/** The kept part of a statement with the comments above it, as lines at indentation 0. */
export function linesOfStatement(statement: Statement, rendering: Rendering): Line[] {
  const { kept, additions } = rendering
  const { before = [], after = [] } = additions.get(statement.id) ?? {}
  if (!kept.has(statement.id)) return [...before, ...after]
  const own =
    statement.children.length === 0
      ? [...linesOfNode(statement.node, statement, rendering), ...trailing(statement.node)]
      : linesOfCompound(statement.node, statement, rendering)
  return [...commentsAbove(statement.node), ...before, ...joinTrailing(own), ...after]
}

/** The text of a node with the edits in it; rows after the first lose the indentation of its statement. */
export function linesOfNode(
  node: SyntaxNode,
  statement: Statement,
  { edits }: Pick<Rendering, 'edits'>,
): Line[] {
  // What no cell says (`wines.X_test` for a function's `split.X_test`) has no stretch of a cell.
  if (node.text.length !== node.end - node.start) return [line(node.text)]
  return linesUpTo(node, node.end, statement, edits.get(statement.cell) ?? [])
}

/** The text of an expression as lines that can stand after `name = `. */
export function expressionLines(prefix: string, lines: readonly Line[]): Line[] {
  const [first, ...rest] = lines
  if (rest.length === 0) return [line(prefix + first!.text)]
  return [line(`${prefix}(`), ...indented([first!, ...rest]), line(')')]
}

/** Rows of a node up to an offset, edited, without the indentation of their statement. */
function linesUpTo(node: SyntaxNode, end: number, statement: Statement, edits: readonly Edit[]): Line[] {
  const data = newlinesInStrings(node)
  const rows: Line[] = [{ text: '', inString: false }]
  const add = (text: string) => {
    rows[rows.length - 1] = { ...rows.at(-1)!, text: rows.at(-1)!.text + text }
  }
  const copy = (from: number, to: number) => {
    for (let at = from; at < to; at += 1) {
      const char = node.text[at - node.start]!
      if (char === '\n') rows.push({ text: '', inString: data.has(at) })
      else add(char)
    }
  }
  let at = node.start
  for (const edit of edits.filter((each) => each.start >= node.start && each.end <= end)) {
    if (edit.start < at) continue // inside of something that was replaced
    copy(at, edit.start)
    add(edit.text)
    at = edit.end
  }
  copy(at, end)
  const blanks = statement.node.startColumn
  return rows.map((row, index) => {
    if (index === 0 || row.inString) return row
    const indent = row.text.length - row.text.trimStart().length
    return line(row.text.slice(Math.min(blanks, indent)))
  })
}

/** Offsets of the line breaks that are part of a string. */
function newlinesInStrings(node: SyntaxNode): Set<number> {
  const found = new Set<number>()
  for (const each of descendants(node))
    if (each.type === 'string' && each.endRow > each.startRow)
      for (let at = each.text.indexOf('\n'); at >= 0; at = each.text.indexOf('\n', at + 1))
        found.add(each.start + at)
  return found
}

/** `if`, `for`, `with`, `try`, `match`: each clause's header, below it the kept part of its body. */
function linesOfCompound(node: SyntaxNode, statement: Statement, rendering: Rendering): Line[] {
  const result: Line[] = []
  const blockAt = node.children.findIndex((child) => child.type === 'block')
  if (blockAt < 0) return linesOfNode(node, statement, rendering)
  const colon = node.children.slice(0, blockAt).findLast((child) => child.type === ':')!
  const comments = node.children
    .slice(0, blockAt)
    .filter((each) => each.type === 'comment' && each.start > colon.end)
  const beside = comments.filter((each) => each.startRow === colon.endRow)
  const edits = rendering.edits.get(statement.cell) ?? []
  result.push(...linesUpTo(node, colon.end, statement, edits), ...beside.map((each) => comment(each, true)))
  const block = node.children[blockAt]!
  const body = linesOfBlock(block, statement, rendering)
  result.push(...indented(body.length === 0 ? [line('pass')] : body))
  for (const clause of node.children.slice(blockAt + 1)) {
    if (clause.type === 'comment') continue
    const hasBlock = clause.children.some((child) => child.type === 'block')
    if (!hasBlock || isIdle(clause, node, statement, rendering)) continue
    result.push(...linesOfCompound(clause, statement, rendering))
  }
  return result
}

function linesOfBlock(block: SyntaxNode, statement: Statement, rendering: Rendering): Line[] {
  const { statements } = rendering.analysis
  return block.parts.flatMap((part) => {
    if (part.type === 'case_clause') return linesOfCompound(part, statement, rendering)
    const child = childStatement(part, statement, statements)
    return child ? linesOfStatement(child, rendering) : []
  })
}

/** The statement of the analysis that a node of a body is: itself, or what its expression statement holds. */
function childStatement(
  part: SyntaxNode,
  statement: Statement,
  statements: readonly Statement[],
): Statement | undefined {
  return statement.children
    .map((id) => statements[id]!)
    .find((child) => child.node.start >= part.start && child.node.end <= part.end)
}

/** Whether an `else` or `finally` has nothing kept in it and may go; a `try` needs one clause. */
function isIdle(clause: SyntaxNode, whole: SyntaxNode, statement: Statement, rendering: Rendering): boolean {
  if (clause.type !== 'else_clause' && clause.type !== 'finally_clause') return false
  if (clause.type === 'finally_clause' && !whole.children.some((each) => each.type.startsWith('except')))
    return false
  const block = clause.children.find((child) => child.type === 'block')!
  return linesOfBlock(block, statement, rendering).length === 0
}

/** Comments on the lines right above a statement, up to the first blank line. */
function commentsAbove(node: SyntaxNode): Line[] {
  const holder = node.parent?.type === 'expression_statement' ? node.parent : node
  const siblings = holder.parent?.children ?? []
  const found: SyntaxNode[] = []
  let row = holder.startRow
  for (let at = siblings.indexOf(holder) - 1; at >= 0; at -= 1) {
    const each = siblings[at]!
    const standsAlone = siblings[at - 1]?.endRow !== each.startRow
    if (each.type !== 'comment' || each.startRow !== row - 1 || !standsAlone) break
    found.unshift(each)
    row = each.startRow
  }
  return found.map((each) => comment(each, false))
}

/** The comment at the end of a statement's last line. */
function trailing(node: SyntaxNode): Line[] {
  const holder = node.parent?.type === 'expression_statement' ? node.parent : node
  const siblings = holder.parent?.children ?? []
  const next = siblings[siblings.indexOf(holder) + 1]
  return next?.type === 'comment' && next.startRow === holder.endRow ? [comment(next, true)] : []
}

const BESIDE = '\u0000'

function comment(node: SyntaxNode, beside: boolean): Line {
  return line((beside ? BESIDE : '') + node.text)
}

/** Puts comments that stand beside a line back there. */
function joinTrailing(lines: readonly Line[]): Line[] {
  const result: Line[] = []
  for (const each of lines) {
    const before = result.at(-1)
    if (each.text.startsWith(BESIDE) && before)
      result[result.length - 1] = { ...before, text: `${before.text}  ${each.text.slice(1)}` }
    else result.push(each)
  }
  return result
}
