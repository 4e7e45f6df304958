/** Whatever is measured while the model serves follows the log; it is written down so that a restart goes on with it. */
import type { RequestLog } from '../log/log.ts'
import type { Cursor, LabelledRow, LoggedDeployment, LoggedRow, Snapshot } from '../log/logged.ts'

/** What `measure/` gives to the server: all monitors of a deployment as one. */
export interface Follower {
  update(row: LoggedRow): void
  label(row: LabelledRow): void
  /** The person has seen the alarm. */
  acknowledge(): void
  /** Plain JSON; a follower made from it goes on as if it had never stopped. */
  readonly state: unknown
  /** It can't go on from the state that it was given: it begins with the deployment's first row. */
  readonly isAnew?: boolean
  /** Plain JSON for people and programs: what `GET /shiploop/status` shows. */
  readonly value: unknown
}

/** @param state `null` for a new deployment, else what an earlier follower's `state` was */
export type MakeFollower = (deployment: LoggedDeployment, state: unknown) => Follower

/** Most events that are taken from the log at once. */
export const EVENTS_PER_STEP = 256

const BEGINNING: Cursor = { row: 0, label: 0 }

/** A follower with its place in the log. */
export class Following {
  readonly follower: Follower
  private place: Cursor

  /** @param snapshot where to go on; null to begin with the deployment's first row */
  constructor(make: MakeFollower, deployment: LoggedDeployment, snapshot: Snapshot | null) {
    this.follower = make(deployment, snapshot?.state ?? null)
    this.deployment = deployment.id
    this.place = this.follower.isAnew === true ? BEGINNING : (snapshot?.cursor ?? BEGINNING)
  }

  private readonly deployment: string

  get cursor(): Cursor {
    return this.place
  }

  /** Takes the next events of the log, at most 256. @returns how many there were */
  step(log: RequestLog): number {
    const events = log.events(this.deployment, this.place, EVENTS_PER_STEP)
    for (const event of events) {
      if (event.kind === 'row') {
        this.follower.update(event.row)
        this.place = { ...this.place, row: event.row.number }
      } else {
        this.follower.label(event.row)
        this.place = { ...this.place, label: event.row.label }
      }
    }
    return events.length
  }
}

/**
 * The monitors of a deployment as of now, also when no server runs: from the last snapshot over the rows after it.
 * Nothing is written.
 */
export function followed(log: RequestLog, deployment: LoggedDeployment, make: MakeFollower): Follower {
  const following = new Following(make, deployment, log.snapshot(deployment.id))
  while (following.step(log) > 0);
  return following.follower
}
