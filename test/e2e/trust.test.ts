import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { notebookJson } from '../unit/pipeline/notebooks.ts'
import { endAtFailure, Workbench } from './driver.ts'
import { descendants } from './processes.ts'
import { layFlowers } from './shipped.ts'
import { seen } from './until.ts'

/** What the last cell but one changes is a copy of the column where pandas is new, and may be the column where it is old. */
const COPIED = [
  "import pandas as pd\nfrom sklearn.linear_model import Ridge\ntable = pd.DataFrame({'a': [1, 2, 3], 'b': [2, 4, 6]})",
  "model = Ridge().fit(table[['a']], table['b'])",
  "column = table['a']",
  'column[0] = 99',
  "model.score(table[['a']], table['b'])",
]

async function layBoth(workspace: string): Promise<void> {
  await layFlowers(workspace)
  await writeFile(join(workspace, 'copied.ipynb'), notebookJson(COPIED))
}

/** Each test goes on where the one before ended. */
suite('a workspace that is not trusted', () => {
  let workbench: Workbench

  suiteSetup(async () => {
    workbench = await Workbench.open({ prepare: layBoth, asksForTrust: true })
  })
  endAtFailure()
  teardown(async function () {
    await workbench.pictureOfFailure(this.currentTest)
  })
  suiteTeardown(() => workbench.close())

  const badge = (text: string): Locator => workbench.page.locator('.cell-status-item', { hasText: text })
  /** What the palette finds. */
  async function offered(title: string): Promise<Locator> {
    return (await workbench.ask('F1', `>${title}`)).filter({ hasText: title })
  }
  const RUNNING = ['Ship This Notebook', 'Run the Pipeline', 'Stop Serving', 'Decide', 'Choose the Python']

  test('is shown: its turns, its pipeline and what serves', async () => {
    await workbench.status('Restricted Mode').waitFor()
    await workbench.showViews()
    await workbench.openFile('flowers.ipynb')
    await workbench.row(/1 {2}first turn/).waitFor()
    await workbench.row(/load.*2 of 2 statements/).waitFor()
    await workbench.row(/flowers\s*serving.*0 requests/).waitFor()
    await badge('load · 2 of 3 statements').waitFor()
    await workbench.command('Open Dashboard')
    await (await workbench.dashboard()).locator('.sentence').waitFor()
  })

  test('offers nothing that runs something, and starts no Python', async () => {
    for (const title of RUNNING) {
      assert.equal(await (await offered(title)).count(), 0, title)
      await workbench.page.keyboard.press('Escape')
    }
    await workbench.openFile('flowers.ipynb')
    assert.equal(await workbench.page.getByRole('button', { name: 'Ship This Notebook' }).count(), 0)
    await workbench.openFile('copied.ipynb')
    await seen('what an unknown pandas may do', badge('evaluate · 1 of 1 statements').first())
    const started = await descendants(await workbench.extensionHost())
    assert.deepEqual(
      started.filter(({ command }) => /python|cli\.mjs/.test(command)),
      [],
    )
  })

  test('asks Python what it has once it is trusted, so that the badges say what an export keeps', async () => {
    await workbench.command('Workspaces: Manage Workspace Trust')
    await workbench.page.getByRole('button', { name: 'Trust', exact: true }).click()
    await workbench.openFile('copied.ipynb')
    await seen('what the installed pandas does', badge('not in the pipeline').first())
  })

  test('offers all of it once it is trusted', async () => {
    await workbench.openFile('flowers.ipynb')
    await seen(
      'the toolbar of a trusted notebook',
      workbench.page.getByRole('button', { name: 'Ship This Notebook' }).first(),
    )
    for (const title of RUNNING) {
      assert.notEqual(await (await offered(title)).count(), 0, title)
      await workbench.page.keyboard.press('Escape')
    }
  })
})
