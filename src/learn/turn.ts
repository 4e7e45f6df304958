/** The building half of a turn: export, run, parity, model; each step leaves its part in the turn's record. */
import { findingsAfterRun, findingsOf, rowsBasis } from '../build/findings/find.ts'
import type { Finding } from '../build/findings/finding.ts'
import { buildModel } from '../build/model/build.ts'
import { exportPipeline, type Exported } from '../build/pipeline/export.ts'
import { type NotebookRun, runNotebook } from '../build/pipeline/run/notebookRun.ts'
import { compareMetrics } from '../build/pipeline/run/parity.ts'
import { writeExpected } from '../build/pipeline/run/expected.ts'
import { minimizePipeline } from '../build/pipeline/proof/minimize.ts'
import { placeOf, statementsAt } from '../build/pipeline/proof/places.ts'
import { planPipeline, type PlanOptions } from '../build/pipeline/plan.ts'
import { runPipeline } from '../build/pipeline/run/run.ts'
import { type Verification, verifyPipeline } from '../build/pipeline/proof/verify.ts'
import type { Choices } from '../build/pipeline/write.ts'
import { namesToKeep, understand, type Understood } from '../build/understand.ts'
import type { Project } from '../iteration/project.ts'
import type { Iteration, Metric } from '../iteration/record.ts'
import type { Interpreter } from '../platform/interpreter.ts'
import { Problem } from '../platform/problem.ts'
import { timed, type ProgressEvent, type Report } from '../platform/progress.ts'
import { differenceText, storedLines } from './parity.ts'

export interface Tools {
  readonly interpreter: Interpreter
  readonly report: Report
  readonly signal: AbortSignal
}

export interface ExportRequest {
  /** A cell that evaluates or fits the wanted model; the last evaluated one without it. */
  readonly cell?: number | undefined
  /** What happens to files that a person changed. */
  readonly changed?: Choices | undefined
  /** A CSV of labelled live rows, relative to the notebook's folder: a rebuild. */
  readonly extraRows?: string | undefined
  readonly understood?: Understood
  /** The turn whose runs have shown what the slice lacks or does not need. */
  readonly shown?: Shown | undefined
  /** Leaves out what a run has shown to change nothing. */
  readonly minimized?: boolean | undefined
}

/** What earlier runs have shown about the slice. */
export type Shown = Pick<Iteration, 'added' | 'droppable'>

/** How the pipeline of a turn is planned: the slice, corrected by what runs have shown. */
function planOptionsOf({ analysis, path }: Understood, shown: Shown | undefined) {
  const { added = [], droppable } = shown ?? {}
  return {
    keep: namesToKeep(path),
    widen: statementsAt(analysis, added),
    drop: droppable?.dropped ? statementsAt(analysis, droppable.statements) : [],
  } satisfies PlanOptions
}

/** The scripts as they would be written, with what runs have shown the slice to need or do without. */
export function planOf(understood: Understood, shown: Shown | undefined) {
  return planPipeline(understood.analysis, understood.choice, planOptionsOf(understood, shown))
}

/** What `exportTurn` begins with; the caller may do it earlier, to fail before anything is written. */
export function understandTurn(
  project: Project,
  cell: number | undefined,
  tools: Tools,
): Promise<Understood> {
  return timed(tools.report, 'slice', () => understand(project, tools.interpreter, cell))
}

export interface ExportedTurn {
  readonly understood: Understood
  readonly exported: Exported
  /** What the record gets. */
  readonly parts: Partial<Iteration>
}

/**
 * Writes the scripts and the part of the record that tells of them.
 *
 * @throws Problem when the notebook has no right script, or a package is missing
 */
export async function exportTurn(
  project: Project,
  request: ExportRequest,
  tools: Tools,
): Promise<ExportedTurn> {
  const { interpreter, report, signal } = tools
  const understood = request.understood ?? (await understandTurn(project, request.cell, tools))
  const { analysis, choice } = understood
  const exported = await timed(
    report,
    'export',
    () =>
      exportPipeline(project, analysis, choice, {
        interpreter,
        signal,
        ...planOptionsOf(understood, request.shown),
        ...(request.changed !== undefined && { changed: request.changed }),
        ...(request.extraRows !== undefined && { extraRows: request.extraRows }),
      }),
    ({ statements, stages }) =>
      `${statements.kept} of ${statements.total} statements, ${stages.length} stages`,
  )
  if (request.extraRows !== undefined) refuseUnjoined(exported)
  const lost = (request.shown?.added ?? []).filter((place) => statementsAt(analysis, [place]).length === 0)
  const parts: Partial<Iteration> = {
    notebook: understood.notebook,
    order: analysis.readIn,
    statements: exported.statements,
    stages: exported.stages.map((stage) => ({ ...stage, seconds: null })),
    warnings: [
      ...exported.warnings,
      ...lost.map(
        ({ cell, line, text }) =>
          `\`${text}\` (cell ${cell}, line ${line}) was needed and is not in the notebook any more: verify again.`,
      ),
    ],
    findings: recorded(findingsOf(analysis, choice)),
    rows: undefined,
    alternatives: [...choice.alternatives],
    ...request.shown,
  }
  return { understood, exported, parts }
}

function recorded(findings: readonly Finding[]): NonNullable<Iteration['findings']> {
  return findings.map(({ kind, weight, cell, line, message, todo }) => ({
    kind,
    weight,
    cell,
    line,
    message,
    todo,
  }))
}

function refuseUnjoined({ plan, conflicts }: Exported): void {
  if (!plan.takesExtraRows)
    throw new Problem(
      "Live rows can't join this notebook's rows: its rows and its truth come from no common table.",
      {
        todo: 'Add the rows to the data that the notebook reads, and export again.',
      },
    )
  if (conflicts.some(({ file }) => file.endsWith('params.yaml')))
    throw new Problem('params.yaml was changed by hand, so the live rows were not written into it.', {
      where: 'pipeline/params.yaml',
      todo: 'Export with --changed "take new", or set extra_rows there yourself and run: shiploop run',
    })
}

/**
 * Runs the exported scripts, compares them with the notebook, and makes the checked graph.
 *
 * @param comparison with a fresh run of the notebook (always with its stored output, too); a challenger is compared with
 * the stored output alone; a rebuild learns from rows that the notebook does not have, and is compared with nothing.
 * A run of the notebook that was just made is not made again
 * @param varying metrics that were seen to be another number in each run of the notebook
 */
export async function runTurn(
  project: Project,
  understood: Understood,
  exported: Pick<Exported, 'plan'>,
  comparison: 'fresh run' | 'stored output' | 'none' | NotebookRun,
  tools: Tools,
  varying: readonly string[] = [],
): Promise<Partial<Iteration>> {
  const { interpreter, report, signal } = tools
  const run = await timed(report, 'run', () => runPipeline(project, { interpreter, report, signal }))
  const { analysis, choice } = understood
  await writeExpected(project, analysis, choice.evaluations, run)
  const { metrics: names } = exported.plan
  let fresh = typeof comparison === 'object' ? comparison : null
  const metrics = await timed(
    report,
    'parity',
    async () => {
      if (comparison === 'fresh run')
        fresh = await runNotebook(analysis, names, {
          interpreter,
          folder: project.notebookFolder,
          report,
          signal,
        })
      return compareMetrics(names, analysis, fresh?.metrics ?? null, run.metrics)
    },
    (compared) =>
      comparison === 'none' ? 'a rebuild has no notebook to compare with' : parityWords(compared, varying),
  )
  const { stages, settings, evaluated, rowFunction } = exported.plan
  const finished = {
    folder: run.folder,
    rebuilt: comparison === 'none',
    stages: stages.map(({ name }) => name),
    settings,
    evaluated,
    rowFunction,
  }
  const { model, warnings } = await buildModel(project, understood, finished, { interpreter, report, signal })
  const stored = analysis.readIn === 'file' && comparison !== 'none' ? storedLines(metrics) : []
  const told = [...(fresh?.warnings ?? []), ...stored, ...warnings]
  return {
    model,
    ...(fresh?.rows && {
      rows: { ...fresh.rows, of: rowsBasis(analysis, choice) ?? undefined },
      findings: recorded(findingsAfterRun(analysis, choice, fresh.rows)),
    }),
    ...(told.length > 0 && { warnings: told }),
    metrics:
      comparison === 'none' ? metrics.map((metric) => ({ ...metric, stored: null, equal: true })) : metrics,
    stages: exported.plan.stages.map(({ name, file, kept, total }) => ({
      name,
      file,
      kept,
      total,
      seconds: run.seconds[name] ?? null,
    })),
  }
}

/** Runs the notebook and its pipeline in copies of the folder until it is known whether they agree. */
export function verifyTurn(
  project: Project,
  understood: Understood,
  shown: Shown,
  minutes: number,
  { interpreter, report, signal }: Tools,
): Promise<Verification> {
  const { analysis, choice } = understood
  const bench = { project, analysis, choice, interpreter, signal }
  const options = { ...planOptionsOf(understood, shown), minutes, report }
  return timed(
    report,
    'verify',
    () => verifyPipeline(bench, options),
    ({ verified: { equal, added } }) =>
      `${equal === null ? 'nothing deterministic to compare' : equal ? 'equal' : 'DIFFERENT'}${added.length > 0 ? `, ${added.length} statements added` : ''}`,
  )
}

/** Looks for statements that the exported pipeline does without. */
export function minimizeTurn(
  project: Project,
  understood: Understood,
  shown: Shown,
  minutes: number,
  { interpreter, report, signal }: Tools,
): Promise<NonNullable<Iteration['droppable']>> {
  const { analysis, choice } = understood
  const bench = { project, analysis, choice, interpreter, signal }
  const { keep, widen } = planOptionsOf(understood, shown)
  return timed(
    report,
    'minimize',
    () => minimizePipeline(bench, { keep, widen }, minutes, report),
    ({ droppable, candidates, runs, complete }) =>
      `${droppable.length} of ${candidates} candidates, ${runs} runs${complete ? '' : ', then the time was over'}`,
  ).then(({ droppable }) => ({
    statements: droppable.map((id) => placeOf(analysis, id)),
    dropped: false,
  }))
}

function parityWords(metrics: readonly Metric[], varying: readonly string[]): string {
  const inWords = (some: readonly Metric[]) =>
    some.map((metric) => `${metric.name} ${differenceText(metric) ?? 'unknown'}`).join('; ')
  const others = metrics.filter(({ equal }) => !equal)
  const different = others.filter(({ name }) => !varying.includes(name))
  if (different.length > 0) return `DIFFERENT: ${inWords(different)}`
  const equal = metrics.length - others.length
  return [
    ...(equal > 0 || others.length === 0 ? [`equal (${equal} ${equal === 1 ? 'metric' : 'metrics'})`] : []),
    ...(others.length > 0 ? [`another number in each run of the notebook, too: ${inWords(others)}`] : []),
  ].join('; ')
}

/** Collects the seconds of finished steps while passing the events on. */
export function stopwatch(report: Report): {
  readonly report: Report
  readonly steps: Readonly<Record<string, number>>
} {
  const steps: Record<string, number> = {}
  return {
    steps,
    report: (event: ProgressEvent) => {
      if (event.state === 'done') steps[event.step] = (steps[event.step] ?? 0) + event.seconds
      report(event)
    },
  }
}
