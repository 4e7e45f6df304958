import assert from 'node:assert/strict'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { commands } from '../../src/contributions.ts'

suite('activation', () => {
  const extension = vscode.extensions.getExtension('shiploop.shiploop')!

  test('opening a notebook activates the extension, and every command of the table is there', async () => {
    const [folder] = vscode.workspace.workspaceFolders!
    const file = vscode.Uri.file(join(folder!.uri.fsPath, 'flowers', 'flowers.ipynb'))
    await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(file))
    await extension.activate()
    const registered = new Set(await vscode.commands.getCommands(true))
    assert.deepEqual(
      Object.keys(commands).filter((id) => !registered.has(id)),
      [],
    )
  })
})
