import * as vscode from 'vscode'
import { type ContextKey, contextKeys } from '../contributions.ts'
import { openIn, type ProjectState } from './project/snapshot.ts'
import { stepsDone } from './walkthrough.ts'

const told = new Map<string, unknown>()

/** Sets the context keys that follow from the project's state. */
export function tellContexts(state: ProjectState, working: boolean): void {
  const snapshot = openIn(state)
  const keys: Readonly<Record<ContextKey, boolean>> = {
    // Also one whose file is broken: its commands say what is wrong with it.
    project: snapshot !== null || state.state === 'broken',
    ready: state.state === 'none' || state.state === 'open',
    turns: (snapshot?.iterations.length ?? 0) > 0,
    serving: snapshot?.deployment.state === 'serving',
    alarm: snapshot?.live?.findings?.deployment.alarm === true,
    timeBox: snapshot?.timeBox.state === 'running',
    working,
    ...stepsDone(snapshot),
  }
  for (const [key, value] of Object.entries(keys) as [ContextKey, boolean][]) {
    if (told.get(key) === value) continue
    told.set(key, value)
    void vscode.commands.executeCommand('setContext', contextKeys[key], value)
  }
}
