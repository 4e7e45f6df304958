import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readJournal } from '../../src/build/timebox/journal.ts'
import { attendedSeconds, boxesOf } from '../../src/build/timebox/timebox.ts'
import { openProject } from '../../src/iteration/settings.ts'
import { isAlive } from '../../src/platform/processes.ts'
import { endAtFailure, Workbench } from './driver.ts'
import { descendants } from './processes.ts'
import { flowersIn, layFlowers, openFlowers, serverProcess, shiploop } from './shipped.ts'
import { seen, until } from './until.ts'

/** Each test goes on where the one before ended. Installed: VS Code starts no second host for one under development. */
suite('interrupted: a window, its extension host or the server ends in the middle', () => {
  let workbench: Workbench
  let folder: string

  suiteSetup(async () => {
    workbench = await Workbench.open({ installed: true, prepare: layFlowers })
    folder = flowersIn(workbench.folder)
    await openFlowers(workbench)
  })
  endAtFailure()
  teardown(async function () {
    await workbench.pictureOfFailure(this.currentTest)
  })
  suiteTeardown(() => workbench.close())

  async function attended(): Promise<number> {
    const boxes = boxesOf(await readJournal(await openProject(folder)))
    assert.equal(boxes.length, 1)
    return attendedSeconds(boxes[0]!)
  }

  /** Types into a file that is neither a cell nor the project's, until the journal has counted a few seconds more. */
  async function workFor(seconds: number): Promise<void> {
    const before = await attended()
    await workbench.writeIn('notes.txt')
    while ((await attended()) < before + seconds) await workbench.page.keyboard.type('.', { delay: 300 })
    await workbench.page.keyboard.press('Enter')
    await workbench.page.keyboard.press('Control+s')
    await workbench.page.locator('.tab.dirty').waitFor({ state: 'detached' })
  }

  const locked = () => existsSync(join(folder, '.shiploop/lock'))

  /** Begins a run, and gives all that runs for it. */
  async function beginRun(): Promise<number[]> {
    const host = await workbench.extensionHost()
    await workbench.command('Shiploop: Run the Pipeline')
    await until('the run holds the project', locked)
    return (await descendants(host)).map(({ pid }) => pid)
  }

  /** What must be so after any interruption. */
  async function staysTrue(ran: readonly number[], server: number, seconds: number): Promise<void> {
    await seen('the status bar shows the time box', workbench.status(/\d\/60 min/))
    await seen('the Deployment view says what serves', workbench.row(/flowers\s*serving/))
    await until('nothing of the run is left', () => !ran.some(isAlive) && !locked())
    assert.equal(await serverProcess(folder), server)
    assert.ok(isAlive(server))
    assert.ok((await attended()) >= seconds, 'seconds that were shown are gone')
    assert.equal(await workbench.row(/Running the pipeline|running elsewhere/).count(), 0)
  }

  test('a window that is loaded anew in a time box and a run ends the run, and all else goes on', async () => {
    await workbench.command('Start Time Box')
    await workbench.enter('60')
    await workbench.status('0/60 min').waitFor()
    await workFor(2)
    const [seconds, server] = [await attended(), await serverProcess(folder)]
    await workbench.command('Open Dashboard')
    await (await workbench.dashboard()).locator('.sentence').waitFor()
    await workbench.stored('mainThreadWebview-shiploop.dashboard')
    const ran = await beginRun()
    await workbench.reload()
    await staysTrue(ran, server, seconds)
    await seen('the dashboard is there again', (await workbench.dashboard()).locator('.sentence'))
    await workFor(1)
  })

  test('an extension host that is killed in a run leaves nothing behind, and comes back to the truth', async () => {
    const [seconds, server] = [await attended(), await serverProcess(folder)]
    const ran = await beginRun()
    const host = await workbench.extensionHost()
    process.kill(host, 'SIGKILL')
    await until('another host', async () => (await workbench.extensionHost()) !== host)
    await staysTrue(ran, server, seconds)
    await workFor(1)
  })

  test('the project that the killed run held is free again', async () => {
    await workbench.command('Shiploop: Run the Pipeline')
    await workbench.done('Running the pipeline')
  })

  test('a server that is stopped in a terminal is seen, and one that is started there', async () => {
    await shiploop(folder, 'stop')
    await seen('stopped in a terminal', workbench.row(/flowers.*not serving/))
    assert.equal(await workbench.status(/drift/).count(), 0)
    await shiploop(folder, 'deploy')
    await seen('deployed in a terminal', workbench.row(/flowers\s*serving/))
    await seen('its drift', workbench.status(/no drift/))
  })
})
