/** Has the cells of a notebook read in the order of the file: one line of its shiploop.yaml. */
import { basename, dirname } from 'node:path'
import * as vscode from 'vscode'
import type { NotebookArgument } from '../../contributions.ts'
import { carryOut, planInit } from '../../iteration/init.ts'
import { exists } from '../../platform/files.ts'
import type { ProjectWatch } from '../project/watch.ts'
import { agreedToWrite } from './build.ts'
import { requireTrust, savedNotebook } from './notebook.ts'

/** A project that is not there yet is made with it, after saying so. */
export async function readInFileOrder(
  { watch }: { readonly watch: ProjectWatch },
  given?: NotebookArgument | string,
  options: { readonly confirmed?: boolean } = {},
): Promise<void> {
  requireTrust()
  const named = typeof given === 'string' ? vscode.Uri.file(given) : given
  const notebook = await savedNotebook(named, options.confirmed)
  const project = watch.snapshot?.project
  const folder = project?.notebook === notebook.fsPath ? project.folder : dirname(notebook.fsPath)
  const plan = await planInit(notebook.fsPath, folder, 'file')
  if (!exists(plan.project.settingsFile)) await agreedToWrite(plan, options)
  await carryOut(plan)
  watch.open(plan.folder)
  await watch.refresh()
  const ship = vscode.l10n.t('Ship')
  // Not awaited: the command is over, the message may stay.
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t(
        'The cells of {0} are read in the order of the file now: order in shiploop.yaml.',
        basename(notebook.fsPath),
      ),
      ship,
    )
    .then((answer) => answer === ship && vscode.commands.executeCommand('shiploop.ship', notebook))
}
