/**
 * The exported `dvc.yaml` in the real DVC: `npm run bench -- dvc`. DVC (190 MB with what it needs) is installed once, in an
 * environment of its own.
 *
 * Each example is exported into a git repository. DVC runs all stages and must come to the metrics of `python pipeline`; asked
 * again it runs none; after a parameter, a script or the data changed it runs those that depend on it, and no others.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environmentWith } from './notebooks/environment.ts'
import { cache } from './notebooks/sources.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const environment = join(root, 'examples/.venv')
environmentWith(join(cache, 'venv-dvc'), ['dvc==3.67.1'])
const programs = [join(environment, 'bin'), join(cache, 'venv-dvc/bin')].join(delimiter)

interface Change {
  readonly what: string
  readonly file: string
  readonly edit: (text: string) => string
  readonly runs: string
}

const EXAMPLES: readonly {
  readonly name: string
  /** Folder of the project, where it is not the notebook's. */
  readonly project?: string
  readonly changes: readonly Change[]
}[] = [
  {
    name: 'cars',
    changes: [
      {
        what: 'n_estimators: 200 -> 50',
        file: 'pipeline/params.yaml',
        edit: (text) => text.replace('n_estimators: 200', 'n_estimators: 50'),
        runs: 'train evaluate',
      },
      {
        what: 'a comment in features.py',
        file: 'pipeline/features.py',
        edit: (text) => `${text}# changed\n`,
        // Its values are the same, and so are the artifact and all after it.
        runs: 'features',
      },
      {
        what: 'the last line of cars.csv',
        file: 'cars.csv',
        edit: (text) => text.trimEnd().split('\n').slice(0, -1).join('\n') + '\n',
        runs: 'load prepare features train evaluate',
      },
    ],
  },
  { name: 'cars', project: 'turns of cars', changes: [] },
  { name: 'flights', changes: [] },
]

console.log('| example | done | stages that DVC ran | seconds | metrics |')
console.log('| --- | --- | --- | --- | --- |')
for (const { name, project = '', changes } of EXAMPLES) {
  const folder = mkdtempSync(join(tmpdir(), `dvc-${name}-`))
  try {
    cpSync(join(root, 'examples', name), folder, { recursive: true })
    for (const left of ['pipeline', 'iterations', '.shiploop'])
      rmSync(join(folder, left), { recursive: true, force: true })
    const at = join(folder, project)
    const shiploop = join(root, 'bin/shiploop.mjs')
    if (project !== '') rmSync(join(folder, 'shiploop.yaml'))
    const apart = project === '' ? [] : ['--project', project]
    run(folder, process.execPath, [shiploop, 'init', `${name}.ipynb`, ...apart])
    run(at, process.execPath, [shiploop, 'export', join(folder, `${name}.ipynb`)])
    run(folder, 'python', [join(project, 'pipeline')])
    const metrics = metricsIn(at)
    rmSync(join(at, '.shiploop/runs'), { recursive: true })
    run(folder, 'git', ['init', '--quiet'])
    run(folder, 'dvc', ['init', '--quiet'])
    repro(name, project === '' ? 'all' : `all, in "${project}"`, at)
    if (metricsIn(at) !== metrics) fail(`${name}: DVC comes to ${metricsIn(at)} instead of ${metrics}`)
    expect(name, repro(name, 'nothing changed', at), '')
    for (const { what, file, edit, runs } of changes) {
      const path = join(folder, file)
      const text = readFileSync(path, 'utf8')
      if (edit(text) === text) fail(`${name}: ${what} changes nothing`)
      writeFileSync(path, edit(text))
      expect(name, repro(name, what, folder), runs)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns the stages that ran */
function repro(example: string, what: string, folder: string): string {
  const started = performance.now()
  const said = run(folder, 'dvc', ['repro', 'pipeline/dvc.yaml'])
  const seconds = (performance.now() - started) / 1000
  const stages = [...said.matchAll(/Running stage '[^']*:(\w+)'/g)].map(([, stage]) => stage).join(' ')
  console.log(`| ${example} | ${what} | ${stages || 'none'} | ${seconds.toFixed(1)} | ${metricsIn(folder)} |`)
  return stages
}

function metricsIn(folder: string): string {
  const metrics = JSON.parse(
    readFileSync(join(folder, '.shiploop/runs/local/metrics.json'), 'utf8'),
  ) as Record<string, number>
  return Object.entries(metrics)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

function run(folder: string, program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
      VIRTUAL_ENV: environment,
      DVC_NO_ANALYTICS: '1',
    },
  })
  if (status !== 0) fail(`${[program, ...args].join(' ')} ended with ${status ?? 'a signal'}: ${stderr}`)
  return stdout
}

function expect(example: string, stages: string, wanted: string): void {
  if (stages !== wanted) fail(`${example}: DVC ran ${stages || 'none'} instead of ${wanted || 'none'}`)
}

function fail(message: string): never {
  throw new Error(message)
}
