import * as vscode from 'vscode'
import type { CommandId } from '../contributions.ts'
import { openIn, type ProjectState } from './project/snapshot.ts'
import { say } from './say.ts'
import { driftStatus, type StatusText, timeBoxStatus } from './views/status.ts'

/** The two status bar items: the time box on the left, drift on the right. Nothing outside a project. */
export class StatusBar implements vscode.Disposable {
  private readonly timeBox = item(
    'timeBox',
    vscode.StatusBarAlignment.Left,
    vscode.l10n.t('Shiploop: Time Box'),
  )
  private readonly drift = item('drift', vscode.StatusBarAlignment.Right, vscode.l10n.t('Shiploop: Drift'))

  show(state: ProjectState): void {
    const snapshot = openIn(state)
    fill(this.timeBox, snapshot && timeBoxStatus(snapshot, say), [
      ['shiploop.timeBox.extend', vscode.l10n.t('Extend')],
      ['shiploop.timeBox.stop', vscode.l10n.t('Stop')],
    ])
    fill(this.drift, snapshot && driftStatus(snapshot, say))
  }

  dispose(): void {
    this.timeBox.dispose()
    this.drift.dispose()
  }
}

function item(id: string, side: vscode.StatusBarAlignment, name: string): vscode.StatusBarItem {
  const created = vscode.window.createStatusBarItem(`shiploop.${id}`, side, 10)
  created.name = name
  return created
}

type Link = readonly [command: CommandId, label: string]

function fill(item: vscode.StatusBarItem, status: StatusText | null, links: readonly Link[] = []): void {
  if (status === null) {
    item.hide()
    return
  }
  item.text = status.text
  item.tooltip = hoverOf(status, links)
  item.command = 'shiploop.dashboard.open' satisfies CommandId
  item.backgroundColor = status.warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined
  item.accessibilityInformation = { label: `Shiploop: ${status.text.replace(/\$\([^)]*\)\s*/, '')}` }
  item.show()
}

/** The sentence, and below it what one may want to do. */
function hoverOf({ hover }: StatusText, links: readonly Link[]): vscode.MarkdownString | string {
  if (links.length === 0) return hover
  const text = new vscode.MarkdownString().appendText(hover)
  text.isTrusted = { enabledCommands: links.map(([command]) => command) }
  const shown = links.map(([command, label]) => `[${label}](command:${command})`)
  return text.appendMarkdown(`\n\n${shown.join(' · ')}`)
}
