#!/usr/bin/env node
// Starts the command line on a Node that has SQLite. Plain JavaScript without dependencies: it also runs on Node 20.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { findNode, TO_RUN } from './node.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const program = join(root, 'dist/cli.mjs')

const node = findNode(TO_RUN)
if (node === undefined)
  stop(
    `Shiploop needs Node ${TO_RUN.join('.')} or newer, and this is ${process.versions.node}. ` +
      'Install Node 24 (https://nodejs.org), or in a checkout run: node scripts/setup.mjs',
  )
if (!existsSync(program)) build()
if (node === process.execPath) await import(pathToFileURL(program).href)
else handOver()

function build() {
  if (!existsSync(join(root, 'node_modules/esbuild')))
    stop('This checkout of Shiploop is not set up yet. Run: node scripts/setup.mjs')
  const built = spawnSync(node, ['esbuild.mjs'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (built.status !== 0) stop('Shiploop could not be built.')
}

function handOver() {
  const child = spawn(node, [program, ...process.argv.slice(2)], {
    // The channel closes with this process, also when it is killed: then the command line cancels what it does.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // A terminal sends Ctrl-C to both, another program to this process alone: passed on, it may arrive twice.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => stop(`${node} can't be started: ${error.message}`))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
  })
}

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}
