/** Commands that make a turn: init, export, run, ship, rebuild. */
import { basename, dirname, relative } from 'node:path'
import * as vscode from 'vscode'
import type { NotebookArgument } from '../../contributions.ts'
import { findProjectFolder } from '../../iteration/find.ts'
import { carryOut, planInit } from '../../iteration/init.ts'
import type { Interpreter } from '../../platform/interpreter.ts'
import { interpreterFor, selectInterpreter } from '../interpreter.ts'
import { openProjectOf } from '../project/current.ts'
import type { ProjectWatch } from '../project/watch.ts'
import type { Worker } from '../work.ts'
import { requireTrust, savedNotebook } from './notebook.ts'

interface Parts {
  readonly watch: ProjectWatch
  readonly worker: Worker
}
interface Options {
  readonly confirmed?: boolean
}

/** Init, export, run and deploy in one go, after saying what will be written and which Python runs. */
export async function ship(
  { watch, worker }: Parts,
  given?: NotebookArgument,
  options: Options = {},
): Promise<void> {
  requireTrust()
  const notebook = await savedNotebook(given, options.confirmed)
  const python = await agreed(notebook, vscode.l10n.t('Ship'), options)
  await build(
    watch,
    worker,
    'ship',
    vscode.l10n.t('Shipping {0}', basename(notebook.fsPath)),
    notebook,
    python,
  )
  const serving = watch.snapshot?.deployment
  if (serving?.state !== 'serving') return
  const tryIt = vscode.l10n.t('Try It')
  // Not awaited: the command is over, the message may stay.
  void vscode.window
    .showInformationMessage(vscode.l10n.t('{0} serves at {1}', serving.name, serving.url), tryIt)
    .then((answer) => answer === tryIt && vscode.commands.executeCommand('shiploop.tryRow'))
}

export async function exportNotebook(
  { watch, worker }: Parts,
  given?: NotebookArgument,
  options: Options = {},
): Promise<void> {
  requireTrust()
  const notebook = await savedNotebook(given, options.confirmed)
  const python = await agreed(notebook, vscode.l10n.t('Export'), options)
  await build(
    watch,
    worker,
    'export',
    vscode.l10n.t('Exporting {0}', basename(notebook.fsPath)),
    notebook,
    python,
  )
}

export async function init({ watch }: Parts, given?: NotebookArgument, options: Options = {}): Promise<void> {
  requireTrust()
  const notebook = await savedNotebook(given, options.confirmed)
  const plan = await planInit(notebook.fsPath)
  if (plan.writes.length > 0 && options.confirmed !== true) {
    const make = vscode.l10n.t('Make Project')
    const detail = plan.writes.map(({ path }) => path).join('\n')
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('Shiploop will write:'),
      { modal: true, detail },
      make,
    )
    if (answer !== make) throw new vscode.CancellationError()
  }
  await carryOut(plan)
  watch.open(plan.folder)
  await watch.refresh()
}

/** Runs the scripts again, into a turn of their own or into the open one; `rebuild` learns from labelled live rows too. */
export async function run(
  { watch, worker }: Parts,
  options: { readonly rebuild?: boolean } = {},
): Promise<void> {
  requireTrust()
  const { project } = openProjectOf(watch)
  const python = await interpreterFor(vscode.Uri.file(project.notebook))
  await worker.run({
    title: options.rebuild
      ? vscode.l10n.t('Rebuilding with the labelled live rows')
      : vscode.l10n.t('Running the pipeline'),
    verb: 'run',
    args: [...(options.rebuild ? ['--rebuild'] : []), '--python', python.path],
    cwd: project.folder,
  })
  await watch.refresh()
}

async function build(
  watch: ProjectWatch,
  worker: Worker,
  verb: 'ship' | 'export',
  title: string,
  notebook: vscode.Uri,
  python: Interpreter,
): Promise<void> {
  await vscode.commands.executeCommand('shiploop.pipeline.focus')
  try {
    await worker.run({
      title,
      verb,
      args: [notebook.fsPath, '--python', python.path],
      cwd: dirname(notebook.fsPath),
    })
  } finally {
    const folder = findProjectFolder(dirname(notebook.fsPath))
    if (folder !== null) watch.open(folder)
    await watch.refresh()
  }
}

/** Says what will be written and which Python runs, and lets the person choose another. */
async function agreed(notebook: vscode.Uri, yes: string, { confirmed }: Options): Promise<Interpreter> {
  let python = await interpreterFor(notebook)
  if (confirmed) return python
  const another = vscode.l10n.t('Choose Another Python')
  for (;;) {
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('{0} {1}?', yes, basename(notebook.fsPath)),
      { modal: true, detail: await writesText(notebook.fsPath, python) },
      yes,
      another,
    )
    if (answer === yes) return python
    if (answer !== another) throw new vscode.CancellationError()
    python = (await selectInterpreter(notebook)) ?? python
  }
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
    `(${python.reason})`,
    '',
    vscode.l10n.t('Written in {0}:', plan.folder),
    ...files.map((file) => `  ${file}`),
  ].join('\n')
}
