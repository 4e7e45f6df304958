/** What the analysis is told besides the notebook's text: by its folder, and by its Python. Loaded with the first question. */
import { dirname } from 'node:path'
import * as vscode from 'vscode'
import type { Versions } from '../../build/analysis/program.ts'
import { modulesIn } from '../../platform/files.ts'
import { judgeOf } from '../../platform/python.ts'
import { interpreterFor } from '../interpreter.ts'
import type { Question } from './insight.ts'

/** The versions are asked for once while a notebook is open: an answer takes a process. */
const known = new WeakMap<vscode.NotebookDocument, Promise<Versions>>()

/** @returns no versions where the workspace is not trusted, whose Python is not run, and where there is no Python */
export async function surroundingsOf(
  notebook: vscode.NotebookDocument,
): Promise<Pick<Question, 'beside' | 'versions'>> {
  if (notebook.uri.scheme !== 'file') return {}
  const beside = await modulesIn(dirname(notebook.uri.fsPath))
  if (!vscode.workspace.isTrusted) return { beside }
  const asked = known.get(notebook) ?? versionsFor(notebook.uri).catch(() => ({}))
  known.set(notebook, asked)
  return { beside, versions: await asked }
}

/** Asks again with the next question: it may be another Python, or what it has may be new. */
export function forgetVersions(notebook: vscode.NotebookDocument): void {
  known.delete(notebook)
}

async function versionsFor(notebook: vscode.Uri): Promise<Versions> {
  return (await judgeOf(await interpreterFor(notebook))([])).versions
}
