/** Where rows that came later join the notebook's own, for a rebuild. */
import type { Evaluation, Place } from '../../analysis/evaluation.ts'
import type { Analysis, StatementId } from '../../analysis/program.ts'
import { readsIn } from '../../analysis/evaluation/shapes.ts'
import type { RowCode } from '../stages/features.ts'
import { type Additions, line } from '../text/lines.ts'
import type { ScriptNames } from '../text/freeNames.ts'
import { allCalls, changesRows } from '../stages/roles.ts'
import type { Unit } from '../stages/units.ts'

export interface Joining {
  /** The data frame and the statement after which it takes in the rows. */
  readonly frame: string
  readonly after: StatementId
}

/**
 * The last statement that decides which rows there are in a frame that both the rows and the truth of the evaluation
 * come from. After it, so that no filter of the old rows drops the new ones; before whatever is computed from them.
 */
export function joiningOf(
  units: readonly Unit[],
  evaluation: Evaluation,
  analysis: Analysis,
  dataImports: ReadonlySet<string>,
): Joining | undefined {
  if (evaluation.rows === null || evaluation.truth === null) return undefined
  const rows = originsOf(evaluation.rows, analysis)
  const truth = originsOf(evaluation.truth, analysis)
  const split = Math.min(
    ...units
      .filter((unit) => allCalls(unit).some((callee) => /\btrain_test_split$/.test(callee)))
      .map((unit) => unit.statement.id),
  )
  const found = units.findLast((unit) => {
    const [frame, ...others] = unit.defines
    return (
      frame !== undefined &&
      others.length === 0 &&
      unit.statement.children.length === 0 &&
      unit.statement.id < split &&
      rows.has(unit.statement.id) &&
      truth.has(unit.statement.id) &&
      /DataFrame/.test((analysis.types.get(frame) ?? ['DataFrame']).join()) &&
      changesRows(unit, dataImports)
    )
  })
  return found ? { frame: [...found.defines][0]!, after: found.statement.id } : undefined
}

/** Every statement that gave a name in the expression its value, or a name in those, and so on. */
function originsOf({ node, statement }: Place, analysis: Analysis): Set<StatementId> {
  const found = new Set<StatementId>()
  const queue = readsIn(analysis.statements[statement]!, node).flatMap((read) => read.definitions)
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue
    found.add(id)
    queue.push(...analysis.statements[id]!.reads.flatMap((read) => read.definitions))
  }
  return found
}

/** Adds the line that takes the rows in, before what else follows its statement. */
export function joinedWith(
  additions: Additions | undefined,
  { frame, after }: Joining,
  rowCode: RowCode | undefined,
  names: ScriptNames,
): Additions {
  const before = rowCode?.parts.filter(({ first }) => first < after).map(({ name }) => name) ?? []
  const made =
    before.length > 1
      ? `lambda rows: ${before.reduce((inner, each) => `${each}(${inner})`, 'rows')}`
      : before[0]
  const make = made === undefined ? '' : `, ${made}`
  return {
    ...additions,
    after: [
      line('# A rebuild adds rows that came later: a CSV file named in params.yaml.'),
      line(
        `${frame} = ${names.artifacts}.with_extra_rows(${frame}, ${names.parameters}["extra_rows"]${make})`,
      ),
      ...(additions?.after ?? []),
    ],
  }
}
