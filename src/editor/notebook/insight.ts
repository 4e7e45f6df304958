/** What the pipeline makes of each cell, from the notebook as it stands in the editor. Made in a thread: see analyst.ts. */
import { setTimeout } from 'node:timers/promises'
import { analyse } from '../../build/analysis/analyse.ts'
import { fileOrderShips } from '../../build/fileOrder.ts'
import { modelBeyond } from '../../build/analysis/graph/beyond.ts'
import { chooseModel } from '../../build/analysis/evaluation/choice.ts'
import { findEvaluations } from '../../build/analysis/evaluation/finder.ts'
import { explainSlice, type Explanation } from '../../build/analysis/slice/explain.ts'
import type { Analysis, Slice, Versions } from '../../build/analysis/program.ts'
import type { Refusal } from '../../build/analysis/refusal.ts'
import { sliceOf } from '../../build/analysis/slice/slice.ts'
import type { Finding } from '../../build/findings/finding.ts'
import { findingsAfterRun, findingsOf, rowsBasis } from '../../build/findings/find.ts'
import { type CutPipeline, cutPipeline } from '../../build/pipeline/cut.ts'
import type { Notebook } from '../../build/notebook/notebook.ts'
import type { CellOrder, Iteration } from '../../iteration/record.ts'
import { Problem } from '../../platform/problem.ts'

/** Plain data, which can be cloned: it goes to a thread. */
export interface Question {
  readonly notebook: Notebook
  /** Names the model of the turn, where a person named one; without it the model that is evaluated last. */
  readonly cell?: number | undefined
  /** What the last run counted; it is forgotten where the notebook picks other rows since. */
  readonly rows?: Iteration['rows']
  /** In which the project has its cells read. */
  readonly order?: CellOrder | undefined
  /** Modules in the notebook's folder, by import name. */
  readonly beside?: readonly string[]
  /** Of what its Python has, where that may be asked. */
  readonly versions?: Versions
}

export interface CellInsight {
  readonly total: number
  /** Its kept statements, and why each of them is kept. */
  readonly kept: readonly Explanation[]
  /** Stages of its kept statements, in their order. */
  readonly stages: readonly string[]
}

export interface Insight {
  /** By cell index; cells that never ran have none. Empty when the notebook evaluates no model. */
  readonly cells: ReadonlyMap<number, CellInsight>
  readonly refusals: readonly Refusal[]
  /** Whether nothing is refused once the cells are read in the order of the file. */
  readonly fileOrderShips: boolean
  /** What makes the metric mean less than it seems to; none where there is a refusal. */
  readonly findings: readonly Finding[]
  /** Class of the model that would be shipped. */
  readonly model: string | null
}

export const NOTHING: Insight = {
  cells: new Map(),
  refusals: [],
  fileOrderShips: false,
  findings: [],
  model: null,
}

/** @param signal asked between the steps, so that what nobody waits for any more ends early */
export async function insightOf(question: Question, signal?: AbortSignal): Promise<Insight> {
  const { notebook, cell, rows, order = 'counts', beside = [], versions = {} } = question
  const analysis = await analyse(notebook, { order, beside, versions })
  await pause(signal)
  const beyond = modelBeyond(analysis, cell)
  if (beyond) return { ...NOTHING, refusals: [beyond] }
  const choice = chooseModel(findEvaluations(analysis), analysis, cell)
  if (choice === undefined) return NOTHING
  const model = choice.evaluations.at(-1)?.estimator.className ?? null
  const slice = sliceOf(analysis, { expressions: choice.evaluations })
  if (slice.refusals.length > 0) {
    const ships = order === 'counts' && (await fileOrderShips(notebook, { beside, versions }))
    return { ...NOTHING, refusals: slice.refusals, fileOrderShips: ships, model }
  }
  await pause(signal)
  const findings =
    rows?.of !== undefined && rows.of === rowsBasis(analysis, choice)
      ? findingsAfterRun(analysis, choice, rows)
      : findingsOf(analysis, choice)
  await pause(signal)
  try {
    const cut = cutPipeline(analysis, choice)
    return { ...NOTHING, cells: cellsOf(analysis, cut.slice, stagesByStatement(cut)), findings, model }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    // The slice is right though no scripts can be cut from it: what is kept can still be shown.
    return { ...NOTHING, cells: cellsOf(analysis, slice, new Map()), findings, model }
  }
}

/** Lets an abort arrive: it is a message, too. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return
  await setTimeout(0)
  signal.throwIfAborted()
}

function stagesByStatement({ wired }: CutPipeline): Map<number, string> {
  return new Map(
    wired.flatMap(({ name, units }) =>
      units.flatMap((unit): [number, string][] => [unit.statement.id, ...unit.kept].map((id) => [id, name])),
    ),
  )
}

function cellsOf(
  analysis: Analysis,
  slice: Slice,
  stages: ReadonlyMap<number, string>,
): Map<number, CellInsight> {
  const explained = new Map(explainSlice(analysis, slice).map((each) => [each.statement, each]))
  const cells = new Map<number, { total: number; kept: Explanation[]; stages: Set<string> }>()
  for (const statement of analysis.statements) {
    const cell = cells.get(statement.cell) ?? { total: 0, kept: [], stages: new Set<string>() }
    cells.set(statement.cell, cell)
    cell.total += 1
    const stage = stages.get(statement.id)
    if (stage !== undefined) cell.stages.add(stage)
    const explanation = explained.get(statement.id)
    if (explanation !== undefined) cell.kept.push(explanation)
  }
  return new Map([...cells].map(([index, cell]) => [index, { ...cell, stages: [...cell.stages] }]))
}
