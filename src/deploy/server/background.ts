/** What a server does after its replies: the monitors and the shadows follow the log. */
import { EVENTS_PER_STEP, Following, type MakeFollower } from './follower.ts'
import type { Cursor, LoggedDeployment } from '../log/logged.ts'
import type { LogWriter } from '../log/logWriter.ts'
import type { Shadows } from '../model/shadows.ts'

/** How long commits are gathered before they are followed: reading them one by one costs more than the monitors do. */
const GATHER_MILLISECONDS = 50
const SNAPSHOT_EVENTS = 256
const SNAPSHOT_MILLISECONDS = 1_000
/** A snapshot's time at most this share of all: a large state is written less often. */
const SNAPSHOT_SHARE = 0.05

export class Background {
  private readonly following: Following
  private readonly deployment: LoggedDeployment
  private readonly writer: LogWriter
  private readonly shadows: Shadows
  private busy: Promise<void> | null = null
  private pending = false
  private ending = false
  private failure: string | null = null
  private events = 0
  private lastSnapshot = performance.now()
  private restUntil = 0
  private timer: NodeJS.Timeout | undefined

  constructor(deployment: LoggedDeployment, writer: LogWriter, shadows: Shadows, make: MakeFollower) {
    this.deployment = deployment
    this.writer = writer
    this.shadows = shadows
    this.following = new Following(make, deployment, writer.log.snapshot(deployment.id))
  }

  /** Something was committed: it is followed in a moment. */
  wake(): void {
    this.pending = true
    if (!this.ending) this.busy ??= this.work()
  }

  /** What the monitors find, up to the last row of the log. */
  get found(): { monitors: unknown; cursor: Cursor; failure: string | null } {
    while (this.follow() > 0);
    // As the snapshot has it: infinite evidence is null in JSON.
    const monitors =
      this.failure === null ? (JSON.parse(JSON.stringify(this.following.follower.value)) as unknown) : null
    return { monitors, cursor: this.following.cursor, failure: this.failure }
  }

  /** The person has seen the alarm; written down before this resolves. */
  async acknowledge(): Promise<void> {
    while (this.follow() > 0);
    this.following.follower.acknowledge()
    await this.snapshot()
  }

  /** Follows to the end of the log and writes the last snapshot. */
  async end(): Promise<void> {
    this.ending = true
    clearTimeout(this.timer)
    await this.busy
    while (this.follow() > 0);
    await this.snapshot()
    await this.shadows.release()
  }

  private async work(): Promise<void> {
    try {
      let backlog = false
      while ((this.pending || backlog) && !this.ending) {
        await new Promise((resolve) => setTimeout(resolve, backlog ? 0 : GATHER_MILLISECONDS))
        this.pending = false
        const followed = this.follow()
        await this.snapshotWhenDue()
        const shadowed = await this.shadows.step()
        backlog = followed === EVENTS_PER_STEP || shadowed > 0
      }
    } catch (error) {
      // A full disk, say: what could not be written is done after the next commit.
      console.error('The log can not be followed.', error)
    } finally {
      this.busy = null
    }
  }

  /** One step of the monitors. A monitor that fails is said in the status; the model goes on serving. */
  private follow(): number {
    if (this.failure !== null) return 0
    try {
      const events = this.following.step(this.writer.log)
      this.events += events
      return events
    } catch (error) {
      console.error('A monitor failed.', error)
      this.failure = error instanceof Error ? error.message : String(error)
      return 0
    }
  }

  private async snapshotWhenDue(): Promise<void> {
    const now = performance.now()
    const due = this.events >= SNAPSHOT_EVENTS || now - this.lastSnapshot >= SNAPSHOT_MILLISECONDS
    if (this.events === 0) return
    if (due && now >= this.restUntil) await this.snapshot()
    // The last rows before a quiet time.
    else
      this.timer ??= setTimeout(() => {
        this.timer = undefined
        this.wake()
      }, SNAPSHOT_MILLISECONDS)
  }

  private async snapshot(): Promise<void> {
    if (this.failure !== null || this.writer.isLost) return
    const start = performance.now()
    const { follower, cursor } = this.following
    // As text at once: the monitors may go on before the commit.
    const [state, value] = [JSON.stringify(follower.state), JSON.stringify(follower.value)]
    this.events = 0
    await this.writer.commit(() =>
      this.writer.saveSnapshot(this.deployment.id, cursor, state, value, new Date()),
    )
    this.lastSnapshot = performance.now()
    this.restUntil = this.lastSnapshot + (this.lastSnapshot - start) * (1 / SNAPSHOT_SHARE - 1)
  }
}
