/** What statements that write columns did to the tables on the predict path, and which of it the graph does itself. */
import type { StatementId } from '../analysis/program.ts'
import type { PathNode, Way } from './path.ts'
import type { FeatureCode, FeatureStatement } from './rowwise/featureCode.ts'

interface Passed {
  readonly before: PathNode
  readonly after: PathNode
  readonly inGraph: boolean
}

export class Passage {
  private readonly code: FeatureCode
  private readonly passed = new Map<StatementId, Passed>()

  constructor(code: FeatureCode) {
    this.code = code
  }

  isFeatureCode(statement: StatementId): boolean {
    return this.chainOf(statement).some((each) => each.statement === statement)
  }

  /** The steps of the graph do what the statement does. */
  translated(statement: StatementId, before: PathNode, after: PathNode): void {
    this.passed.set(statement, { before, after, inGraph: true })
  }

  /** The table with what pipeline/features.py makes of its raw rows; undefined where that does not hold the statement. */
  derived(statement: StatementId, before: PathNode): PathNode | undefined {
    const chain = this.chainOf(statement)
    const columns = chain.find((each) => each.statement === statement)?.makes
    if (columns == null) return undefined
    const first = chain.find((each) => this.passed.has(each.statement))
    const raw = first === undefined ? before : this.passed.get(first.statement)!.before
    const after: PathNode = { op: 'derive', columns, python: 'features', of: [before, raw] }
    this.passed.set(statement, { before, after, inGraph: false })
    return after
  }

  /** The table with columns that requests carry; undefined where it is not known which a statement makes. */
  carried(statement: StatementId, before: PathNode): PathNode | undefined {
    const columns = this.code.stateful.find((each) => each.statement === statement)?.makes ?? []
    if (columns.length === 0) return undefined
    const after: PathNode = { op: 'carry', columns, python: 'carried', of: [before] }
    this.passed.set(statement, { before, after, inGraph: false })
    return after
  }

  /** Whether a statement goes on with a column that pipeline/features.py makes: only its last value is known then. */
  goesOn(statement: StatementId): boolean {
    const chain = this.chainOf(statement)
    const makes = chain.find((each) => each.statement === statement)?.makes ?? []
    return chain.some(
      (each) =>
        each.statement < statement &&
        this.passed.get(each.statement)?.inGraph === false &&
        each.makes?.some((column) => makes.includes(column)),
    )
  }

  translates(statement: StatementId): boolean {
    return this.passed.get(statement)?.inGraph ?? false
  }

  /** The tested rows' table before the first and after the last feature statement; null where the path begins later. */
  featureCode(): Way['featureCode'] {
    const ends = [this.code.tested[0], this.code.tested.at(-1)]
    const [first, last] = ends.map((each) => each && this.passed.get(each.statement))
    return first && last ? { before: first.before, after: last.after } : null
  }

  private chainOf(statement: StatementId): readonly FeatureStatement[] {
    const { tested, trained } = this.code
    return tested.some((each) => each.statement === statement) ? tested : trained
  }
}
