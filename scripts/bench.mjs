// `npm run bench`: every benchmark, or those that are named: `npm run bench -- serving drift`.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { packageForTests } from './package.mjs'
import { bringEnvironment } from './setup/python.mjs'
import { root } from './setup/run.mjs'
import { setUp } from './setup.mjs'

/**
 * Each is a program of bench/; those with `python` get the path of bench/.venv's interpreter, one with `workbench` what
 * the tests of the editor get: VS Code, a browser, the VSIX.
 */
const BENCHMARKS = {
  serving: { python: true },
  drift: { python: false },
  notebooks: { python: false },
  slice: { python: false },
  editor: { workbench: true },
  peers: { python: false },
  dvc: { python: false },
}

const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const names = asked.length > 0 ? asked : Object.keys(BENCHMARKS)
const inWorkbench = names.some((name) => BENCHMARKS[name]?.workbench)
const tools = await setUp({ tests: inWorkbench })
const { node } = tools
if (inWorkbench) tools.vsix = await packageForTests(node)
for (const name of names) {
  const program = join(root, 'bench', `${name}.ts`)
  if (!existsSync(program)) {
    console.error(`There is no benchmark ${name}. There are: ${Object.keys(BENCHMARKS).join(', ')}.`)
    process.exit(2)
  }
  const args = BENCHMARKS[name]?.python ? [await bringEnvironment('bench')] : []
  const { status } = spawnSync(node, [program, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SHIPLOOP_TEST_TOOLS: JSON.stringify(tools) },
  })
  if (status !== 0) process.exitCode = 1
}
