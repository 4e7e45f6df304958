import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { endAtFailure, Workbench } from './driver.ts'

suite('in a German workbench', () => {
  let workbench: Workbench

  suiteSetup(async () => {
    workbench = await Workbench.open({
      language: 'de',
      prepare: (folder) =>
        cp(join(import.meta.dirname, '../fixtures/story'), join(folder, 'iterations'), { recursive: true }),
    })
  })
  endAtFailure()
  teardown(async function () {
    await workbench.pictureOfFailure(this.currentTest)
  })
  suiteTeardown(() => workbench.close())

  test('the views speak German, also what a record says', async () => {
    await workbench.showViews()
    await workbench.row(/Anforderung.*Genauigkeit >= 90%.*weitere Labels/).waitFor()
    await workbench.row(/1 {2}first turn.*VERFEHLT.*live 84%.*Drift: \w+ \+\d/).waitFor()
  })

  test('the cells say in German whether they are in the pipeline', async () => {
    await workbench.openFile('cars.ipynb')
    await workbench.page.locator('.cell-status-item', { hasText: 'load · 1 von 2 Anweisungen' }).waitFor()
  })

  test('before anything is written, it says in German what and where', async () => {
    await workbench.command('Pipeline exportieren')
    await workbench.page.locator('.monaco-dialog-box', { hasText: 'Geschrieben wird in' }).waitFor()
    await workbench.page.keyboard.press('Escape')
  })

  test('the dashboard gives its advice in German', async () => {
    await workbench.row(/1 {2}first turn/).click()
    const page = await workbench.dashboard()
    await page
      .locator('.sentence', { hasText: /^Neu bauen: Live: Genauigkeit 84% .*Die Anfragen driften/ })
      .waitFor()
  })
})
