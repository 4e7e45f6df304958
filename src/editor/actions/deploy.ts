/** Commands on what runs: deploy, stop, replay, feedback, try a row, acknowledge. */
import { join } from 'node:path'
import * as vscode from 'vscode'
import type { RowArgument } from '../../contributions.ts'
import { readReference, readSignature } from '../../build/model/folder.ts'
import { ModelClient } from '../../deploy/client.ts'
import type { Serving } from '../../deploy/deployment.ts'
import { Problem } from '../../platform/problem.ts'
import type { Snapshot } from '../project/snapshot.ts'
import { openProjectOf } from '../project/current.ts'
import type { ProjectWatch } from '../project/watch.ts'
import type { Worker } from '../work.ts'
import { requireTrust } from './notebook.ts'
import { pickFile, turnOf } from './pick.ts'

interface Parts {
  readonly watch: ProjectWatch
  readonly worker: Worker
}

/** Serves a turn's model, as the champion or as a shadow beside it; the newest turn where none is asked for. */
export async function deploy(
  { watch, worker }: Parts,
  asked?: string | RowArgument,
  shadow = false,
): Promise<void> {
  requireTrust()
  const snapshot = openProjectOf(watch)
  const turn = turnOf(snapshot, asked)
  await worker.run({
    title: shadow
      ? vscode.l10n.t('Deploying "{0}" as a shadow', turn.title)
      : vscode.l10n.t('Deploying "{0}"', turn.title),
    verb: 'deploy',
    args: ['--iteration', turn.slug, ...(shadow ? ['--shadow'] : [])],
    cwd: snapshot.project.folder,
  })
  await watch.refresh()
}

/** Ends the project's server. */
export async function stop({ watch, worker }: Parts): Promise<void> {
  const { project } = openProjectOf(watch)
  await worker.run({
    title: vscode.l10n.t('Stopping the server'),
    verb: 'stop',
    args: [],
    cwd: project.folder,
  })
  await watch.refresh()
}

/** Sends the rows of a table as requests, and their labels after them when a column holds them. */
export async function replay({ watch, worker }: Parts, file?: vscode.Uri, label?: string): Promise<void> {
  requireTrust()
  const snapshot = openProjectOf(watch)
  const serving = servingOf(snapshot)
  const table = file ?? (await pickFile(vscode.l10n.t('Rows to send as requests'), snapshot.project.folder))
  const column = label ?? (file === undefined ? await askLabel(snapshot, serving) : undefined)
  await worker.run({
    title: vscode.l10n.t('Sending {0}', vscode.workspace.asRelativePath(table)),
    verb: 'replay',
    args: [table.fsPath, ...(column ? ['--label', column] : [])],
    cwd: snapshot.project.folder,
  })
  await watch.refresh()
}

/** Sends labels from a file, which the person picks where none is given. */
export async function feedback({ watch, worker }: Parts, file?: vscode.Uri): Promise<void> {
  requireTrust()
  const snapshot = openProjectOf(watch)
  servingOf(snapshot)
  const table =
    file ??
    (await pickFile(
      vscode.l10n.t('Labels: a table with the columns id, row and truth'),
      snapshot.project.folder,
    ))
  await worker.run({
    title: vscode.l10n.t('Sending labels of {0}', vscode.workspace.asRelativePath(table)),
    verb: 'feedback',
    args: [table.fsPath],
    cwd: snapshot.project.folder,
  })
  await watch.refresh()
}

/** Sends one row of the reference, so that a person sees the model answer. */
export async function tryRow({ watch }: Pick<Parts, 'watch'>): Promise<string> {
  const snapshot = openProjectOf(watch)
  const serving = servingOf(snapshot)
  const folder = join(snapshot.project.models, serving.model)
  const [signature, reference] = await Promise.all([readSignature(folder), readReference(folder)])
  const index = reference.tested.row[0] ?? 0
  const row = Object.fromEntries(
    signature.inputs.map(({ name }) => [name, reference.columns[name]?.[index] ?? null]),
  )
  const client = await ModelClient.of(serving)
  try {
    const answer = await client.predict([row])
    const sure = answer.probabilities?.[0] && Math.max(...answer.probabilities[0])
    const inputs = Object.entries(row).map(([name, value]) => `${name} ${value ?? '-'}`)
    const sentence = vscode.l10n.t(
      '{0} is {1}{2} for {3}',
      signature.target,
      String(answer.predictions[0]),
      sure === undefined ? '' : ` (${(sure * 100).toFixed(0)}%)`,
      inputs.join(', '),
    )
    void vscode.window.showInformationMessage(sentence)
    return sentence
  } finally {
    client.close()
    await watch.refresh()
  }
}

/** Takes note of an alarm: from here on the monitors look for the next one. */
export async function acknowledge({ watch }: Pick<Parts, 'watch'>): Promise<void> {
  const client = await ModelClient.of(servingOf(openProjectOf(watch)))
  try {
    await client.acknowledge()
  } finally {
    client.close()
  }
  await watch.refresh()
}

function servingOf({ deployment }: Snapshot): Serving {
  if (deployment.state === 'serving') return deployment
  throw new Problem('No model is being served.', { todo: 'Deploy one first.' })
}

async function askLabel({ project }: Snapshot, serving: Serving): Promise<string | undefined> {
  const { target } = await readSignature(join(project.models, serving.model))
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: vscode.l10n.t('Send labels too'),
        description: vscode.l10n.t('from the column {0}', target),
        column: target,
      },
      {
        label: vscode.l10n.t('Rows only'),
        description: vscode.l10n.t('labels come later, or never'),
        column: '',
      },
    ],
    // The file dialog before it gives the focus back to the editor, sometimes after this list is shown.
    { title: vscode.l10n.t('Does the table hold the truth?'), ignoreFocusOut: true },
  )
  if (picked === undefined) throw new vscode.CancellationError()
  return picked.column || undefined
}
