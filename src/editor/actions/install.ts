/** Brings what is missing: the converter into a folder of its own; what the notebook imports, only by the person's hand. */
import * as vscode from 'vscode'
import { planConverter, type SidePlan } from '../../build/model/side.ts'
import { pipLine } from '../../platform/pip.ts'
import type { Remedy } from '../../platform/problem.ts'
import { interpreterFor } from '../interpreter.ts'
import { openProjectOf } from '../project/current.ts'
import type { ProjectWatch } from '../project/watch.ts'
import type { Worker } from '../work.ts'
import { requireTrust } from './notebook.ts'

interface Parts {
  readonly watch: ProjectWatch
  readonly worker: Worker
}
interface Options {
  readonly confirmed?: boolean
}

/** Shows the exact line first; nothing is installed unless it is agreed to. */
export async function install(
  parts: Parts,
  remedy: Remedy = { kind: 'converter' },
  options: Options = {},
): Promise<void> {
  requireTrust()
  if (remedy.kind === 'packages') await installPackages(remedy)
  else await installConverter(parts, options)
}

async function installConverter({ watch, worker }: Parts, { confirmed }: Options): Promise<void> {
  const { project } = openProjectOf(watch)
  const python = await interpreterFor(vscode.Uri.file(project.notebook))
  const plan = await planConverter(project, python)
  if (plan.isDone) {
    void vscode.window.showInformationMessage(vscode.l10n.t('All that a conversion needs is there.'))
    return
  }
  if (confirmed !== true) await agree(plan)
  await vscode.commands.executeCommand('shiploop.pipeline.focus')
  await worker.run({
    title: vscode.l10n.t('Installing the model converter'),
    verb: 'install',
    args: ['--python', python.path],
    cwd: project.folder,
  })
  await watch.refresh()
  offerToShip(
    vscode.l10n.t('The model converter is installed. Your environment is as it was.'),
    vscode.Uri.file(project.notebook),
  )
}

/** @param notebook without it, the one that is open */
function offerToShip(sentence: string, notebook?: vscode.Uri): void {
  const again = vscode.l10n.t('Ship Again')
  // Not awaited: the command is over, the message may stay.
  void vscode.window
    .showInformationMessage(sentence, again)
    .then((answer) => answer === again && vscode.commands.executeCommand('shiploop.ship', notebook))
}

async function agree({ line, folder }: SidePlan): Promise<void> {
  const yes = vscode.l10n.t('Install')
  const detail = [
    vscode.l10n.t('Your environment stays as it is: only the conversion sees {0}.', folder),
    '',
    vscode.l10n.t('This runs:'),
    line,
  ].join('\n')
  await answered(vscode.l10n.t('Install the model converter?'), detail, line, yes)
}

/** The environment is the person's: a task that they start themselves, in a terminal that they see. */
async function installPackages({ python, packages }: Extract<Remedy, { kind: 'packages' }>): Promise<void> {
  const args = ['install', ...packages]
  const line = pipLine(python, args)
  const detail = [
    vscode.l10n.t('This changes the environment of the notebook. It runs, in a terminal:'),
    line,
  ].join('\n')
  const question = vscode.l10n.t('Install {0} in your environment?', packages.join(', '))
  await answered(question, detail, line, vscode.l10n.t('Run in Terminal'))
  const task = new vscode.Task(
    { type: 'process' },
    vscode.TaskScope.Workspace,
    vscode.l10n.t('Install {0}', packages.join(', ')),
    'shiploop',
    new vscode.ProcessExecution(python, ['-m', 'pip', ...args]),
    [],
  )
  const code = await ended(task)
  // After a failure the terminal says why.
  if (code === 0) offerToShip(vscode.l10n.t('Installed: {0}.', packages.join(', ')))
}

/** Runs a task to its end. @returns its exit code; undefined when it was ended, or never became a process */
async function ended(task: vscode.Task): Promise<number | undefined> {
  const isIts = (execution: vscode.TaskExecution) =>
    execution.task.source === task.source && execution.task.name === task.name
  const listeners: vscode.Disposable[] = []
  const end = new Promise<number | undefined>((resolve) => {
    listeners.push(
      vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (isIts(execution)) resolve(exitCode)
      }),
      vscode.tasks.onDidEndTask(({ execution }) => {
        if (isIts(execution)) resolve(undefined)
      }),
    )
  })
  try {
    await vscode.tasks.executeTask(task)
    return await end
  } finally {
    vscode.Disposable.from(...listeners).dispose()
  }
}

/** Asks with the line in sight. The line can be copied instead: then it is the person who runs it, or not. */
async function answered(question: string, detail: string, line: string, yes: string): Promise<void> {
  const copy = vscode.l10n.t('Copy the Line')
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, yes, copy)
  if (answer === copy) await vscode.env.clipboard.writeText(line)
  if (answer !== yes) throw new vscode.CancellationError()
}
