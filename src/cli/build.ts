/** The building verbs' work, shared by `export`, `run` and `ship`: the caller holds the lock. */
import { join, relative } from 'node:path'
import type { NotebookRun } from '../build/pipeline/run/notebookRun.ts'
import { rowWords } from '../build/findings/ranRows.ts'
import { understand, type Understood } from '../build/understand.ts'
import type { Project } from '../iteration/project.ts'
import type { CellOrder, Iteration } from '../iteration/record.ts'
import { newIteration, openIteration, readIterations, writeIteration } from '../iteration/store.ts'
import { labelledLiveRows } from '../learn/liveRows.ts'
import { withLog } from '../learn/log.ts'
import { measured } from '../learn/measure.ts'
import {
  exportTurn,
  minimizeTurn,
  type ExportedTurn,
  type ExportRequest,
  planOf,
  runTurn,
  type Shown,
  understandTurn,
  verifyTurn,
} from '../learn/turn.ts'
import { verifiedLines } from '../learn/verified.ts'
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
  const understood = request.understood ?? (await understandTurn(project, request.cell, tools))
  const last = iterations.at(-1)
  const shown = request.shown ?? (request.minimized ? minimized(last, understood) : shownBy(last))
  const turn = await exportTurn(project, { ...request, understood, shown }, tools)
  const open = openIteration(iterations)
  const before = open ?? newIteration(title ?? titleFor(iterations), new Date(), turn.understood.notebook)
  const iteration: Iteration = {
    ...before,
    ...(title !== undefined && { title }),
    ...turn.parts,
    // What was verified were other scripts.
    verified: undefined,
    ...(request.cell !== undefined && { cell: request.cell }),
    steps: { ...before.steps, ...steps },
  }
  await writeIteration(project, iteration)
  sayExport(call, turn)
  return { iteration, turn }
}

/** What was shown about the notebook's slice stays known in the next export and in the next turn. */
function shownBy(last: Iteration | undefined): Shown {
  const { added, droppable } = last ?? {}
  return { ...(added && { added }), ...(droppable && { droppable: { ...droppable, dropped: false } }) }
}

/** The same, without what a run of this very notebook did without. */
function minimized(last: Iteration | undefined, understood: Understood): Shown {
  const shown = shownBy(last)
  if (shown.droppable === undefined || last?.notebook.sha256 !== understood.notebook.sha256)
    throw new Problem('No run of this notebook has shown yet which statements can be dropped.', {
      where: understood.notebook.file,
      todo: 'Export it, and look for them: shiploop run --minimize',
    })
  return { ...shown, droppable: { ...shown.droppable, dropped: true } }
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

/**
 * Runs the open turn's scripts, checks them against the notebook, makes the model, and measures the test.
 *
 * @param minutes how long a verification before it may take; null without one
 */
export async function runInto(
  call: Call,
  project: Project,
  workshop: Workshop,
  minutes: number | null = null,
): Promise<Iteration> {
  const { tools, steps } = workshop
  const iterations = await readIterations(project)
  let before = exportedTurn(project, iterations)
  const understood = await understoodOf(project, before, tools)
  if (understood.notebook.sha256 !== before.notebook.sha256)
    call.say('  note: the notebook changed since it was exported; the scripts are those of the export.')
  if (orderOf(before) !== project.order)
    call.say(
      '  note: shiploop.yaml has another order since it was exported; the scripts are those of the export.',
    )
  let fresh: NotebookRun | undefined
  if (minutes !== null) {
    const shown = await verifyInto(call, project, before, understood, minutes, workshop)
    before = shown.iteration
    fresh = shown.notebook
  }
  const parts = await runTurn(
    project,
    understood,
    { plan: planOf(understood, before) },
    before.rebuiltWith === undefined ? (fresh ?? 'fresh run') : 'none',
    tools,
    before.verified?.different,
  )
  for (const warning of parts.warnings ?? []) call.say(`  note: ${warning}`)
  sayRows(call, parts, before.findings ?? [])
  return measureInto(project, iterations, {
    ...before,
    ...parts,
    warnings: [...(before.warnings ?? []), ...(parts.warnings ?? [])],
    steps: { ...before.steps, ...steps },
  })
}

/** What the run has seen of the rows, and what that means where the text alone did not tell. */
function sayRows(
  call: Call,
  { rows, findings = [] }: Partial<Iteration>,
  known: NonNullable<Iteration['findings']>,
): void {
  if (rows) call.say(`  rows: ${rowWords(rows)}`)
  for (const { cell, line, message, todo } of findings)
    if (!known.some((each) => each.message === message))
      call.say(`  finding: cell ${cell}, line ${line}: ${message} ${todo}`)
}

function exportedTurn(project: Project, iterations: readonly Iteration[]): Iteration {
  const open = openIteration(iterations)
  if (open?.statements !== undefined) return open
  throw new Problem('There is no exported turn to run.', {
    where: project.folder,
    todo: `Export one: shiploop export ${project.settings.notebook}`,
  })
}

/** Verifies, tells, and exports again when the slice lacked something. */
async function verifyInto(
  call: Call,
  project: Project,
  before: Iteration,
  understood: Understood,
  minutes: number,
  workshop: Workshop,
): Promise<{ readonly iteration: Iteration; readonly notebook: NotebookRun }> {
  refuseChanged(project, before, understood)
  const { verified, notebook } = await verifyTurn(project, understood, before, minutes, workshop.tools)
  for (const line of verifiedLines(verified)) call.say(`  ${line}`)
  if (verified.added.length === 0) return { iteration: { ...before, verified }, notebook }
  const { droppable } = before
  const shown = {
    added: [...(before.added ?? []), ...verified.added],
    ...(droppable && { droppable }),
  }
  const { iteration } = await exportInto(
    call,
    project,
    { cell: before.cell, understood, shown },
    undefined,
    workshop,
  )
  return { iteration: { ...iteration, verified }, notebook }
}

/** The notebook in the order in which the turn's scripts were made of it. */
function understoodOf(
  project: Project,
  turn: Iteration,
  { interpreter }: Workshop['tools'],
): Promise<Understood> {
  return understand(project.inOrder(orderOf(turn)), interpreter, turn.cell)
}

function orderOf({ order = 'counts' }: Iteration): CellOrder {
  return order
}

/** What a run shows holds for the notebook that was exported, in the order in which it was read. */
function refuseChanged(project: Project, before: Iteration, understood: Understood): void {
  const { notebook } = before
  if (orderOf(before) !== project.order)
    throw new Problem('shiploop.yaml has another order of the cells since the notebook was exported.', {
      where: notebook.file,
      todo: `Export it again: shiploop export ${project.settings.notebook}`,
    })
  if (notebook.sha256 !== understood.notebook.sha256)
    throw new Problem('The notebook changed since it was exported.', {
      where: notebook.file,
      todo: `Export it again: shiploop export ${project.settings.notebook}`,
    })
}

/** Says what the exported pipeline does without, and writes that down for an export with --minimized. */
export async function minimizeInto(
  call: Call,
  project: Project,
  { tools }: Workshop,
  minutes: number,
): Promise<Iteration> {
  const before = exportedTurn(project, await readIterations(project))
  if (before.droppable?.dropped)
    throw new Problem('The pipeline is minimized already.', {
      todo: `To look again, export all of it first: shiploop export ${project.settings.notebook}`,
    })
  const understood = await understoodOf(project, before, tools)
  refuseChanged(project, before, understood)
  const found = await minimizeTurn(project, understood, before, minutes, tools)
  for (const { cell, line, text } of found.statements) call.say(`  can go: ${cell}:${line} ${text}`)
  call.say(
    found.statements.length === 0
      ? '  Every statement is needed.'
      : `  On these data, all metrics and predictions stay exactly the same without them. To leave them out: shiploop export ${project.settings.notebook} --minimized`,
  )
  const iteration: Iteration = { ...before, droppable: found }
  await writeIteration(project, iteration)
  return iteration
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
    title ?? `rebuilt +${live.rows} rows`,
    workshop,
  )
  const rebuilt: Iteration = { ...iteration, rebuiltWith: { iteration: live.iteration, rows: live.rows } }
  await writeIteration(project, rebuilt)
  return rebuilt
}
