import * as vscode from 'vscode'
import { reasonText } from '../../build/analysis/refusal.ts'
import type { CommandId } from '../../contributions.ts'
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

  /** The safe edits of the findings on these lines; of a refusal there, the order in which there is none. */
  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const cell = vscode.workspace.notebookDocuments
      .flatMap((notebook) => notebook.getCells())
      .find((each) => each.document === document)
    if (cell === undefined) return []
    const { findings, refusals, fileOrderShips } = this.insights.of(cell.notebook) ?? NONE
    const isHere = (found: { readonly cell: number; readonly line: number }) =>
      found.cell === cell.index && found.line - 1 >= range.start.line && found.line - 1 <= range.end.line
    if (fileOrderShips && refusals.some(isHere)) return [readingInFileOrder(cell.notebook.uri)]
    return findings.flatMap((finding) => {
      const { fix } = finding
      if (fix === undefined || !isHere(finding)) return []
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
    const { refusals, findings } = this.insights.of(notebook) ?? NONE
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

const NONE = { refusals: [], findings: [], fileOrderShips: false } as const

function readingInFileOrder(notebook: vscode.Uri): vscode.CodeAction {
  const action = new vscode.CodeAction(
    vscode.l10n.t('Read the cells in the order of the file'),
    vscode.CodeActionKind.QuickFix,
  )
  const id: CommandId = 'shiploop.order.file'
  action.command = { command: id, title: action.title, arguments: [notebook] }
  return action
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
