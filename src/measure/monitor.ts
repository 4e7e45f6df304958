/** A value as the request log holds it. null is a missing value. */
export type Value = number | string | boolean | null

/** One committed request row, as a monitor sees it. */
export interface LoggedRow {
  /** The row's commit number: strictly increasing within a project's log, also across deployments. */
  readonly number: number
  readonly inputs: Readonly<Record<string, Value>>
  readonly observed: Readonly<Record<string, Value>>
  readonly prediction: number | string
  /** Probability of the predicted class; null for regression. */
  readonly confidence: number | null
}

/**
 * Something that is measured while the model serves: incremental, never a pass over the log.
 * `state` is plain JSON; a monitor made from it goes on as if it had never stopped.
 */
export interface Monitor<Row, Finding, State> {
  update(row: Row): void
  readonly value: Finding
  readonly state: State
}
