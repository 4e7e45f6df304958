/** How much of the notebook each stage keeps. */
import type { Analysis, StatementId } from '../../analysis/program.ts'
import { rootOf, type Unit } from './units.ts'
import { dataOfStages, type StageData } from './data.ts'
import type { Wired } from './wiring.ts'

export interface PlannedStage {
  readonly name: string
  readonly file: string
  readonly wired: Wired
  readonly data: StageData
  readonly kept: number
  readonly total: number
}

/**
 * Kept and all statements of each stage; one that is not kept counts where the next kept one stands. Of which only a metric
 * is kept counts as kept.
 */
export function countedStages(
  wired: readonly Wired[],
  units: readonly Unit[],
  analysis: Analysis,
): PlannedStage[] {
  const stageOf = new Map<StatementId, number>()
  for (const [at, stage] of wired.entries())
    for (const unit of stage.units) stageOf.set(unit.statement.id, at)
  const kept = wired.map(() => 0)
  const total = wired.map(() => 0)
  let following = wired.length - 1
  const data = dataOfStages(wired)
  const keptIds = new Set(
    units.flatMap(({ kept: own, statement }) => (own.length > 0 ? own : [statement.id])),
  )
  for (const { id, parent } of analysis.statements.toReversed()) {
    const root = parent === null ? id : rootOf(id, analysis)
    following = stageOf.get(root) ?? following
    total[following]! += 1
    if (keptIds.has(id)) kept[following]! += 1
  }
  return wired.map((stage, at) => ({
    name: stage.name,
    file: `pipeline/${stage.name}.py`,
    wired: stage,
    data: data[at]!,
    kept: kept[at]!,
    total: total[at]!,
  }))
}
