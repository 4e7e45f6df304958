import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { isAlive } from '../../src/platform/processes.ts'
import { endAtFailure, Workbench } from './driver.ts'
import { flowersIn, layFlowers, openFlowers, serverProcess, shiploop } from './shipped.ts'
import { seen, until } from './until.ts'

/** Each test goes on where the one before ended. */
suite('lost: edits that are thrown away, files that break or vanish', () => {
  let workbench: Workbench
  let folder: string

  suiteSetup(async () => {
    workbench = await Workbench.open({ prepare: layFlowers })
    folder = flowersIn(workbench.folder)
    await openFlowers(workbench)
  })
  endAtFailure()
  teardown(async function () {
    await workbench.pictureOfFailure(this.currentTest)
  })
  suiteTeardown(() => workbench.close())

  const badge = (text: string): Locator => workbench.page.locator('.cell-status-item', { hasText: text })
  const problems = (): Locator => workbench.page.locator('.notebookOverlay .squiggly-warning')
  const view = (words: string | RegExp): Locator =>
    workbench.page.locator('.sidebar .message, .sidebar .welcome-view-content').filter({ hasText: words })

  test('a notebook that is closed without saving is again what its file says', async () => {
    const { page } = workbench
    await badge('load · 2 of 3 statements').waitFor()
    await page.locator('.cell .monaco-editor .view-lines', { hasText: 'flowers.head' }).click()
    await page.keyboard.press('Control+Home')
    // Refused whether VS Code leaves the cell its execution count (it does not parse) or takes it (nothing defines flowers).
    await page.keyboard.type('import as')
    await page.keyboard.press('Enter')
    await problems().first().waitFor()
    await workbench.command('View: Close Editor')
    await workbench.answer("Don't Save")
    await page.locator('.tab[data-resource-name="flowers.ipynb"]').waitFor({ state: 'detached' })
    await workbench.openFile('flowers.ipynb')
    // VS Code makes the editor anew; its own word stands where the badge will.
    await seen('the cell of the file, by VS Code', badge('Python').first())
    await seen('the badge of the file', badge('load · 2 of 3 statements'))
    assert.equal(await problems().count(), 0)
    await workbench.row(/load.*2 of 2 statements/).waitFor()
  })

  test('a record that was cut in half is told by its name, and the rest stays', async () => {
    const [name] = readdirSync(join(folder, 'iterations'))
    const record = join(folder, 'iterations', name!)
    const whole = await readFile(record, 'utf8')
    await writeFile(record, whole.slice(0, whole.length / 2))
    await seen('a broken record', workbench.row(new RegExp(`${name!}.*`)))
    await workbench.row(/flowers\s*serving/).waitFor()
    await writeFile(record, whole)
    await seen('a mended record', workbench.row(/1 {2}first turn/))
  })

  test('a broken shiploop.yaml is told in one sentence, and what serves is still shown', async () => {
    const file = join(folder, 'shiploop.yaml')
    const whole = await readFile(file, 'utf8')
    await workbench.row(/1 {2}first turn/).click()
    const page = await workbench.dashboard()
    await page.locator('.sentence').waitFor()
    await writeFile(file, 'schema: 1\nname: [flowers\n')
    await seen('a broken shiploop.yaml', view(/The YAML is broken at line \d/))
    await seen('what serves', workbench.row(/flowers\s*serving/))
    await seen('the same in the dashboard', page.locator('.empty', { hasText: 'The YAML is broken' }))
    assert.equal(await view('Ship This Notebook').count(), 0)
    await writeFile(file, whole)
    await seen('a mended shiploop.yaml', workbench.row(/1 {2}first turn/))
    await until('its sentence is gone', async () => (await view('The YAML is broken').count()) === 0)
    await seen('the turn in the dashboard', page.locator('.sentence'))
    await workbench.command('View: Close Editor')
  })

  test('when .shiploop is deleted while it serves, nothing serves, and nothing comes back', async () => {
    await workbench.command('Start Time Box')
    await workbench.enter('60')
    await workbench.status('0/60 min').waitFor()
    const server = await serverProcess(folder)
    await rm(join(folder, '.shiploop'), { recursive: true })
    await seen('.shiploop is deleted', workbench.row(/flowers.*not serving/))
    await until('the server ends', () => !isAlive(server))
    await until('no time box', async () => (await workbench.status('60 min').count()) === 0)
    await workbench.row(/1 {2}first turn/).waitFor()
    assert.equal(existsSync(join(folder, '.shiploop')), false)
    assert.match(await shiploop(folder, 'status'), /not serving[^]*The model does not exist/)
  })

  test('the next run makes what is needed again', async () => {
    await workbench.command('Shiploop: Run the Pipeline')
    await workbench.done('Running the pipeline')
    await workbench.command('Shiploop: Deploy', 'as Shadow')
    await workbench.row(/flowers\s*serving.*0 requests/).waitFor()
  })

  test('when the whole project is deleted while it serves, nothing of it is left', async () => {
    await workbench.command('Start Time Box')
    await workbench.enter('60')
    await workbench.status('0/60 min').waitFor()
    const server = await serverProcess(folder)
    await rm(folder, { recursive: true })
    await seen('the project is deleted', view('Ship This Notebook'))
    await until('the server ends', () => !isAlive(server))
    await until('no status', async () => (await workbench.status(/60 min|drift|serving/).count()) === 0)
    assert.equal(existsSync(folder), false)
  })
})
