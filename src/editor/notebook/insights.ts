import * as vscode from 'vscode'
import type { ProjectWatch } from '../project/watch.ts'
import type { Analyst } from './analyst.ts'
import { isPython, notebookModel } from './document.ts'
import type { Insight, Question } from './insight.ts'

/** Long enough not to analyse at every key, short enough to be there when one looks up. */
const QUIET_MS = 250

/** Keeps the insight of each open notebook; the last one stays until the next is there, so that nothing flickers. */
export class Insights implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.NotebookDocument>()
  readonly onDidChange = this.changed.event
  private readonly log: vscode.LogOutputChannel
  private readonly watch: ProjectWatch
  private readonly analyst: Analyst
  private counted: string | undefined
  private readonly known = new Map<vscode.NotebookDocument, Insight>()
  private readonly waiting = new Map<vscode.NotebookDocument, NodeJS.Timeout>()
  /** What is being analysed. */
  private readonly running = new Map<vscode.NotebookDocument, AbortController>()
  private readonly subscriptions: vscode.Disposable

  constructor(log: vscode.LogOutputChannel, watch: ProjectWatch, analyst: Analyst) {
    this.log = log
    this.watch = watch
    this.analyst = analyst
    const { workspace, window } = vscode
    this.subscriptions = vscode.Disposable.from(
      workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        const matters = cellChanges.some(({ document, executionSummary }) => document ?? executionSummary)
        if (contentChanges.length > 0 || matters) this.refresh(notebook)
      }),
      workspace.onDidCloseNotebookDocument((notebook) => {
        clearTimeout(this.waiting.get(notebook))
        this.waiting.delete(notebook)
        this.forget(notebook)
        this.known.delete(notebook)
      }),
      watch.onDidChange(() => {
        this.recount()
      }),
      window.onDidChangeVisibleNotebookEditors((editors) => {
        for (const { notebook } of editors) if (!this.known.has(notebook)) this.refresh(notebook, 0)
      }),
      workspace.onDidGrantWorkspaceTrust(() => void this.askAgain(() => true)),
      workspace.onDidChangeConfiguration((change) => {
        const matters = (notebook: vscode.NotebookDocument) =>
          change.affectsConfiguration('shiploop.python', notebook.uri)
        if (change.affectsConfiguration('shiploop.python')) void this.askAgain(matters)
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
    for (const stop of this.running.values()) stop.abort()
    this.subscriptions.dispose()
    this.changed.dispose()
  }

  /** Another Python may run the notebooks from now on. */
  private async askAgain(matters: (notebook: vscode.NotebookDocument) => boolean): Promise<void> {
    const { forgetVersions } = (await import('../later.ts')).surroundings
    for (const notebook of this.waiting.keys())
      if (matters(notebook)) {
        forgetVersions(notebook)
        this.refresh(notebook)
      }
  }

  /** A run has counted the rows of the project's notebook: that is a finding on its line, too. Or its order or Python is another. */
  private recount(): void {
    const { project, iterations } = this.watch.snapshot ?? {}
    const counted = JSON.stringify([iterations?.at(-1)?.rows, project?.order, project?.settings.python])
    if (counted === this.counted) return
    this.counted = counted
    void this.askAgain((notebook) => this.isOfProject(notebook))
  }

  private async questionOf(notebook: vscode.NotebookDocument): Promise<Question> {
    const { surroundingsOf } = (await import('../later.ts')).surroundings
    const surroundings = await surroundingsOf(notebook)
    const snapshot = this.isOfProject(notebook) ? this.watch.snapshot : null
    return {
      ...surroundings,
      notebook: notebookModel(notebook),
      rows: snapshot?.iterations.at(-1)?.rows,
      order: snapshot?.project.order,
    }
  }

  private isOfProject(notebook: vscode.NotebookDocument): boolean {
    return this.watch.snapshot?.project.notebook === notebook.uri.fsPath
  }

  /** @param wait none where a notebook comes into view: nobody types, and everybody waits */
  private refresh(notebook: vscode.NotebookDocument, wait = QUIET_MS): void {
    if (!isPython(notebook)) return
    clearTimeout(this.waiting.get(notebook))
    this.forget(notebook)
    this.waiting.set(
      notebook,
      setTimeout(() => void this.analyse(notebook), wait),
    )
  }

  private async analyse(notebook: vscode.NotebookDocument): Promise<void> {
    this.forget(notebook)
    const stop = new AbortController()
    this.running.set(notebook, stop)
    try {
      const start = performance.now()
      const insight = await this.analyst.insightOf(await this.questionOf(notebook), stop.signal)
      this.log.debug(`analysed ${notebook.uri.fsPath} in ${(performance.now() - start).toFixed(0)} ms`)
      if (stop.signal.aborted) return
      this.known.set(notebook, insight)
      this.changed.fire(notebook)
    } catch (error) {
      if (!stop.signal.aborted) this.log.error(error instanceof Error ? error : String(error))
    }
  }

  /** Edited again, or closed: nobody waits for what is being analysed. */
  private forget(notebook: vscode.NotebookDocument): void {
    this.running.get(notebook)?.abort()
    this.running.delete(notebook)
  }
}
