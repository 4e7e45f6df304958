/** The kept part of a notebook as units that can be moved between functions: statements at the level of a cell. */
import type { Analysis, Call, Slice, Statement, StatementId } from '../../analysis/program.ts'
import { descendants, type SyntaxNode } from '../../analysis/syntax.ts'
import type { Place } from '../../analysis/evaluation.ts'
import { readsIn } from '../../analysis/evaluation/shapes.ts'
import { freeNames, namesIn } from '../text/names.ts'

export interface Unit {
  readonly statement: Statement
  /** Kept statements in it, itself included; empty when only a metric of it is kept. */
  readonly kept: readonly StatementId[]
  /** Nodes whose text goes into the script. */
  readonly nodes: readonly SyntaxNode[]
  /** Names in its text; for a function or class those that it reads from around it. */
  readonly uses: ReadonlySet<string>
  /** By name, the statements whose binding may reach it here. */
  readonly reads: ReadonlyMap<string, readonly StatementId[]>
  readonly defines: ReadonlySet<string>
  readonly changes: ReadonlySet<string>
  readonly hidden: Statement['hidden']
  readonly files: Statement['files']
  readonly calls: readonly Call[]
  /** What the notebook's functions call that it calls. */
  readonly callsWithin: readonly Call[]
  readonly isDefinition: boolean
}

/**
 * @param expressions what is kept of statements that are not: metrics inside a `print`
 * @returns units in order of execution
 */
export function unitsOf(analysis: Analysis, slice: Slice, expressions: readonly Place[]): Unit[] {
  const kept = new Set(slice.statements)
  const byRoot = new Map<StatementId, Place[]>()
  for (const place of expressions) {
    const root = rootOf(place.statement, analysis)
    byRoot.set(root, [...(byRoot.get(root) ?? []), place])
  }
  return analysis.statements
    .filter((each) => each.parent === null && (kept.has(each.id) || byRoot.has(each.id)))
    .map((statement) => unit(statement, kept, byRoot.get(statement.id) ?? [], analysis))
}

/** The statement at the level of its cell in which a statement stands; itself where it stands there. */
export function rootOf(id: StatementId, analysis: Analysis): StatementId {
  const { parent } = analysis.statements[id]!
  return parent === null ? id : rootOf(parent, analysis)
}

function unit(
  statement: Statement,
  kept: ReadonlySet<StatementId>,
  expressions: readonly Place[],
  analysis: Analysis,
): Unit {
  const inside = withDescendants(statement, analysis)
  const own = inside.filter((each) => kept.has(each.id))
  const bare = expressions.filter((place) => !kept.has(place.statement))
  const nodes = [...own.flatMap((each) => ownParts(each, analysis)), ...bare.map((place) => place.node)]
  const isDefinition = isFunctionOrClass(statement)
  const reads = new Map<string, StatementId[]>()
  for (const each of inside)
    for (const read of nodes.flatMap((node) => readsIn(each, node)))
      reads.set(read.name, [...(reads.get(read.name) ?? []), ...read.definitions])
  return {
    statement,
    kept: own.map((each) => each.id),
    nodes,
    uses: isImport(statement.node)
      ? new Set()
      : isDefinition
        ? freeNames(statement.node, definitionOf(statement.node))
        : new Set(nodes.flatMap((node) => [...namesIn(node)])),
    reads,
    defines: new Set(own.flatMap((each) => each.defines)),
    changes: new Set(own.flatMap((each) => each.changes.map((change) => change.name))),
    hidden: {
      asks: new Set([statement, ...own].flatMap((each) => [...each.hidden.asks])),
      changes: new Set(own.flatMap((each) => [...each.hidden.changes])),
    },
    files: {
      reads: filesRead(own),
      writes: new Set(own.flatMap((each) => [...each.files.writes])),
    },
    callsWithin: inside
      .filter(({ id }) => kept.has(id) || bare.some((place) => place.statement === id))
      .flatMap((each) => each.callsWithin),
    calls: inside.flatMap((each) =>
      each.calls.filter(({ node: call }) =>
        nodes.some((node) => call.start >= node.start && call.end <= node.end),
      ),
    ),
    isDefinition,
  }
}

/** Those of a branch or a loop may not be read at all. */
function filesRead(statements: readonly Statement[]): Map<string, boolean> {
  const found = new Map<string, boolean>()
  for (const { files, parent, node } of statements) {
    const chooses = [...descendants(node)].some(({ type }) => type === 'conditional_expression')
    for (const [path, sure] of files.reads)
      found.set(path, (found.get(path) ?? false) || (sure && parent === null && !chooses))
  }
  return found
}

function withDescendants(statement: Statement, analysis: Analysis): Statement[] {
  return [
    statement,
    ...statement.children.flatMap((id) => withDescendants(analysis.statements[id]!, analysis)),
  ]
}

/** What a statement itself says: all of a simple one, the headers of a compound one. */
function ownParts(statement: Statement, analysis: Analysis): SyntaxNode[] {
  if (statement.children.length === 0) return [statement.node]
  const bodies = statement.children.map((id) => analysis.statements[id]!.node)
  const holdsBody = (node: SyntaxNode) =>
    bodies.some((body) => body.start >= node.start && body.end <= node.end)
  const headers: SyntaxNode[] = []
  const visit = (node: SyntaxNode): void => {
    for (const child of node.parts)
      if (!holdsBody(child)) {
        if (child.type !== 'block') headers.push(child)
      } else if (!bodies.includes(child)) visit(child)
  }
  visit(statement.node)
  return headers
}

/** Whether a statement is an import, also one from `__future__`. */
export function isImport(node: SyntaxNode): boolean {
  return /^(future_)?import(_from)?_statement$/.test(node.type)
}

function isFunctionOrClass(statement: Statement): boolean {
  return /^(decorated|function|class)_definition$/.test(statement.node.type)
}

/** The `def` or `class` below its decorators. */
export function definitionOf(node: SyntaxNode): SyntaxNode {
  return node.type === 'decorated_definition'
    ? ([...descendants(node)].find((each) => /^(function|class)_definition$/.test(each.type)) ?? node)
    : node
}
