import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as vscode from 'vscode'
import type { CommandArgs, CommandId } from '../../src/contributions.ts'

/** Folder of the small project in the workspace: it becomes one by `init`. */
export const folder = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'flowers')
export const notebook = vscode.Uri.file(join(folder, 'flowers.ipynb'))

/** Which commands were run by a test. */
export const ran = new Set<string>()

export async function run<Id extends CommandId>(id: Id, ...args: CommandArgs<Id>): Promise<unknown> {
  ran.add(id)
  return vscode.commands.executeCommand(id, ...args)
}

/** Runs a command that asks, and takes the first answer each time. */
export async function runTakingFirst<Id extends CommandId>(
  id: Id,
  ...args: CommandArgs<Id>
): Promise<unknown> {
  const result = run(id, ...args)
  const accepting = setInterval(
    () => void vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem'),
    200,
  )
  return result.finally(() => clearInterval(accepting))
}

export async function openNotebook(): Promise<vscode.NotebookDocument> {
  const document = await vscode.workspace.openNotebookDocument(notebook)
  await vscode.window.showNotebookDocument(document)
  return document
}

export function inFolder(...path: string[]): string {
  return join(folder, ...path)
}

/** Records of the turns, oldest first. */
export function records(): string[] {
  const iterations = inFolder('iterations')
  if (!existsSync(iterations)) return []
  return readdirSync(iterations)
    .sort()
    .map((name) => readFileSync(join(iterations, name), 'utf8'))
}

export function tabs(): string[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label))
}

/** Waits until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(50)
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
