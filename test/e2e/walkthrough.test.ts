import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { endAtFailure, Workbench } from './driver.ts'
import { flowersIn, layFlowers, shiploop } from './shipped.ts'

const TITLE = 'A first turn with Shiploop'

/** The walkthrough as a person works through it. */
class Walkthrough {
  private readonly workbench: Workbench

  constructor(workbench: Workbench) {
    this.workbench = workbench
  }

  async open(): Promise<void> {
    const { page } = this.workbench
    await this.workbench.command('Open Walkthrough')
    await this.workbench.pick(TITLE)
    await page.locator('.gettingStarted.showDetails h2', { hasText: TITLE }).waitFor()
  }

  /** To its steps, unless they are in front: in a tab that was left, VS Code shows the list of all walkthroughs. */
  async goBack(): Promise<void> {
    if (!(await this.workbench.page.locator('.gettingStarted.showDetails').isVisible())) await this.open()
  }

  /** Back to its tab, unfolds a step, and presses one of the buttons in it. */
  async press(step: string, button: string): Promise<void> {
    const { page } = this.workbench
    await this.goBack()
    const title = page.locator(`.getting-started-step [x-step-title-for$="#${step}"]`)
    await title.waitFor()
    const inside = page.locator(`[x-step-description-for$="#${step}"]`).getByRole('button', { name: button })
    if (!(await inside.isVisible())) await title.click()
    await inside.click()
  }

  /** The steps in their order, each with whether it is ticked. */
  async ticks(): Promise<Record<string, boolean>> {
    await this.goBack()
    const boxes = this.workbench.page.locator('[role=checkbox][data-done-step-id*="shiploop"]')
    const said = await boxes.evaluateAll((all) =>
      all.map((box) => [box.getAttribute('data-done-step-id'), box.getAttribute('aria-checked')]),
    )
    return Object.fromEntries(said.map(([id, checked]) => [id!.split('#').at(-1)!, checked === 'true']))
  }

  ticked(step: string): Locator {
    return this.workbench.page.locator(`[data-done-step-id$="#${step}"][aria-checked=true]`)
  }

  /** Back to its tab, waits until a step is ticked, and says which ones are then. */
  async after(step: string): Promise<string[]> {
    await this.goBack()
    await this.ticked(step).waitFor({ state: 'attached' })
    return Object.entries(await this.ticks()).flatMap(([name, isDone]) => (isDone ? [name] : []))
  }
}

suite('the walkthrough, step by step', () => {
  let workbench: Workbench
  let walkthrough: Walkthrough

  suiteSetup(async () => {
    workbench = await Workbench.open({
      prepare: async (folder) => {
        await rm(join(folder, 'shiploop.yaml'))
        await rm(join(folder, 'cars.ipynb'))
      },
    })
    walkthrough = new Walkthrough(workbench)
    await walkthrough.open()
  })
  endAtFailure()
  teardown(async function () {
    await workbench.pictureOfFailure(this.currentTest)
  })
  suiteTeardown(() => workbench.close())

  test('nothing is ticked before anything was done', async () => {
    const none = { notebook: false, timebox: false, ship: false, send: false, decide: false }
    assert.deepEqual(await walkthrough.ticks(), none)
  })

  test('its first button finds the notebook', async () => {
    await walkthrough.press('notebook', 'Open a Notebook')
    await workbench.pick('flowers.ipynb')
    await workbench.page.locator('.tab[data-resource-name="flowers.ipynb"]').waitFor()
    assert.deepEqual(await walkthrough.after('notebook'), ['notebook'])
  })

  test('its second starts a time box, in a project that it asks to make', async () => {
    await walkthrough.press('timebox', 'Start Time Box')
    await workbench.answer('Make Project')
    await workbench.enter('30')
    assert.deepEqual(await walkthrough.after('timebox'), ['notebook', 'timebox'])
  })

  test('its third ships the notebook', async () => {
    await walkthrough.press('ship', 'Ship This Notebook')
    await workbench.answer('Ship')
    assert.deepEqual(await walkthrough.after('ship'), ['notebook', 'timebox', 'ship'])
  })

  test('its fourth sends rows; the one that is tried does not count', async () => {
    await workbench.inline(workbench.row(/flowers.*serving/), 'Try a Row')
    await workbench.row(/flowers.*1 requests/).waitFor()
    assert.equal((await walkthrough.ticks())['send'], false)
    await walkthrough.press('send', 'Send Rows of a Table')
    await workbench.chooseFile('live.csv')
    await workbench.pick('Send labels too')
    assert.deepEqual(await walkthrough.after('send'), ['notebook', 'timebox', 'ship', 'send'])
  })

  test('its fifth measures, and shows the advice to decide on', async () => {
    await walkthrough.press('decide', 'Measure')
    await workbench.done('Measuring')
    await walkthrough.press('decide', 'Open Dashboard')
    await workbench.dashboard()
    assert.equal((await walkthrough.ticks())['decide'], false)
    await walkthrough.press('decide', 'Open Dashboard')
    const page = await workbench.dashboard()
    await page.locator('#take').click()
    await page.locator('.decided').waitFor()
    assert.deepEqual(await walkthrough.after('decide'), ['notebook', 'timebox', 'ship', 'send', 'decide'])
  })
})

suite('the walkthrough, opened for the first time after the turn', () => {
  let workbench: Workbench
  let walkthrough: Walkthrough

  suiteSetup(async () => {
    workbench = await Workbench.open({
      prepare: async (folder) => {
        await layFlowers(folder)
        const flowers = flowersIn(folder)
        await shiploop(flowers, 'replay', 'live.csv', '--label', 'species')
        await shiploop(flowers, 'measure')
      },
    })
    walkthrough = new Walkthrough(workbench)
  })
  endAtFailure()
  teardown(async function () {
    await workbench.pictureOfFailure(this.currentTest)
  })
  suiteTeardown(() => workbench.close())

  test('what was done on the command line or by a command is ticked, and the rest is not', async () => {
    await workbench.showViews()
    await workbench.row(/flowers\s*serving/).waitFor()
    await workbench.command('Start Time Box')
    await workbench.enter('30')
    await workbench.status('0/30 min').waitFor()
    await walkthrough.open()
    for (const step of ['notebook', 'timebox', 'ship']) await walkthrough.after(step)
    assert.deepEqual(await walkthrough.after('send'), ['notebook', 'timebox', 'ship', 'send'])
  })

  test('what is done on the command line while it is open is ticked as well', async () => {
    await shiploop(flowersIn(workbench.folder), 'decide', 'KEEP', '--reason', 'good enough')
    assert.equal((await walkthrough.after('decide')).length, 5)
  })
})
