import * as vscode from 'vscode'
import type { ProjectWatch } from '../project/watch.ts'
import { say } from '../say.ts'
import { setting } from '../settings.ts'
import { cellId } from '../timebox/activity.ts'
import { badgeText } from './badgeText.ts'
import type { EditedCells } from './edited.ts'
import type { Insights } from './insights.ts'

/** The badge of each code cell: its stages and how much of it is kept, or that it is not in the pipeline. */
export class Badges implements vscode.NotebookCellStatusBarItemProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>()
  readonly onDidChangeCellStatusBarItems = this.changed.event
  private readonly insights: Insights
  private readonly watch: ProjectWatch
  private readonly edited: EditedCells
  private readonly subscriptions: vscode.Disposable

  constructor(insights: Insights, watch: ProjectWatch, edited: EditedCells) {
    this.insights = insights
    this.edited = edited
    this.watch = watch
    const again = () => {
      this.changed.fire()
    }
    this.subscriptions = vscode.Disposable.from(
      vscode.notebooks.registerNotebookCellStatusBarItemProvider('jupyter-notebook', this),
      insights.onDidChange(again),
      watch.onDidChange(again),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('shiploop.notebook.badges')) again()
      }),
    )
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    if (cell.kind !== vscode.NotebookCellKind.Code || !setting('shiploop.notebook.badges', cell.notebook.uri))
      return []
    const insight = this.insights.of(cell.notebook)?.cells.get(cell.index) ?? null
    const badge = badgeText(insight, this.secondsIn(cell), this.isEdited(cell), say)
    if (badge === null) return []
    const item = new vscode.NotebookCellStatusBarItem(badge.text, vscode.NotebookCellStatusBarAlignment.Right)
    item.tooltip = badge.hover
    return [item]
  }

  dispose(): void {
    this.changed.dispose()
    this.subscriptions.dispose()
  }

  private isEdited(cell: vscode.NotebookCell): boolean {
    return this.edited.in(cell.notebook).includes(cell.index)
  }

  private secondsIn(cell: vscode.NotebookCell): number | null {
    const box = this.watch.snapshot?.timeBox
    if (box?.state !== 'running') return null
    return (box.attended.byCell.get(cellId(cell)) ?? 0) / 1000
  }
}
