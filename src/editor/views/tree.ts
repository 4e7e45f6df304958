import * as vscode from 'vscode'
import type { ViewId } from '../../contributions.ts'
import type { Row } from './row.ts'

const COLORS = { bad: 'list.errorForeground', alarm: 'list.warningForeground' } as const

/** Shows rows in a view. `rows` is asked again after each `refresh`. */
export class RowTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>()
  readonly onDidChangeTreeData = this.changed.event
  readonly view: vscode.TreeView<Row>
  private readonly rows: () => readonly Row[]
  private shown = ''

  constructor(id: ViewId, rows: () => readonly Row[]) {
    this.rows = rows
    this.view = vscode.window.createTreeView(id, { treeDataProvider: this, showCollapseAll: false })
  }

  /** Draws again, if anything is different: a view that is redrawn for nothing loses its hover. */
  refresh(): void {
    const rows = JSON.stringify(this.rows())
    if (rows === this.shown) return
    this.shown = rows
    this.changed.fire(undefined)
  }

  getChildren(row?: Row): Row[] {
    return [...(row === undefined ? this.rows() : (row.children ?? []))]
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const { TreeItemCollapsibleState: Collapsible } = vscode
    const inside = row.open === true ? Collapsible.Expanded : Collapsible.Collapsed
    const item = new vscode.TreeItem(row.label, row.children?.length ? inside : Collapsible.None)
    item.id = row.id
    if (row.description !== undefined) item.description = row.description
    item.tooltip = row.tooltip ?? `${row.label} ${row.description ?? ''}`.trim()
    if (row.icon !== undefined)
      item.iconPath = new vscode.ThemeIcon(
        row.icon,
        row.tone === undefined ? undefined : new vscode.ThemeColor(COLORS[row.tone]),
      )
    if (row.kind !== undefined) item.contextValue = row.kind
    if (row.command !== undefined)
      item.command = { command: row.command.id, title: row.label, arguments: [...(row.command.args ?? [])] }
    item.accessibilityInformation = { label: `${row.label} ${row.description ?? ''}`.trim() }
    return item
  }

  dispose(): void {
    this.changed.dispose()
    this.view.dispose()
  }
}
