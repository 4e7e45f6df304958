/** Commands that make a turn: init, export, run, ship, rebuild. */
import { basename, dirname, relative } from 'node:path'
import * as vscode from 'vscode'
import type { NotebookArgument } from '../../contributions.ts'
import { findProjectFolderOf } from '../../iteration/find.ts'
import { carryOut, type InitPlan, planInit } from '../../iteration/init.ts'
import type { Interpreter } from '../../platform/interpreter.ts'
import { interpreterFor, selectInterpreter } from '../interpreter.ts'
import type { EditedCells } from '../notebook/edited.ts'
import { openProjectOf } from '../project/current.ts'
import type { ProjectWatch } from '../project/watch.ts'
import { say } from '../say.ts'
import type { Worker } from '../work.ts'
import { requireTrust, savedNotebook } from './notebook.ts'

interface Parts {
  readonly watch: ProjectWatch
  readonly worker: Worker
  readonly edited: EditedCells
}
interface Options {
  readonly confirmed?: boolean
}

/** Init, export, run and deploy in one go, after saying what will be written and which Python runs. */
export async function ship(parts: Parts, given?: NotebookArgument, options: Options = {}): Promise<void> {
  const title = (name: string) => vscode.l10n.t('Shipping {0}', name)
  await make(parts, { verb: 'ship', yes: vscode.l10n.t('Ship'), title }, given, options)
  const serving = parts.watch.snapshot?.deployment
  if (serving?.state !== 'serving') return
  const tryIt = vscode.l10n.t('Try It')
  // Not awaited: the command is over, the message may stay.
  void vscode.window
    .showInformationMessage(vscode.l10n.t('{0} serves at {1}', serving.name, serving.url), tryIt)
    .then((answer) => answer === tryIt && vscode.commands.executeCommand('shiploop.tryRow'))
}

/** Writes the scripts of a notebook; the one that is open where none is given. */
export async function exportNotebook(
  parts: Parts,
  given?: NotebookArgument,
  options: Options = {},
): Promise<void> {
  const title = (name: string) => vscode.l10n.t('Exporting {0}', name)
  await make(parts, { verb: 'export', yes: vscode.l10n.t('Export'), title }, given, options)
}

/** The scripts without the statements that a run has shown to change nothing. */
export async function exportMinimized(parts: Parts, options: Options = {}): Promise<void> {
  const notebook = vscode.Uri.file(openProjectOf(parts.watch).project.notebook)
  const title = (name: string) => vscode.l10n.t('Exporting {0}, minimized', name)
  const making = { verb: 'export', yes: vscode.l10n.t('Export'), title, extra: ['--minimized'] } as const
  await make(parts, making, notebook, options)
}

/**
 * Makes a project of a notebook, after showing which files it will write.
 *
 * @throws CancellationError when the person declines
 */
export async function init(
  { watch }: Pick<Parts, 'watch'>,
  given?: NotebookArgument,
  options: Options = {},
): Promise<void> {
  requireTrust()
  const notebook = await savedNotebook(given, options.confirmed)
  const plan = await planInit(notebook.fsPath)
  await agreedToWrite(plan, options)
  await carryOut(plan)
  watch.open(plan.folder)
  await watch.refresh()
}

/** Says which files a new project needs. */
export async function agreedToWrite({ writes }: InitPlan, { confirmed }: Options): Promise<void> {
  if (writes.length === 0 || confirmed === true) return
  const make = vscode.l10n.t('Make Project')
  const detail = writes.map(({ path }) => path).join('\n')
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Shiploop will write:'),
    { modal: true, detail },
    make,
  )
  if (answer !== make) throw new vscode.CancellationError()
}

const RUNS = {
  again: { args: [], title: () => vscode.l10n.t('Running the pipeline') },
  rebuild: { args: ['--rebuild'], title: () => vscode.l10n.t('Rebuilding with the labelled live rows') },
  verify: { args: ['--verify'], title: () => vscode.l10n.t('Verifying the pipeline by running') },
  minimize: { args: ['--minimize'], title: () => vscode.l10n.t('Looking for statements that can go') },
} as const

/**
 * Runs the scripts: `again`; to `verify` them against several runs of the notebook, or `minimize` them; as a `rebuild`
 * that learns from labelled live rows too.
 */
export async function run(
  { watch, worker }: Pick<Parts, 'watch' | 'worker'>,
  kind: keyof typeof RUNS,
): Promise<void> {
  requireTrust()
  const { project } = openProjectOf(watch)
  const python = await interpreterFor(vscode.Uri.file(project.notebook))
  const { args, title } = RUNS[kind]
  await worker.run({
    title: title(),
    verb: 'run',
    args: [...args, '--python', python.path],
    cwd: project.folder,
  })
  await watch.refresh()
}

interface Making {
  readonly verb: 'ship' | 'export'
  /** What the button of the question says. */
  readonly yes: string
  /** What the view says while it works. */
  readonly title: (name: string) => string
  readonly extra?: readonly string[]
}

/** Asks first, then works with progress in the Pipeline view. */
async function make(
  { watch, worker, edited }: Parts,
  { verb, yes, title, extra = [] }: Making,
  given: NotebookArgument | undefined,
  options: Options,
): Promise<void> {
  requireTrust()
  const notebook = await savedNotebook(given, options.confirmed)
  const plan = await planInit(notebook.fsPath)
  // In the order of the file they count.
  const cells = plan.project.order === 'counts' ? editedIn(edited, notebook) : []
  const python = await agreed(notebook, yes, cells, options)
  // Shipping makes the project by itself, once nothing is refused.
  if (verb === 'export') await carryOut(plan)
  const cwd = dirname(notebook.fsPath)
  await vscode.commands.executeCommand('shiploop.pipeline.focus')
  try {
    await worker.run({
      title: title(basename(notebook.fsPath)),
      verb,
      args: [notebook.fsPath, ...extra, '--python', python.path],
      cwd,
    })
  } finally {
    const folder = findProjectFolderOf(notebook.fsPath)
    if (folder !== null) watch.open(folder)
    await watch.refresh()
  }
}

function editedIn(edited: EditedCells, uri: vscode.Uri): number[] {
  const document = vscode.workspace.notebookDocuments.find((each) => each.uri.toString() === uri.toString())
  return document === undefined ? [] : edited.in(document)
}

/** Says what will be written and which Python runs, and lets the person choose another. */
async function agreed(
  notebook: vscode.Uri,
  yes: string,
  edited: readonly number[],
  { confirmed }: Options,
): Promise<Interpreter> {
  let python = await interpreterFor(notebook)
  if (confirmed) return python
  const another = vscode.l10n.t('Choose Another Python')
  for (;;) {
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('{0} {1}?', yes, basename(notebook.fsPath)),
      { modal: true, detail: [...editedText(edited), await writesText(notebook.fsPath, python)].join('\n') },
      yes,
      another,
    )
    if (answer === yes) return python
    if (answer !== another) throw new vscode.CancellationError()
    python = (await selectInterpreter(notebook)) ?? python
  }
}

function editedText(cells: readonly number[]): string[] {
  if (cells.length === 0) return []
  const said =
    cells.length === 1
      ? vscode.l10n.t(
          'Cell {0} was edited after it ran and would be left out: run the cell again first.',
          cells[0]!,
        )
      : vscode.l10n.t(
          'Cells {0} were edited after they ran and would be left out: run them again first.',
          cells.join(', '),
        )
  return [said, '']
}

async function writesText(notebook: string, python: Interpreter): Promise<string> {
  const plan = await planInit(notebook)
  const files = [
    ...plan.writes.map(({ path }) => relative(plan.folder, path)),
    vscode.l10n.t('pipeline/ (the scripts)'),
    vscode.l10n.t('iterations/ (one record for each turn)'),
    vscode.l10n.t('.shiploop/ (not in git)'),
  ]
  return [
    vscode.l10n.t('Python {0}: {1}', python.version, python.path),
    `(${say(python.reason)})`,
    '',
    vscode.l10n.t('Written in {0}:', plan.folder),
    ...files.map((file) => `  ${file}`),
  ].join('\n')
}
