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

/** A notebook beside the project whose first code cell, the imports, ran again after all others. */
function withReRunImports(): vscode.Uri {
  const place = join(folder, '..', 'again')
  mkdirSync(place, { recursive: true })
  const file = join(place, 'again.ipynb')
  const text = readFileSync(notebook.fsPath, 'utf8')
  writeFileSync(file, text.replace(/"execution_count": 1,/, '"execution_count": 99,'))
  return vscode.Uri.file(file)
}

const ours = (cell: vscode.NotebookCell) =>
  vscode.languages.getDiagnostics(cell.document.uri).filter(({ source }) => source === 'shiploop')

suite('refusals: in the notebook', () => {
  test('what a re-run cell refuses offers the order of the file, in which nothing is refused', async () => {
    const uri = withReRunImports()
    const document = await vscode.workspace.openNotebookDocument(uri)
    await vscode.window.showNotebookDocument(document)
    await until(() => document.getCells().some((cell) => ours(cell).length > 0))
    const cell = document.getCells().find((each) => ours(each).length > 0)!
    const [found] = ours(cell)
    assert.match(found!.message, /last ran after it/)
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      cell.document.uri,
      found!.range,
    )
    const way = actions.find(({ command }) => command?.command === 'shiploop.order.file')
    assert.equal(way?.title, 'Read the cells in the order of the file')
    assert.equal(String(way.command!.arguments![0]), uri.toString())
  })
})

suite('findings: in the notebook', () => {
  const luck = withoutSeeds()
  let document: vscode.NotebookDocument

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
