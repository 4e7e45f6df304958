// `npm run demo`: two turns of the loop on a real notebook, by the same command line that a person uses.
//
//   npm run demo                          the cars
//   npm run demo -- --example flights     the flights
//   npm run demo -- --json                the figures of the run as one line of JSON on standard output
//   npm run demo -- --open                the workbench in a browser, with the example in it
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { demonstrations } from './demo/examples.mjs'
import { figuresOf } from './demo/figures.mjs'
import { setUp } from './setup.mjs'
import { SetupProblem } from './setup/run.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const { values } = parseArgs({
  options: {
    example: { type: 'string', default: 'cars' },
    json: { type: 'boolean' },
    open: { type: 'boolean' },
  },
})
const demonstration = demonstrations[values.example]
if (demonstration === undefined) {
  console.error(
    `There is no example "${values.example}". Examples: ${Object.keys(demonstrations).join(', ')}.`,
  )
  process.exit(2)
}

try {
  const { python } = await setUp({ tests: values.open === true })
  if (values.open) await (await import('./open.mjs')).open(values.example)
  else await demonstrate(python)
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function demonstrate(python) {
  const folder = workspace(values.example, python)
  const shiploop = { run: (...args) => run(folder, args), ask: (...args) => ask(folder, args) }
  try {
    await demonstration({ say, ...shiploop })
    const { iterations } = ask(folder, ['iterations'])
    const figures = {
      example: values.example,
      iterations: iterations.map(({ record }) => figuresOf(record)).reverse(),
    }
    if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`)
    else say(`The project is in ${folder}: look at its iterations/ and pipeline/.`)
  } finally {
    await run(folder, ['stop'])
  }
}

/** A fresh copy of the example, inside examples/ so that it finds its environment. */
function workspace(example, python) {
  const folder = join(root, 'examples', '.demo', example)
  // A demo that was interrupted may have left its server.
  spawnSync(process.execPath, [join(root, 'bin/shiploop.mjs'), 'stop'], { cwd: folder, stdio: 'ignore' })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(join(root, 'examples', example), folder, { recursive: true })
  const makeLive = demonstrations[example].prepare
  if (makeLive !== undefined) spawnSync(python, [makeLive], { cwd: folder, stdio: ['ignore', 2, 2] })
  return folder
}

/** With --json standard output is the document's alone: everything for people goes to standard error. */
function say(text) {
  ;(values.json ? process.stderr : process.stdout).write(`\n${text}\n`)
}

/** One verb, shown as a person would type it. @throws when it fails */
async function run(folder, args) {
  say(`$ shiploop ${args.map((word) => (/[ ()]/.test(word) ? `'${word}'` : word)).join(' ')}`)
  const child = spawn(process.execPath, [join(root, 'bin/shiploop.mjs'), ...args], {
    cwd: folder,
    stdio: ['ignore', values.json ? 2 : 'inherit', 'inherit'],
  })
  const code = await new Promise((resolve) => child.on('exit', resolve))
  if (code !== 0) throw new SetupProblem(`The demo stopped: shiploop ${args.join(' ')} ended with ${code}.`)
}

/** The JSON answer of a verb. */
function ask(folder, args) {
  const child = spawnSync(process.execPath, [join(root, 'bin/shiploop.mjs'), ...args, '--json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.status !== 0)
    throw new SetupProblem(`The demo stopped: shiploop ${args.join(' ')} ended with ${child.status}.`)
  return JSON.parse(child.stdout)
}
