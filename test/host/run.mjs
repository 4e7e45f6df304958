// Runs test/host/**/*.test.ts inside the extension host of a real VS Code, opened in a browser: most with the extension
// under development, those of test/host/installed/ with the VSIX, installed as a person would.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { root } from '../../scripts/setup/run.mjs'
import { BROWSER_FLAGS, startWorkbench } from '../../scripts/workbench.mjs'
import { bundleTests } from './bundle.mjs'
import { layWorkspace } from './workspace.mjs'

// What the set-up brought, from scripts/test.mjs.
const {
  node,
  python,
  codeServer,
  browser: executablePath,
  vsix,
} = JSON.parse(process.env.SHIPLOOP_TEST_TOOLS)
const kernel = join(root, 'test/fixtures/kernel')
const results = join(root, 'test-results')
mkdirSync(results, { recursive: true })

const tests = await bundleTests()
const outcomes = [
  await runTests({ files: '*.test.cjs', extension: root, installed: [kernel] }),
  // Tests run only beside an extension under development.
  await runTests({ files: 'installed/*.test.cjs', extension: kernel, installed: [], vsix }),
]
const passes = outcomes.flatMap((outcome) => outcome.passes)
const failures = outcomes.flatMap((outcome) => outcome.failures)
const stats = { passes: passes.length, failures: failures.length }
writeFileSync(join(results, 'host.json'), JSON.stringify({ stats, passes, failures }, null, 2))
console.log(`${stats.passes} passed in VS Code's extension host, ${stats.failures} failed`)
process.exitCode = outcomes.every(({ code }) => code === 0) ? 0 : 1

/**
 * @param {{ files: string, extension: string, installed: string[], vsix?: string }} given
 *   which bundled tests, and the folder of the extension under development beside those that are installed
 */
async function runTests({ files, extension, installed, vsix }) {
  const scratch = mkdtempSync(join(tmpdir(), 'shiploop-host-'))
  const report = join(scratch, 'report.json')
  const folder = layWorkspace(join(scratch, 'workspace'))
  const data = join(scratch, 'server')
  const workbench = await startWorkbench({
    node,
    codeServer,
    data,
    installed,
    vsix,
    settings: { 'shiploop.python': python },
    env: {
      SHIPLOOP_TEST_FILES: files,
      SHIPLOOP_TEST_RESULTS: report,
      SHIPLOOP_TEST_GREP: process.argv[2] ?? '',
      SHIPLOOP_TEST_PYTHON: python,
      SHIPLOOP_TEST_EXTENSIONS: join(data, 'extensions'),
    },
  })
  const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    const ended = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve))
    await page.exposeFunction('codeAutomationLog', () => undefined)
    await page.goto(workbench.address({ folder, extension, tests }))
    const code = await Promise.race([ended, page.waitForEvent('crash', { timeout: 0 }).then(() => 1)])
    if (existsSync(report)) return { code, ...JSON.parse(readFileSync(report, 'utf8')) }
    console.error(`The tests did not report. VS Code's server said:\n${workbench.log()}`)
    return { code: 1, passes: [], failures: [] }
  } catch (error) {
    writeFileSync(join(results, 'host-server.log'), workbench.log())
    throw error
  } finally {
    await browser.close()
    await workbench.stop()
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  }
}
