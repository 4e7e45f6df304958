// Runs one step of the set-up: says what it brings, keeps its output for when it fails.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)))

/** A failure of the set-up that a person can act on: its message is a sentence. */
export class SetupProblem extends Error {}

/** Says on standard error what is brought and how long it took. */
export async function step(what, work) {
  const start = performance.now()
  process.stderr.write(`Setting up: ${what} ...`)
  try {
    const result = await work()
    process.stderr.write(` ${((performance.now() - start) / 1000).toFixed(1)} s\n`)
    return result
  } catch (error) {
    process.stderr.write(' failed\n')
    throw error
  }
}

/** Runs a program to its end; when it fails, what it printed last is in the problem. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output = (output + String(chunk)).slice(-20_000)
      })
    child.on('error', (error) => reject(new SetupProblem(`${program} can't be started: ${error.message}`)))
    child.on('close', (code) => {
      if (code === 0) resolve(output)
      else reject(new SetupProblem(`${program} ${args.join(' ')} failed:\n${output.trimEnd()}`))
    })
  })
}

/** Runs npm in a folder. */
export function npm(args, cwd, env = {}) {
  const options = { cwd, env: { ...process.env, ...env } }
  const quiet = [...args, '--no-audit', '--no-fund', '--loglevel=error']
  const script = join(process.execPath, '../../lib/node_modules/npm/bin/npm-cli.js')
  if (existsSync(script)) return run(process.execPath, [script, ...quiet], options)
  // Windows starts npm.cmd only through a shell; no argument here holds a blank.
  return run('npm', quiet, { ...options, shell: process.platform === 'win32' })
}
