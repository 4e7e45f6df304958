import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { BOOSTING } from '../../../src/build/analysis/knowledge/boosting.ts'
import { BUILTINS } from '../../../src/build/analysis/knowledge/builtins.ts'
import { NUMPY } from '../../../src/build/analysis/knowledge/numpy.ts'
import { OTHERS } from '../../../src/build/analysis/knowledge/others.ts'
import { PANDAS } from '../../../src/build/analysis/knowledge/pandas.ts'
import { PLOTTING } from '../../../src/build/analysis/knowledge/plotting.ts'
import { SCIPY } from '../../../src/build/analysis/knowledge/scipy.ts'
import { SKLEARN } from '../../../src/build/analysis/knowledge/sklearn.ts'
import { STANDARD } from '../../../src/build/analysis/knowledge/standard.ts'
import { STATSMODELS } from '../../../src/build/analysis/knowledge/statsmodels.ts'
import { sliceOf } from '../../../src/build/analysis/slice/slice.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { askPython, parityPython } from '../python.ts'
import { ACCEPTED } from './knowledge/accepted.ts'
import { notebookJson } from '../../unit/pipeline/notebooks.ts'

/** A notebook that shows one thing that a call does: its last cell needs the cell `needed`, from behind where that is negative. */
interface Probe {
  readonly row: string
  readonly what: string
  readonly cells: readonly string[]
  readonly needed: number
  /** It does not happen: whoever keeps the cell keeps too much, which is told and no failure. */
  readonly idle?: boolean
}
interface Audit {
  /** By row, how many calls were made. */
  readonly calls: Readonly<Record<string, number>>
  /** Rows that no list of arguments suited. */
  readonly silent: readonly string[]
  /** Calls that took Python with them, or came to no end. */
  readonly ended: readonly string[]
  /** Names that the installed library does not have. */
  readonly missing: readonly string[]
  readonly probes: readonly Probe[]
}

/** All rows and all receivers, also of scikit-learn and scipy: for who changes the tables. It takes many minutes. */
const whole = process.env.SHIPLOOP_AUDIT === 'whole'
/** Only rows, or receivers, that this pattern finds: `^scipy\\.stats`. */
const only = process.env.SHIPLOOP_AUDIT_ONLY ?? ''
/** A Python that has more libraries than the one of the tests. */
const python = process.env.SHIPLOOP_AUDIT_PYTHON ?? parityPython

/** Names of other versions of Python and the libraries. */
const OF_OTHERS = new Set([
  'copy.replace',
  'matplotlib_inline',
  'numpy.alltrue',
  'numpy.cumproduct',
  'numpy.float_',
  'numpy.product',
  'numpy.round_',
  'numpy.sometrue',
  'pandas.value_counts',
  'scipy.special.btdtr',
  'scipy.special.btdtri',
  'scipy.special.sph_harm',
  'statsmodels.tsa.api.grangercausalitytests',
  'tqdm.tqdm_notebook.pandas',
  'typing.override',
])

suite('the knowledge of libraries says what running them shows', () => {
  let audit: Audit
  let versions: Record<string, string>
  suiteSetup(() => {
    const names = [
      ...STANDARD,
      ...NUMPY,
      ...PANDAS,
      ...SKLEARN,
      ...OTHERS,
      ...SCIPY,
      ...BOOSTING,
      ...PLOTTING,
      ...STATSMODELS,
    ]
      .map(([name]) => name.replace(/\/\d$/, ''))
      .concat([...BUILTINS.keys()].map((name) => `builtins.${name}`))
    const asked = {
      functions: names.filter((name) => !name.endsWith('.')),
      prefixes: names.filter((name) => name.endsWith('.')),
      whole,
      only,
    }
    const answer = execFileSync(python, [join(import.meta.dirname, 'knowledge', 'audit.py')], {
      input: JSON.stringify(asked),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: {
        ...process.env,
        PYTHONHASHSEED: '0',
        OMP_NUM_THREADS: '1',
        OPENBLAS_NUM_THREADS: '1',
        MPLBACKEND: 'agg',
      },
    })
    audit = JSON.parse(answer) as Audit
    versions = askPython(
      'import importlib.metadata\nanswer = {each: importlib.metadata.version(each) for each in data}',
      ['numpy', 'pandas', 'scikit-learn'],
    ) as Record<string, string>
  })

  test('every effect of a call that a later cell shows is kept in its slice', async () => {
    const missed: Probe[] = []
    const spare: Probe[] = []
    for (const probe of audit.probes) {
      if (ACCEPTED.some((each) => each.row.test(probe.row) && each.what.test(probe.what))) continue
      const kept = await isKept(probe, versions)
      if (kept && probe.idle) spare.push(probe)
      else if (!kept && !probe.idle) missed.push(probe)
    }
    const rows = Object.keys(audit.calls).length
    console.log(
      `      ${rows} functions and methods called, ${audit.silent.length} took no arguments, ${audit.ended.length} ended Python or did not end, ${audit.probes.filter(({ idle }) => !idle).length} effects shown, ${missed.length} missed; ${spare.length} of ${audit.probes.filter(({ idle }) => idle).length} that do not happen are kept`,
    )
    if (whole) for (const line of byWhat(spare)) console.log(`      kept for nothing: ${line}`)
    assert.ok(missed.length === 0, told(missed))
    if (!only) assert.ok(rows > 1000, `only ${rows} were called`)
  })

  test('every name is one that the library has', () => {
    assert.deepEqual(
      audit.missing.filter((name) => !OF_OTHERS.has(name)),
      [],
    )
  })
})

/** The first of each kind of effect of a row, and how many more there are. */
function told(probes: readonly Probe[]): string {
  const kinds = new Map<string, Probe[]>()
  for (const probe of probes) {
    const kind = `${probe.row}: ${probe.what}`
    kinds.set(kind, [...(kinds.get(kind) ?? []), probe])
  }
  return [...kinds]
    .map(
      ([kind, [first, ...others]]) =>
        `${kind}; nothing of it is known in${others.length > 0 ? ` this and ${others.length} like it` : ''}\n  ${first!.cells.join('\n').replaceAll('\n', '\n  ')}`,
    )
    .join('\n\n')
}

function byWhat(probes: readonly Probe[]): string[] {
  const rows = new Map<string, Set<string>>()
  for (const { what, row } of probes)
    rows.set(what, (rows.get(what) ?? new Set()).add(row.split('.').at(-1)!))
  return [...rows].map(([what, those]) => `${what}: ${[...those].join(' ')}`)
}

async function isKept({ cells, needed }: Probe, versions: Record<string, string>): Promise<boolean> {
  const last = cells.length - 1
  const slice = sliceOf(await analyse(parseNotebook(notebookJson(cells), 'probe.ipynb'), { versions }), {
    cell: last,
  })
  const place = needed < 0 ? cells.length + needed : needed
  return (
    slice.refusals.length > 0 ||
    slice.cells.some(({ cell, statements }) => cell === place && statements.length > 0)
  )
}
