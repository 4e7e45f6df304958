import * as vscode from 'vscode'
import type { RowArgument } from '../../contributions.ts'
import type { Iteration } from '../../iteration/record.ts'
import { Problem } from '../../platform/problem.ts'
import type { Snapshot } from '../project/snapshot.ts'

/** The turn that a command is about: the one of the row or id, else the newest. */
export function turnOf(snapshot: Snapshot, asked?: string | RowArgument): Iteration {
  const id = typeof asked === 'object' ? asked.id : asked
  const found =
    id === undefined
      ? snapshot.iterations.at(-1)
      : snapshot.iterations.find((iteration) => iteration.id === id || iteration.slug === id)
  if (found === undefined)
    throw new Problem('There is no turn yet.', { todo: 'Open the notebook and ship it.' })
  return found
}

/** A file of the workspace, or any other. */
export async function pickFile(title: string, folder: string): Promise<vscode.Uri> {
  const [picked] =
    (await vscode.window.showOpenDialog({
      title,
      openLabel: vscode.l10n.t('Send'),
      defaultUri: vscode.Uri.file(folder),
      filters: { [vscode.l10n.t('Tables')]: ['csv', 'json', 'jsonl'] },
    })) ?? []
  if (picked === undefined) throw new vscode.CancellationError()
  return picked
}
