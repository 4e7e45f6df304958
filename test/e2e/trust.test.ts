import assert from 'node:assert/strict'
import type { Locator } from 'playwright-core'
import { endAtFailure, Workbench } from './driver.ts'
import { descendants } from './processes.ts'
import { layFlowers } from './shipped.ts'
import { seen } from './until.ts'

/** Each test goes on where the one before ended. */
suite('a workspace that is not trusted', () => {
  let workbench: Workbench

  suiteSetup(async () => {
    workbench = await Workbench.open({ prepare: layFlowers, asksForTrust: true })
  })
  endAtFailure()
  teardown(async function () {
    await workbench.pictureOfFailure(this.currentTest)
  })
  suiteTeardown(() => workbench.close())

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
    await workbench.page.locator('.cell-status-item', { hasText: 'load · 2 of 3 statements' }).waitFor()
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
    const started = await descendants(await workbench.extensionHost())
    assert.deepEqual(
      started.filter(({ command }) => /python|cli\.mjs/.test(command)),
      [],
    )
  })

  test('offers all of it once it is trusted', async () => {
    await workbench.command('Workspaces: Manage Workspace Trust')
    await workbench.page.getByRole('button', { name: 'Trust', exact: true }).click()
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
