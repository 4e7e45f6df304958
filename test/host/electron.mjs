// The same host tests in desktop VS Code, for machines that can download it: `npm run test:electron -- 1.101.0`.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTests } from '@vscode/test-electron'
import { root } from '../../scripts/setup/run.mjs'
import { setUp } from '../../scripts/setup.mjs'
import { bundleTests } from './bundle.mjs'
import { layWorkspace } from './workspace.mjs'

const { python } = await setUp({ tests: false })
const scratch = mkdtempSync(join(tmpdir(), 'shiploop-electron-'))
const results = join(root, 'test-results/electron.json')
mkdirSync(join(root, 'test-results'), { recursive: true })
mkdirSync(join(scratch, 'user/User'), { recursive: true })
writeFileSync(join(scratch, 'user/User/settings.json'), JSON.stringify({ 'shiploop.python': python }))
cpSync(join(root, 'test/fixtures/kernel'), join(scratch, 'extensions/kernel'), { recursive: true })
try {
  process.exitCode = await runTests({
    version: process.argv[2] ?? 'stable',
    extensionDevelopmentPath: root,
    extensionTestsPath: await bundleTests(),
    extensionTestsEnv: { SHIPLOOP_TEST_RESULTS: results, SHIPLOOP_TEST_PYTHON: python },
    launchArgs: [
      layWorkspace(join(scratch, 'workspace')),
      '--disable-workspace-trust',
      `--user-data-dir=${join(scratch, 'user')}`,
      `--extensions-dir=${join(scratch, 'extensions')}`,
    ],
  })
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
}
