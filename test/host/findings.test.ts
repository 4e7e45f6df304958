import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { folder, notebook, until } from './helpers.ts'

/** A notebook beside the project whose split and tree draw without a seed. */
function withoutSeeds(): vscode.Uri {
  const place = join(folder, '..', 'luck')
  mkdirSync(place, { recursive: true })
  cpSync(join(folder, 'flowers.csv'), join(place, 'flowers.csv'))
  const file = join(place, 'luck.ipynb')
  writeFileSync(file, readFileSync(notebook.fsPath, 'utf8').replaceAll(', random_state=1)', ')'))
  return vscode.Uri.file(file)
}

suite('findings: in the notebook', () => {
  const luck = withoutSeeds()
  let document: vscode.NotebookDocument
  const ours = (cell: vscode.NotebookCell) =>
    vscode.languages.getDiagnostics(cell.document.uri).filter(({ source }) => source === 'shiploop')

  suiteSetup(async () => {
    document = await vscode.workspace.openNotebookDocument(luck)
    await vscode.window.showNotebookDocument(document)
  })

  test('an unseeded split is said on its line', async () => {
    const split = document.cellAt(2)
    await until(() => ours(split).length > 0)
    const [found, ...others] = ours(split)
    assert.deepEqual(others, [])
    assert.equal(found!.code, 'unseeded')
    assert.match(split.document.getText(found!.range), /^train, test = train_test_split\(/)
  })

  test('its quick fix writes the seed into the cell, and the finding is gone', async () => {
    const split = document.cellAt(2)
    const [found] = ours(split)
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      split.document.uri,
      found!.range,
    )
    const fix = actions.find(({ title }) => title === 'Add random_state=0')
    assert.ok(fix?.edit !== undefined, actions.map(({ title }) => title).join())
    await vscode.workspace.applyEdit(fix.edit)
    assert.match(split.document.getText(), /train_test_split\(flowers, test_size=0\.3, random_state=0\)$/)
    await until(() => ours(split).length === 0)
    await document.save()
  })
})
