import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { differences } from '../../../src/editor/dashboard/comparison.ts'
import { dashboardOf } from '../../../src/editor/dashboard/model.ts'
import { histogramOf } from '../../../src/editor/dashboard/histogram.ts'
import { badgeText } from '../../../src/editor/notebook/badgeText.ts'
import type { Findings, Live } from '../../../src/editor/project/live.ts'
import type { Snapshot } from '../../../src/editor/project/snapshot.ts'
import { deploymentRows } from '../../../src/editor/views/deployment.ts'
import { iterationRows } from '../../../src/editor/views/iterations.ts'
import { pipelineRows } from '../../../src/editor/views/pipeline.ts'
import type { Row } from '../../../src/editor/views/row.ts'
import { driftStatus, timeBoxStatus } from '../../../src/editor/views/status.ts'
import { type StepLine, withEvent } from '../../../src/editor/steps.ts'
import type { Iteration } from '../../../src/iteration/record.ts'
import { Project } from '../../../src/iteration/project.ts'
import { parseIteration } from '../../../src/iteration/store.ts'
import { fill, Problem } from '../../../src/platform/problem.ts'

const t = (template: string, ...args: (string | number)[]) => fill(template, args)

/** Records of a real story of the cars: the first turn, and the one rebuilt with the cars of 1977-80. */
const folder = join(import.meta.dirname, '../../fixtures/story')
const [first, rebuilt] = readdirSync(folder)
  .sort()
  .map((name) => parseIteration(readFileSync(join(folder, name), 'utf8'), name)) as [Iteration, Iteration]

const findings: Findings = {
  rows: 122,
  drift: first.drift!,
  deployment: { evidence: 40, alarm: true, row: 103 },
  newCategories: first.newCategories!,
  outOfRange: {},
  accuracy: first.accuracy!,
}
const live: Live = {
  requests: 1204,
  labels: 122,
  rows: 1204,
  latency: { p50: 0.56, p99: 13.4 },
  shadows: [{ name: 'rebuilt', rows: 61 }],
  findings,
  failure: null,
}
const snapshot: Snapshot = {
  project: new Project('/cars', { schema: 1, name: 'cars', notebook: 'cars.ipynb' }),
  iterations: [first, rebuilt],
  broken: [],
  deployment: {
    state: 'serving',
    url: 'http://127.0.0.1:49213',
    model: first.model!.hash!,
    name: 'cars',
    process: 1,
    instance: 'i',
    deployment: first.deployment!.id,
    iteration: first.id,
    started: new Date(0),
    tokenFile: '/cars/.shiploop/token',
  },
  live,
  timeBox: { state: 'none' },
  busy: null,
}

/** Rows as text, two blanks deeper for each level. */
function drawn(rows: readonly Row[], depth = 0): string[] {
  return rows.flatMap(({ label, description, children }) => [
    `${'  '.repeat(depth)}${[label, description].filter(Boolean).join('  ')}`,
    ...drawn(children ?? [], depth + 1),
  ])
}

suite('Iterations view', () => {
  const rows = iterationRows([first, rebuilt], [], t)

  test('shows the newest turn first, with what one compares', () => {
    assert.match(rows[0]!.label, /^2 {2}rebuilt with…$/)
    assert.match(rows[0]!.tooltip!, /^rebuilt with the cars of 1977-80$/m)
    assert.match(rows[1]!.description!, /^FAIL {3}live 84% \[7\d, 89\] {3}drift: \w+ \+4/)
  })

  test('says of a turn that is not decided how many labels are missing', () => {
    assert.match(rows[0]!.description!, /^live 93% \[\d+, \d+\] {3}\d+ more labels {3}drift/)
  })

  test('uses colour only for a failure and for drift', () => {
    assert.deepEqual(
      rows.map(({ tone }) => tone),
      ['alarm', 'bad'],
    )
  })

  test('says under a turn how it was judged and what was decided', () => {
    const details = drawn(rows[1]!.children!).join('\n')
    assert.match(details, /^requirement {2}accuracy >= 90% {3}declared at 122 labels$/m)
    assert.match(details, /^test {2}97% \[94, 99\] {3}n 223$/m)
    assert.match(details, /^advice {2}REBUILD {3}taken$/m)
  })

  test('says how many labels would decide where there are not enough', () => {
    assert.match(drawn(rows[0]!.children!).join('\n'), /^requirement {2}accuracy >= 90% {3}\d+ more labels$/m)
  })

  test('names a record that can not be read, and shows the others', () => {
    const [broken, ...others] = iterationRows(
      [first],
      [new Problem('The YAML is broken.', { where: '/x/a.yaml' })],
      t,
    )
    assert.deepEqual(
      [broken!.label, broken!.description, others.length],
      ['a.yaml', 'The YAML is broken.', 1],
    )
  })

  test('only a turn that has one before it can be compared with it', () => {
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['iteration', 'iteration.first'],
    )
  })
})

suite('Pipeline view', () => {
  const idle = { own: null, elsewhere: null }

  test('shows the stages in order with what is kept, and the metric at the end', () => {
    const rows = drawn(pipelineRows(idle, first, '/cars/pipeline', t))
    assert.deepEqual(
      rows.slice(0, 5).map((row) => row.split(' ')[0]),
      ['load', 'prepare', 'features', 'train', 'evaluate'],
    )
    assert.match(rows[4]!, /accuracy 0\.97.*2 of 6 statements/)
    assert.match(rows[5]!, /^Findings/)
  })

  test('shows where the graph begins, and what feature code makes before it', () => {
    const begins = {
      tables: ['cars'],
      columns: ['weight', 'maker', 'age'],
      features: { function: 'features', makes: ['maker'], takes: ['name'], rows: 56, alone: 56 },
      why: [{ columns: ['age'], reason: 'it is a rank' }],
    }
    const rows = pipelineRows(idle, { ...first, model: { ...first.model!, begins } }, '/cars/pipeline', t)
    const graph = rows.find(({ label }) => label === 'graph')!
    assert.equal(graph.description, 'begins behind feature code, which makes maker')
    assert.match(
      graph.tooltip!,
      /makes maker of name \(equal to the notebook on 56 rows, on 56 of them one at a time\)/,
    )
    assert.deepEqual(drawn(graph.children!), [
      'weight',
      'maker  made by feature code of name',
      'age  not made row by row',
    ])
  })

  test('opens the script of a stage', () => {
    const [load] = pipelineRows(idle, first, '/cars/pipeline', t)
    assert.deepEqual(load!.command, { id: 'shiploop.stage.open', args: [join('/cars/pipeline', 'load.py')] })
  })

  test('says what a verification has shown, in red when the pipeline gives something else', () => {
    const verified = {
      ...{ deterministic: ['accuracy'], different: [], unseeded: [], script: 'equal', predictions: 40 },
      ...{ equal: true, reason: null, added: [], seconds: 9 },
    }
    const row = (turn: Partial<Iteration>) =>
      pipelineRows(idle, { ...first, ...turn }, '/cars/pipeline', t).find(({ id }) => /^verif|^drop/.test(id))
    const right = row({ verified })!
    assert.deepEqual(
      [right.label, right.description, right.tone],
      ['Verified', 'The pipeline gives the same, also 40 predictions.', undefined],
    )
    assert.match(
      drawn(right.children!).join('\n'),
      /^The notebook gives the same in two fresh runs: accuracy\.$/m,
    )
    const wrong = row({ verified: { ...verified, equal: false, reason: 'accuracy 0.9 instead of 0.8' } })!
    assert.equal(wrong.tone, 'bad')
    assert.match(wrong.description!, /does NOT give the same: accuracy 0\.9 instead of 0\.8/)
  })

  test('names the statements that can go, and offers to leave them out', () => {
    const statements = [{ cell: 1, line: 3, text: 'flowers.head()' }]
    const rows = (dropped: boolean) =>
      pipelineRows(idle, { ...first, droppable: { statements, dropped } }, '/cars/pipeline', t)
    const row = (dropped: boolean) => rows(dropped).find(({ id }) => id === 'droppable')!
    assert.deepEqual([row(false).label, row(false).kind], ['Statements that can go: 1', 'droppable'])
    assert.deepEqual(drawn(row(false).children!), ['flowers.head()  cell 1, line 3'])
    assert.deepEqual([row(true).label, row(true).kind], ['Minimized', undefined])
  })

  test('offers to install what the conversion lacks, where that is why nothing can be deployed', () => {
    const model = { ...first.model!, hash: null, refused: 'conversion: ...', lacks: 'onnx' }
    const rows = pipelineRows(idle, { ...first, model }, '/cars/pipeline', t)
    const found = rows.at(-1)!.children!.find(({ kind }) => kind === 'lacking')
    assert.deepEqual(found!.command, { id: 'shiploop.install' })
  })

  test('says to run the cell again where only the stored output differs', () => {
    const metrics = [
      { name: 'accuracy', notebook: 0.9, scripts: 0.9, stored: '0.8', equal: false, cell: 7 },
      { name: 'f1', notebook: 0.8, scripts: 0.9, stored: '0.8', equal: false, cell: 7 },
    ]
    const rows = drawn(pipelineRows(idle, { ...first, metrics }, '/cars/pipeline', t)).join('\n')
    assert.match(
      rows,
      /accuracy differs {2}scripts 0\.9, stored output 0\.8: run cell 7 and those after it again/,
    )
    assert.match(rows, /f1 differs {2}scripts 0\.9, notebook 0\.8$/m)
  })

  test('shows a failed step where it failed, with its sentence', () => {
    let steps: StepLine[] = withEvent([], { step: 'slice', state: 'started' })
    steps = withEvent(steps, { step: 'slice', state: 'done', seconds: 0.2 })
    steps = withEvent(steps, { step: 'run', state: 'started' })
    steps = withEvent(steps, {
      step: 'run',
      state: 'failed',
      seconds: 6.1,
      problem: 'cars.csv does not exist.',
    })
    const problem = new Problem('{0} does not exist.', { args: ['cars.csv'], todo: 'Check the path.' })
    const [row] = pipelineRows(
      { own: { title: 'Shipping', state: 'failed', steps, problem }, elsewhere: null },
      null,
      null,
      t,
    )
    assert.equal(row!.tone, 'bad')
    assert.deepEqual(drawn(row!.children!), [
      'slice  0.2 s',
      'run  6.1 s',
      'cars.csv does not exist.  Check the path.',
    ])
  })

  test('shows what another window or a terminal does, and not the work of this window twice', () => {
    const elsewhere = { work: 'ship', pid: 7 }
    assert.deepEqual(drawn(pipelineRows({ own: null, elsewhere }, null, null, t)), [
      'ship is running elsewhere  process 7',
    ])
    const own = { title: 'Shipping cars', state: 'working', steps: [], problem: null } as const
    assert.deepEqual(drawn(pipelineRows({ own, elsewhere }, null, null, t)), ['Shipping cars'])
  })
})

suite('Deployment view', () => {
  test('says what runs, whether it is right, and whether the world has moved', () => {
    const text = drawn(deploymentRows(snapshot, t)).join('\n')
    assert.match(text, /^cars {2}serving {3}:49213 {3}1,204 requests, 122 labelled, p50 0\.56 ms$/m)
    assert.match(text, /^drift {2}alarm since request 103$/m)
    assert.match(text, /^ {2}horsepower {2}1 in \d+ by chance {3}effect 0\.\d\d$/m)
    assert.match(text, /^ {2}brand {2}.*never seen before$/m)
    assert.match(text, /^accuracy {2}84% \[7\d, 89\] of 122 labelled$/m)
    assert.match(text, /^shadow {2}rebuilt {3}61 rows$/m)
  })

  test('says why nothing serves after a failure', () => {
    const problem = new Problem('The model server ended unexpectedly.')
    const rows = deploymentRows({ ...snapshot, deployment: { state: 'failed', problem }, live: null }, t)
    assert.deepEqual(drawn(rows), ['cars  not serving', '  The model server ended unexpectedly.'])
  })

  test('is empty, for its welcome, before anything was deployed', () => {
    assert.deepEqual(
      deploymentRows({ ...snapshot, iterations: [], deployment: { state: 'stopped' }, live: null }, t),
      [],
    )
  })
})

suite('status bar', () => {
  const calm = { ...live, findings: { ...findings, deployment: { evidence: 1, alarm: false, row: null } } }
  const box = (minutes: number): Snapshot['timeBox'] => ({
    state: 'running',
    started: 0,
    planned: 60,
    extensions: [],
    attended: { milliseconds: minutes * 60_000, byCell: new Map() },
  })

  test('names the strongest column of an alarm, on a warning background', () => {
    const status = driftStatus(snapshot, t)!
    assert.match(status.text, /^\$\(warning\) drift: \w+ \+4$/)
    assert.equal(status.warning, true)
  })

  test('is quiet while there is no alarm', () => {
    assert.deepEqual(
      [
        driftStatus({ ...snapshot, live: calm }, t)!.text,
        driftStatus({ ...snapshot, live: calm }, t)!.warning,
      ],
      ['$(pulse) no drift (1,204)', false],
    )
  })

  test('says nothing when nothing serves, and "not serving" after a failure', () => {
    assert.equal(driftStatus({ ...snapshot, deployment: { state: 'stopped' }, live: null }, t), null)
    const failed = { state: 'failed', problem: new Problem('It ended.') } as const
    assert.equal(
      driftStatus({ ...snapshot, deployment: failed, live: null }, t)!.text,
      '$(circle-slash) not serving',
    )
  })

  for (const [minutes, text, warning] of [
    [42, '$(clock) 42/60 min', false],
    [48, '$(clock) 48/60 min, 12 left', false],
    [61, '$(clock) 61/60 min', true],
  ] as const)
    test(`shows ${minutes} of 60 minutes ${warning ? 'on' : 'without'} a warning colour`, () => {
      const status = timeBoxStatus({ ...snapshot, timeBox: box(minutes) }, t)!
      assert.deepEqual([status.text, status.warning], [text, warning])
    })
})

suite('badges', () => {
  const kept = [
    {
      ...{ statement: 4, cell: 3, line: 2, text: 'df.dropna(inplace=True)', asked: false, unknown: false },
      neededBy: [{ cell: 9, line: 1, through: ['df'], certain: true }],
    },
  ]

  test('name the stage and how much is kept, and why on hover', () => {
    assert.deepEqual(badgeText({ total: 7, kept, stages: ['train'] }, null, false, t), {
      text: 'train · 1 of 7 statements',
      hover: 'Line 2: cell 9, line 1 needs df.',
    })
  })

  test('say of a statement that it is kept because it could not be known', () => {
    const neededBy = [{ cell: 9, line: 1, through: ['df', 'the content of rows'], certain: false }]
    const unsure = [{ ...kept[0]!, unknown: true, neededBy }]
    assert.equal(
      badgeText({ total: 7, kept: unsure, stages: ['train'] }, null, false, t)!.hover,
      'Line 2: cell 9, line 1 perhaps needs df, the content of rows; kept because it could not be known.',
    )
  })

  test('say that a cell is not in the pipeline', () => {
    assert.equal(badgeText({ total: 7, kept: [], stages: [] }, null, false, t)!.text, 'not in the pipeline')
  })

  test('say that a cell of the pipeline was edited since it ran', () => {
    const cell = { total: 7, kept, stages: ['train'] }
    assert.equal(badgeText(cell, null, true, t)!.text, 'train · 1 of 7 statements · edited since it ran')
    assert.equal(badgeText({ ...cell, kept: [], stages: [] }, null, true, t)!.text, 'not in the pipeline')
  })

  test('show the time spent on the cell while a time box runs', () => {
    assert.equal(
      badgeText({ total: 7, kept, stages: ['train'] }, 190, false, t)!.text,
      'train · 1 of 7 statements · 3 min here',
    )
  })

  test('are absent from a cell that never ran', () => {
    assert.equal(badgeText(null, null, false, t), null)
  })
})

suite('dashboard', () => {
  const noLog = {
    live: [],
    estimate: [],
    requests: 0,
    labels: 0,
    firstRow: 101,
    traffic: { unit: '', milliseconds: 1, buckets: [] },
  }
  const shown = dashboardOf(snapshot, { ...first, decision: undefined }, null, noLog, t)

  test('says the advice in a sentence with its two strongest reasons, and what would flip it', () => {
    assert.match(shown.sentence, /^Rebuild: Live accuracy is 84% .*122 labels.*\. The traffic has drifted \(/)
    assert.match(shown.flips, /^Runner-up: Fix\. It would flip if/)
    assert.deepEqual(shown.buttons, { take: 'Take it: Rebuild', otherwise: 'Decide Otherwise' })
  })

  test('offers no decision on a turn that is decided', () => {
    const decided = dashboardOf(snapshot, first, null, noLog, t)
    assert.deepEqual([decided.buttons, decided.decided], [null, 'Decided: Rebuild.'])
  })

  test('sorts drift by severity, counts from the first request, and shows no effect without evidence', () => {
    const severities = shown.drift.map(({ alarm, column }) => {
      const { evidence } = first.drift!.find((row) => row.column === column)!
      return (alarm ? 1e9 : 0) + evidence
    })
    assert.deepEqual(
      severities,
      severities.toSorted((a, b) => b - a),
    )
    const strongest = first.drift!.find(({ column }) => column === shown.drift[0]!.column)!
    assert.ok(shown.drift[0]!.note.startsWith(`since request ${strongest.since! - 100}`))
    assert.ok(shown.drift.filter(({ odds }) => odds === 'as by chance').every(({ effect }) => effect === ''))
  })

  test('the decimal points of the hard cases stand below each other', () => {
    const { columns, rows } = shown.hardCases
    const decimals = rows.map((row) => row[columns.indexOf('acceleration')]!.split('.')[1]?.length)
    assert.ok(rows.length > 3)
    assert.equal(new Set(decimals).size, 1, decimals.join())
    assert.match(rows[0]![columns.indexOf('cylinders')]!, /^\d$/)
  })

  test('says how many requests came since the last measure, of which the charts speak too', () => {
    const requests = (now: number) =>
      dashboardOf(snapshot, first, null, { ...noLog, requests: now }, t).facts.find(
        ([name]) => name === 'requests',
      )![1]
    const { logged } = first.requests!
    assert.equal(requests(logged), String(logged))
    assert.equal(requests(logged + 61), `${logged} when measured, ${logged + 61} by now`)
  })

  test('names the turns before and after the one that it shows', () => {
    assert.deepEqual([shown.before, dashboardOf(snapshot, first, null, noLog, t).after], [null, rebuilt.id])
  })

  test('two turns compared show only what differs', () => {
    const labels = differences(first, rebuilt, t).map(([label]) => label)
    assert.ok(labels.includes('requirement'))
    assert.doesNotMatch(differences(first, rebuilt, t).flat().join(), /unknown/)
    assert.ok(labels.includes('live') && labels.includes('rebuilt with'))
    assert.ok(labels.includes('pipeline run: accuracy'), 'a rebuild has no notebook to speak of')
    assert.deepEqual(differences(first, first, t), [])
  })

  test('histograms put both samples into the same bins, and their shares sum to 1', () => {
    const bins = histogramOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
    const sum = (key: 'reference' | 'live') => bins.reduce((total, bin) => total + bin[key], 0)
    assert.ok(Math.abs(sum('reference') - 1) < 1e-9 && Math.abs(sum('live') - 1) < 1e-9)
    assert.deepEqual([bins[0]!.from, bins.at(-1)!.to], [1, 14])
  })

  test('a missing value and a new category are bars of their own', () => {
    const bins = histogramOf(['a', 'a', null], ['a', 'b', 'b'])
    assert.deepEqual(
      bins.map(({ name }) => name),
      ['a', 'b', '(missing)'],
    )
  })
})
