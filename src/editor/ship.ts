import { dirname } from 'node:path'
import * as vscode from 'vscode'
import { Problem } from '../platform/problem.ts'
import type { Program } from './program.ts'

/** Ships a notebook: the one given, else the open one. */
export async function shipNotebook(program: Program, uri?: vscode.Uri): Promise<unknown> {
  const notebook = notebookOf(uri)
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Shipping'), cancellable: true },
    (progress, token) => {
      const stop = new AbortController()
      token.onCancellationRequested(() => {
        stop.abort(new vscode.CancellationError())
      })
      return program.run('ship', [notebook.fsPath], {
        cwd: dirname(notebook.fsPath),
        signal: stop.signal,
        report: (event) => {
          progress.report({ message: event.step })
        },
      })
    },
  )
}

function notebookOf(uri?: vscode.Uri): vscode.Uri {
  const found = uri ?? vscode.window.activeNotebookEditor?.notebook.uri
  if (found === undefined)
    throw new Problem('No notebook is open.', {
      todo: 'Open the notebook that trains your model, then ship it.',
    })
  return found
}
