/** Drives the real workbench by clicks and keys, as a person would. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Frame, type Locator, type Page } from 'playwright-core'

const root = join(import.meta.dirname, '../..')

interface Tools {
  readonly node: string
  readonly python: string
  readonly codeServer: string
  readonly browser: string
}

/** What the set-up brought, from scripts/test.mjs. */
export const tools = JSON.parse(process.env['SHIPLOOP_TEST_TOOLS'] ?? '{}') as Tools

interface Server {
  address(page: { folder: string; extension?: string }): string
  stop(): Promise<void>
  log(): string
}

export interface Options {
  /** Settings of the person. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Without the extension under development: it was installed. */
  readonly installed?: boolean
  readonly width?: number
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

  static async open({ settings = {}, installed = false, width = 1280 }: Options = {}): Promise<Workbench> {
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
    const server = await startWorkbench({
      node: tools.node,
      codeServer: tools.codeServer,
      data: join(scratch, 'server'),
      settings: { 'shiploop.python': tools.python, ...settings },
      installed: [join(root, 'test/fixtures/kernel')],
      env: { SHIPLOOP_TEST_PYTHON: tools.python },
    })
    const browser = await chromium.launch({ executablePath: tools.browser, args: BROWSER_FLAGS })
    const page = await browser.newPage({ viewport: { width, height: 800 } })
    page.setDefaultTimeout(120_000)
    const workbench = new Workbench(scratch, folder, server, browser, page)
    await page.goto(server.address({ folder, ...(installed ? {} : { extension: root }) }))
    await page.locator('.activitybar a[aria-label*="Shiploop"]').waitFor()
    return workbench
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.server.stop()
    await rm(this.scratch, { recursive: true, force: true, maxRetries: 5 })
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input')
    await this.page.keyboard.press('Control+p')
    await input.fill(name)
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().click()
    await this.page.locator(`.tab[data-resource-name="${name}"]`).waitFor()
  }

  /** Runs a command from the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1')
    await this.page.locator('.quick-input-widget input').fill(`>${title}`)
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().click()
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

  /** Answers a dialog. */
  async answer(button: string): Promise<void> {
    await this.page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true }).click()
  }

  /** Picks a line of a quick pick. */
  async pick(words: string): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: words }).first().click()
  }

  /** Fills in an input box. */
  async enter(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget input').fill(text)
    await this.page.keyboard.press('Enter')
  }

  status(words: string | RegExp): Locator {
    return this.page.locator('.statusbar .statusbar-item').filter({ hasText: words })
  }

  /** The dashboard's page, once it shows something. */
  async dashboard(): Promise<Frame> {
    for (;;) {
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
  }

  /** Keeps a picture in test-results/pictures. */
  async picture(name: string): Promise<void> {
    const folder = join(root, 'test-results/pictures')
    await mkdir(folder, { recursive: true })
    await this.page.screenshot({ path: join(folder, `${name}.png`) })
  }
}
