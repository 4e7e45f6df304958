/** Commands that weigh a turn: measure, challenge, decide, report. */
import * as vscode from 'vscode'
import type { RowArgument } from '../../contributions.ts'
import { type Action, ACTIONS, type Iteration } from '../../iteration/record.ts'
import { reportOf } from '../../learn/report.ts'
import { Problem } from '../../platform/problem.ts'
import { actionHelp, actionText } from '../actionText.ts'
import { interpreterFor } from '../interpreter.ts'
import { openProjectOf } from '../project/current.ts'
import type { ProjectWatch } from '../project/watch.ts'
import { say } from '../say.ts'
import type { Worker } from '../work.ts'
import { requireTrust } from './notebook.ts'
import { turnOf } from './pick.ts'

interface Parts {
  readonly watch: ProjectWatch
  readonly worker: Worker
}

/** Writes what the log says into the turn's record, with the advice that follows from it. */
export async function measure({ watch, worker }: Parts): Promise<void> {
  requireTrust()
  const { project } = openProjectOf(watch)
  await worker.run({ title: vscode.l10n.t('Measuring'), verb: 'measure', args: [], cwd: project.folder })
  await watch.refresh()
}

/** Second thoughts: another estimator of the notebook on the same rows. */
export async function challenge({ watch, worker }: Parts, cell?: number): Promise<void> {
  requireTrust()
  const snapshot = openProjectOf(watch)
  const { project } = snapshot
  const chosen = cell ?? (await pickAlternative(turnOf(snapshot)))
  const python = await interpreterFor(vscode.Uri.file(project.notebook))
  await worker.run({
    title: vscode.l10n.t('Challenging with the estimator of cell {0}', chosen),
    verb: 'challenge',
    args: ['--cell', String(chosen), '--python', python.path],
    cwd: project.folder,
  })
  await watch.refresh()
}

async function pickAlternative({ alternatives }: Iteration): Promise<number> {
  if (alternatives === undefined || alternatives.length === 0)
    throw new Problem('The notebook fits no other estimator for the same target.', {
      todo: 'Try one in the notebook, and export it again.',
    })
  const picked = await vscode.window.showQuickPick(
    alternatives.map(({ cell, estimator, variable }) => ({
      label: estimator,
      description: vscode.l10n.t('{0}, cell {1}', variable, cell),
      cell,
    })),
    { title: vscode.l10n.t('Which one shall meet the same rows?') },
  )
  if (picked === undefined) throw new vscode.CancellationError()
  return picked.cell
}

/** Takes the advice, or decides otherwise with a reason. */
export async function decide(
  { watch, worker }: Parts,
  asked?: Action | RowArgument,
  reason?: string,
  iteration?: string,
): Promise<void> {
  requireTrust()
  const snapshot = openProjectOf(watch)
  const turn = turnOf(snapshot, typeof asked === 'object' ? asked : iteration)
  const action = typeof asked === 'string' ? asked : await pickAction(turn)
  const overrides = turn.advice !== undefined && turn.advice.action !== action
  const why = reason ?? (overrides ? await askReason(turn.advice!.action) : undefined)
  await worker.run({
    title: vscode.l10n.t('Deciding: {0}', actionText(action, say)),
    verb: 'decide',
    args: [action, '--iteration', turn.slug, ...(why ? ['--reason', why] : [])],
    cwd: snapshot.project.folder,
  })
  await watch.refresh()
}

async function pickAction({ advice, title }: Iteration): Promise<Action> {
  const others = ACTIONS.filter((action) => action !== advice?.action)
  const picked = await vscode.window.showQuickPick(
    [
      ...(advice === undefined
        ? []
        : [
            {
              label: actionText(advice.action, say),
              description: vscode.l10n.t('advised'),
              detail: advice.reasons.map((reason) => say(reason)).join(' '),
              action: advice.action,
            },
          ]),
      ...others.map((action) => ({
        label: actionText(action, say),
        description: actionHelp(action, say),
        action,
      })),
    ],
    { title: vscode.l10n.t('Decide on "{0}"', title) },
  )
  if (picked === undefined) throw new vscode.CancellationError()
  return picked.action
}

async function askReason(advised: Action): Promise<string> {
  const reason = await vscode.window.showInputBox({
    title: vscode.l10n.t('Why not {0}?', actionText(advised, say)),
    prompt: vscode.l10n.t('The reason is kept in the record.'),
    ignoreFocusOut: true, // what is typed is not lost by a click beside it
  })
  if (!reason) throw new vscode.CancellationError()
  return reason
}

/** The stand-up report, as Markdown in an editor. */
export async function report({ watch }: Pick<Parts, 'watch'>, asked?: string | RowArgument): Promise<void> {
  const turn = turnOf(openProjectOf(watch), asked)
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: reportOf(turn) })
  await vscode.window.showTextDocument(document, { preview: true })
}
