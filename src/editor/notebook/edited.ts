import * as vscode from 'vscode'

interface Run {
  readonly order: number
  readonly text: string
}

/** Which cells were edited after they ran: what they show is not what they compute now. No file holds this. */
export class EditedCells implements vscode.Disposable {
  private readonly ran = new WeakMap<vscode.NotebookCell, Run>()
  private readonly subscription: vscode.Disposable

  constructor() {
    const { workspace } = vscode
    this.subscription = vscode.Disposable.from(
      workspace.onDidOpenNotebookDocument((notebook) => {
        this.note(notebook.getCells())
      }),
      workspace.onDidChangeNotebookDocument(({ contentChanges, cellChanges }) => {
        this.note(contentChanges.flatMap(({ addedCells }) => addedCells))
        this.note(cellChanges.filter(({ executionSummary }) => executionSummary).map(({ cell }) => cell))
      }),
    )
    for (const notebook of workspace.notebookDocuments) this.note(notebook.getCells())
  }

  /** Indices of the notebook's cells that were edited since they ran last; an edit that was undone is none. */
  in(notebook: vscode.NotebookDocument): number[] {
    return notebook
      .getCells()
      .filter((cell) => {
        const run = this.ran.get(cell)
        return run !== undefined && run.text !== cell.document.getText()
      })
      .map(({ index }) => index)
  }

  dispose(): void {
    this.subscription.dispose()
  }

  /** Keeps what a cell held when it got its execution count. */
  private note(cells: readonly vscode.NotebookCell[]): void {
    for (const cell of cells) {
      const order = cell.executionSummary?.executionOrder
      if (order === undefined) this.ran.delete(cell)
      else if (this.ran.get(cell)?.order !== order)
        this.ran.set(cell, { order, text: cell.document.getText() })
    }
  }
}
