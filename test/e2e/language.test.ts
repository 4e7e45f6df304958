import assert from 'node:assert/strict'
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

  test('a sidebar of 300 px does not cut off what the requirement says', async () => {
    const sidebar = (await workbench.page.locator('.part.sidebar').boundingBox())!
    assert.equal(sidebar.width, 300)
    const row = workbench.row(/1 {2}first turn/)
    const room = await row.evaluate((element) => {
      const label = element.querySelector('.monaco-icon-label')!
      const texts = document.createTreeWalker(label, NodeFilter.SHOW_TEXT)
      while (texts.nextNode()) {
        const text = texts.currentNode as Text
        const at = text.data.indexOf('VERFEHLT')
        if (at === -1) continue
        const range = document.createRange()
        range.setStart(text, at)
        range.setEnd(text, at + 'VERFEHLT'.length)
        return label.getBoundingClientRect().right - range.getBoundingClientRect().right
      }
      return -Infinity
    })
    assert.ok(room > 16, `${room} px behind it, an ellipsis needs 16`)
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
