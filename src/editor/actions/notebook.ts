import * as vscode from 'vscode'
import type { NotebookArgument } from '../../contributions.ts'
import { Problem } from '../../platform/problem.ts'

/** The notebook that a command is about: the one given, else the open one, else one of the workspace. */
async function notebookOf(given?: NotebookArgument): Promise<vscode.Uri> {
  const found =
    (given instanceof vscode.Uri ? given : given?.notebookEditor.notebookUri) ??
    vscode.window.activeNotebookEditor?.notebook.uri ??
    (await pickNotebook())
  if (found.scheme !== 'file')
    throw new Problem('The notebook is not a file on this machine.', { todo: 'Save it to a folder first.' })
  return found
}

/** Asked from elsewhere, such as the walkthrough: the notebook in a tab, or the workspace's only one; else the person says. */
async function pickNotebook(): Promise<vscode.Uri> {
  const open = vscode.workspace.notebookDocuments
    .filter(({ notebookType, uri }) => notebookType === 'jupyter-notebook' && uri.scheme === 'file')
    .map(({ uri }) => uri)
  const inWorkspace = () =>
    vscode.workspace.findFiles('**/*.ipynb', '**/{node_modules,.venv,.shiploop}/**', 100)
  const known = open.length > 0 ? open : await inWorkspace()
  const [only, ...others] = known
  if (only === undefined)
    throw new Problem('No notebook is open.', {
      todo: 'Open the notebook that trains your model, then try again.',
    })
  if (others.length === 0) return only
  const picked = await vscode.window.showQuickPick(
    known
      .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
      .sort((a, b) => a.label.localeCompare(b.label)),
    { title: vscode.l10n.t('Which notebook?') },
  )
  if (picked === undefined) throw new vscode.CancellationError()
  return picked.uri
}

/** What runs is what is on disk: unsaved changes are saved first, with a question. */
export async function savedNotebook(given?: NotebookArgument, confirmed = false): Promise<vscode.Uri> {
  const notebook = await notebookOf(given)
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
