import * as vscode from 'vscode'
import { TICK_MS } from '../../build/timebox/attended.ts'
import { appendToRunning, type NewEntry } from '../../build/timebox/journal.ts'
import { type Box, grantedMinutes, levelOf } from '../../build/timebox/timebox.ts'
import type { Project } from '../../iteration/project.ts'
import { openIn } from '../project/snapshot.ts'
import type { ProjectWatch } from '../project/watch.ts'
import { ActivityListener } from './activity.ts'

const WRITE_MS = 1000

/** Writes what happens in this window into the project's time journal, as long as its time box runs. */
export class TimeBoxRecorder implements vscode.Disposable {
  private readonly watch: ProjectWatch
  private readonly memory: vscode.Memento
  private readonly log: vscode.LogOutputChannel
  private recording: Recording | null = null

  constructor(watch: ProjectWatch, memory: vscode.Memento, log: vscode.LogOutputChannel) {
    this.watch = watch
    this.memory = memory
    this.log = log
  }

  /** Follows the state of the project: begins, ends, and says once when the box is used up. */
  update(): void {
    const snapshot = openIn(this.watch.state)
    const box = snapshot?.timeBox
    if (snapshot === null || box?.state !== 'running') {
      this.recording?.dispose()
      this.recording = null
      return
    }
    if (this.recording?.project.folder !== snapshot.project.folder) {
      this.recording?.dispose()
      this.recording = new Recording(snapshot.project, (error) => {
        this.sayFailure(error)
      })
    }
    if (levelOf(box) === 'over') void this.sayOver(box)
  }

  /** Everything that has happened is in the journal. */
  async flush(): Promise<void> {
    await this.recording?.write()
  }

  dispose(): void {
    this.recording?.dispose()
  }

  private sayFailure(error: unknown): void {
    this.log.error(error instanceof Error ? error : String(error))
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'The time journal can not be written ({0}): free space or give access. Shiploop tries again every second.',
        (error as NodeJS.ErrnoException).code ?? String(error),
      ),
    )
  }

  private async sayOver(box: Box): Promise<void> {
    const key = `timeBox.said ${box.started} ${grantedMinutes(box)}`
    if (!vscode.window.state.focused || this.memory.get(key) === true) return
    await this.memory.update(key, true)
    const { l10n } = vscode
    const deploy = l10n.t('Export & Deploy')
    const more = l10n.t('+15 min')
    const stop = l10n.t('Stop')
    const answer = await vscode.window.showInformationMessage(
      l10n.t('The time box of {0} minutes is used up.', grantedMinutes(box)),
      deploy,
      more,
      stop,
    )
    if (answer === deploy) await vscode.commands.executeCommand('shiploop.ship')
    if (answer === more) await vscode.commands.executeCommand('shiploop.timeBox.extend', 15)
    if (answer === stop) await vscode.commands.executeCommand('shiploop.timeBox.stop')
  }
}

class Recording implements vscode.Disposable {
  readonly project: Project
  private readonly listener: ActivityListener
  private readonly timers: NodeJS.Timeout[]
  private pending: NewEntry[] = []
  private writing: Promise<void> = Promise.resolve()
  private failing = false
  private readonly onFailure: (error: unknown) => void

  /** @param onFailure hears once when the journal can't be written, until it can be again */
  constructor(project: Project, onFailure: (error: unknown) => void) {
    this.project = project
    this.onFailure = onFailure
    this.listener = new ActivityListener((activity) => this.pending.push({ kind: 'active', ...activity }))
    const tick = () => this.pending.push({ kind: 'tick', at: Date.now() })
    tick()
    this.timers = [setInterval(tick, TICK_MS), setInterval(() => void this.write(), WRITE_MS)]
  }

  write(): Promise<void> {
    this.listener.flush()
    // One after the other, so that the journal keeps their order.
    this.writing = this.writing.then(() => this.writePending())
    return this.writing
  }

  private async writePending(): Promise<void> {
    const entries = this.pending
    if (entries.length === 0) return
    this.pending = []
    try {
      await appendToRunning(this.project, entries)
      this.failing = false
    } catch (error) {
      // A full disk, say: what happened is kept for the next second.
      this.pending = [...entries, ...this.pending]
      if (!this.failing) this.onFailure(error)
      this.failing = true
    }
  }

  dispose(): void {
    for (const timer of this.timers) clearInterval(timer)
    this.listener.dispose()
    void this.write()
  }
}
