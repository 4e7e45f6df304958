/** Kept statements as lines of their cells, and as one script. */
import { hiddenOf } from '../graph/assemble.ts'
import { lastExpression } from '../run.ts'
import type { Analysis, Criterion, KeptLines, StatementId } from '../program.ts'
import { preambleOf } from './preamble.ts'
import type { SyntaxNode } from '../syntax.ts'
import { type Clause, clausesOf, isCompound, type Unit } from '../units.ts'

/** The statements that stay. */
interface Kept {
  has(id: StatementId): boolean
  /** Names that a statement binds itself and that others read: those that the patterns of a `match` bind. */
  readOf(id: StatementId): ReadonlySet<string>
}

function keptOf(analysis: Analysis, ids: ReadonlySet<StatementId>): Kept {
  let readers: Map<StatementId, Set<string>> | null = null
  const readOf = (id: StatementId): ReadonlySet<string> => {
    readers ??= readersOf(analysis, ids)
    return readers.get(id) ?? new Set()
  }
  return { has: (id) => ids.has(id), readOf }
}

function readersOf(analysis: Analysis, ids: ReadonlySet<StatementId>): Map<StatementId, Set<string>> {
  const readers = new Map<StatementId, Set<string>>()
  for (const id of ids)
    for (const { name, definitions } of analysis.statements[id]!.reads)
      for (const definition of definitions)
        readers.set(definition, (readers.get(definition) ?? new Set<string>()).add(name))
  return readers
}

/** The lines that stay, by cell in order of execution. */
export function keptLines(
  analysis: Analysis,
  ids: ReadonlySet<StatementId>,
): { cell: number; statements: KeptLines[] }[] {
  const kept = keptOf(analysis, ids)
  const result: { cell: number; statements: KeptLines[] }[] = []
  for (const { cell, units } of hiddenOf(analysis).cells) {
    const lines = units.flatMap((unit) => linesOf(unit, kept))
    const distinct = lines.filter(
      (line, at) =>
        lines.findIndex((other) => other.startLine === line.startLine && other.endLine === line.endLine) ===
        at,
    )
    if (distinct.length > 0) result.push({ cell: cell.index, statements: distinct })
  }
  return result
}

function linesOf(unit: Unit, kept: Kept): KeptLines[] {
  if (!kept.has(unit.id)) return []
  if (!isCompound(unit.node) || unit.opaque) return [rangeOf(unit.node, unit.node.text.trimEnd())]
  return keptClauses(unit, kept).flatMap(({ clause, header, units }) => [
    ...(header === '' ? [] : [rangeOf(clause.node, header)]),
    ...units.flatMap((child) => linesOf(child, kept)),
  ])
}

function rangeOf(node: SyntaxNode, text: string): KeptLines {
  return { startLine: node.startRow + 1, endLine: node.startRow + text.split('\n').length }
}

interface KeptClause {
  readonly clause: Clause
  readonly header: string
  readonly units: readonly Unit[]
  /** What stands before the header: the indentation of a `case`. */
  readonly deeper: boolean
}

/** The clauses that a kept compound statement still needs. */
function keptClauses(unit: Unit, kept: Kept): KeptClause[] {
  const { node } = unit
  const clauses = clausesOf(node)
  const all = clauses.map((clause): KeptClause => ({
    clause,
    header: headerOf(clause),
    units: unit.children.filter(
      (child) => child.node.start >= clause.block.start && child.node.end <= clause.block.end,
    ),
    deeper: node.type === 'match_statement',
  }))
  const lives = (each: KeptClause) => each.units.some((child) => kept.has(child.id))
  const handled = all.some((each) => /^except/.test(each.clause.node.type))
  const read = node.type === 'match_statement' ? kept.readOf(unit.id) : new Set<string>()
  const binds = ({ header }: KeptClause) => header.split(/\W+/).some((word) => read.has(word))
  const last = all.findLastIndex((each) => lives(each) || binds(each))
  const needed = all.filter((each, at) => {
    if (at === 0) return true
    switch (each.clause.node.type) {
      case 'except_clause':
      case 'except_group_clause':
        return true
      case 'finally_clause':
        return lives(each) || !handled
      case 'else_clause':
        return lives(each)
      default:
        return at <= last
    }
  })
  if (node.type !== 'match_statement') return needed
  const match: KeptClause = {
    clause: { node, block: clauses[0]!.block },
    header: node.text.slice(0, clauses[0]!.node.start - node.start).trimEnd(),
    units: [],
    deeper: false,
  }
  return [match, ...needed]
}

function headerOf(clause: Clause): string {
  return clause.node.text.slice(0, clause.block.start - clause.node.start).trimEnd()
}

/** A script of the kept statements; for a cell it shows what the cell shows. */
export function renderSlice(analysis: Analysis, ids: ReadonlySet<StatementId>, criterion: Criterion): string {
  const kept = keptOf(analysis, ids)
  const { cells, run } = hiddenOf(analysis)
  const asked = 'cell' in criterion ? criterion.cell : null
  const future: string[] = []
  const body: string[] = []
  const own = ownBuiltins(analysis)
  let muted = false
  let mutes = false
  const texts = cells
    .flatMap((cell) => cell.units.filter((unit) => kept.has(unit.id)))
    .map((unit) => `${unit.node.text}\n`)
    .join('')
  // What the notebook itself has put in the stream's place stays as it is.
  const redirects = /\bstdout\b/.test(texts)
  const [mute, unmute] = redirects ? [MUTE_OWN, UNMUTE_OWN] : [MUTE, UNMUTE]
  for (const cell of cells) {
    const units = cell.units.filter((unit) => kept.has(unit.id))
    if (units.length === 0) continue
    const shows = cell.cell.index === asked
    if (shows && muted) {
      body.push(...unmute)
      muted = false
    } else if (!shows && asked !== null && !muted && units.some((unit) => mayShow(analysis, unit, kept))) {
      body.push(...mute.map(own))
      muted = true
      mutes = true
    }
    const last = shows ? lastExpression(cell) : undefined
    const isWhole = cell.units.every((unit) => run.raised.has(unit.id))
    const rendered = units.map((unit) => {
      const lines = renderUnit(unit, kept, '')
      const isLast = last !== undefined && unit === cell.units.at(-1)
      if (!isLast || run.machine.traces[unit.id]?.value?.constant === null) return lines
      return [`_shown = (${lines.join('\n')})`, ...SHOWN.map(own)]
    })
    for (const [at, lines] of rendered.entries()) {
      const unit = units[at]!
      if (unit.node.type === 'future_import_statement') future.push(...lines)
      else if (run.raised.has(unit.id) && !isWhole) body.push(...attempted(lines, own))
      else if (!isWhole) body.push(...lines)
    }
    if (isWhole && rendered.length > 0) body.push(...attempted(rendered.flat(), own))
  }
  if (asked !== null && muted) body.push(...unmute)
  const preamble = preambleOf(texts, { display: asked !== null, mutes, redirects })
  const lines = [...future, ...preamble.map(own), ...body]
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

// The stream itself stays: a logger that was given it while it was silent writes again afterwards.
const MUTE = ['_write, _sys.stdout.write = _sys.stdout.write, len']
const UNMUTE = ['_sys.stdout.write = _write']
const MUTE_OWN = [
  "_out = _sys.stdout if getattr(_sys.stdout, 'buffer', 0) is getattr(_stdout, 'buffer', 1) else _stdout",
  '_write, _out.write = _out.write, len',
]
const UNMUTE_OWN = ['_out.write = _write']

function mayShow(analysis: Analysis, unit: Unit, kept: Kept): boolean {
  if (!kept.has(unit.id)) return false
  return (
    analysis.statements[unit.id]!.shows !== 'no' ||
    unit.children.some((child) => mayShow(analysis, child, kept))
  )
}

// The value of the last expression is shown as a notebook shows it.
const SHOWN = ['if _shown is not None:', '    print(repr(_shown))']

function attempted(lines: readonly string[], own: (line: string) => string): string[] {
  return ['try:', ...lines.map((line) => `    ${line}`), own('except Exception:'), '    pass']
}

/** Has the script's own lines call Python's functions where the notebook gave their names to something else. */
function ownBuiltins(analysis: Analysis): (line: string) => string {
  const { machine } = hiddenOf(analysis).run
  const taken = /\b(print|repr|len|hasattr|Exception)\b/g
  return (line) =>
    line.replace(taken, (name) =>
      machine.globals.frame.places.has(name) ? `__import__('builtins').${name}` : name,
    )
}

/** @param indent what stands before the statement */
function renderUnit(unit: Unit, kept: Kept, indent: string): string[] {
  const { node } = unit
  if (!isCompound(node) || unit.opaque) return (indent + node.text.trimEnd()).split('\n')
  const lines: string[] = []
  for (const { clause, header, units, deeper } of keptClauses(unit, kept)) {
    const outer = deeper ? blockIndent(clause.node, indent) : indent
    lines.push(...(outer + header).split('\n'))
    if (header.startsWith('match ') && node.type === 'match_statement' && clause.node === node) continue
    const living = units.filter((child) => kept.has(child.id))
    const inner = blockIndent(units[0]?.node ?? clause.block, outer)
    if (living.length === 0) lines.push(`${inner}pass`)
    for (const child of living) lines.push(...renderUnit(child, kept, inner))
  }
  return lines
}

/** The indentation of a block: that of its first statement, unless it stands on the line of its header. */
function blockIndent(first: SyntaxNode, outer: string): string {
  const root = rootOf(first)
  const before = root.text.slice(0, first.start - root.start)
  const prefix = before.slice(before.lastIndexOf('\n') + 1)
  return /^[ \t]+$/.test(prefix) && prefix.startsWith(outer) && prefix.length > outer.length
    ? prefix
    : `${outer}    `
}

function rootOf(node: SyntaxNode): SyntaxNode {
  let root = node
  while (root.parent) root = root.parent
  return root
}
