import * as vscode from 'vscode'
import type { Activity } from '../../build/timebox/attended.ts'

/** Events closer together than this are one activity: every gap inside counts anyway. */
const BURST_MS = 1000

/**
 * What a person does in this window while it has the focus: edits, selections, cells added or moved, saves, runs. Outputs
 * and execution times are the machine's doing and do not count.
 */
export class ActivityListener implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable
  private readonly tell: (activity: Activity) => void
  private burst: Activity | null = null
  /** Cells that run now, and when the last of them ended: a run of many cells is begun by a person once. */
  private readonly running = new Set<string>()
  private ended = 0

  /** @param tell gets each stretch of activity once it is over */
  constructor(tell: (activity: Activity) => void) {
    this.tell = tell
    const { workspace, window } = vscode
    this.subscriptions = vscode.Disposable.from(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && isWritten(document) && isActive(document))
          this.happened(cellOf(document))
      }),
      window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
        if (kind !== undefined && isWritten(textEditor.document)) this.happened(cellOf(textEditor.document))
      }),
      window.onDidChangeNotebookEditorSelection(({ notebookEditor }) => {
        this.happened(cellAt(notebookEditor))
      }),
      workspace.onDidChangeNotebookDocument(({ contentChanges, cellChanges }) => {
        if (contentChanges.length > 0) this.happened(null)
        for (const { cell, executionSummary } of cellChanges)
          if (executionSummary) this.ran(cell, executionSummary)
      }),
      workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (reason === vscode.TextDocumentSaveReason.Manual) this.happened(cellOf(document))
      }),
      workspace.onWillSaveNotebookDocument(({ reason }) => {
        if (reason === vscode.TextDocumentSaveReason.Manual) this.happened(null)
      }),
    )
  }

  /** Hands over the stretch that has not ended yet. */
  flush(): void {
    if (this.burst !== null) this.tell(this.burst)
    this.burst = null
  }

  dispose(): void {
    this.flush()
    this.subscriptions.dispose()
  }

  private happened(cell: string | null): void {
    if (!vscode.window.state.focused) return
    const now = Date.now()
    if (this.burst !== null && now - this.burst.from < BURST_MS && cell === this.burst.cell)
      this.burst = { ...this.burst, to: now }
    else {
      this.flush()
      this.burst = { from: now, to: now, cell }
    }
  }

  private ran(cell: vscode.NotebookCell, { success }: vscode.NotebookCellExecutionSummary): void {
    const key = cell.document.uri.toString()
    if (success !== undefined) {
      this.running.delete(key)
      this.ended = Date.now()
      return
    }
    const begun = this.running.size === 0 && Date.now() - this.ended > BURST_MS
    this.running.add(key)
    if (begun) this.happened(cellId(cell))
  }
}

function isWritten({ uri }: vscode.TextDocument): boolean {
  return ['file', 'untitled', 'vscode-notebook-cell'].includes(uri.scheme)
}

/** A document that a program changes in the background is nobody's edit. */
function isActive(document: vscode.TextDocument): boolean {
  return vscode.window.activeTextEditor?.document === document
}

function cellOf(document: vscode.TextDocument): string | null {
  if (document.uri.scheme !== 'vscode-notebook-cell') return null
  for (const notebook of vscode.workspace.notebookDocuments)
    for (const cell of notebook.getCells()) if (cell.document === document) return cellId(cell)
  return null
}

function cellAt({ notebook, selection }: vscode.NotebookEditor): string | null {
  return selection.start < notebook.cellCount ? cellId(notebook.cellAt(selection.start)) : null
}

/** The cell's id in the file, which stays when cells move; its place where an old file has none. */
export function cellId(cell: vscode.NotebookCell): string {
  const { id } = cell.metadata as { id?: unknown }
  return typeof id === 'string' ? id : `#${cell.index}`
}
