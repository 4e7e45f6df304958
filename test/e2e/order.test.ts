import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { endAtFailure, Workbench } from './driver.ts'
import { until } from './until.ts'

/** Each test goes on where the one before ended. */
suite('a notebook whose first cell ran again after the others', () => {
  let workbench: Workbench
  const file = (name: string) => join(workbench.folder, 'flowers', name)

  suiteSetup(async () => {
    workbench = await Workbench.open({
      prepare: async (workspace) => {
        const path = join(workspace, 'flowers/flowers.ipynb')
        const notebook = JSON.parse(await readFile(path, 'utf8')) as {
          cells: { cell_type: string; execution_count: number | null }[]
        }
        notebook.cells.find(({ cell_type }) => cell_type === 'code')!.execution_count = 99
        await writeFile(path, JSON.stringify(notebook))
      },
    })
    await workbench.openFile('flowers.ipynb')
    await workbench.showViews()
  })
  endAtFailure()
  teardown(async function () {
    await workbench.pictureOfFailure(this.currentTest)
  })
  suiteTeardown(() => workbench.close())

  async function ship(): Promise<void> {
    await workbench.page.locator('.monaco-dialog-box', { hasText: 'iterations/' }).waitFor()
    await workbench.answer('Ship')
  }

  test('is refused in one sentence, whose button has it read in the order of the file', async () => {
    await workbench.page
      .locator('.notebook-toolbar-container')
      .getByRole('button', { name: 'Ship This Notebook' })
      .click()
    await ship()
    await workbench.row(/Shipping flowers\.ipynb.*failed/).waitFor()
    await workbench.press('Read in File Order', /last ran after it/)
    await workbench.page.locator('.monaco-dialog-box', { hasText: 'shiploop.yaml' }).waitFor()
    await workbench.answer('Make Project')
    await until('the order is in shiploop.yaml', () => existsSync(file('shiploop.yaml')))
    assert.match(await readFile(file('shiploop.yaml'), 'utf8'), /^order: file$/m)
  })

  test('is shipped then, with the button of that message', async () => {
    await workbench.press('Ship', /read in the order of the file now: order in shiploop\.yaml/)
    await ship()
    await workbench.row(/flowers\s*serving/).waitFor()
  })
})
