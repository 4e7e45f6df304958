/**
 * How the slice fares on notebooks that nobody here wrote: `npm run bench -- notebooks`. Sets: those that were run while
 * the engine was built, and those that were not. Words after the name choose notebooks.
 *
 * Each notebook runs whole, twice, in fresh processes; the script of the slice from its last metric runs alone; what the
 * three print must be the same text. Ends with 1 when a script is wrong without having said so. With `--least`
 * (`node bench/notebooks.ts --least`) it also tries how few statements of each script print the same. With `--stored` the cells
 * keep the counts of the file, and all run in their order; without, they have the counts of a run from top to bottom.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { performance } from 'node:perf_hooks'
import { analyse } from '../src/build/analysis/analyse.ts'
import type { Slice } from '../src/build/analysis/program.ts'
import { reasonText } from '../src/build/analysis/refusal.ts'
import { sliceOf } from '../src/build/analysis/slice/slice.ts'
import type { Notebook } from '../src/build/notebook/notebook.ts'
import { executionOrder } from '../src/build/notebook/order.ts'
import { parseNotebook } from '../src/build/notebook/read.ts'
import { interpreterAt } from '../src/platform/interpreter.ts'
import { judgeOf } from '../src/platform/python.ts'
import { dropped, runInScratch } from './notebooks/run.ts'
import { available, environment, notebookText, versions } from './notebooks/sources.ts'
import { environmentOf, textIn, unseenSets, versionsIn } from './notebooks/unseen.ts'

interface Entry {
  readonly package: string
  readonly notebook: string
  /** The last cell that prints a metric, among all cells. */
  readonly cell: number
}

interface Row {
  readonly notebook: string
  readonly package: string
  /** Of the whole notebook, in a fresh process. */
  readonly seconds: number
  readonly deterministic: boolean
  /** null: not deterministic, nothing to compare. */
  readonly result: 'reproduced' | 'refused' | 'wrong' | 'fails' | null
  readonly detail: string
  readonly kept: number
  readonly total: number
  /** Of the kept, the fewest that were found to print the same; null: not tried. */
  readonly least: number | null
  /** Of the analysis and the slice, median of five. */
  readonly milliseconds: number
}

/** Where notebooks come from and what they run in. */
interface Source {
  readonly title: string
  readonly entries: readonly Entry[]
  readonly python: string
  readonly versions: Readonly<Record<string, string>>
  readonly text: (entry: Entry) => string
}

const used = JSON.parse(
  readFileSync(new URL('notebooks/list.json', import.meta.url), 'utf8'),
) as readonly Entry[]
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const triesLeast = process.argv.includes('--least')
const asStored = process.argv.includes('--stored')
const chosen = (entries: readonly Entry[]) =>
  entries.filter(({ notebook }) => asked.length === 0 || asked.some((word) => notebook.includes(word)))

const usedHere = chosen(used)
if (usedHere.length > 0 && !available())
  console.log(
    "The notebooks used while building come from Debian's documentation packages: they need apt-get.",
  )
else if (usedHere.length > 0)
  await table({
    title: 'Used while building',
    entries: usedHere,
    python: environment(),
    versions,
    text: (entry) => notebookText(entry.package, entry.notebook),
  })
for (const set of unseenSets) {
  const entries = chosen(set.notebooks)
  if (entries.length > 0)
    await table({
      title: set.title,
      entries,
      python: environmentOf(set),
      versions: versionsIn(set),
      text: (entry) => textIn(set, entry.package, entry.notebook),
    })
}

/** Runs two at a time: as many as the machines have cores that these numbers come from. */
async function table(source: Source): Promise<void> {
  const judge = judgeOf(interpreterAt(source.python, '3', 'the benchmark'))
  const rows: Row[] = []
  const queue = [...source.entries]
  const work = async () => {
    for (let entry = queue.shift(); entry; entry = queue.shift()) {
      try {
        const row = await measured(entry, source, judge)
        rows.push(row)
        console.error(`${row.notebook}: ${row.result ?? 'not deterministic'} ${row.detail}`)
      } catch (error) {
        console.error(`${entry.notebook}: the analysis ended with ${String(error)}`)
        process.exitCode = 1
      }
    }
  }
  await Promise.all([work(), work()])
  print(
    source.title,
    rows.toSorted((a, b) => a.notebook.localeCompare(b.notebook)),
  )
  if (rows.some(({ result }) => result === 'wrong')) process.exitCode = 1
}

async function measured(
  entry: Entry,
  { python, versions: installed, text }: Source,
  judge: ReturnType<typeof judgeOf>,
): Promise<Row> {
  const file = parseNotebook(text(entry), entry.notebook)
  const notebook = asStored ? file : asRunHere(file)
  const ordered = executionOrder(notebook, entry.cell).cells
  const cells = ordered
    .slice(0, ordered.findIndex(({ index }) => index === entry.cell) + 1)
    .map(({ source }) => source)
  const first = await runInScratch(python, { cells })
  const started = performance.now()
  const second = await runInScratch(python, { cells })
  const seconds = (performance.now() - started) / 1000
  const shown = first.shows.at(-1)
  let deterministic = first.error === null && shown !== '' && shown === second.shows.at(-1)

  const options = { cell: entry.cell, versions: installed }
  const slice = sliceOf(await analyse(notebook, { ...options, judge }), { cell: entry.cell })
  let outcome = deterministic
    ? await compared(slice, shown!, python)
    : { result: null, detail: first.error ?? '' }
  if (outcome.result === 'wrong' && !(await always(cells, shown!, python))) {
    deterministic = false
    outcome = { result: null, detail: 'two runs agreed by luck' }
  }
  const out =
    triesLeast && outcome.result === 'reproduced'
      ? await dropped(python, { script: slice.source, prints: shown! })
      : null
  // Without the interpreter's word on the syntax, which costs a process: the table tells of the analysis itself.
  const times: number[] = []
  let total = 0
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now()
    const analysis = await analyse(notebook, options)
    sliceOf(analysis, { cell: entry.cell })
    times.push(performance.now() - start)
    total = analysis.statements.length
  }
  return {
    notebook: basename(entry.notebook).replace(/\.(ipynb|py)$/, ''),
    package: entry.package,
    seconds,
    deterministic,
    ...outcome,
    kept: slice.statements.length,
    total,
    least: out && slice.statements.length - out.length,
    milliseconds: times.toSorted((a, b) => a - b)[2]!,
  }
}

/**
 * With the counts of the run that is compared. A file where some cells have a count and others none was saved before those
 * ran or after they were cleared, which is no run from top to bottom: it would be refused, and rightly.
 */
function asRunHere(notebook: Notebook): Notebook {
  let count = 0
  return {
    ...notebook,
    cells: notebook.cells.map((cell) =>
      cell.kind === 'code' ? { ...cell, executionCount: (count += 1) } : cell,
    ),
  }
}

/** Whether four more runs of the whole show the same: an unseeded estimator may agree with itself twice. */
async function always(cells: readonly string[], shown: string, python: string): Promise<boolean> {
  for (let run = 0; run < 4; run += 1)
    if ((await runInScratch(python, { cells })).shows.at(-1) !== shown) return false
  return true
}

async function compared(
  slice: Slice,
  shown: string,
  python: string,
): Promise<Pick<Row, 'result' | 'detail'>> {
  if (slice.refusals.length > 0)
    return { result: 'refused', detail: slice.refusals.map(({ reason }) => reasonText(reason)).join('; ') }
  const alone = await runInScratch(python, { script: slice.source })
  if (alone.error !== null) return { result: 'fails', detail: alone.error.trim().split('\n').at(-1)! }
  const prints = alone.shows.join('')
  if (prints === shown) return { result: 'reproduced', detail: '' }
  return { result: 'wrong', detail: `prints ${JSON.stringify(prints)} instead of ${JSON.stringify(shown)}` }
}

function print(title: string, table: readonly Row[]): void {
  const leastColumn = (text: string) => (triesLeast ? ` ${text} |` : '')
  console.log(`\n${title}:\n`)
  console.log(
    `| notebook | of | seconds | deterministic | result | statements kept | share |${leastColumn('least')} analysis (ms) |`,
  )
  console.log(`| --- | --- | --- | --- | --- | --- | --- |${leastColumn('---')} --- |`)
  for (const row of table) {
    const { notebook, package: from, seconds, deterministic, result, kept, total, least, milliseconds } = row
    console.log(
      `| ${notebook} | ${from.replace(/^python-|-doc$/g, '')} | ${seconds.toFixed(0)} | ${deterministic ? 'yes' : 'no'} | ${result ?? ''} | ${kept} of ${total} | ${shareOf(row).toFixed(2)} |` +
        `${leastColumn(least === null ? '' : (least / total).toFixed(2))} ${milliseconds.toFixed(0)} |`,
    )
  }
  const judged = table.filter(({ result }) => result !== null)
  const count = (wanted: Row['result']) => judged.filter(({ result }) => result === wanted).length
  const times = table.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b)
  const quantile = (q: number) => times[Math.min(times.length - 1, Math.floor(q * times.length))]!.toFixed(0)
  console.log(
    `\n${judged.length} of ${table.length} deterministic; reproduced ${count('reproduced')}, refused ${count('refused')}, ` +
      `wrong ${count('wrong')}, fails ${count('fails')}. Mean share kept ${mean(table.map(shareOf))}. ` +
      `Analysis: median ${quantile(0.5)} ms, p95 ${quantile(0.95)} ms.`,
  )
  const tried = table.filter((row) => row.least !== null)
  if (tried.length > 0)
    console.log(
      `Of the ${tried.length} tried: mean share kept ${mean(tried.map(shareOf))}, at least needed ${mean(tried.map(({ least, total }) => least! / total))}.`,
    )
}

function shareOf({ kept, total }: Row): number {
  return kept / total
}

function mean(values: readonly number[]): string {
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2)
}
