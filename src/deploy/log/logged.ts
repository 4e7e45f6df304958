/** What the request log holds, as its readers see it. */

/** A value as it was sent. null is a missing value. */
export type Value = number | string | boolean | null

/** One model put to work. Deploying the same model for the same iteration again goes on with the same deployment. */
export interface LoggedDeployment {
  /** `<first 12 digits of the hash>-<ordinal>`: the same turn on the same log gives the same id. */
  readonly id: string
  /** 1 for the first deployment of the project. */
  readonly ordinal: number
  readonly iteration: string | null
  /** Name under which it is served. */
  readonly model: string
  readonly hash: string
  readonly started: string
}

/** One row of an answered request. `measure/` follows these. */
export interface LoggedRow {
  /** Commit number: strictly increasing within the log, also across deployments. */
  readonly number: number
  readonly deployment: string
  /** Id of its request, and its place there from 0: what a label names. */
  readonly request: string
  readonly position: number
  readonly received: string
  /** Milliseconds from the request's arrival to the start of its commit, in its first row; null in the others. */
  readonly latency: number | null
  readonly inputs: Readonly<Record<string, Value>>
  /** Observed columns that the request carried. */
  readonly observed: Readonly<Record<string, Value>>
  readonly prediction: number | string
  /** Probability of the predicted class; null for regression, or when the graph gives none. */
  readonly confidence: number | null
  /** In the order of the signature's classes. */
  readonly probabilities: readonly number[] | null
}

/** A row whose ground truth arrived. */
export interface LabelledRow extends LoggedRow {
  /** The label's own commit number. */
  readonly label: number
  readonly truth: number | string
  readonly labelled: string
}

/** What a shadow would have answered on a row of the champion. */
export interface ShadowRow extends LoggedRow {
  readonly truth: number | string | null
  /** When it arrived. */
  readonly labelled: string | null
  /** null with a reason in `shadowError` when the shadow could not answer. */
  readonly shadowPrediction: number | string | null
  readonly shadowConfidence: number | null
  readonly shadowError: string | null
}

export interface Shadow {
  readonly deployment: string
  readonly hash: string
  readonly name: string
  readonly started: string
  /** It predicts on rows with a greater number. */
  readonly afterRow: number
}

/** Where a follower stands in the log: the last row and the last label that it has seen. */
export interface Cursor {
  readonly row: number
  readonly label: number
}

export interface Snapshot {
  readonly cursor: Cursor
  readonly state: unknown
  readonly value: unknown
  readonly taken: string
}

/** What happened, in the order in which it was committed. */
export type LogEvent =
  { readonly kind: 'row'; readonly row: LoggedRow } | { readonly kind: 'label'; readonly row: LabelledRow }

export interface Counts {
  /** Answered requests; a repeated id counts once. */
  readonly requests: number
  /** Requests that got an error instead of a prediction. */
  readonly failed: number
  /** Requests that came again with the id of an answered one. */
  readonly repeated: number
  readonly rows: number
  readonly labels: number
}

/** Milliseconds from the request's arrival to the start of its commit, over the last 10,000 answered requests. */
export interface Latency {
  readonly p50: number
  readonly p99: number
  readonly n: number
}
