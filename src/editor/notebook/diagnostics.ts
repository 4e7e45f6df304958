import * as vscode from 'vscode'
import { reasonText } from '../../build/analysis/refusal.ts'
import type { Finding } from '../../build/findings/finding.ts'
import { say } from '../say.ts'
import type { Insights } from './insights.ts'

/** Says on its line why no right script can be given, and what makes the metric mean less than it seems to. */
export class Diagnostics implements vscode.CodeActionProvider, vscode.Disposable {
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
      vscode.languages.registerCodeActionsProvider(
        { notebookType: 'jupyter-notebook', language: 'python' },
        this,
        { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
      ),
    )
  }

  /** The safe edits of the findings on these lines. */
  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const cell = vscode.workspace.notebookDocuments
      .flatMap((notebook) => notebook.getCells())
      .find((each) => each.document === document)
    if (cell === undefined) return []
    const findings = this.insights.of(cell.notebook)?.findings ?? []
    return findings.flatMap((finding) => {
      const { fix, line } = finding
      const here = finding.cell === cell.index && line - 1 >= range.start.line && line - 1 <= range.end.line
      if (fix === undefined || !here) return []
      const action = new vscode.CodeAction(vscode.l10n.t('Add {0}', fix.adds), vscode.CodeActionKind.QuickFix)
      const edited = new vscode.Range(fix.line - 1, fix.column, fix.endLine - 1, fix.endColumn)
      action.edit = new vscode.WorkspaceEdit()
      action.edit.replace(document.uri, edited, fix.text)
      action.isPreferred = true
      return [action]
    })
  }

  dispose(): void {
    this.collection.dispose()
    this.subscription.dispose()
  }

  private show(notebook: vscode.NotebookDocument): void {
    const { refusals, findings } = this.insights.of(notebook) ?? { refusals: [], findings: [] }
    for (const cell of notebook.getCells()) {
      const { document, index } = cell
      this.collection.set(document.uri, [
        ...refusals
          .filter((refusal) => refusal.cell === index)
          .map(({ line, reason }) =>
            diagnostic(
              document,
              line,
              vscode.l10n.t('Shiploop can not export this: {0}', say(reasonText(reason))),
              vscode.DiagnosticSeverity.Warning,
            ),
          ),
        ...findings
          .filter((finding) => finding.cell === index)
          .map((finding) => diagnosticOf(document, finding)),
      ])
    }
  }
}

function diagnosticOf(document: vscode.TextDocument, finding: Finding): vscode.Diagnostic {
  const { Warning, Information } = vscode.DiagnosticSeverity
  const { kind, weight, line, message, todo } = finding
  const found = diagnostic(
    document,
    line,
    `${say(message)} ${say(todo)}`,
    weight === 'serious' ? Warning : Information,
  )
  found.code = say(kind)
  return found
}

function diagnostic(
  document: vscode.TextDocument,
  line: number,
  message: string,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const at = Math.min(line, document.lineCount) - 1
  const found = new vscode.Diagnostic(document.lineAt(at).range, message, severity)
  found.source = 'shiploop'
  return found
}
