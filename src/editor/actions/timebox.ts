/** Commands of the time box. */
import * as vscode from 'vscode'
import { append } from '../../build/timebox/journal.ts'
import { openProjectOf } from '../project/current.ts'
import { openIn, type Snapshot } from '../project/snapshot.ts'
import type { ProjectWatch } from '../project/watch.ts'
import { setting } from '../settings.ts'
import type { TimeBoxRecorder } from '../timebox/recorder.ts'
import { init } from './build.ts'
import type { Worker } from '../work.ts'

interface Parts {
  readonly watch: ProjectWatch
  readonly worker: Worker
  readonly recorder: TimeBoxRecorder
}

/** Starts a box; a notebook without a project gets one first, after a question. */
export async function startTimeBox(parts: Parts, minutes?: number): Promise<void> {
  const { watch } = parts
  if (openIn(watch.state) === null) await init(parts)
  const { project } = openProjectOf(watch)
  const planned =
    minutes ??
    (await askMinutes(
      vscode.l10n.t('Minutes of attended work'),
      project.settings.budgets?.notebook_minutes ?? setting('shiploop.timeBox.minutes'),
    ))
  await append(project, [{ kind: 'start', at: Date.now(), minutes: planned }])
  await watch.refresh()
}

/**
 * Grants more minutes, with a reason, which is asked for where it is not given.
 *
 * @throws CancellationError when no reason is given
 */
export async function extendTimeBox(
  { watch, recorder }: Parts,
  minutes?: number,
  reason?: string,
): Promise<void> {
  const { project } = runningOf(watch)
  const added = minutes ?? (await askMinutes(vscode.l10n.t('Minutes to add'), 15))
  const why =
    reason ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t('Why {0} minutes more?', added),
      prompt: vscode.l10n.t('The plan stays as it was; the reason is kept beside it.'),
      ignoreFocusOut: true, // what is typed is not lost by a click beside it
    }))
  if (!why) throw new vscode.CancellationError()
  await recorder.flush()
  await append(project, [{ kind: 'extend', at: Date.now(), minutes: added, reason: why }])
  await watch.refresh()
}

/** Ends the running box, with what was attended up to now. */
export async function stopTimeBox({ watch, recorder }: Parts): Promise<void> {
  const { project } = runningOf(watch)
  await recorder.flush()
  await append(project, [{ kind: 'stop', at: Date.now() }])
  await watch.refresh()
}

function runningOf(watch: ProjectWatch): Snapshot {
  const snapshot = openProjectOf(watch)
  if (snapshot.timeBox.state !== 'running') throw new vscode.CancellationError()
  return snapshot
}

async function askMinutes(title: string, preset: number): Promise<number> {
  const text = await vscode.window.showInputBox({
    title,
    value: String(preset),
    ignoreFocusOut: true, // the page of the walkthrough takes the focus when it ticks a step
    validateInput: (value) =>
      Number(value) > 0 ? undefined : vscode.l10n.t('A number of minutes above 0, such as 60.'),
  })
  if (text === undefined) throw new vscode.CancellationError()
  return Number(text)
}
