import * as vscode from 'vscode'
import type { ProjectWatch } from '../project/watch.ts'
import { isPython, notebookModel } from './document.ts'
import type { Insight } from './insight.ts'

/** Long enough not to analyse at every key, short enough to be there when one looks up. */
const QUIET_MS = 250

/** Keeps the insight of each open notebook; the last one stays until the next is there, so that nothing flickers. */
export class Insights implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.NotebookDocument>()
  readonly onDidChange = this.changed.event
  private readonly log: vscode.LogOutputChannel
  private readonly watch: ProjectWatch
  private counted: string | undefined
  private readonly known = new Map<vscode.NotebookDocument, Insight>()
  private readonly waiting = new Map<vscode.NotebookDocument, NodeJS.Timeout>()
  private readonly subscriptions: vscode.Disposable

  constructor(log: vscode.LogOutputChannel, watch: ProjectWatch) {
    this.log = log
    this.watch = watch
    const { workspace, window } = vscode
    this.subscriptions = vscode.Disposable.from(
      workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        const matters = cellChanges.some(({ document, executionSummary }) => document ?? executionSummary)
        if (contentChanges.length > 0 || matters) this.refresh(notebook)
      }),
      workspace.onDidCloseNotebookDocument((notebook) => {
        clearTimeout(this.waiting.get(notebook))
        this.waiting.delete(notebook)
        this.known.delete(notebook)
      }),
      watch.onDidChange(() => {
        this.recount()
      }),
      window.onDidChangeVisibleNotebookEditors((editors) => {
        for (const { notebook } of editors) if (!this.known.has(notebook)) this.refresh(notebook, 0)
      }),
    )
  }

  /** Begins with the notebooks that are open already. */
  start(): void {
    for (const { notebook } of vscode.window.visibleNotebookEditors) this.refresh(notebook, 0)
  }

  of(notebook: vscode.NotebookDocument): Insight | null {
    return this.known.get(notebook) ?? null
  }

  dispose(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer)
    this.subscriptions.dispose()
    this.changed.dispose()
  }

  /** A run has counted the rows of the project's notebook: that is a finding on its line, too. Or its order is another. */
  private recount(): void {
    const { project, iterations } = this.watch.snapshot ?? {}
    const counted = JSON.stringify([iterations?.at(-1)?.rows, project?.order])
    if (counted === this.counted) return
    this.counted = counted
    for (const notebook of this.waiting.keys()) if (this.isOfProject(notebook)) this.refresh(notebook)
  }

  private async insightOf(notebook: vscode.NotebookDocument): Promise<Insight> {
    const { insightOf } = await import('./insight.ts')
    const snapshot = this.isOfProject(notebook) ? this.watch.snapshot : null
    return insightOf(
      notebookModel(notebook),
      undefined,
      snapshot?.iterations.at(-1)?.rows,
      snapshot?.project.order,
    )
  }

  private isOfProject(notebook: vscode.NotebookDocument): boolean {
    return this.watch.snapshot?.project.notebook === notebook.uri.fsPath
  }

  /** @param wait none where a notebook comes into view: nobody types, and everybody waits */
  private refresh(notebook: vscode.NotebookDocument, wait = QUIET_MS): void {
    if (!isPython(notebook)) return
    clearTimeout(this.waiting.get(notebook))
    this.waiting.set(
      notebook,
      setTimeout(() => void this.analyse(notebook), wait),
    )
  }

  private async analyse(notebook: vscode.NotebookDocument): Promise<void> {
    const asked = this.waiting.get(notebook)
    try {
      const start = performance.now()
      const insight = await this.insightOf(notebook)
      this.log.debug(`analysed ${notebook.uri.fsPath} in ${(performance.now() - start).toFixed(0)} ms`)
      // Edited again meanwhile: a newer analysis is on its way.
      if (notebook.isClosed || this.waiting.get(notebook) !== asked) return
      this.known.set(notebook, insight)
      this.changed.fire(notebook)
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error))
    }
  }
}
