/** Exports the model that a notebook evaluates as plain scripts in `pipeline/`. */
import { basename, join, relative } from 'node:path'
import type { Project } from '../../iteration/project.ts'
import { exists, installFolder, readText } from '../../platform/files.ts'
import type { Interpreter } from '../../platform/interpreter.ts'
import { Problem } from '../../platform/problem.ts'
import type { Report } from '../../platform/progress.ts'
import { judgeOf, packagesOf, refuseMissing } from '../../platform/python.ts'
import type { Choice } from '../analysis/evaluation/choice.ts'
import { SHELL_MODULE } from '../analysis/slice/preamble.ts'
import type { Analysis } from '../analysis/program.ts'
import { forgetExpected } from './run/expected.ts'
import { dvcYaml, paramsYaml, requirementsText } from './manifests.ts'
import { type Plan, planPipeline, type PlanOptions } from './plan.ts'
import { refuseUnbound } from './refuseUnbound.ts'
import { type Choices, type Conflict, type Written, writeGenerated } from './write.ts'

export interface ExportOptions extends PlanOptions {
  readonly interpreter: Interpreter
  /** What happens to files that a person changed: kept unless said otherwise. */
  readonly changed?: Choices
  readonly report?: Report
  readonly signal?: AbortSignal
}

export interface Exported {
  readonly plan: Plan
  readonly statements: { readonly kept: number; readonly total: number }
  readonly stages: readonly {
    readonly name: string
    readonly file: string
    readonly kept: number
    readonly total: number
  }[]
  readonly files: Written['files']
  readonly conflicts: readonly Conflict[]
  readonly warnings: readonly string[]
}

/**
 * Writes the scripts and what belongs to them. Nothing is written unless all of it is right: every package is there,
 * and the interpreter parses every script.
 *
 * @throws Problem when the notebook has no right script, or a package is missing
 */
export async function exportPipeline(
  project: Project,
  analysis: Analysis,
  choice: Choice,
  options: ExportOptions,
): Promise<Exported> {
  const { interpreter, report, signal } = options
  const plan = planPipeline(analysis, choice, options)
  report?.({ step: 'export', state: 'working', detail: plan.stages.map(({ name }) => name).join(', ') })
  const packages = await packagesOf(interpreter, plan.modules, project.notebookFolder, signal)
  const needed = [...packages].filter(([name]) => !plan.optionalModules.includes(name))
  refuseMissing(new Map(needed), interpreter, basename(project.notebook))
  refuseMissingData(project, plan)
  const contents = new Map<string, string>()
  const put = (name: string, text: string) => contents.set(`pipeline/${name}`, text)
  put('__init__.py', packageScript(project, plan))
  put('__main__.py', await mainScript(plan))
  put('artifacts.py', await ownText('pipeline_artifacts.py'))
  if (hasShell(plan)) put('shell.py', SHELL_MODULE)
  put('test_pipeline.py', await testScript(project))
  for (const [name, text] of plan.scripts) put(name, text)
  await parseAll(contents, interpreter, signal)
  await refuseUnbound(contents, plan, analysis)
  put('params.yaml', paramsYaml(plan.parameters))
  put('requirements.txt', requirementsText(packages))
  put('dvc.yaml', dvcOf(project, plan))
  const written = await writeGenerated(
    project.folder,
    join(project.state, 'generated.json'),
    contents,
    options.changed,
  )
  if (written.files.some(({ state }) => state === 'written')) await forgetExpected(project)
  return {
    plan,
    statements: {
      kept: plan.stages.reduce((sum, { kept }) => sum + kept, 0),
      total: analysis.statements.length,
    },
    stages: plan.stages.map(({ name, file, kept, total }) => ({ name, file, kept, total })),
    ...written,
    warnings: [...analysis.warnings, ...plan.warnings.filter((each) => !analysis.warnings.includes(each))],
  }
}

function hasShell({ scripts }: Plan): boolean {
  return [...scripts.values()].some((script) => /^from pipeline\.shell import /m.test(script))
}

/** Data that is read, and that no script makes, has to be there: better said now than after a minute of running. */
function refuseMissingData(project: Project, { stages, scripts }: Plan): void {
  const isMade = [...scripts.values()].some((script) => WRITES.test(script))
  const needed = isMade ? [] : stages.flatMap(({ data }) => data.needed)
  const missing = needed.find((path) => !exists(join(project.notebookFolder, path)))
  if (missing !== undefined)
    throw new Problem('The file {0} is missing; nothing was written.', {
      args: [missing],
      where: basename(project.notebook),
      todo: `Put it where the notebook reads it, in ${project.notebookFolder}.`,
    })
}

const WRITES =
  /\.to_\w+\(|(?<!artifacts)\.save\w*\(|\.dump\(|\bopen\(|urlretrieve|subprocess|os\.system|get_ipython\(\)/

function packageScript({ notebook }: Project, { environment }: Plan): string {
  const docstring = `"""The pipeline of ${basename(notebook).replaceAll('"', "'")}: see __main__.py."""\n`
  if (environment.length === 0) return docstring
  return `${docstring}\nimport os\n\n# Libraries read it when they are imported.\n${environment.join('\n')}\n`
}

async function mainScript(plan: Plan): Promise<string> {
  const names = plan.stages.map(({ name }) => `"${name}"`).join(', ')
  return (await ownText('pipeline_main.py'))
    .replace('STAGES = []', `STAGES = [${names}]`)
    .replace('{name}").main()', `{name}").${plan.entry}()`)
}

async function testScript(project: Project): Promise<string> {
  const folder = relative(project.pipeline, project.notebookFolder).replaceAll('\\', '/')
  return (await ownText('pipeline_test.py')).replace(
    'PIPELINE / ".."',
    `PIPELINE / ${JSON.stringify(folder)}`,
  )
}

function ownText(name: string): Promise<string> {
  return readText(join(installFolder(), 'python', name), 'A part of Shiploop')
}

async function parseAll(
  contents: ReadonlyMap<string, string>,
  interpreter: Interpreter,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { faults } = await judgeOf(interpreter)([...contents.values()], signal)
  for (const [at, [file]] of [...contents].entries()) {
    const fault = faults[at]
    if (fault)
      throw new Problem('The script would be no Python {0} ({1}); nothing was written.', {
        args: [interpreter.version, fault.message],
        where: `${file}, line ${fault.line}`,
        todo: 'This is a defect of Shiploop: please report it with the notebook.',
      })
  }
}

function dvcOf(project: Project, plan: Plan): string {
  const slashes = (path: string) => (path === '' ? '.' : path.replaceAll('\\', '/'))
  return dvcYaml(
    plan.stages.map(({ name, data }) => ({
      name,
      data: data.files.filter((path) => exists(join(project.notebookFolder, path))),
    })),
    {
      hasHelpers: plan.scripts.has('helpers.py'),
      hasShell: hasShell(plan),
      parameters: new Set([...plan.parameters].filter(([, values]) => values.size > 0).map(([name]) => name)),
    },
    {
      workingFolder: slashes(relative(project.pipeline, project.notebookFolder)),
      pipeline: slashes(relative(project.notebookFolder, project.pipeline)),
      state: slashes(relative(project.notebookFolder, project.state)),
    },
  )
}
