/** What the parts that follow rows hand to each other; `RowTracer` is it. */
import type { Analysis, StatementId } from '../analysis/program.ts'
import type { SyntaxNode } from '../analysis/syntax.ts'
import type { Callees } from './callees.ts'
import type { ColumnFinder } from './columns.ts'
import type { Lineage } from './lineage.ts'
import type { Picks, Scope } from './picks.ts'
import type { Seen } from './seen.ts'

export interface Tracer {
  readonly analysis: Analysis
  readonly callees: Callees
  readonly picks: Picks
  readonly columns: ColumnFinder
  /** Column whose transformation is no feature: the truth. */
  readonly truth: string | null
  /** All that learned from rows or repeated them on the way. */
  readonly seen: Seen
  /** The rows that an expression holds; none where it holds no rows. */
  trace(node: SyntaxNode, scope: Scope): readonly Lineage[]
  /** The part at a position of an expression that has several. */
  part(node: SyntaxNode, at: number, scope: Scope): readonly Lineage[]
  /** What an assignment gives one of its names; undefined where it doesn't bind the name. */
  assigned(assignment: SyntaxNode, name: string, scope: Scope): readonly Lineage[] | undefined
}

/** The scope of a statement outside of functions. */
export function whole(statement: StatementId): Scope {
  return { statement, text: statement, locals: new Map(), call: '' }
}
