/** What the server answers in JSON, checked where it is read. docs/serving.md shows each. */
import * as v from 'valibot'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const scalar = v.union([v.number(), v.string()])

/** `POST /v2/models/{m}/rows` */
export const rowsAnswerSchema = v.object({
  model_name: v.string(),
  model_version: v.string(),
  /** The request's id, the one sent or a new one: `feedback` names it. */
  id: v.string(),
  predictions: v.array(scalar),
  /** One list per row, in the order of `classes`; null for regression. */
  probabilities: v.nullable(v.array(v.array(v.number()))),
  classes: v.nullable(v.array(v.string())),
})
export type RowsAnswer = v.InferOutput<typeof rowsAnswerSchema>

/** `POST /v2/models/{m}/feedback` */
export const feedbackAnswerSchema = v.object({
  /** Labels that are new, and those that were there already with the same truth. */
  accepted: count,
  repeated: count,
  /** Accepted truths that are none of the model's classes, with their counts: a new class, or a slip of the pen. */
  unknown_classes: v.record(v.string(), count),
})
export type FeedbackAnswer = v.InferOutput<typeof feedbackAnswerSchema>

/** `GET /shiploop/status` */
export const statusAnswerSchema = v.object({
  instance: v.string(),
  pid: count,
  name: v.string(),
  model: v.string(),
  deployment: v.string(),
  iteration: v.nullable(v.string()),
  started: v.string(),
  counts: v.object({ requests: count, failed: count, repeated: count, rows: count, labels: count }),
  latency: v.nullable(v.object({ p50: v.number(), p99: v.number(), n: count })),
  shadows: v.array(v.object({ model: v.string(), name: v.string(), rows: count, failed: count })),
  /** What the monitors found, up to `cursor`; null when one of them failed, with the reason. */
  monitors: v.unknown(),
  monitors_failure: v.nullable(v.string()),
  cursor: v.object({ row: count, label: count }),
})
export type StatusAnswer = v.InferOutput<typeof statusAnswerSchema>

export const errorAnswerSchema = v.object({ error: v.string() })
