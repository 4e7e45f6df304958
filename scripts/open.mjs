// `npm run demo -- --open`: the real workbench in a browser, on a copy of an example, with the extension in it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyExample } from './example.mjs'
import { setUp } from './setup.mjs'
import { root } from './setup/run.mjs'
import { startWorkbench } from './workbench.mjs'

/** Runs until Ctrl-C, and leaves nothing running and nothing lying around. */
export async function open(example) {
  const { node, python, codeServer } = await setUp({ tests: true })
  const scratch = mkdtempSync(join(tmpdir(), 'shiploop-open-'))
  const folder = copyExample(example, join(scratch, example))
  const ended = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, resolve)
  })
  const workbench = await startWorkbench({
    node,
    codeServer,
    data: join(scratch, 'server'),
    settings: { 'shiploop.python': python },
    installed: [join(root, 'test/fixtures/kernel')],
    env: { SHIPLOOP_TEST_PYTHON: python },
  })
  try {
    console.log(`\n${workbench.address({ folder, extension: root })}\n`)
    console.log(
      'Open this address in a browser, then the notebook, then "Ship This Notebook". Ctrl-C ends it all.',
    )
    await ended
  } finally {
    await workbench.stop()
    // The model server belongs to the project, not to the workbench.
    spawnSync(node, [join(root, 'bin/shiploop.mjs'), 'stop'], { cwd: folder, stdio: 'ignore' })
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  }
}
