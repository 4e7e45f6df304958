/** From a notebook's dependence graph and the model that it evaluates to the text of every script. Pure. */
import type { Choice, Evaluation, Place } from '../analysis/evaluation.ts'
import { sliceOf } from '../analysis/slice.ts'
import type { Analysis, Slice, StatementId } from '../analysis/program.ts'
import { Problem } from '../../platform/problem.ts'
import { findFeatureCode, type StatefulStatement } from '../model/rowwise/featureCode.ts'
import { fitPlace } from '../model/predictPath.ts'
import { targetOf } from '../model/target.ts'
import { boundAround } from '../analysis/evaluation/comprehension.ts'
import { refuseBound } from './bound.ts'
import { type RowCode, rowCodeOf } from './features.ts'
import { type Fitting, fittingOf, free } from './fitting.ts'
import { type Joining, joiningOf } from './joining.ts'
import { type Additions, type Edit, inOrder, type Line, line, linesOfNode } from './lines.ts'
import { measuring, nameMetrics, type NamedMetric } from './measures.ts'
import { namesIn } from './names.ts'
import { type Parameters, parametersOf } from './parameters.ts'
import { type Context, expressionLines, helpersModule, type ScriptNames, stageModule } from './render.ts'
import { dataImportsOf } from './roles.ts'
import { shareOut } from './shared.ts'
import { cutIntoStages, type Stage } from './stages.ts'
import { rootOf, type Unit, unitsOf } from './units.ts'
import { wire, type Wired } from './wiring.ts'

/** What the artifact of the last stage calls the things that the model is built and judged from. */
export interface Evaluated {
  readonly model: string
  readonly rows: string | null
  readonly truth: string | null
  readonly prediction: string | null
  readonly kind: Evaluation['kind']
}

export interface PlannedStage {
  readonly name: string
  readonly file: string
  readonly wired: Wired
  readonly kept: number
  readonly total: number
}

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
  const slice = sliceOf(analysis, { expressions: choice.evaluations, also: widen, without: drop })
  refuse(slice, analysis)
  const units = unitsOf(analysis, slice, choice.evaluations)
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
  const names = {
    parameters: free('params', taken),
    metrics: free('metrics', taken),
    artifacts: free('artifacts', taken),
  }
  const fitting = fittingOf(evaluation, analysis, taken, drawsRandomly(analysis, slice), names.artifacts)
  const written = [
    ...choice.evaluations,
    ...(fitting ? [evaluation.estimator] : []),
    ...(fitting?.fitting.length ? [evaluation.rows, evaluation.truth] : []),
  ]
  refuseBound(written, analysis, `${analysis.notebook.name}.ipynb`)
  const stages = withTrain(cut.stages, fitting)
  const fittingAt = fitting && stages[placeOf(fitting, stages)]!.name
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
    const edits = merge(own.edits, fitting?.edits ?? new Map())
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
          edits: merge(edits, measured?.edits ?? new Map()),
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
    data: dataFiles(parameters),
    warnings: [...slice.warnings, ...cut.warnings, ...(fitting?.warning ? [fitting.warning] : [])],
    rowFunction: rowCode === undefined ? null : { name: rowCode.name, statements: rowCode.statements },
    stateful: code.stateful,
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
    args: [first.reason.replace(/\.$/, ''), more],
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

function withTrain(stages: readonly Stage[], fitting: Fitting | undefined): readonly Stage[] {
  if (!fitting || stages.some(({ name }) => name === 'train' || name === 'whole')) return stages
  const before = stages.filter(({ name }) => name !== 'evaluate')
  const bound = new Set(before.flatMap(({ units }) => units.flatMap((unit) => [...unit.defines])))
  const all = new Set(stages.flatMap(({ units }) => units.flatMap((unit) => [...unit.defines])))
  if ([...fitting.uses].some((name) => all.has(name) && !bound.has(name))) return stages
  return [...before, { name: 'train', units: [] }, ...stages.slice(before.length)]
}

/** The stage at whose end everything is there that the fit needs: train, or the one that binds the last of it. */
function placeOf(fitting: Fitting, stages: readonly Stage[]): number {
  const train = stages.findIndex(({ name }) => name === 'train')
  const binding = stages.map(({ units }, at) =>
    units.some((unit) => [...unit.defines].some((name) => fitting.uses.has(name))) ? at : 0,
  )
  return Math.max(train, ...binding)
}

interface Judged {
  readonly evaluated: Evaluated
  /** Names of the notebook that the last artifact must hold. */
  readonly names: readonly string[]
  readonly lines: readonly Line[]
  readonly uses: ReadonlySet<string>
  readonly defines: readonly string[]
}

/** `predicted.cpu().numpy()`: nothing is computed. */
const IN_ANOTHER_CONTAINER =
  /^(\w+|torch\.(tensor|from_numpy|FloatTensor|LongTensor)\(\w+(\.values)?(, dtype=torch\.\w+)?\))(\.(detach|cpu|numpy|squeeze|flatten|ravel|tolist|float|long)\(\))*$/

/** `np.expm1(y_test)`, `enc.inverse_transform(y_test)`, `Y_test.argmax(axis=1)`, `test['y'].to_numpy()`: the same each time, and quick. */
const OF_A_TARGET =
  /^((np|numpy|torch)\.(exp|expm1|log|log1p|sqrt|square|argmax)\(\w+(, (axis|dim)=-?1)?\)|\w+\.(inverse_transform\(\w+\)|get_label\(\)|argmax\(((axis|dim)=)?-?1\))|\w+((\.\w+)?\[[^()]*\])?\.to_numpy\(\))$/

/** Gives a name to what the evaluation compares, where the notebook has none, so that the last artifact holds it. */
function judgedBy(
  evaluation: Evaluation,
  fitting: Fitting | undefined,
  analysis: Analysis,
  taken: ReadonlySet<string>,
): Judged {
  const lines: Line[] = []
  const uses = new Set<string>()
  const names: string[] = []
  const defines: string[] = []
  const nameOf = (place: Place | null, name: string): string | null => {
    if (place === null || boundAround(place.node) !== undefined) return null
    if (place.node.type === 'identifier') {
      names.push(place.node.text)
      return place.node.text
    }
    // A call may draw random numbers or take long: it isn't made again.
    const { type, text } = place.node
    if (type === 'call' && !IN_ANOTHER_CONTAINER.test(text) && !OF_A_TARGET.test(text)) return null
    const fresh = free(name, taken)
    const statement = analysis.statements[place.statement]!
    lines.push(...expressionLines(`${fresh} = `, linesOfNode(place.node, statement, { edits: new Map() })))
    for (const each of namesIn(place.node)) uses.add(each)
    defines.push(fresh)
    return fresh
  }
  const evaluated: Evaluated = {
    model: fitting?.model ?? evaluation.estimator.variable ?? '',
    rows: nameOf(evaluation.rows, 'evaluated_rows'),
    truth: nameOf(evaluation.truth, 'evaluated_truth'),
    prediction: nameOf(evaluation.prediction, 'evaluated_prediction'),
    kind: evaluation.kind,
  }
  return { evaluated, names, lines, uses, defines }
}

function joinedWith(
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

function putBefore(additions: Map<StatementId, Additions>, id: StatementId, lines: readonly Line[]): void {
  const here = additions.get(id)
  additions.set(id, { ...here, before: [...lines, ...(here?.before ?? [])] })
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])].sort()
}

function merge(
  one: ReadonlyMap<number, readonly Edit[]>,
  other: ReadonlyMap<number, readonly Edit[]>,
): Map<number, readonly Edit[]> {
  const merged = new Map(one)
  for (const [cell, edits] of other) merged.set(cell, inOrder([...(merged.get(cell) ?? []), ...edits]))
  return merged
}

/** Kept and all statements of each stage; one that is not kept counts where the next kept one stands. */
function countedStages(wired: readonly Wired[], units: readonly Unit[], analysis: Analysis): PlannedStage[] {
  const stageOf = new Map<StatementId, number>()
  for (const [at, stage] of wired.entries())
    for (const unit of stage.units) stageOf.set(unit.statement.id, at)
  const kept = wired.map(() => 0)
  const total = wired.map(() => 0)
  let following = wired.length - 1
  const keptIds = new Set(units.flatMap((unit) => unit.kept))
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
    kept: kept[at]!,
    total: total[at]!,
  }))
}

function modulesOf(scripts: Iterable<string>): string[] {
  const modules = new Set<string>()
  for (const script of scripts)
    for (const [, module] of script.matchAll(/^\s*(?:from|import)\s+([A-Za-z_]\w*)/gm)) modules.add(module!)
  for (const own of ['pipeline', '__future__', 'builtins']) modules.delete(own)
  return [...modules].sort()
}

function dataFiles(parameters: ReadonlyMap<string, Parameters>): string[] {
  const paths = [...parameters.values()].flatMap(({ values }) =>
    [...values]
      .filter(([name]) => /(^|_)path(_\d+)?$/.test(name))
      .map(([, value]) => JSON.parse(value) as string),
  )
  return paths.filter((path) => !/^\w+:\/\//.test(path) && !path.startsWith('/'))
}
