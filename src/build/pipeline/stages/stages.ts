/** Cuts the kept units of a notebook into stages, by data flow. */
import type { Evaluation } from '../../analysis/evaluation.ts'
import type { Analysis, StatementId } from '../../analysis/program.ts'
import { type StageName, STAGES } from '../../../iteration/record.ts'
import { loads, makesFeatures, triesModels } from './roles.ts'
import { rootOf, type Unit } from './units.ts'

export interface Stage {
  /** `whole`: the notebook can't be cut. */
  readonly name: StageName | 'whole'
  /** In order of execution. */
  readonly units: readonly Unit[]
}

interface Cut {
  readonly stages: readonly Stage[]
  /** What could not be told apart, in sentences. */
  readonly warnings: readonly string[]
}

const LOAD = 0
const PREPARE = 1
const FEATURES = 2
const TRAIN = 3
const EVALUATE = 4

/**
 * Gives every unit the earliest stage that its role and what it depends on allow. A unit never stands in an earlier
 * stage than one that must run before it, so that running the stages in order does what the notebook did.
 *
 * @param units without imports and whatever else is in no stage
 * @param features statements that make features row by row
 * @param fixed statements with effects that the analysis does not see: nothing passes them
 */
export function cutIntoStages(
  units: readonly Unit[],
  evaluations: readonly Evaluation[],
  analysis: Analysis,
  dataImports: ReadonlySet<string>,
  features: ReadonlySet<StatementId> = new Set(),
  fixed: ReadonlySet<StatementId> = new Set(),
): Cut {
  const before = predecessors(units, analysis, fixed)
  const roles = rolesOf(units, evaluations, analysis, before, dataImports, features)
  const hidden = hiddenOrder(units)
  const levels = levelsOf(
    units,
    roles,
    before.map((own, at) => new Set([...own, ...hidden[at]!])),
  )
  const names = [...STAGES]
  const stages = names
    .map((name, level) => ({ name, units: units.filter((_, at) => levels[at] === level) }))
    .filter((stage) => stage.units.length > 0)
  const [only] = stages
  if (stages.length === 1 && only)
    return {
      stages: [{ name: 'whole', units: only.units }],
      warnings: [
        `Cell ${cellsOf(only.units)} does everything at once: it is one stage, and no stages can be cut.`,
      ],
    }
  const warnings: string[] = []
  const evaluating = stages.at(-1)!
  const fitted = evaluations.some(({ estimator }) => estimator.fits.length > 0)
  if (fitted && !stages.some((stage) => stage.name === 'train'))
    warnings.push(
      `The model is trained and evaluated in one statement (cell ${cellsOf(evaluating.units.filter((unit) => unit.statement.children.length > 0))}): both are the stage evaluate.`,
    )
  return { stages, warnings }
}

function cellsOf(units: readonly Unit[]): string {
  return [...new Set(units.map((unit) => unit.statement.cell))].join(', ')
}

/** The level that a unit's own doing asks for; undefined: as late as possible, where it is needed. */
function rolesOf(
  units: readonly Unit[],
  evaluations: readonly Evaluation[],
  analysis: Analysis,
  before: readonly ReadonlySet<number>[],
  dataImports: ReadonlySet<string>,
  features: ReadonlySet<StatementId>,
): (number | undefined)[] {
  const roots = (ids: readonly StatementId[]) => new Set(ids.map((id) => rootOf(id, analysis)))
  const measured = roots(evaluations.map((each) => each.statement))
  const fits = roots(evaluations.flatMap((each) => each.estimator.fits))
  const made = roots(evaluations.flatMap((each) => each.estimator.definitions))
  // `cross_val_score(Ridge(), X, y)`: made, fitted and judged where it stands.
  const judging = roots(evaluations.map((each) => each.estimator.statement))
  // An optimizer, a loader: what the model learns with stands with its learning, though it uses the model.
  const learning = allBefore(
    units.flatMap(({ statement }, at) => (fits.has(statement.id) ? [at] : [])),
    before,
  )
  const afterModel = new Set<number>()
  const withData = new Set<number>()
  return units.map((unit, at) => {
    const { id } = unit.statement
    const loading = loads(unit, dataImports)
    if (loading || [...before[at]!].some((each) => withData.has(each))) withData.add(at)
    const uses = [...before[at]!].some((each) => afterModel.has(each))
    if (uses || fits.has(id) || made.has(id)) afterModel.add(at)
    if (measured.has(id)) return EVALUATE
    if (fits.has(id)) return TRAIN
    if (made.has(id)) return TRAIN
    if (uses && learning.has(at)) return TRAIN
    if (uses || judging.has(id)) {
      afterModel.add(at)
      return EVALUATE
    }
    if (unit.isDefinition) return undefined
    if (triesModels(unit)) return TRAIN
    if (features.has(id) || makesFeatures(unit, analysis)) return withData.has(at) ? FEATURES : undefined
    if (loading) return LOAD
    return withData.has(at) ? PREPARE : undefined
  })
}

/** What must run before these units. */
function allBefore(units: readonly number[], before: readonly ReadonlySet<number>[]): Set<number> {
  const found = new Set<number>()
  const waiting = [...units]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
    for (const each of before[at]!)
      if (!found.has(each)) {
        found.add(each)
        waiting.push(each)
      }
  return found
}

function levelsOf(
  units: readonly Unit[],
  roles: readonly (number | undefined)[],
  before: readonly ReadonlySet<number>[],
): number[] {
  const least: number[] = []
  for (const at of units.keys())
    least[at] = Math.max(roles[at] ?? LOAD, ...[...before[at]!].map((each) => least[each]!))
  const levels = [...least]
  const after = units.map((): number[] => [])
  for (const [later, earlier] of before.entries()) for (const each of earlier) after[each]!.push(later)
  // What has no role of its own goes to where it is first needed.
  for (let at = units.length - 1; at >= 0; at -= 1) {
    if (roles[at] !== undefined) continue
    levels[at] = Math.max(least[at]!, Math.min(EVALUATE, ...after[at]!.map((later) => levels[later]!)))
  }
  return levels
}

/**
 * For each unit those that must run right before it: what it needs, and also what uses or changes something before this
 * unit changes it, so that moving units between stages never swaps the two. What must run before those is not named
 * again: of those who change a name one after the other, each names the last before it.
 */
function predecessors(
  units: readonly Unit[],
  analysis: Analysis,
  fixed: ReadonlySet<StatementId>,
): Set<number>[] {
  const at = new Map(units.map((unit, index) => [unit.statement.id, index]))
  const before = units.map(() => new Set<number>())
  for (const { id } of analysis.statements) {
    const later = at.get(rootOf(id, analysis))
    if (later === undefined) continue
    for (const { needed } of analysis.needsOf(id)) {
      const earlier = at.get(rootOf(needed, analysis))
      if (earlier !== undefined && earlier < later) before[later]!.add(earlier)
    }
  }
  let lastFixed = -1
  const writers = new Map<string, number>()
  /** Of each name, those that use what its last writer left. */
  const users = new Map<string, number[]>()
  for (const [later, unit] of units.entries()) {
    const own = before[later]!
    if (fixed.has(unit.statement.id)) {
      for (let earlier = Math.max(lastFixed, 0); earlier < later; earlier += 1) own.add(earlier)
      lastFixed = later
    } else if (lastFixed >= 0) own.add(lastFixed)
    const writes = new Set([...unit.defines, ...unit.changes])
    // Also what a function that is called here reads.
    const uses = new Set([...unit.uses, ...unit.reads.keys()])
    for (const name of [...writes, ...uses]) {
      const writer = writers.get(name)
      if (writer !== undefined) own.add(writer)
    }
    for (const name of writes) {
      for (const each of users.get(name) ?? []) own.add(each)
      users.set(name, [])
      writers.set(name, later)
    }
    for (const name of uses) if (!writes.has(name)) append(users, name, later)
  }
  return before
}

/**
 * For each unit those that ask for or change a state that no name holds before this unit changes it: a file, a setting, a random
 * stream, a figure. Who asks needs those who made the state so, which are named already. What they have in common is no
 * data: it keeps their order, and says nothing of their roles.
 */
function hiddenOrder(units: readonly Unit[]): Set<number>[] {
  /** Of each state, who changed it last, and who asked for it since. */
  const touched = new Map<string, number[]>()
  return units.map(({ hidden: { asks, changes } }, later) => {
    const before = new Set([...changes].flatMap((state) => touched.get(state) ?? []))
    for (const state of changes) touched.set(state, [later])
    for (const state of asks) if (!changes.has(state)) append(touched, state, later)
    return before
  })
}

function append(lists: Map<string, number[]>, name: string, value: number): void {
  const list = lists.get(name)
  if (list) list.push(value)
  else lists.set(name, [value])
}
