/** Drives the real workbench by clicks and keys, as a person would. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processes } from './processes.ts'
import { type Browser, chromium, type Frame, type Locator, type Page } from 'playwright-core'

const root = join(import.meta.dirname, '../..')
/** How long something that has to come may take, in milliseconds. */
const PATIENCE = 150_000
const PICTURES = join(root, 'test-results/pictures')

interface Tools {
  readonly node: string
  readonly python: string
  readonly codeServer: string
  readonly browser: string
  /** The packed extension. */
  readonly vsix: string
}

/** What the set-up brought, from scripts/test.mjs. */
export const tools = JSON.parse(process.env['SHIPLOOP_TEST_TOOLS'] ?? '{}') as Tools

interface Server {
  readonly pid: number
  address(page: { folder: string; extension?: string }): string
  stop(): Promise<void>
  log(): string
}

export interface Options {
  /** Settings of the person. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** The extension from its VSIX, installed as a person would; otherwise the sources, under development. */
  readonly installed?: boolean
  readonly width?: number
  /** `de`: the workbench tells the extension that it speaks German. Its own texts stay English without a language pack. */
  readonly language?: string
  /** Done in the folder before the workbench opens. */
  readonly prepare?: (folder: string) => Promise<void>
  /** A folder is untrusted until the person says otherwise. */
  readonly asksForTrust?: boolean
}

const THEMES = {
  light: { setting: 'Default Light Modern', shown: 'vs' },
  dark: { setting: 'Default Dark Modern', shown: 'vs-dark' },
  'contrast-light': { setting: 'Default High Contrast Light', shown: 'hc-light' },
  'contrast-dark': { setting: 'Default High Contrast', shown: 'hc-black' },
} as const

/** In a suite whose tests go on where the one before ended: after one that failed, the others would only wait. */
export function endAtFailure(): void {
  let failed = false
  setup(function () {
    if (failed) this.skip()
  })
  teardown(function () {
    failed ||= this.currentTest?.isFailed() === true
  })
}

/** VS Code with the extension, on a copy of the cars. */
export class Workbench {
  readonly folder: string
  readonly page: Page
  private readonly scratch: string
  private readonly server: Server
  private readonly browser: Browser

  private constructor(scratch: string, folder: string, server: Server, browser: Browser, page: Page) {
    this.scratch = scratch
    this.folder = folder
    this.server = server
    this.browser = browser
    this.page = page
  }

  static async open({
    settings = {},
    installed = false,
    width = 1280,
    prepare,
    asksForTrust = false,
    language,
  }: Options = {}): Promise<Workbench> {
    // Plain JavaScript that also runs on Node 20.
    const { startWorkbench, BROWSER_FLAGS } = (await import(join(root, 'scripts/workbench.mjs'))) as {
      startWorkbench: (options: unknown) => Promise<Server>
      BROWSER_FLAGS: string[]
    }
    const { layWorkspace } = (await import(join(root, 'test/host/workspace.mjs'))) as {
      layWorkspace: (folder: string) => string
    }
    const scratch = await mkdtemp(join(tmpdir(), 'shiploop-e2e-'))
    const folder = layWorkspace(join(scratch, 'cars'))
    await prepare?.(folder)
    const server = await startWorkbench({
      node: tools.node,
      codeServer: tools.codeServer,
      data: join(scratch, 'server'),
      settings: { 'shiploop.python': tools.python, ...settings },
      installed: [join(root, 'test/fixtures/kernel')],
      ...(installed ? { vsix: tools.vsix } : {}),
      env: { SHIPLOOP_TEST_PYTHON: tools.python },
      asksForTrust,
    })
    const browser = await chromium.launch({ executablePath: tools.browser, args: BROWSER_FLAGS })
    const page = await browser.newPage({ viewport: { width, height: 800 } })
    page.setDefaultTimeout(PATIENCE)
    if (language !== undefined)
      await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)}`)
    const workbench = new Workbench(scratch, folder, server, browser, page)
    await page.goto(server.address({ folder, ...(installed ? {} : { extension: root }) }))
    await page.locator('.activitybar a[aria-label*="Shiploop"]').waitFor()
    return workbench
  }

  /** Another window on the same folder. */
  async another(): Promise<Workbench> {
    const page = await this.browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(PATIENCE)
    await page.goto(this.page.url())
    await page.locator('.activitybar a[aria-label*="Shiploop"]').waitFor()
    return new Workbench(this.scratch, this.folder, this.server, this.browser, page)
  }

  /** The process that all extensions of a window run in; with several windows, of the newest. */
  async extensionHost(): Promise<number> {
    for (;;) {
      const hosts = (await processes()).filter(
        ({ parent, command }) => parent === this.server.pid && command.includes('--type=extensionHost'),
      )
      if (hosts.length > 0) return Math.max(...hosts.map(({ pid }) => pid))
      await this.page.waitForTimeout(50)
    }
  }

  /** Loads the window anew, as `Reload Window` does. */
  async reload(): Promise<void> {
    await this.page.reload()
    await this.page.locator('.activitybar a[aria-label*="Shiploop"]').waitFor()
  }

  /**
   * Waits until VS Code has stored its tabs with one of this kind. In a browser it stores them every five seconds, and
   * never at a reload: a tab that was opened a moment before does not come back, whoever's it is.
   */
  async stored(viewType: string): Promise<void> {
    while (!(await this.page.evaluate(storedTabs)).includes(viewType)) await this.page.waitForTimeout(200)
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.server.stop()
    await rm(this.scratch, { recursive: true, force: true, maxRetries: 5 })
  }

  /**
   * Opens the palette or the list of files by its key, writes into it and gives the rows once there are any. A key is lost
   * while the last input goes away or the workbench turns to a trusted one: it is pressed again, as a person does.
   */
  async ask(key: string, text: string): Promise<Locator> {
    const widget = this.page.locator('.quick-input-widget')
    await widget.waitFor({ state: 'hidden' })
    const rows = widget.locator('.quick-input-list .monaco-list-row')
    for (const start = Date.now(); Date.now() - start < PATIENCE;) {
      await this.page.keyboard.press(key)
      const isThere = await widget
        .locator('input')
        .fill(text, { timeout: 2000 })
        .then(() => rows.first().waitFor({ timeout: 5000 }))
        .then(() => true)
        .catch(() => false)
      if (isThere) return rows
    }
    throw new Error(`${key} finds nothing for ${text}.`)
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    const rows = await this.ask('Control+p', name)
    await rows.filter({ hasText: name }).first().click()
    await this.page.locator(`.tab[data-resource-name="${name}"]`).waitFor()
  }

  /** Opens a text file, and puts the cursor at its end, so that keys go there. */
  async writeIn(name: string): Promise<void> {
    await this.openFile(name)
    await this.page.locator(`.monaco-editor.focused[data-uri$="${name}"]`).waitFor()
    await this.page.keyboard.press('Control+End')
  }

  /**
   * Runs a command from the palette; `not` tells it from another whose title is longer. An open palette does not learn that
   * a command may be run by now: it is opened again, as a person does, and the log says so.
   */
  async command(title: string, not?: string): Promise<void> {
    for (const start = Date.now(); Date.now() - start < PATIENCE;) {
      const rows = (await this.ask('F1', `>${title}`)).filter({ hasText: title })
      const row = (not === undefined ? rows : rows.filter({ hasNotText: not })).first()
      const isThere = await row.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false,
      )
      if (isThere) {
        await row.click()
        return
      }
      console.log(`  the palette has no "${title}" yet`)
      await this.page.keyboard.press('Escape')
    }
    throw new Error(`The palette has no ${title}.`)
  }

  /** Shows the container of Shiploop's views. */
  async showViews(): Promise<void> {
    const container = this.page.locator('.sidebar .composite.title', { hasText: 'Shiploop' })
    if (!(await container.isVisible()))
      await this.page.locator('.activitybar a[aria-label*="Shiploop"]').click()
    await container.waitFor()
  }

  /** A row of Shiploop's trees that has these words. */
  row(words: string | RegExp): Locator {
    return this.page.locator('.sidebar .monaco-list-row').filter({ hasText: words })
  }

  /** Waits until the Pipeline view says that a piece of work is done, by its title and its time. */
  async done(title: string): Promise<void> {
    await this.row(new RegExp(`${title}.*\\d (s|min)$`)).waitFor()
  }

  /** Answers a dialog. */
  async answer(button: string): Promise<void> {
    await this.page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true }).click()
  }

  /** Presses a button of a message that has these words. */
  async press(button: string, words: string | RegExp): Promise<void> {
    // With a driver, VS Code shows no message over what is below it: they stand in its list.
    const list = this.page.locator('.notifications-center')
    // An empty list closes by itself: the bell is asked when it has something.
    const bell = this.page.locator('[id="status.notifications"] .codicon-bell-dot')
    if (!(await list.isVisible())) await bell.click()
    const message = list.locator('.monaco-list-row', { hasText: words })
    await message.getByRole('button', { name: button, exact: true }).click()
  }

  /** Picks a line of a quick pick. */
  async pick(words: string): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: words }).first().click()
  }

  /** Fills in an input box. */
  async enter(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input')
    await input.fill(text)
    await input.press('Enter')
  }

  status(words: string | RegExp): Locator {
    return this.page.locator('.statusbar .statusbar-item').filter({ hasText: words })
  }

  /** The dashboard's page, once it shows something. */
  async dashboard(): Promise<Frame> {
    for (const start = Date.now(); Date.now() - start < PATIENCE;) {
      for (const frame of this.page.frames())
        if (
          await frame
            .locator('#dashboard > *')
            .first()
            .isVisible()
            .catch(() => false)
        )
          return frame
      await this.page.waitForTimeout(100)
    }
    throw new Error('The dashboard shows nothing.')
  }

  /** Picks a file in VS Code's own file dialog, which begins in the project's folder. */
  async chooseFile(name: string): Promise<void> {
    await this.page.locator('.quick-input-widget', { hasText: 'Send' }).waitFor()
    await this.pick(name)
  }

  /** A button that a row shows when the mouse is over it. */
  async inline(row: Locator, action: string): Promise<void> {
    await row.hover()
    await row.locator(`.actions a[aria-label^="${action}"]`).click()
  }

  /** Makes the sidebar as wide as it is read well. */
  async widenSidebar(to: number): Promise<void> {
    const sidebar = (await this.page.locator('.part.sidebar').boundingBox())!
    const edge = sidebar.x + sidebar.width
    await this.page.mouse.move(edge + 1, 500)
    await this.page.mouse.down()
    await this.page.mouse.move(edge + (to - sidebar.width), 500, { steps: 5 })
    await this.page.mouse.up()
  }

  async theme(name: keyof typeof THEMES): Promise<void> {
    const file = join(this.scratch, 'server/data/Machine/settings.json')
    const settings = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
    settings['workbench.colorTheme'] = THEMES[name].setting
    await writeFile(file, JSON.stringify(settings))
    await this.page.locator(`.monaco-workbench.${THEMES[name].shown}`).waitFor()
  }

  /**
   * Presses a key until what it brings is there. Once in some hundred runs a key brought nothing, on a machine whose
   * pictures nobody sees: it is pressed again, as a person does, and the log says what stood there instead.
   */
  async pressFor(key: string, brought: Locator): Promise<void> {
    for (const start = Date.now(); Date.now() - start < PATIENCE;) {
      await this.page.keyboard.press(key)
      const isThere = await brought.waitFor({ timeout: PATIENCE / 4 }).then(
        () => true,
        () => false,
      )
      if (isThere) return
      console.log(`  ${key} brought nothing. ${await this.inWords()}`)
    }
    throw new Error(`${key} brings nothing.`)
  }

  /** What asks, says or waits for something, and where the focus is: for a log without pictures. */
  private async inWords(): Promise<string> {
    const telling = [
      '.monaco-dialog-box',
      '.quick-input-widget',
      '.notifications-center',
      '.notification-toast',
    ]
    const seen: string[] = []
    for (const selector of telling)
      for (const each of await this.page.locator(selector).all())
        if (await each.isVisible())
          seen.push(`${selector}: ${(await each.innerText()).replaceAll(/\s+/g, ' ')}`)
    const focus = await this.page.evaluate(() => {
      const { tagName, className, ariaLabel } = document.activeElement ?? document.body
      return `${tagName.toLowerCase()} .${className} ${ariaLabel ?? ''}`
    })
    const status = await this.page.locator('.statusbar').innerText()
    return [...seen, `status: ${status.replaceAll(/\s+/g, ' ')}`, `focus: ${focus}`].join(' | ')
  }

  /** What there was to see when a test failed. */
  async pictureOfFailure(test: Mocha.Runnable | undefined): Promise<void> {
    if (test?.isFailed() !== true) return
    console.log(`  ${await this.inWords()}`)
    await mkdir(PICTURES, { recursive: true })
    const name = test.fullTitle().replaceAll(/\W+/g, '-')
    await this.page.screenshot({ path: join(PICTURES, `failed-${name}.png`) })
  }

  /** Keeps pictures in test-results/pictures: in each theme, at 1280 and 800 pixels. */
  async pictures(name: string, themes: readonly (keyof typeof THEMES)[] = ['light', 'dark']): Promise<void> {
    await mkdir(PICTURES, { recursive: true })
    await this.page.mouse.move(640, 4) // no hover in the picture
    for (const theme of themes) {
      await this.theme(theme)
      for (const width of [1280, 800]) {
        await this.page.setViewportSize({ width, height: 800 })
        await this.page.waitForTimeout(600) // charts are drawn again for the new width
        await this.page.screenshot({ path: join(PICTURES, `${name}-${theme}-${width}.png`) })
      }
    }
    await this.theme('light')
    await this.page.setViewportSize({ width: 1280, height: 800 })
  }
}

/** Runs in the page: what VS Code would open again, as text. */
async function storedTabs(): Promise<string> {
  const values: string[] = []
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith('vscode-web-state-db') !== true) continue
    const value = await new Promise<unknown>((resolve, reject) => {
      const opening = indexedDB.open(name)
      opening.onerror = () => reject(opening.error!)
      opening.onsuccess = () => {
        const items = opening.result.transaction('ItemTable').objectStore('ItemTable')
        const reading = items.get('memento/workbench.parts.editor')
        reading.onerror = () => reject(reading.error!)
        reading.onsuccess = () => resolve(reading.result)
        opening.result.close() // once the reading is done
      }
    })
    values.push(String(value))
  }
  return values.join()
}
