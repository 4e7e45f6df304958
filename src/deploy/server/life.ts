/** Decides when a server ends by itself. */
import type { Project } from '../../iteration/project.ts'
import { readServerFile } from '../serverFile.ts'

const WATCH_MILLISECONDS = 500

export class Life {
  readonly over: Promise<string>
  finished = false
  private readonly project: Project
  private readonly instance: string
  private readonly idleMilliseconds: number
  private readonly isLogLost: () => boolean
  private lastUse = performance.now()
  private resolve!: (reason: string) => void

  constructor(project: Project, instance: string, idleMilliseconds: number, isLogLost: () => boolean) {
    this.project = project
    this.instance = instance
    this.idleMilliseconds = idleMilliseconds
    this.isLogLost = isLogLost
    this.over = new Promise((resolve) => {
      this.resolve = resolve
    })
  }

  active(): void {
    this.lastUse = performance.now()
  }

  finish(reason: string): void {
    this.finished = true
    this.resolve(reason)
  }

  /** From now on the state file must be there, and be this server's, and its log must be there. */
  watch(): void {
    setTimeout(() => {
      void this.look()
    }, WATCH_MILLISECONDS)
  }

  private async look(): Promise<void> {
    const file = await readServerFile(this.project).catch(() => null) // broken is as good as gone
    if (file?.instance !== this.instance) this.finish('its state file is gone')
    else if (this.isLogLost()) this.finish('its request log is gone')
    else if (performance.now() - this.lastUse > this.idleMilliseconds) this.finish('nobody used it')
    if (!this.finished) this.watch()
  }
}
