/** From a notebook's dependence graph and the model that it evaluates to its stages, before a word of them is written. Pure. */
import { isLastOfMany, isOfLastRows } from '../analysis/evaluation/best.ts'
import type { Evaluation } from '../analysis/evaluation.ts'
import type { Choice } from '../analysis/evaluation/choice.ts'
import type { Analysis, Slice, StatementId } from '../analysis/program.ts'
import { type FeatureCode, findFeatureCode } from '../model/rowwise/featureCode.ts'
import { fitPlace } from '../model/predictPath.ts'
import { targetOf } from '../model/target.ts'
import { type Fitting, fittingOf, fittingStage, withTrain } from './additions/fitting.ts'
import { type Judged, judgedBy } from './additions/judged.ts'
import { refuseBound } from './bound.ts'
import { refuseWith } from './refused.ts'
import { sliceWithNames } from './stages/dangling.ts'
import { dataImportsOf } from './stages/roles.ts'
import { type Shared, shareOut } from './stages/shared.ts'
import { cutIntoStages, type Stage } from './stages/stages.ts'
import { rootOf, type Unit } from './stages/units.ts'
import { wire, type Wired } from './stages/wiring.ts'
import { type ScriptNames, scriptNames } from './text/freeNames.ts'

export interface CutOptions {
  /** Names of the notebook that the model's predict path needs. */
  readonly keep?: readonly string[]
  /** Statements that a run has shown to be needed, and ones that a run has shown to change nothing. */
  readonly widen?: readonly StatementId[]
  readonly drop?: readonly StatementId[]
}

export interface CutPipeline {
  readonly slice: Slice
  /** All that is kept. */
  readonly units: readonly Unit[]
  readonly shared: Shared
  /** As they are cut, and what each of them takes, gives and does without. */
  readonly stages: readonly Stage[]
  readonly wired: readonly Wired[]
  /** Feature code, and the statements that hold it. */
  readonly code: FeatureCode
  readonly making: ReadonlySet<StatementId>
  readonly dataImports: ReadonlySet<string>
  /** Names that the notebook uses, and those of the scripts' own, which are others. */
  readonly taken: ReadonlySet<string>
  readonly names: ScriptNames
  readonly judged: Judged
  /** A fit that no cell holds, and the stages that hold it and that use what it fits. */
  readonly fitting: Fitting | undefined
  readonly fittingAt: string | undefined
  readonly usedAt: string | undefined
  readonly warnings: readonly string[]
}

/** @throws Problem when no right script can be given, with the place and the reason */
export function cutPipeline(
  analysis: Analysis,
  choice: Choice,
  { keep = [], widen = [], drop = [] }: CutOptions = {},
): CutPipeline {
  const { slice, units } = sliceWithNames(analysis, choice, widen, drop)
  refuseWith(slice, analysis)
  const { evaluations } = choice
  const evaluation = evaluations.at(-1)!
  const code = findFeatureCode(
    analysis,
    new Set(slice.statements),
    evaluation,
    fitPlace(analysis, evaluation),
    targetOf(analysis, evaluation),
  )
  const making = new Set([...code.tested, ...code.trained].map((each) => each.statement))
  const shared = shareOut(units, new Set(keep), making)
  const dataImports = dataImportsOf(units, new Set(shared.imports.map(({ name }) => name)))
  const fixed = new Set(widen.map((id) => rootOf(id, analysis)))
  const cut = cutIntoStages(shared.rest, evaluations, analysis, dataImports, making, fixed)

  const taken = new Set(units.flatMap((unit) => [...unit.uses, ...unit.defines]))
  const names = scriptNames(taken)
  const fitting = fittingOf(evaluation, analysis, taken, drawsRandomly(analysis, slice), names.artifacts)
  refuseBound(
    [
      ...evaluations,
      ...(fitting ? [evaluation.estimator] : []),
      ...(fitting?.fitting.length ? [evaluation.rows, evaluation.truth] : []),
    ],
    analysis,
    `${analysis.notebook.name}.ipynb`,
  )
  const stages = withTrain(cut.stages, fitting)
  const fittingAt = fitting && stages[fittingStage(fitting, stages)]!.name
  const usedAt = usingStage(stages, evaluation, analysis)
  const judged = judgedBy(evaluation, fitting, analysis, taken)
  const extras = new Map(
    stages.map(({ name }) => {
      const uses = new Set(name === stages.at(-1)!.name ? judged.uses : [])
      if (name === fittingAt) for (const each of fitting!.uses) uses.add(each)
      if (name === usedAt) for (const each of fitting?.defines ?? []) uses.add(each)
      return [name, { uses, defines: name === fittingAt ? fitting!.defines : new Set<string>() }]
    }),
  )
  const kept = new Set([...keep, judged.evaluated.model, ...judged.names])
  return {
    slice,
    units,
    shared,
    stages,
    wired: wire(stages, analysis, kept, extras, shared.setAgain),
    code,
    making,
    dataImports,
    taken,
    names,
    judged,
    fitting,
    fittingAt,
    usedAt,
    warnings: [
      ...slice.warnings,
      ...cut.warnings,
      ...lastOfMany(evaluation, analysis),
      ...(fitting?.warning ? [fitting.warning] : []),
    ],
  }
}

function lastOfMany(evaluation: Evaluation, analysis: Analysis): string[] {
  if (!isLastOfMany(evaluation, analysis) && !isOfLastRows(evaluation, analysis)) return []
  return [
    `Cell ${evaluation.cell} judges a model in each pass of a loop: the last of them is exported. To export another, score it by its name behind the loop: best.score(X_test, y_test).`,
  ]
}

/** The first stage that uses the evaluated model. */
function usingStage(
  stages: readonly Stage[],
  { estimator }: Evaluation,
  analysis: Analysis,
): string | undefined {
  const root = rootOf(estimator.statement, analysis)
  return stages.find(({ units }) => units.some(({ statement }) => statement.id === root))?.name
}

function drawsRandomly(analysis: Analysis, slice: Slice): boolean {
  const kept = new Set(slice.statements)
  return slice.statements.some((id) =>
    analysis
      .needsOf(id)
      .some(({ needed, through }) => kept.has(needed) && through.startsWith('the random stream')),
  )
}
