import * as vscode from 'vscode'
import type { Insights } from './insights.ts'

/** Says on its line why no right script can be given. */
export class Diagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('shiploop')
  private readonly insights: Insights
  private readonly subscription: vscode.Disposable

  constructor(insights: Insights) {
    this.insights = insights
    this.subscription = vscode.Disposable.from(
      insights.onDidChange((notebook) => {
        this.show(notebook)
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        for (const cell of notebook.getCells()) this.collection.delete(cell.document.uri)
      }),
    )
  }

  dispose(): void {
    this.collection.dispose()
    this.subscription.dispose()
  }

  private show(notebook: vscode.NotebookDocument): void {
    const refusals = this.insights.of(notebook)?.refusals ?? []
    for (const cell of notebook.getCells()) {
      const own = refusals.filter((refusal) => refusal.cell === cell.index)
      this.collection.set(
        cell.document.uri,
        own.map(({ line, reason }) => {
          const at = Math.min(line, cell.document.lineCount) - 1
          const diagnostic = new vscode.Diagnostic(
            cell.document.lineAt(at).range,
            vscode.l10n.t('Shiploop can not export this: {0}', reason),
            vscode.DiagnosticSeverity.Warning,
          )
          diagnostic.source = 'shiploop'
          return diagnostic
        }),
      )
    }
  }
}
