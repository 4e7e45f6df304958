import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readJournal } from '../../src/build/timebox/journal.ts'
import { attendedSeconds, type Box, boxesOf } from '../../src/build/timebox/timebox.ts'
import { openProject } from '../../src/iteration/settings.ts'
import { endAtFailure, Workbench } from './driver.ts'
import { processes } from './processes.ts'
import { flowersIn, layFlowers, openFlowers, shiploop } from './shipped.ts'
import { seen, until } from './until.ts'

suite('two windows on one project', () => {
  let first: Workbench
  let second: Workbench
  let folder: string

  suiteSetup(async () => {
    first = await Workbench.open({ prepare: layFlowers })
    folder = flowersIn(first.folder)
    second = await first.another()
    for (const window of [first, second]) await openFlowers(window)
  })
  endAtFailure()
  teardown(async function () {
    for (const window of [first, second]) await window.pictureOfFailure(this.currentTest)
  })
  suiteTeardown(() => first.close())

  async function boxes(): Promise<Box[]> {
    return boxesOf(await readJournal(await openProject(folder)))
  }

  test('have one time box, and what is done in both counts once', async () => {
    await first.command('Start Time Box')
    await first.enter('60')
    await seen('the time box of the other window', second.status('0/60 min'))
    for (const window of [first, second]) await window.writeIn('notes.txt')
    await Promise.all(
      [first, second].map(({ page }) => page.keyboard.type('typed in two windows', { delay: 150 })),
    )
    await until('the typing counts', async () => attendedSeconds((await boxes())[0]!) >= 3)
    const [box, ...others] = await boxes()
    assert.deepEqual(others, [])
    assert.ok(box!.attended.milliseconds <= Date.now() - box!.started, 'seconds counted twice')
    await second.command('Extend Time Box')
    await second.enter('15')
    await second.page.locator('.quick-input-widget', { hasText: 'Why 15 minutes more?' }).waitFor()
    await second.enter('one more idea')
    await seen('the extension of the other window', first.status('/75 min'))
    await first.command('Stop Time Box')
    await until('the stop', async () => (await second.status('/75 min').count()) === 0)
    assert.equal((await boxes()).length, 1)
    for (const window of [first, second]) await window.command('File: Revert File')
  })

  test('run one thing at a time: the other window shows what runs, and says so when asked', async () => {
    await second.openFile('flowers.ipynb')
    await second.command('Shiploop: Export the Pipeline')
    await second.page.locator('.monaco-dialog-box', { hasText: 'iterations/' }).waitFor()
    await first.command('Shiploop: Run the Pipeline')
    await until('the run holds the project', () => existsSync(join(folder, '.shiploop/lock')))
    await seen('the run of the other window', second.row(/run is running elsewhere/))
    await second.answer('Export')
    await second.row(/The project is busy: run is running/).waitFor()
    await first.done('Running the pipeline')
    await until('it is over', async () => (await second.row(/running elsewhere/).count()) === 0)
  })

  test('never start two servers', async () => {
    await shiploop(folder, 'stop')
    for (const window of [first, second]) await window.row(/flowers.*not serving/).waitFor()
    await Promise.all([first, second].map((window) => window.command('Shiploop: Deploy', 'as Shadow')))
    for (const window of [first, second]) await window.row(/flowers\s*serving/).waitFor()
    await until('nobody deploys any more', () => !existsSync(join(folder, '.shiploop/lock')))
    const servers = (await processes()).filter(
      ({ command }) => command.includes('server.mjs') && command.includes(folder),
    )
    assert.equal(servers.length, 1)
  })
})
