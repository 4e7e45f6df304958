// Runs test/host/**/*.test.ts inside the extension host of a real VS Code, opened in a browser.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { root } from '../../scripts/setup/run.mjs'
import { BROWSER_FLAGS, startWorkbench } from '../../scripts/workbench.mjs'
import { bundleTests } from './bundle.mjs'
import { layWorkspace } from './workspace.mjs'

// What the set-up brought, from scripts/test.mjs.
const { node, python, codeServer, browser: executablePath } = JSON.parse(process.env.SHIPLOOP_TEST_TOOLS)
const scratch = mkdtempSync(join(tmpdir(), 'shiploop-host-'))
const results = join(root, 'test-results/host.json')
mkdirSync(join(root, 'test-results'), { recursive: true })
rmSync(results, { force: true })
const folder = layWorkspace(join(scratch, 'workspace'))
const workbench = await startWorkbench({
  node,
  codeServer,
  data: join(scratch, 'server'),
  installed: [join(root, 'test/fixtures/kernel')],
  settings: { 'shiploop.python': python },
  env: {
    SHIPLOOP_TEST_RESULTS: results,
    SHIPLOOP_TEST_GREP: process.argv[2] ?? '',
    SHIPLOOP_TEST_PYTHON: python,
  },
})
const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS })
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  const ended = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve))
  await page.exposeFunction('codeAutomationLog', () => undefined)
  await page.goto(
    workbench.address({
      folder,
      extension: root,
      tests: await bundleTests(),
    }),
  )
  process.exitCode =
    (await Promise.race([ended, page.waitForEvent('crash', { timeout: 0 }).then(() => 1)])) === 0 ? 0 : 1
  report()
} catch (error) {
  writeFileSync(join(root, 'test-results/host-server.log'), workbench.log())
  throw error
} finally {
  await browser.close()
  await workbench.stop()
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
}

function report() {
  if (!existsSync(results)) {
    console.error(`The tests did not report. VS Code's server said:\n${workbench.log()}`)
    process.exitCode = 1
    return
  }
  const { passes, failures } = JSON.parse(readFileSync(results, 'utf8'))
  console.log(`${passes.length} passed in VS Code's extension host, ${failures.length} failed`)
}
