import assert from 'node:assert/strict'
import { join } from 'node:path'
import { endAtFailure, Workbench } from './driver.ts'
import { shiploop } from './shipped.ts'

/** Each test goes on where the one before ended; no test here uses the mouse. */
suite('by the keyboard alone', () => {
  let workbench: Workbench

  suiteSetup(async () => {
    workbench = await Workbench.open()
  })
  endAtFailure()
  teardown(async function () {
    await workbench.pictureOfFailure(this.currentTest)
  })
  suiteTeardown(() => workbench.close())

  const press = (key: string) => workbench.page.keyboard.press(key)

  /** Runs a command of the palette without a click. */
  async function palette(title: string): Promise<void> {
    await workbench.ask('F1', `>${title}`)
    await workbench.page
      .locator('.quick-input-list .monaco-list-row.focused')
      .filter({ hasText: title })
      .waitFor()
    await press('Enter')
    // A key that is pressed while the palette goes away is the palette's.
    await workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' })
  }

  /** Presses a key until an element of the dashboard has the focus. */
  async function tabTo(selector: string, key = 'Tab'): Promise<void> {
    const page = await workbench.dashboard()
    for (let presses = 0; presses < 40; presses += 1) {
      if ((await page.locator(`${selector}:focus`).count()) > 0) return
      await press(key)
    }
    assert.fail(`${selector} is not reached by ${key}`)
  }

  test('a notebook is shipped with a key', async () => {
    await workbench.ask('Control+p', 'flowers.ipynb')
    await workbench.page
      .locator('.quick-input-list .monaco-list-row.focused')
      .filter({ hasText: 'flowers.ipynb' })
      .waitFor()
    await press('Enter')
    await workbench.page.locator('.cell-status-item', { hasText: 'load · 2 of 3 statements' }).waitFor()
    // Wherever the focus is: here in the sidebar.
    await press('Control+0')
    await workbench.page.locator('.sidebar .monaco-list:focus').waitFor()
    const question = workbench.page.locator('.monaco-dialog-box', { hasText: 'iterations/' })
    await workbench.pressFor('Control+Alt+s', question)
    await press('Enter')
    await workbench.row(/flowers\s*serving/).waitFor()
  })

  test('the rows of the views are reached, opened and read out', async () => {
    await palette('Shiploop: Focus on Deployment View')
    const focused = workbench.page.locator('.sidebar .monaco-list:focus .monaco-list-row.focused')
    await press('Home')
    await focused.filter({ hasText: 'flowers' }).waitFor()
    assert.match((await focused.getAttribute('aria-label')) ?? '', /flowers serving/)
    await palette('Shiploop: Focus on Iterations View')
    await press('Home')
    await focused.filter({ hasText: '1  first turn' }).waitFor()
    await press('ArrowLeft')
    assert.equal(await focused.getAttribute('aria-expanded'), 'false')
    await press('ArrowRight')
    assert.equal(await focused.getAttribute('aria-expanded'), 'true')
  })

  test('a row opens the dashboard, and Tab goes through all of it, visibly', async () => {
    await press('Enter')
    const page = await workbench.dashboard()
    await page.locator('.sentence').waitFor()
    await tabTo('#take')
    const outline = await page.locator('#take').evaluate((button) => getComputedStyle(button).outlineStyle)
    assert.notEqual(outline, 'none')
    await tabTo('#otherwise')
    await tabTo('#take', 'Shift+Tab')
  })

  test('everything in the dashboard has a name', async () => {
    const page = await workbench.dashboard()
    const nameless = await page
      .locator('button, [role=img], [role=region], section, nav')
      .evaluateAll((all) =>
        all
          .filter((element) => {
            const labelled = element.getAttribute('aria-labelledby')
            const name = labelled === null ? element : document.getElementById(labelled)
            return !(element.getAttribute('aria-label') ?? name?.textContent)?.trim()
          })
          .map(({ outerHTML }) => outerHTML.slice(0, 100)),
      )
    assert.deepEqual(nameless, [])
  })

  test('the dashboard that is drawn again takes no key from the palette', async () => {
    const page = await workbench.dashboard()
    await tabTo('#otherwise')
    const drawn = await page.evaluateHandle(() => document.querySelector('.sentence'))
    await workbench.ask('F1', '>Shiploop: Try')
    await shiploop(join(workbench.folder, 'flowers'), 'measure')
    await page.waitForFunction((before) => !document.contains(before), drawn)
    await workbench.page.keyboard.type(' a Row', { delay: 50 })
    assert.equal(
      await workbench.page.locator('.quick-input-widget input').inputValue(),
      '>Shiploop: Try a Row',
    )
    await press('Escape')
  })

  test('a row of a table is sent, and the advice is taken', async () => {
    await palette('Shiploop: Try a Row')
    await workbench.row(/flowers.*1 requests/).waitFor()
    await palette('Shiploop: Measure')
    await workbench.done('Measuring')
    await palette('Shiploop: Open Dashboard')
    await tabTo('#take')
    const page = await workbench.dashboard()
    await press('Enter')
    await page.locator('.decided').waitFor()
    await workbench.row(/advice.*taken/).waitFor()
  })
})
