/**
 * How long one waits for a slice: `npm run bench -- slice`.
 *
 * The analysis of generated notebooks of 500 lines, of the repository's own and, where `npm run bench -- notebooks` has
 * fetched them, of notebooks by others; the badges after a key, and how long they hold up the thread that asks for them,
 * which in the editor is the extension host's; the whole `slice` command.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { analyse } from '../src/build/analysis/analyse.ts'
import { sliceOf } from '../src/build/analysis/slice/slice.ts'
import type { Notebook } from '../src/build/notebook/notebook.ts'
import { parseNotebook } from '../src/build/notebook/read.ts'
import { Analyst } from '../src/editor/notebook/analyst.ts'
import { insightOf } from '../src/editor/notebook/insight.ts'
import { generated } from './slice/generated.ts'
import { fetched, notebookText } from './notebooks/sources.ts'

const ROUNDS = 10
/** Of one notebook: fewer have no 95th percentile but the longest. */
const MANY_ROUNDS = 40
const LINES = 500
const MANY_LINES = 2000
const root = fileURLToPath(new URL('..', import.meta.url))
const own = [
  'examples/cars/cars.ipynb',
  'examples/flights/flights.ipynb',
  ...['crossvalidated', 'global-seed', 'grid-search', 'holdout', 'loop', 'regression'].map(
    (name) => `test/fixtures/notebooks/${name}.ipynb`,
  ),
]

// First: starting a program takes the longer, the more memory this one holds.
console.log('| the command `slice`, started to ended, by the clock | median (ms) |')
console.log('| --- | --- |')
for (const path of own.slice(0, 2)) console.log(`| ${path} | ${quantile(command(path), 0.5)} |`)

console.log(
  '\n| analysis and slice of the last cell, CPU | notebooks | median (ms) | p95 (ms) | longest (ms) |',
)
console.log('| --- | --- | --- | --- | --- |')
for (const [shape, text] of Object.entries(generated(LINES)))
  await row(`${LINES} lines: ${shape}`, [parseNotebook(text, shape)])
await row(
  'examples and fixtures',
  own.map((path) => parseNotebook(readFileSync(`${root}${path}`, 'utf8'), path)),
)
const others = ['python-sklearn-doc', 'python-statsmodels-doc'].flatMap((name) =>
  fetched(name).map((file) => parseNotebook(notebookText(name, file), file)),
)
if (others.length > 0) await row('by others (scikit-learn, statsmodels)', others)

console.log('\n| a key is pressed, until the new insight, CPU | median (ms) | p95 (ms) |')
console.log('| --- | --- | --- |')
for (const [shape, text] of Object.entries(generated(LINES))) typed(shape, await typing(text))
typed('cars', await typing(readFileSync(`${root}${own[0]!}`, 'utf8')))

console.log(
  `\n| ${MANY_LINES} lines, by the clock | until the insight, median (ms) | the host is held up, median (ms) | longest (ms) |`,
)
console.log('| --- | --- | --- | --- |')
for (const [shape, text] of Object.entries(generated(MANY_LINES))) {
  const answers = await asking(text)
  const [until, held] = [answers.map((each) => each.until), answers.map((each) => each.held)]
  console.log(`| ${shape} | ${quantile(until, 0.5)} | ${quantile(held, 0.5)} | ${quantile(held, 1)} |`)
}

/** Of this thread: on a machine that others use, too, the time by the clock tells of them. */
function cpuMilliseconds(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** One notebook is analysed many times and each time counts; of several each counts once, after one to warm up. */
async function row(what: string, notebooks: readonly Notebook[]): Promise<void> {
  const times: number[] = []
  await milliseconds(notebooks[0]!)
  for (let round = 0; round < (notebooks.length === 1 ? MANY_ROUNDS : 1); round += 1)
    for (const notebook of notebooks) times.push(await milliseconds(notebook))
  const [median, p95, longest] = [0.5, 0.95, 1].map((q) => quantile(times, q))
  console.log(`| ${what} | ${notebooks.length} | ${median} | ${p95} | ${longest} |`)
}

async function milliseconds(notebook: Notebook): Promise<number> {
  const cell = notebook.cells.findLast(({ kind, source }) => kind === 'code' && source.trim() !== '')?.index
  if (cell === undefined) return 0
  const start = cpuMilliseconds()
  sliceOf(await analyse(notebook, { cell }), { cell })
  return cpuMilliseconds() - start
}

/** Types a number into the cell in the middle, one character after the other. */
async function typing(text: string): Promise<number[]> {
  const times: number[] = []
  for (let typed = 1; typed <= 2 * ROUNDS; typed += 1) {
    const notebook = afterKey(text, typed)
    const start = cpuMilliseconds()
    await insightOf({ notebook })
    times.push(cpuMilliseconds() - start)
  }
  return times
}

/** The same as the editor does it: how long the answer takes, and for how long this thread did nothing else at once. */
async function asking(text: string): Promise<{ until: number; held: number }[]> {
  const analyst = new Analyst(fileURLToPath(new URL('../src/editor/notebook/thread.ts', import.meta.url)))
  const answers: { until: number; held: number }[] = []
  for (let typed = 1; typed <= ROUNDS; typed += 1) {
    const notebook = afterKey(text, typed)
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const start = performance.now()
    await analyst.insightOf({ notebook })
    const until = performance.now() - start
    await setTimeout(10) // the delay is seen by the next turn of the loop
    delay.disable()
    answers.push({ until, held: delay.max / 1e6 })
  }
  analyst.dispose()
  return answers
}

function afterKey(text: string, typed: number): Notebook {
  const notebook = parseNotebook(text, 'typing')
  const code = notebook.cells.filter(({ kind }) => kind === 'code')
  const edited = code[code.length >> 1]!
  const cells = notebook.cells.map((cell) =>
    cell === edited ? { ...cell, source: `${cell.source}\nx = ${'1'.repeat(typed)}` } : cell,
  )
  return { ...notebook, cells }
}

function typed(what: string, times: readonly number[]): void {
  console.log(`| ${what} | ${quantile(times, 0.5)} | ${quantile(times, 0.95)} |`)
}

function command(path: string): number[] {
  return Array.from({ length: ROUNDS }, () => {
    const start = performance.now()
    const { status } = spawnSync(process.execPath, ['bin/shiploop.mjs', 'slice', path, '--json'], {
      cwd: root,
      stdio: 'ignore',
    })
    if (status !== 0) throw new Error(`slice ${path} ended with ${status}`)
    return performance.now() - start
  })
}

function quantile(values: readonly number[], q: number): string {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!.toFixed(0)
}
