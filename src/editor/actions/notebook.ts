import * as vscode from 'vscode'
import type { NotebookArgument } from '../../contributions.ts'
import { Problem } from '../../platform/problem.ts'

/** The notebook that a command is about: the one given, else the open one. */
export function notebookOf(given?: NotebookArgument): vscode.Uri {
  const found =
    (given instanceof vscode.Uri ? given : given?.notebookEditor.notebookUri) ??
    vscode.window.activeNotebookEditor?.notebook.uri
  if (found === undefined)
    throw new Problem('No notebook is open.', {
      todo: 'Open the notebook that trains your model, then try again.',
    })
  if (found.scheme !== 'file')
    throw new Problem('The notebook is not a file on this machine.', { todo: 'Save it to a folder first.' })
  return found
}

/** What runs is what is on disk: unsaved changes are saved first, with a question. */
export async function savedNotebook(given?: NotebookArgument, confirmed = false): Promise<vscode.Uri> {
  const notebook = notebookOf(given)
  const document = vscode.workspace.notebookDocuments.find(
    (each) => each.uri.toString() === notebook.toString(),
  )
  if (document?.isDirty !== true) return notebook
  const save = vscode.l10n.t('Save')
  const answer = confirmed
    ? save
    : await vscode.window.showInformationMessage(
        vscode.l10n.t('The notebook has changes that are not saved. Shiploop works on the file.'),
        { modal: true },
        save,
      )
  if (answer !== save) throw new vscode.CancellationError()
  if (!(await document.save()))
    throw new Problem('The notebook could not be saved.', { where: notebook.fsPath })
  return notebook
}

/** Nothing runs in a workspace that is not trusted. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted)
    throw new Problem('The workspace is not trusted: Shiploop shows it, and runs nothing.', {
      todo: 'Trust it (Workspaces: Manage Workspace Trust), then try again.',
    })
}
