/** What is met on the way of rows: what learned from them, and what gave some of them more than once. */
import type { Place } from '../analysis/evaluation.ts'
import type { StatementId } from '../analysis/program.ts'
import type { SyntaxNode } from '../analysis/syntax.ts'
import type { Callees } from './callees.ts'
import type { Lineage } from './lineage.ts'
import type { Scope } from './picks.ts'
import { CATEGORY_ENCODERS, LEARNS_NOTHING_WITH, STATELESS, SUPERVISED } from './rowKnowledge.ts'

/**
 * `fit`: of a transformer; `number`: taken over rows, `X.mean()`; `answer`: a number of the target, by group;
 * `choice`: of columns, by how well they go with the target.
 */
export type Way = 'fit' | 'number' | 'answer' | 'choice'

/** Something on the way of the rows that learned from rows itself. */
export interface Learned {
  /** Class of the transformer, or the function: `StandardScaler`, `mean`. Empty when not known. */
  readonly by: string
  readonly way: Way
  /** It only learned which categories there are. */
  readonly categoriesOnly: boolean
  /** It used the target: what it takes from test rows goes straight into the score. */
  readonly answers: boolean
  readonly node: SyntaxNode
  /** The statement in which `node` stands. */
  readonly statement: StatementId
  readonly rows: readonly Lineage[]
}

/** Rows that a call gives more than once: `pd.concat([df, df[df.rare == 1]])`, a sample with replacement. */
export interface Repeated extends Place {
  readonly rows: readonly Lineage[]
}

export class Seen {
  private readonly callees: Callees
  private readonly learned = new Map<string, Learned>()
  private readonly repeated = new Map<string, Repeated>()

  constructor(callees: Callees) {
    this.callees = callees
  }

  get all(): { learned: readonly Learned[]; repeated: readonly Repeated[] } {
    return { learned: [...this.learned.values()], repeated: [...this.repeated.values()] }
  }

  learn(node: SyntaxNode, by: string, rows: readonly Lineage[], scope: Scope, way: Way = 'fit'): void {
    if (rows.length === 0 || STATELESS.has(by)) return
    const [option, value] = LEARNS_NOTHING_WITH.get(by) ?? []
    if (option && value!.test(this.callees.optionOf(node, option, scope.statement) ?? '')) return
    const { text: statement } = scope
    const answers = way === 'answer' || way === 'choice' || SUPERVISED.test(by)
    const entry = { by, way, categoriesOnly: CATEGORY_ENCODERS.has(by), answers, node, statement, rows }
    this.learned.set(`${statement}:${node.start}:${scope.call}`, entry)
  }

  repeat(node: SyntaxNode, rows: readonly Lineage[], { text: statement, call }: Scope): void {
    const key = `${statement}:${node.start}:${call}`
    const before = this.repeated.get(key)?.rows ?? []
    if (rows.length > 0) this.repeated.set(key, { node, statement, rows: [...before, ...rows] })
  }
}
