import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import * as vscode from 'vscode'
import { type FromPage, fromPageSchema, pageStateSchema, type ToPage } from '../../contract.ts'
import type { Iteration } from '../../iteration/record.ts'
import { Problem } from '../../platform/problem.ts'
import { problemText } from '../problemText.ts'
import { openIn, type Snapshot } from '../project/snapshot.ts'
import type { ProjectWatch } from '../project/watch.ts'
import { say } from '../say.ts'
import { columnHistogram, logFacts } from './log.ts'
import { dashboardOf } from './model.ts'

/** The dashboard: one editor tab, which shows one turn of the window's project and follows it. */
export class DashboardPanel implements vscode.Disposable {
  private readonly panel: vscode.WebviewPanel
  private readonly watch: ProjectWatch
  private readonly subscriptions: vscode.Disposable[]
  private turn: string | null = null
  private comparing: string | null = null

  /** @param panel the tab of a window that was loaded anew; without it, a new one */
  constructor(extension: vscode.Uri, watch: ProjectWatch, onClose: () => void, panel?: vscode.WebviewPanel) {
    this.watch = watch
    const media = vscode.Uri.joinPath(extension, 'media')
    const dist = vscode.Uri.joinPath(extension, 'dist')
    const title = vscode.l10n.t('Dashboard')
    this.panel =
      panel ?? vscode.window.createWebviewPanel('shiploop.dashboard', title, vscode.ViewColumn.Active)
    this.panel.webview.options = { enableScripts: true, localResourceRoots: [media, dist] }
    this.panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'dashboard-light.svg'),
      dark: vscode.Uri.joinPath(media, 'dashboard-dark.svg'),
    }
    this.panel.webview.html = pageOf(this.panel.webview, media, dist)
    this.subscriptions = [
      this.panel.webview.onDidReceiveMessage(
        (message: unknown) => void this.heard(v.parse(fromPageSchema, message)),
      ),
      this.panel.onDidChangeViewState(() => void this.draw()),
      watch.onDidChange(() => void this.draw()),
      this.panel.onDidDispose(onClose),
    ]
  }

  /** Shows what the page of an earlier window showed. */
  goOn(state: unknown): void {
    const before = v.safeParse(pageStateSchema, state)
    if (!before.success) return
    this.turn = before.output.turn
    this.comparing = before.output.comparing
    void this.draw()
  }

  /** Shows a turn, or the newest; with `comparing` only what differs from another comes first. */
  show(turn: string | null, comparing: string | null = null): void {
    this.turn = turn
    this.comparing = comparing
    this.panel.reveal()
    void this.draw()
  }

  dispose(): void {
    this.panel.dispose()
    vscode.Disposable.from(...this.subscriptions).dispose()
  }

  private async heard(message: FromPage): Promise<void> {
    const shown = this.shown()
    switch (message.type) {
      case 'ready':
        return this.draw()
      case 'turn':
        this.show(message.id, message.comparing)
        return
      case 'take':
        if (shown?.turn.advice)
          await vscode.commands.executeCommand(
            'shiploop.decide',
            shown.turn.advice.action,
            undefined,
            shown.turn.id,
          )
        return
      case 'otherwise':
        if (shown) await vscode.commands.executeCommand('shiploop.decide', { id: shown.turn.id })
        return
      case 'histogram': {
        if (!shown) return
        const { project } = shown.snapshot
        const histogram = await columnHistogram(project, shown.turn, message.column)
        if (histogram !== null) await this.post({ type: 'histogram', histogram })
      }
    }
  }

  private shown(): { snapshot: Snapshot; turn: Iteration; before: Iteration | null } | null {
    const snapshot = this.watch.snapshot
    const find = (id: string | null) => snapshot?.iterations.find((iteration) => iteration.id === id) ?? null
    const turn = find(this.turn) ?? snapshot?.iterations.at(-1) ?? null
    return snapshot === null || turn === null ? null : { snapshot, turn, before: find(this.comparing) }
  }

  private async draw(): Promise<void> {
    if (!this.panel.visible || this.watch.state.state === 'reading') return
    const shown = this.shown()
    if (shown === null) {
      await this.post({ type: 'empty', sentence: this.nothing() })
      return
    }
    const { snapshot, turn, before } = shown
    this.panel.title = vscode.l10n.t('{0}: {1}', snapshot.project.settings.name, turn.title)
    try {
      const log = await logFacts(snapshot.project, turn, say)
      const dashboard = dashboardOf(snapshot, turn, before, log, say)
      await this.post({ type: 'show', dashboard })
    } catch (error) {
      // The log or the model was deleted or is broken.
      if (!(error instanceof Problem)) throw error
      await this.post({ type: 'empty', sentence: problemText(error, say) })
    }
  }

  /** Why there is no turn to show. */
  private nothing(): string {
    const { state } = this.watch
    const problem = state.state === 'broken' ? state.problem : openIn(state)?.broken[0]
    return problem === undefined
      ? vscode.l10n.t('There is no turn yet. Open the notebook and ship it.')
      : problemText(problem, say)
  }

  private async post(message: ToPage): Promise<void> {
    await this.panel.webview.postMessage(message)
  }
}

/** The page may load its own script and style, and nothing else; it reaches no network. */
function pageOf(webview: vscode.Webview, media: vscode.Uri, dist: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64url')
  const script = webview.asWebviewUri(vscode.Uri.joinPath(dist, 'dashboard.js'))
  const style = webview.asWebviewUri(vscode.Uri.joinPath(media, 'dashboard.css'))
  // Plot sets styles on its elements from the script, which a policy on inline styles does not concern.
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
  ].join('; ')
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="nonce" content="${nonce}">
<link rel="stylesheet" href="${style.toString()}">
</head>
<body>
<p id="announcement" class="heard" role="status"></p>
<main id="dashboard"></main>
<script nonce="${nonce}" src="${script.toString()}"></script>
</body>
</html>`
}
