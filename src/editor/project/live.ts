/** What the running server says of itself, checked as far as the views show it. */
import * as v from 'valibot'
import type { StatusAnswer } from '../../deploy/http/answers.ts'
import { driftRowSchema, errorsSchema, intervalSchema } from '../../iteration/record.ts'

const count = v.number()

const findingsSchema = v.object({
  rows: count,
  drift: v.array(driftRowSchema),
  deployment: v.object({ evidence: v.number(), alarm: v.boolean(), row: v.nullable(count) }),
  newCategories: v.record(v.string(), v.record(v.string(), count)),
  outOfRange: v.record(v.string(), count),
  accuracy: v.object({
    metric: v.string(),
    test: v.nullable(intervalSchema),
    live: v.object({ watched: v.nullable(intervalSchema), declared: v.nullable(intervalSchema) }),
    errors: v.nullish(errorsSchema),
  }),
})
export type Findings = v.InferOutput<typeof findingsSchema>

export interface Live {
  readonly requests: number
  readonly labels: number
  readonly rows: number
  readonly latency: { readonly p50: number; readonly p99: number } | null
  readonly shadows: readonly { readonly name: string; readonly rows: number }[]
  /** null with the reason when a monitor failed. */
  readonly findings: Findings | null
  readonly failure: string | null
}

/** A server outlives the update of the extension that started it. */
const OTHER_VERSION = 'The model server is of another version of Shiploop: deploy again.'

/** What the views show; of findings in another version's words only that they can't be read. */
export function liveOf(answer: StatusAnswer): Live {
  const found = v.safeParse(v.nullish(findingsSchema, null), answer.monitors)
  return {
    requests: answer.counts.requests,
    labels: answer.counts.labels,
    rows: answer.counts.rows,
    latency: answer.latency,
    shadows: answer.shadows.map(({ name, rows }) => ({ name, rows })),
    findings: found.success ? found.output : null,
    failure: found.success ? answer.monitors_failure : OTHER_VERSION,
  }
}
