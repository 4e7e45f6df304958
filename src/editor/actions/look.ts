/** Commands that open something to look at. */
import { basename, join } from 'node:path'
import * as v from 'valibot'
import * as vscode from 'vscode'
import type { RowArgument } from '../../contributions.ts'
import { Problem } from '../../platform/problem.ts'
import { interpreterFor } from '../interpreter.ts'
import type { Analyst } from '../notebook/analyst.ts'
import { notebookModel } from '../notebook/document.ts'
import { surroundingsOf } from '../notebook/surroundings.ts'
import { openProjectOf } from '../project/current.ts'
import type { ProjectWatch } from '../project/watch.ts'
import type { Worker } from '../work.ts'
import { requireTrust, savedNotebook } from './notebook.ts'
import { turnOf } from './pick.ts'

/** Opens a turn's record as the file that it is. */
export async function openRecord(watch: ProjectWatch, asked?: string | RowArgument): Promise<void> {
  const snapshot = openProjectOf(watch)
  await show(join(snapshot.project.iterations, `${turnOf(snapshot, asked).id}.yaml`))
}

/** Opens a script of the pipeline. */
export async function openStage(file?: string): Promise<void> {
  if (file !== undefined) await show(file)
}

/** Selects in the notebook, as it stands now, the cells that a stage's statements come from. */
export async function showCells(watch: ProjectWatch, analyst: Analyst, row?: RowArgument): Promise<void> {
  const snapshot = openProjectOf(watch)
  const stage = row?.id.replace(/^stage /, '')
  const uri = vscode.Uri.file(snapshot.project.notebook)
  const notebook = await vscode.workspace.openNotebookDocument(uri)
  const { cells } = await analyst.insightOf({
    ...(await surroundingsOf(notebook)),
    notebook: notebookModel(notebook),
    cell: turnOf(snapshot).cell,
    order: snapshot.project.order,
  })
  const found = [...cells]
    .filter(([, { stages }]) => stage === undefined || stages.includes(stage))
    .map(([index]) => new vscode.NotebookRange(index, index + 1))
    .toSorted((one, other) => one.start - other.start)
  const [first] = found
  if (first === undefined)
    throw new Problem('No cell of the notebook is in the stage {0} any more.', {
      args: [stage ?? ''],
      todo: 'Export the pipeline again.',
    })
  const editor = await vscode.window.showNotebookDocument(notebook, { selections: found })
  editor.revealRange(first, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport)
}

/** Opens shiploop.yaml, above all where it is what keeps the project from opening. */
export async function openSettings(watch: ProjectWatch): Promise<void> {
  const state = watch.state
  if (state.state === 'broken') await show(join(state.folder, 'shiploop.yaml'))
  else await show(openProjectOf(watch).project.settingsFile)
}

async function show(path: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: true })
}

const sliceAnswer = v.object({ source: v.string() })

/** The least of the notebook that a cell needs, as a script beside it. */
export async function slice(worker: Worker, cell?: number): Promise<void> {
  requireTrust()
  const notebook = await savedNotebook()
  const asked = cell ?? vscode.window.activeNotebookEditor?.selection.start
  if (asked === undefined) throw new Problem('No cell is selected.', { todo: 'Select the cell to slice to.' })
  const python = await interpreterFor(notebook)
  const answer = await worker.run({
    title: vscode.l10n.t('Slicing to cell {0}', asked),
    verb: 'slice',
    args: [notebook.fsPath, '--cell', String(asked), '--python', python.path],
    cwd: vscode.Uri.joinPath(notebook, '..').fsPath,
  })
  const { source } = v.parse(sliceAnswer, answer)
  const document = await vscode.workspace.openTextDocument({ language: 'python', content: source })
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside })
}

/** Lets the person choose which project of the workspace the views show. */
export async function selectProject(watch: ProjectWatch): Promise<void> {
  const folders = await watch.projects()
  const picked = await vscode.window.showQuickPick(
    folders.map((folder) => ({
      label: nameOf(folder),
      description: folder,
      folder,
    })),
    { title: vscode.l10n.t('Project to show') },
  )
  if (picked === undefined) return
  watch.open(picked.folder)
  await watch.refresh()
}

/** The way to it from the workspace's folder; of that folder itself its name. */
function nameOf(folder: string): string {
  const path = vscode.workspace.asRelativePath(folder)
  return path === folder ? basename(folder) : path
}
