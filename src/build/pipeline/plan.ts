/** From a notebook's dependence graph and the model that it evaluates to the text of every script. Pure. */
import type { Choice, Evaluation } from '../analysis/evaluation.ts'
import type { Analysis, Slice, StatementId } from '../analysis/program.ts'
import { reasonText } from '../analysis/refusal.ts'
import { Problem } from '../../platform/problem.ts'
import { findFeatureCode, type StatefulStatement } from '../model/rowwise/featureCode.ts'
import { fitPlace } from '../model/predictPath.ts'
import { targetOf } from '../model/target.ts'
import { refuseBound } from './bound.ts'
import { sliceWithNames } from './stages/dangling.ts'
import { countedStages, type PlannedStage } from './stages/counts.ts'
import { type RowCode, rowCodeOf } from './stages/features.ts'
import { fittingOf, fittingStage, withTrain } from './additions/fitting.ts'
import { scriptNames } from './text/freeNames.ts'
import { helpersModule } from './modules/helpersModule.ts'
import { modulesOf } from './modules/imports.ts'
import { joinedWith, joiningOf } from './additions/joining.ts'
import { type Evaluated, judgedBy } from './additions/judged.ts'
import { type Additions, type Line, mergedEdits } from './text/lines.ts'
import { measuring, nameMetrics, type NamedMetric } from './additions/measures.ts'
import type { Context } from './modules/moduleImports.ts'
import { dataFilesIn, type Parameters, parametersOf } from './additions/parameters.ts'
import { stageModule } from './modules/render.ts'
import { dataImportsOf } from './stages/roles.ts'
import { shareOut } from './stages/shared.ts'
import { cutIntoStages } from './stages/stages.ts'
import { rootOf } from './stages/units.ts'
import { wire } from './stages/wiring.ts'

export interface Plan {
  readonly slice: Slice
  readonly metrics: readonly NamedMetric[]
  readonly evaluated: Evaluated
  readonly stages: readonly PlannedStage[]
  /** Scripts by file name in `pipeline/`. */
  readonly scripts: ReadonlyMap<string, string>
  readonly parameters: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Statements that set environment variables: they run before anything is imported. */
  readonly environment: readonly string[]
  /** Top-level modules that the scripts import. */
  readonly modules: readonly string[]
  /** Those that the notebook does without where they are missing: `try: import ... except ImportError: ...`. */
  readonly optionalModules: readonly string[]
  /** Files that the notebook reads, as it names them. */
  readonly data: readonly string[]
  readonly warnings: readonly string[]
  /** What pipeline/features.py makes of raw rows, row by row; null where there is no such function. */
  readonly rowFunction: RowFunction | null
  /** What runs a stage by itself, in each of their modules: `main`. */
  readonly entry: string
  /** Statements that make columns too, and are not shown to do so row by row. */
  readonly stateful: readonly StatefulStatement[]
  /** Whether rows that come later can join for a rebuild. */
  readonly takesExtraRows: boolean
}

export type RowFunction = Pick<RowCode, 'name' | 'statements'>

export interface PlanOptions {
  /** Names of the notebook that the model's predict path needs. */
  readonly keep?: readonly string[]
  /** A CSV file of labelled rows that join the notebook's, for a rebuild; relative to the notebook's folder. */
  readonly extraRows?: string
  /** Statements that a run has shown to be needed, and ones that a run has shown to change nothing. */
  readonly widen?: readonly StatementId[]
  readonly drop?: readonly StatementId[]
}

/** @throws Problem when no right script can be given, with the place and the reason */
export function planPipeline(analysis: Analysis, choice: Choice, options: PlanOptions = {}): Plan {
  const metrics = nameMetrics(choice.evaluations, analysis)
  const { widen = [], drop = [] } = options
  const { slice, units } = sliceWithNames(analysis, choice, widen, drop)
  refuse(slice, analysis)
  const evaluation = choice.evaluations.at(-1)!
  const code = findFeatureCode(
    analysis,
    new Set(slice.statements),
    evaluation,
    fitPlace(analysis, evaluation),
    targetOf(analysis, evaluation),
  )
  const making = new Set([...code.tested, ...code.trained].map((each) => each.statement))
  const shared = shareOut(units, new Set(options.keep), making)
  const dataImports = dataImportsOf(units, new Set(shared.imports.map(({ name }) => name)))
  const fixed = new Set(widen.map((id) => rootOf(id, analysis)))
  const cut = cutIntoStages(shared.rest, choice.evaluations, analysis, dataImports, making, fixed)

  const taken = new Set(units.flatMap((unit) => [...unit.uses, ...unit.defines]))
  const names = scriptNames(taken)
  const fitting = fittingOf(evaluation, analysis, taken, drawsRandomly(analysis, slice), names.artifacts)
  const written = [
    ...choice.evaluations,
    ...(fitting ? [evaluation.estimator] : []),
    ...(fitting?.fitting.length ? [evaluation.rows, evaluation.truth] : []),
  ]
  refuseBound(written, analysis, `${analysis.notebook.name}.ipynb`)
  const stages = withTrain(cut.stages, fitting)
  const fittingAt = fitting && stages[fittingStage(fitting, stages)]!.name
  const usedAt = stages.find(({ units }) =>
    units.some(({ statement }) => statement.id === rootOf(evaluation.estimator.statement, analysis)),
  )?.name
  const reading = shared.rest.filter(({ statement }) => !making.has(statement.id))
  const joining = joiningOf(reading, evaluation, analysis, dataImports)
  const kept = keptWithParents(slice, choice.evaluations, analysis)
  const rowCode = rowCodeOf(
    stages.find(({ name }) => name === 'features'),
    code,
    shared,
    new Set(units.flatMap((unit) => [...unit.defines])),
    taken,
    { analysis, kept },
  )
  const judged = judgedBy(evaluation, fitting, analysis, taken)

  const extras = new Map(
    stages.map(({ name }) => {
      const uses = new Set(name === stages.at(-1)!.name ? judged.uses : [])
      if (name === fittingAt) for (const each of fitting!.uses) uses.add(each)
      if (name === usedAt) for (const each of fitting?.defines ?? []) uses.add(each)
      return [name, { uses, defines: name === fittingAt ? fitting!.defines : new Set<string>() }]
    }),
  )
  const keep = new Set([...(options.keep ?? []), judged.evaluated.model, ...judged.names])
  const wired = wire(stages, analysis, keep, extras)
  const parameters = new Map<string, Parameters>()
  const scripts = new Map<string, string>()
  const context: Context = { notebook: analysis.notebook, rendering: { analysis, kept }, shared, names }
  for (const [at, stage] of wired.entries()) {
    const own = parametersOf(stage.units, names.parameters)
    const joins =
      joining && stage.units.some(({ statement }) => statement.id === joining.after) ? joining : undefined
    const values = new Map(own.values)
    if (joins)
      values.set('extra_rows', options.extraRows === undefined ? 'null' : JSON.stringify(options.extraRows))
    parameters.set(stage.name, { ...own, values })
    const isLast = at === wired.length - 1
    const edits = mergedEdits(own.edits, fitting?.edits ?? new Map())
    const measured = isLast ? measuring(metrics, names, kept, analysis, edits) : undefined
    const additions = new Map<StatementId, Additions>(measured?.additions)
    if (joins) additions.set(joins.after, joinedWith(additions.get(joins.after), joins, rowCode, names))
    const fits = stage.name === fittingAt
    // Named in the stage before where that is possible, else right before it is used.
    if (fits && stage.name === usedAt) putBefore(additions, evaluation.estimator.statement, fitting!.naming)
    scripts.set(
      `${stage.name}.py`,
      stageModule(
        {
          wired: isLast
            ? {
                ...stage,
                outputs: union(stage.outputs, judged.defines),
                alive: union(stage.alive, judged.defines),
              }
            : stage,
          after: at === 0 ? null : wired[at - 1]!.name,
          hasParameters: values.size > 0,
          edits: mergedEdits(edits, measured?.edits ?? new Map()),
          additions,
          ending: [
            ...(fits && stage.name !== usedAt ? fitting!.naming : []),
            ...(fits ? fitting!.fitting : []),
            ...(isLast ? judged.lines : []),
          ],
          endingNames: new Set([...(fits ? fitting!.uses : []), ...(isLast ? judged.uses : [])]),
          endingImports: fits ? fitting!.imports : [],
          measures: isLast,
          rowCode: stage.name === 'features' ? rowCode : undefined,
        },
        context,
      ),
    )
  }
  const helpers = helpersModule(context, measuring(metrics, names, kept, analysis, new Map()).edits)
  if (helpers !== undefined) scripts.set('helpers.py', helpers)
  return {
    slice,
    metrics,
    evaluated: judged.evaluated,
    stages: countedStages(wired, units, analysis),
    scripts,
    parameters: new Map([...parameters].map(([name, { values }]) => [name, values])),
    environment: shared.environment.map(({ statement }) => statement.source),
    modules: modulesOf(scripts.values()),
    optionalModules: modulesOf(shared.importBlocks.map((unit) => unit.statement.source)),
    data: dataFilesIn(parameters),
    warnings: [...slice.warnings, ...cut.warnings, ...(fitting?.warning ? [fitting.warning] : [])],
    rowFunction: rowCode === undefined ? null : { name: rowCode.name, statements: rowCode.statements },
    stateful: code.stateful,
    entry: names.entry,
    takesExtraRows: joining !== undefined,
  }
}

function refuse({ refusals }: Slice, { notebook }: Analysis): void {
  const [first] = refusals
  if (first === undefined) return
  const more = refusals.length - 1
  const template =
    more === 0
      ? 'The notebook has no right script: {0}.'
      : 'The notebook has no right script: {0} (and {1} more).'
  throw new Problem(template, {
    args: [reasonText(first.reason).replace(/\.$/, ''), more],
    where: `${notebook.name}.ipynb, cell ${first.cell}, line ${first.line}`,
  })
}

/** Statements that hold a kept expression are there to stand around it. */
function keptWithParents(
  slice: Slice,
  evaluations: readonly Evaluation[],
  analysis: Analysis,
): Set<StatementId> {
  const kept = new Set(slice.statements)
  for (const { statement } of evaluations)
    for (let at = analysis.statements[statement]!.parent; at !== null; at = analysis.statements[at]!.parent)
      kept.add(at)
  return kept
}

function drawsRandomly(analysis: Analysis, slice: Slice): boolean {
  const kept = new Set(slice.statements)
  return analysis.dependences.some(
    ({ needs, needed, through }) =>
      kept.has(needs) && kept.has(needed) && through.startsWith('the random stream'),
  )
}

function putBefore(additions: Map<StatementId, Additions>, id: StatementId, lines: readonly Line[]): void {
  const here = additions.get(id)
  additions.set(id, { ...here, before: [...lines, ...(here?.before ?? [])] })
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])].sort()
}
