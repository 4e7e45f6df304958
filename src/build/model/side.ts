/** The side folder: brings what a conversion lacks without touching the person's environment (python/side.py). */
import * as v from 'valibot'
import type { Project } from '../../iteration/project.ts'
import { removeFolder } from '../../platform/files.ts'
import { type Interpreter, ownScript } from '../../platform/interpreter.ts'
import { pipLine, runPip } from '../../platform/pip.ts'
import { Problem } from '../../platform/problem.ts'
import { type Report, timed } from '../../platform/progress.ts'
import { missingForConversion } from './converter.ts'

const answerSchema = v.object({
  folder: v.string(),
  pip: v.nullable(v.array(v.string())),
  versions: v.record(v.string(), v.nullable(v.string())),
  brought: v.record(v.string(), v.string()),
})

export interface SidePlan {
  /** Of this Python, in the project's state. */
  readonly folder: string
  /** `onnx==1.23.2`; empty when the environment has all that a conversion needs. */
  readonly packages: readonly string[]
  /** All of them are in the folder already. */
  readonly isDone: boolean
  /** What runs, as one line for a shell. */
  readonly line: string
  readonly start: readonly string[]
  readonly args: readonly string[]
}

/**
 * What `bringConverter` would do; nothing is written or downloaded yet.
 *
 * @throws Problem when no version fits, or the interpreter has no pip
 */
export async function planConverter(
  project: Project,
  interpreter: Interpreter,
  signal?: AbortSignal,
): Promise<SidePlan> {
  const result = await interpreter.run(ownScript('side.py'), {
    args: [project.side],
    cwd: project.notebookFolder,
    seconds: 60,
    ...(signal && { signal }),
  })
  const lastLine = result.stderr.trimEnd().split('\n').at(-1)
  if (result.code !== 0)
    throw new Problem('{0} did not answer: {1}.', { args: [interpreter.path, lastLine ?? result.end] })
  const { folder, pip, versions, brought } = v.parse(answerSchema, JSON.parse(result.stdout))
  const packages = missingForConversion(interpreter.version, versions)
  // Without dependencies: what the environment has, numpy first of all, must not come a second time.
  const args = ['install', '--target', folder, '--no-deps', '--only-binary=:all:', ...packages]
  const start = pip ?? ['-m', 'pip']
  if (pip === null && packages.length > 0)
    throw new Problem('{0} has no pip.', {
      args: [interpreter.path],
      todo: `Bring the packages with another one: uv pip install --python ${interpreter.path} ${args.slice(1).join(' ')}`,
    })
  const isDone = packages.every((each) => {
    const [name, version] = each.split('==')
    return brought[name!] === version
  })
  return { folder, packages, isDone, line: pipLine(interpreter.path, args, start), start, args }
}

/**
 * Carries the plan out, and tries whether the converter can be imported. When it fails or is cancelled, the folder is gone.
 *
 * @throws Problem when it can't be had, or can't be imported
 */
export function bringConverter(
  project: Project,
  { folder, packages, start, args }: SidePlan,
  { interpreter, report, signal }: { interpreter: Interpreter; report: Report; signal: AbortSignal },
): Promise<void> {
  return timed(
    report,
    'install',
    async () => {
      await removeFolder(folder)
      try {
        const onLine = (line: string) => {
          const doing = /^(Collecting|Downloading|Using cached|Installing).*/.exec(line.trim())?.[0]
          if (doing !== undefined) report({ step: 'install', state: 'working', detail: doing })
        }
        await runPip(interpreter, { start, args, signal, onLine })
        await tryImport(project, interpreter, signal)
      } catch (error) {
        await removeFolder(folder)
        throw error
      }
    },
    () => packages.join(', '),
  )
}

async function tryImport(project: Project, interpreter: Interpreter, signal: AbortSignal): Promise<void> {
  const { code, stderr } = await interpreter.run(ownScript('side.py'), {
    args: [project.side, '--import'],
    cwd: project.notebookFolder,
    signal,
  })
  if (code === 0) return
  throw new Problem('What was installed does not work with this environment: {0}', {
    args: [stderr.trimEnd().split('\n').at(-1) ?? ''],
    where: interpreter.path,
    todo: 'Install skl2onnx in the environment itself, which may change its other packages: python -m pip install skl2onnx',
  })
}
