// `npm test`: sets up what is missing, then runs every suite but those that only run when they are asked for;
// `npm test -- unit host` runs some of them, `npm test -- frameworks` one that brings libraries of its own first.
// A suite that fails does not stop the others. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { packageForTests } from './package.mjs'
import { bringEnvironment } from './setup/python.mjs'
import { root, SetupProblem } from './setup/run.mjs'
import { setUp } from './setup.mjs'

const results = join(root, 'test-results')
const bin = (name) => join(root, 'node_modules', name)
const mocha = (folder, ...options) => ({
  args: [
    ...[bin('mocha/bin/mocha.js'), '--ui', 'tdd', '--timeout', '0', '--exit', ...options],
    ...['--reporter', 'json', '--reporter-option', `output=${join(results, `${folder}.json`)}`],
    `test/${folder}/**/*.test.ts`,
  ],
  report: join(results, `${folder}.json`),
})

/** Builds of torch for processors alone. */
const TORCH = 'https://download.pytorch.org/whl/cpu'

/**
 * Each runs on the Node of the set-up, or `on` another of its programs; without a `report` it counts as one test. One
 * that `installs` is given a VSIX.
 */
const SUITES = {
  lint: { args: [bin('eslint/bin/eslint.js'), '.'] },
  python: { on: 'testPython', args: ['-m', 'ruff', 'check', '--no-cache', '.'] },
  format: { args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
  types: { args: [bin('typescript/bin/tsc'), '--noEmit'] },
  unit: mocha('unit', '--parallel', '--jobs', '2'),
  parity: mocha('parity'),
  host: { args: ['test/host/run.mjs'], report: join(results, 'host.json'), installs: true },
  e2e: { ...mocha('e2e'), installs: true },
  // torch, Keras and CatBoost: 2 GB, which nobody wants to wait for who has not touched what converts them.
  frameworks: { ...mocha('frameworks'), brings: ['test/frameworks', TORCH], onlyAsked: true },
}
/** A suite that hangs must not hold up the others. */
const LIMIT_MINUTES = 25

const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const unknown = asked.filter((name) => !(name in SUITES))
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}. There are: ${Object.keys(SUITES).join(', ')}.`)
  process.exit(2)
}

try {
  const tools = await setUp({ tests: true })
  mkdirSync(results, { recursive: true })
  const names = asked.length > 0 ? asked : Object.keys(SUITES).filter((name) => !SUITES[name].onlyAsked)
  for (const name of names) if (SUITES[name].brings) await bringEnvironment(...SUITES[name].brings)
  const vsix = names.some((name) => SUITES[name].installs) ? await packageForTests(tools.node) : undefined
  const outcomes = []
  for (const name of names) outcomes.push(await runSuite(name, { ...tools, vsix }))
  summarize(outcomes)
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error
  console.error(error.message)
  console.log('0 passed, 1 failed')
  process.exitCode = 1
}

async function runSuite(name, tools) {
  const { on = 'node', args, report } = SUITES[name]
  if (report !== undefined) rmSync(report, { force: true })
  console.log(`\n== ${name}`)
  const start = performance.now()
  const code = await run(tools[on], args, { SHIPLOOP_TEST_TOOLS: JSON.stringify(tools) })
  const seconds = (performance.now() - start) / 1000
  return { name, seconds, ...(report === undefined ? countOf(code) : read(report, code, name)) }
}

function run(program, args, env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const limit = setTimeout(() => {
      console.error(`Ended after ${LIMIT_MINUTES} minutes.`)
      child.kill()
    }, LIMIT_MINUTES * 60_000)
    child.on('error', (error) => console.error(error.message))
    child.on('close', (code) => {
      clearTimeout(limit)
      resolve(code ?? 1)
    })
  })
}

function countOf(code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** The counts of a suite. One that ended badly without a failed test, or that ran no test, has failed. */
function read(report, code, name) {
  const answer = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { stats: { passes: 0, failures: 0 } }
  const { passes, failures } = answer.stats
  for (const { fullTitle, err } of answer.failures ?? [])
    console.log(`FAIL  ${fullTitle}\n${err.stack ?? err.message}\n`)
  if (passes + failures === 0) console.log(`${name} ran no test.`)
  const silent = failures === 0 && (code !== 0 || passes === 0) ? 1 : 0
  return { passed: passes, failed: failures + silent }
}

function summarize(outcomes) {
  console.log('\nsuite       passed  failed  seconds')
  for (const { name, passed, failed, seconds } of outcomes)
    console.log(
      `${name.padEnd(10)} ${String(passed).padStart(7)} ${String(failed).padStart(7)} ${seconds.toFixed(1).padStart(8)}`,
    )
  const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0)
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  process.exitCode = sum('failed') === 0 ? 0 : 1
}
