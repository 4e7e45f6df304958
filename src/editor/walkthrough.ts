/**
 * Which steps of the walkthrough are done, in this window, in another or on the command line.
 *
 * The manifest names two events for each: VS Code 1.139 never ticks a step whose event is true already when the
 * walkthrough is opened for the first time. One of the two turns true when a person comes to it, or leaves it.
 */
import * as vscode from 'vscode'
import type { ContextKey } from '../contributions.ts'
import type { Snapshot } from './project/snapshot.ts'

type Step = Extract<ContextKey, 'notebook' | 'timeBoxed' | 'shipped' | 'sent' | 'decided'>

/** What "Try a Row" sends is the model's own example, not the world. */
const A_TRY = 1

let wasOpen = false

/** Which steps of the walkthrough are done, by what there is to see of the project. */
export function stepsDone(snapshot: Snapshot | null): Readonly<Record<Step, boolean>> {
  const turns = snapshot?.iterations ?? []
  // One that was closed again was opened all the same.
  wasOpen ||= vscode.workspace.notebookDocuments.some(
    ({ notebookType }) => notebookType === 'jupyter-notebook',
  )
  return {
    notebook: wasOpen || turns.length > 0,
    timeBoxed: snapshot !== null && snapshot.timeBox.state !== 'none',
    shipped:
      snapshot?.deployment.state === 'serving' || turns.some(({ deployment }) => deployment !== undefined),
    sent:
      (snapshot?.live?.requests ?? 0) > A_TRY ||
      turns.some(({ requests }) => (requests?.logged ?? 0) > A_TRY),
    decided: turns.some(({ decision }) => decision !== undefined),
  }
}
