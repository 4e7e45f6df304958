/** The building verbs' work, shared by `export`, `run` and `ship`: the caller holds the lock. */
import { join, relative } from 'node:path'
import { planPipeline } from '../build/pipeline/plan.ts'
import { namesToKeep, understand } from '../build/understand.ts'
import type { Project } from '../iteration/project.ts'
import type { Iteration } from '../iteration/record.ts'
import { newIteration, openIteration, readIterations, writeIteration } from '../iteration/store.ts'
import { labelledLiveRows } from '../learn/liveRows.ts'
import { withLog } from '../learn/log.ts'
import { measured } from '../learn/measure.ts'
import { exportTurn, runTurn, type ExportedTurn, type ExportRequest } from '../learn/turn.ts'
import { writeWhole } from '../platform/files.ts'
import { Problem } from '../platform/problem.ts'
import type { Workshop } from './tools.ts'
import type { Call } from './verb.ts'

/** Exports into the open turn, or a new one when the last is decided. */
export async function exportInto(
  call: Call,
  project: Project,
  request: ExportRequest,
  title: string | undefined,
  { tools, steps }: Workshop,
): Promise<{ readonly iteration: Iteration; readonly turn: ExportedTurn }> {
  const iterations = await readIterations(project)
  const turn = await exportTurn(project, request, tools)
  const open = openIteration(iterations)
  const before = open ?? newIteration(title ?? titleFor(iterations), new Date(), turn.understood.notebook)
  const iteration: Iteration = {
    ...before,
    ...(title !== undefined && { title }),
    ...turn.parts,
    ...(request.cell !== undefined && { cell: request.cell }),
    steps: { ...before.steps, ...steps },
  }
  await writeIteration(project, iteration)
  sayExport(call, turn)
  return { iteration, turn }
}

function titleFor(iterations: readonly Iteration[]): string {
  return iterations.length === 0 ? 'first turn' : `turn ${iterations.length + 1}`
}

function sayExport(call: Call, { exported, parts }: ExportedTurn): void {
  for (const { file, state } of exported.files)
    if (state !== 'unchanged') call.say(`  ${state.padEnd(9)} ${file}`)
  for (const { file, diff } of exported.conflicts)
    call.say(
      `You changed ${file}; it was kept. The new one differs so (--changed take-new, or --changed beside):\n${diff}`,
    )
  for (const warning of exported.warnings) call.say(`  note: ${warning}`)
  for (const { cell, line, message, todo } of parts.findings ?? [])
    call.say(`  finding: cell ${cell}, line ${line}: ${message} ${todo}`)
}

/** Runs the open turn's scripts, checks them against the notebook, makes the model, and measures the test. */
export async function runInto(call: Call, project: Project, { tools, steps }: Workshop): Promise<Iteration> {
  const iterations = await readIterations(project)
  const before = openIteration(iterations)
  if (before?.statements === undefined)
    throw new Problem('There is no exported turn to run.', {
      where: project.folder,
      todo: `Export one: shiploop export ${project.settings.notebook}`,
    })
  const understood = await understand(project, tools.interpreter, before.cell)
  if (understood.notebook.sha256 !== before.notebook.sha256)
    call.say('  note: the notebook changed since it was exported; the scripts are those of the export.')
  const plan = planPipeline(understood.analysis, understood.choice, { keep: namesToKeep(understood.path) })
  const parts = await runTurn(
    project,
    understood,
    { plan },
    before.rebuiltWith === undefined ? 'fresh run' : 'none',
    tools,
  )
  return measureInto(project, iterations, {
    ...before,
    ...parts,
    warnings: [...(before.warnings ?? []), ...(parts.warnings ?? [])],
    steps: { ...before.steps, ...steps },
  })
}

async function measureInto(
  project: Project,
  iterations: readonly Iteration[],
  iteration: Iteration,
): Promise<Iteration> {
  const after = await withLog(project, (log) => measured(project, log, iterations, iteration))
  await writeIteration(project, after)
  return after
}

/** Begins a new turn that learns from the labelled live rows as well. */
export async function exportRebuild(
  call: Call,
  project: Project,
  title: string | undefined,
  workshop: Workshop,
): Promise<Iteration> {
  const iterations = await readIterations(project)
  const last = iterations.at(-1)
  if (openIteration(iterations) !== null)
    throw new Problem('The turn "{0}" is not decided yet.', {
      args: [last!.title],
      todo: 'Decide it first: shiploop decide REBUILD',
    })
  const live = await withLog(project, (log) => labelledLiveRows(project, log))
  const file = join(project.pipeline, 'live_rows.csv')
  await writeWhole(file, live.csv)
  const extraRows = relative(project.notebookFolder, file).replaceAll('\\', '/')
  const request = { extraRows, cell: last?.cell }
  const { iteration } = await exportInto(
    call,
    project,
    request,
    title ?? `rebuilt with ${live.rows} live rows`,
    workshop,
  )
  const rebuilt: Iteration = { ...iteration, rebuiltWith: { iteration: live.iteration, rows: live.rows } }
  await writeIteration(project, rebuilt)
  return rebuilt
}
