/**
 * Shiploop's slice beside nbconvert, Gather's engine and ipyflow, in one run: `npm run bench -- peers`.
 *
 * Each is given the same notebooks: the corpus' cases that run from top to bottom and end with a print, and notebooks by
 * others. Its script runs alone in plain Python. It is right when what it prints ends with what the
 * asked cell printed in the notebook: what earlier cells print on the way is not held against it.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { analyse } from '../src/build/analysis/analyse.ts'
import { sliceOf } from '../src/build/analysis/slice/slice.ts'
import { parseNotebook } from '../src/build/notebook/read.ts'
import { readCases } from '../test/unit/slices/cases.ts'
import { interpreter, runScripts } from '../test/unit/slices/python.ts'
import { runInScratch } from './notebooks/run.ts'
import { available, cache, environment, notebookText } from './notebooks/sources.ts'
import { environmentOf, textIn, type UnseenSet, unseenSets } from './notebooks/unseen.ts'
import { gather } from './peers/gather.ts'

const TOOLS = ['Shiploop', 'nbconvert', 'Gather', 'ipyflow'] as const
type Tool = (typeof TOOLS)[number]

/** Of the examples: those that run in seconds. */
const EXAMPLES = [
  'plot_digits_classification', 'plot_likelihood_ratios', 'plot_pcr_vs_pls', 'plot_ols', 'gls', 'ols',
] // prettier-ignore

/** Of those that nobody looked at while building: the deterministic ones that run in seconds. */
const UNSEEN = [
  'example_auto_arima', 'panel_examples', 'plot_casino', 'plot_fisher', 'plot_frozen_examples', 'plot_metrics',
  'plot_ols_ridge', 'plot_permutation_test_with_fitted_classifier', 'plot_poisson_hmm', 'plot_quickstart_classification',
  'plot_release_highlights_1_3_0', 'plot_risk_monitoring', 'plot_shrinkage_effect', 'plot_target_encoder_cross_val',
  'plot_toy_model', 'univariate_volatility_modeling',
] // prettier-ignore

interface Job {
  readonly name: string
  readonly cells: readonly string[]
  /** What the last cell prints in the notebook. */
  readonly prints: string
}

interface Answer {
  /** null: refused, or it gave nothing. */
  readonly script: string | null
  readonly ms: number
}

type Outcome = 'same' | 'wrong' | 'fails' | 'refused'

interface Row {
  readonly tool: Tool
  readonly outcomes: readonly Outcome[]
  readonly share: number
  readonly ms: number
}

const every = Number(process.argv[2] ?? 1)
const slicedByGather = gather(cache)

const cases = readCases()
  .filter(({ prints, cells, cell }) => {
    const code = cells.filter(({ kind }) => kind === 'code')
    return (
      prints !== null &&
      cell === cells.length - 1 &&
      code.every(({ raised, count }, at) => raised === null && count === at + 1) &&
      /^print\(/.test(code.at(-1)!.source.split('\n').at(-1)!)
    )
  })
  .filter((_, at) => at % every === 0)
  .map(({ name, cells, prints }): Job => ({
    name,
    cells: cells.filter(({ kind }) => kind === 'code').map(({ source }) => source),
    prints: prints!,
  }))
print(
  'Cases of the corpus',
  cases.length,
  await measured(cases, interpreter, async (scripts) => runScripts(scripts.map((script) => ({ script })))),
)

if (available()) {
  const list = JSON.parse(readFileSync(new URL('notebooks/list.json', import.meta.url), 'utf8')) as Listed[]
  await examples('Examples of scikit-learn and statsmodels', EXAMPLES, list, environment(), notebookText)
}
const [firstUnseen] = unseenSets as readonly [UnseenSet]
await examples(
  'First seen when measured',
  UNSEEN,
  firstUnseen.notebooks,
  environmentOf(firstUnseen),
  (from, notebook) => textIn(firstUnseen, from, notebook),
)

interface Listed {
  readonly package: string
  readonly notebook: string
  readonly cell: number
}

async function examples(
  what: string,
  names: readonly string[],
  list: readonly Listed[],
  python: string,
  textOf: (packageName: string, notebook: string) => string,
): Promise<void> {
  const jobs: Job[] = []
  for (const { package: from, notebook: file, cell } of list) {
    const name = basename(file).replace(/\.(ipynb|py)$/, '')
    if (!names.includes(name)) continue
    const notebook = parseNotebook(textOf(from, file), file)
    const cells = notebook.cells
      .filter(({ kind, index }) => kind === 'code' && index <= cell)
      .map(({ source }) => source)
    const { shows, error } = await runInScratch(python, { cells })
    if (error === null) jobs.push({ name, cells, prints: shows.at(-1)! })
  }
  const rows = await measured(jobs, python, async (scripts) => {
    const runs = []
    for (const script of scripts) {
      const { shows, error } = await runInScratch(python, { script })
      runs.push({ prints: shows.join(''), error })
    }
    return runs
  })
  print(what, jobs.length, rows)
}

async function measured(
  jobs: readonly Job[],
  python: string,
  run: (scripts: readonly string[]) => Promise<{ prints: string; error: string | null }[]>,
): Promise<Row[]> {
  const live = await inPython(jobs, python)
  const rows: Row[] = []
  for (const tool of TOOLS) {
    const answers: Answer[] = []
    for (const [at, job] of jobs.entries()) answers.push(await answerOf(tool, job, live[at]!))
    const given = answers.flatMap(({ script }, at) => (script === null ? [] : [{ script, at }]))
    const runs = await run(given.map(({ script }) => script))
    const outcomes = answers.map(({ script }, at): Outcome => {
      if (script === null) return 'refused'
      const { prints, error } = runs[given.findIndex((each) => each.at === at)]!
      if (error !== null) return 'fails'
      return prints.endsWith(jobs[at]!.prints) ? 'same' : 'wrong'
    })
    const shares = given.map(({ script, at }) =>
      Math.min(1, lines(script) / lines(jobs[at]!.cells.join('\n'))),
    )
    const times = answers.map(({ ms }) => ms).toSorted((a, b) => a - b)
    rows.push({
      tool,
      outcomes,
      share: shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length),
      ms: times[Math.floor(times.length / 2)]!,
    })
  }
  return rows
}

async function answerOf(tool: Tool, { name, cells }: Job, live: Live): Promise<Answer> {
  if (tool === 'nbconvert' || tool === 'ipyflow') {
    const [script, ms] = live[tool]
    return { script, ms }
  }
  const start = performance.now()
  if (tool === 'Gather') return { script: slicedByGather(cells), ms: performance.now() - start }
  const notebook = parseNotebook(
    JSON.stringify({
      nbformat: 4,
      metadata: {},
      cells: cells.map((source, at) => ({ cell_type: 'code', source, execution_count: at + 1 })),
    }),
    name,
  )
  const slice = sliceOf(await analyse(notebook), { cell: cells.length - 1 })
  return { script: slice.refusals.length > 0 ? null : slice.source, ms: performance.now() - start }
}

type Live = Readonly<Record<'nbconvert' | 'ipyflow', readonly [string | null, number]>>

/** The two tools in Python, in an environment of their own that sees the notebooks' packages. */
async function inPython(jobs: readonly Job[], python: string): Promise<Live[]> {
  const folder = join(cache, 'peers')
  const own = join(folder, 'bin', 'python')
  if (!existsSync(join(folder, 'bin', 'jupyter-nbconvert'))) {
    execFileSync(interpreter, ['-m', 'venv', folder])
    execFileSync(own, ['-m', 'pip', 'install', '--quiet', 'nbconvert', 'ipykernel', 'ipyflow'])
  }
  const packages = execFileSync(python, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], {
    encoding: 'utf8',
  }).trim()
  const program = join(dirname(fileURLToPath(import.meta.url)), 'peers', 'tools.py')
  const child = spawn(own, [program], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...process.env,
      PYTHONPATH: packages,
      OMP_NUM_THREADS: '1',
      OPENBLAS_NUM_THREADS: '1',
      MPLBACKEND: 'Agg',
    },
  })
  child.stdin.end(JSON.stringify(jobs.map(({ cells }) => ({ cells }))))
  return JSON.parse(await text(child.stdout)) as Live[]
}

/** Lines that are neither empty nor only a comment. */
function lines(source: string): number {
  return source.split('\n').filter((line) => /^\s*[^\s#]/.test(line)).length
}

function print(what: string, count: number, rows: readonly Row[]): void {
  console.log(`\n${what} (${count}):\n`)
  console.log(
    '| tool | prints the same | wrong, and says nothing | fails | refused or nothing | lines kept | ms (median) |',
  )
  console.log('| --- | --- | --- | --- | --- | --- | --- |')
  for (const { tool, outcomes, share, ms } of rows) {
    const of = (wanted: Outcome) => outcomes.filter((outcome) => outcome === wanted).length
    console.log(
      `| ${tool} | ${of('same')} | ${of('wrong')} | ${of('fails')} | ${of('refused')} | ${share.toFixed(2)} | ${ms.toFixed(1)} |`,
    )
  }
}
