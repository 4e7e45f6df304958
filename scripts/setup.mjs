// What the demo and the tests need, brought once. No dependencies, and it runs on Node 20.
//
//   node scripts/setup.mjs            what the demo and the command line need
//   node scripts/setup.mjs --tests    what the tests need as well
//
// Each step knows by itself whether it has been done, so that a second run is quick and needs no network.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNode, TO_BUILD, toolNode } from '../bin/node.mjs'
import { bringBrowser } from './setup/browser.mjs'
import { bringCodeServer } from './setup/code-server.mjs'
import { isInstalled } from './setup/lockfile.mjs'
import { bringEnvironment } from './setup/python.mjs'
import { npm, root, run, SetupProblem, step } from './setup/run.mjs'
import { isStamped, stamp } from './setup/stamp.mjs'

const NODE = '24.21.0'

/**
 * Brings what is missing and says so on standard error.
 *
 * @param {{ tests: boolean }} wanted whether to bring what only the tests need
 * @returns {Promise<{ node: string, python: string, testPython?: string, codeServer?: string, browser?: string }>}
 *   absolute paths; `browser` is undefined where none could be had
 * @throws {SetupProblem} with a sentence that says what to do
 */
export async function setUp({ tests }) {
  const node = await bringNode()
  await bringPackages()
  await build(node)
  const python = await bringEnvironment('examples')
  if (!tests) return { node, python }
  return {
    node,
    python,
    testPython: await bringEnvironment('test'),
    codeServer: await bringCodeServer(),
    browser: await bringBrowser(),
  }
}

async function bringNode() {
  const found = findNode(TO_BUILD)
  if (found !== undefined) return found
  if (process.platform === 'darwin' && process.arch === 'arm64')
    throw new SetupProblem(
      `Shiploop needs Node ${TO_BUILD.join('.')} or newer, and this is ${process.versions.node}. ` +
        'Install Node 24 from https://nodejs.org, then try again.',
    )
  // Its install script fetches the binary from the registry: the one package here that runs its own.
  await step(`Node ${NODE} into .tools/node`, () =>
    npm(['install', '--prefix', '.tools/node', '--no-save', '--ignore-scripts=false', `node@${NODE}`], root),
  )
  return toolNode
}

async function bringPackages() {
  if (isInstalled(root)) return
  // ONNX Runtime's install script would fetch CUDA, and fails without it; its binaries are in the package.
  await step('packages of package-lock.json into node_modules', () =>
    npm(['ci', '--ignore-scripts'], root, { ONNXRUNTIME_NODE_INSTALL: 'skip' }),
  )
}

async function build(node) {
  const inputs = ['src', 'esbuild.mjs', 'package-lock.json']
  const output = join(root, 'dist')
  if (isStamped(output, inputs)) return
  await step('dist/ built from src/', () => {
    rmSync(join(output, '.stamp'), { force: true })
    return run(node, ['esbuild.mjs'], { cwd: root })
  })
  if (existsSync(output)) stamp(output, inputs)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await setUp({ tests: process.argv.includes('--tests') })
    console.error('Set up.')
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
