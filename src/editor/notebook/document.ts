import * as vscode from 'vscode'
import type { Cell, Notebook } from '../../build/notebook/notebook.ts'

/** The notebook as it stands in the editor, saved or not. Outputs are left out: no badge depends on them. */
export function notebookModel(document: vscode.NotebookDocument): Notebook {
  return {
    path: document.uri.fsPath,
    name: document.uri.path
      .split('/')
      .at(-1)!
      .replace(/\.ipynb$/, ''),
    language: 'python',
    kernel: 'python3',
    cells: document.getCells().map((cell): Cell => ({
      index: cell.index,
      kind: cell.kind === vscode.NotebookCellKind.Code ? 'code' : 'markdown',
      source: cell.document.getText(),
      executionCount: cell.executionSummary?.executionOrder ?? null,
      outputs: [],
    })),
  }
}

/** Whether it is a Jupyter notebook whose code cells are all Python. */
export function isPython(document: vscode.NotebookDocument): boolean {
  return (
    document.notebookType === 'jupyter-notebook' &&
    document
      .getCells()
      .every((cell) => cell.kind !== vscode.NotebookCellKind.Code || cell.document.languageId === 'python')
  )
}
