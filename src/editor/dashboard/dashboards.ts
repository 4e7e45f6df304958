import * as vscode from 'vscode'
import type { RowArgument } from '../../contributions.ts'
import { Problem } from '../../platform/problem.ts'
import { openProjectOf } from '../project/current.ts'
import { turnOf } from '../actions/pick.ts'
import type { ProjectWatch } from '../project/watch.ts'
import type { DashboardPanel } from './panel.ts'

/** Opens the one dashboard tab; its code is loaded with it. */
export class Dashboards implements vscode.Disposable {
  private readonly extension: vscode.Uri
  private readonly watch: ProjectWatch
  private readonly restoring: vscode.Disposable
  private panel: DashboardPanel | null = null

  constructor(extension: vscode.Uri, watch: ProjectWatch) {
    this.extension = extension
    this.watch = watch
    this.restoring = vscode.window.registerWebviewPanelSerializer('shiploop.dashboard', {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        // A tab in the background comes back when it is looked at: another may have been opened meanwhile.
        if (this.panel !== null) panel.dispose()
        else (await this.opened(panel)).goOn(state)
      },
    })
  }

  async open(turn?: string | RowArgument): Promise<void> {
    const snapshot = openProjectOf(this.watch)
    const shown = snapshot.iterations.length === 0 ? null : turnOf(snapshot, named(turn)).id
    ;(await this.opened()).show(shown)
  }

  /** A turn beside the one before it. */
  async compare(turn?: string | RowArgument): Promise<void> {
    const snapshot = openProjectOf(this.watch)
    const after = turnOf(snapshot, named(turn))
    const before = snapshot.iterations[snapshot.iterations.indexOf(after) - 1]
    if (before === undefined)
      throw new Problem('There is no turn before "{0}" to compare with.', { args: [after.title] })
    ;(await this.opened()).show(after.id, before.id)
  }

  dispose(): void {
    this.restoring.dispose()
    this.panel?.dispose()
  }

  private async opened(before?: vscode.WebviewPanel): Promise<DashboardPanel> {
    if (this.panel !== null) return this.panel
    const { DashboardPanel } = (await import('../later.ts')).panel
    const closed = () => {
      this.panel = null
    }
    this.panel ??= new DashboardPanel(this.extension, this.watch, closed, before)
    return this.panel
  }
}

/** Only rows of turns name one: the other rows' ids are none. */
function named(turn?: string | RowArgument): string | RowArgument | undefined {
  return typeof turn === 'object' && !/^\d{8}T\d{6}Z/.test(turn.id) ? undefined : turn
}
