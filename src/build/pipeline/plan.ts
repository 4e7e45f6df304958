/** From a notebook's dependence graph and the model that it evaluates to the text of every script. Pure. */
import type { Evaluation } from '../analysis/evaluation.ts'
import type { Choice } from '../analysis/evaluation/choice.ts'
import type { Analysis, Slice, StatementId } from '../analysis/program.ts'
import type { StatefulStatement } from '../model/rowwise/featureCode.ts'
import { type CutOptions, type CutPipeline, cutPipeline } from './cut.ts'
import { countedStages, type PlannedStage } from './stages/counts.ts'
import { type RowCode, rowCodeOf } from './stages/features.ts'
import type { Shared } from './stages/shared.ts'
import { doingOf } from './modules/docstrings.ts'
import { helpersModule } from './modules/helpersModule.ts'
import { modulesOf } from './modules/imports.ts'
import { joinedWith, type Joining, joiningOf } from './additions/joining.ts'
import type { Evaluated } from './additions/judged.ts'
import { type Additions, type Line, mergedEdits } from './text/lines.ts'
import { measuring, nameMetrics, type NamedMetric } from './additions/measures.ts'
import type { Context } from './modules/moduleImports.ts'
import { tunablesOf, type Tunables } from './additions/tunables.ts'
import { type Parameters, parametersOf } from './additions/parameters.ts'
import { stageModule, type StageText } from './modules/render.ts'
import type { Wired } from './stages/wiring.ts'

export interface Plan {
  readonly slice: Slice
  readonly metrics: readonly NamedMetric[]
  readonly evaluated: Evaluated
  readonly stages: readonly PlannedStage[]
  /** Scripts by file name in `pipeline/`. */
  readonly scripts: ReadonlyMap<string, string>
  /** By the module that reads them: a stage, or `helpers`. */
  readonly parameters: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Statements that set environment variables: they run before anything is imported. */
  readonly environment: readonly string[]
  /** How the notebook sets up scikit-learn, with the imports for it: what its transformers give depends on it. */
  readonly settings: readonly string[]
  /** Top-level modules that the scripts import. */
  readonly modules: readonly string[]
  /** Those that the notebook does without where they are missing: `try: import ... except ImportError: ...`. */
  readonly optionalModules: readonly string[]
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

/** The module of what belongs to no stage. */
const HELPERS = 'helpers'

type RowFunction = Pick<RowCode, 'name' | 'statements'>

export interface PlanOptions extends CutOptions {
  /** A CSV file of labelled rows that join the notebook's, for a rebuild; relative to the notebook's folder. */
  readonly extraRows?: string
}

/** @throws Problem when no right script can be given, with the place and the reason */
export function planPipeline(analysis: Analysis, choice: Choice, options: PlanOptions = {}): Plan {
  const metrics = nameMetrics(choice.evaluations, analysis)
  const evaluation = choice.evaluations.at(-1)!
  const cut = cutPipeline(analysis, choice, options)
  const { slice, units, shared, wired, code, taken, names, judged } = cut
  const reading = shared.rest.filter(({ statement }) => !cut.making.has(statement.id))
  const joining = joiningOf(reading, evaluation, analysis, cut.dataImports)
  const kept = keptWithParents(slice, choice.evaluations, analysis)
  const rowCode = rowCodeOf(
    cut.stages.find(({ name }) => name === 'features'),
    code,
    shared,
    new Set(units.flatMap((unit) => [...unit.defines])),
    taken,
    { analysis, kept },
  )
  const context: Context = { notebook: analysis.notebook, rendering: { analysis, kept }, shared, names }
  const stages = countedStages(wired, units, analysis)
  const tunables = tunablesOf(units)
  const writing: Writing = {
    analysis,
    evaluation,
    metrics,
    cut,
    kept,
    joining,
    rowCode,
    stages,
    tunables,
    options,
  }
  const parameters = new Map<string, Parameters>()
  const scripts = new Map<string, string>()
  for (const [at, stage] of wired.entries()) {
    const own = parametersIn(stage, writing)
    parameters.set(stage.name, own)
    scripts.set(`${stage.name}.py`, stageModule(stageText(at, own, writing), context))
  }
  if (shared.helpers.length > 0) {
    const own = parametersOf(tunables.inHelpers(shared.helpers), names.parameters)
    parameters.set(HELPERS, own)
    scripts.set(
      `${HELPERS}.py`,
      helpersModule(context, {
        edits: mergedEdits(own.edits, measuring(metrics, names, kept, analysis, own.edits).edits),
        hasParameters: own.values.size > 0,
      }),
    )
  }
  return {
    slice,
    metrics,
    evaluated: judged.evaluated,
    stages,
    scripts,
    parameters: new Map([...parameters].map(([name, { values }]) => [name, values])),
    environment: shared.environment.map(({ statement }) => statement.source),
    settings: settingsOf(shared),
    modules: modulesOf(scripts.values()),
    optionalModules: modulesOf(shared.importBlocks.map((unit) => unit.statement.source)),
    warnings: cut.warnings,
    rowFunction: rowCode === undefined ? null : { name: rowCode.name, statements: rowCode.statements },
    stateful: code.stateful,
    entry: names.entry,
    takesExtraRows: joining !== undefined,
  }
}

function settingsOf({ settings, setAgain, imports }: Shared): string[] {
  const units = [...settings, ...setAgain].filter(({ hidden }) =>
    hidden.changes.has('how scikit-learn works'),
  )
  const used = new Set(units.flatMap((unit) => [...unit.uses]))
  return [
    ...imports.filter(({ name }) => used.has(name)).map(({ text }) => text),
    ...units.map(({ statement }) => statement.source),
  ]
}

/** What the text of a stage is written from. */
interface Writing {
  readonly analysis: Analysis
  readonly evaluation: Evaluation
  readonly metrics: readonly NamedMetric[]
  readonly cut: CutPipeline
  readonly kept: ReadonlySet<StatementId>
  readonly joining: Joining | undefined
  readonly rowCode: RowCode | undefined
  readonly stages: readonly PlannedStage[]
  readonly tunables: Tunables
  readonly options: PlanOptions
}

/** Tunable literals of a stage, and the file of rows that come later where they join in it. */
function parametersIn(stage: Wired, writing: Writing): Parameters {
  const own = parametersOf(writing.tunables.inStage(stage.units), writing.cut.names.parameters)
  if (!joinsIn(stage, writing)) return own
  const { extraRows } = writing.options
  const file = extraRows === undefined ? 'null' : JSON.stringify(extraRows)
  return { ...own, values: new Map([...own.values, ['extra_rows', file]]) }
}

function joinsIn({ units }: Wired, { joining }: Writing): boolean {
  return units.some(({ statement }) => statement.id === joining?.after)
}

/** A stage with what no cell holds: the fit, the metrics, the rows that come later, the names of what is judged. */
function stageText(at: number, { edits: own, values }: Parameters, writing: Writing): StageText {
  const { analysis, evaluation, metrics, cut, kept, joining, rowCode, stages } = writing
  const { wired, names, judged, fitting, fittingAt, usedAt } = cut
  const stage = wired[at]!
  const isLast = at === wired.length - 1
  const fit = stage.name === fittingAt ? fitting : undefined
  // Named in the stage before where that is possible, else right before it is used.
  const namesFirst = stage.name === usedAt
  const edits = mergedEdits(own, fitting?.edits ?? new Map())
  const measured = isLast ? measuring(metrics, names, kept, analysis, edits) : undefined
  const additions = new Map<StatementId, Additions>(measured?.additions)
  if (joining && joinsIn(stage, writing))
    additions.set(joining.after, joinedWith(additions.get(joining.after), joining, rowCode, names))
  if (fit && namesFirst) putBefore(additions, evaluation.estimator.statement, fit.naming)
  return {
    wired: isLast
      ? {
          ...stage,
          outputs: union(stage.outputs, judged.defines),
          alive: union(stage.alive, judged.defines),
        }
      : stage,
    after: at === 0 ? null : wired[at - 1]!.name,
    doing: doingOf(stage.name, {
      files: stages[at]!.data.files,
      model: evaluation.estimator.className,
      metrics: metrics.map(({ name }) => name),
    }),
    hasParameters: values.size > 0,
    edits: mergedEdits(edits, measured?.edits ?? new Map()),
    additions,
    ending: [
      ...(fit && !namesFirst ? fit.naming : []),
      ...(fit ? fit.fitting : []),
      ...(isLast ? judged.lines : []),
    ],
    endingNames: new Set([...(fit ? fit.uses : []), ...(isLast ? judged.uses : [])]),
    endingImports: fit ? fit.imports : [],
    measures: isLast,
    rowCode: stage.name === 'features' ? rowCode : undefined,
  }
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

function putBefore(additions: Map<StatementId, Additions>, id: StatementId, lines: readonly Line[]): void {
  const here = additions.get(id)
  additions.set(id, { ...here, before: [...lines, ...(here?.before ?? [])] })
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])].sort()
}
