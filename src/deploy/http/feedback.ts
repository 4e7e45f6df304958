/** `POST /v2/models/{m}/feedback`: ground truth by request id and row. */
import * as v from 'valibot'
import type { Signature } from '../../build/model/schema.ts'
import { classOf, classOfRaw, numberOfRaw } from '../../build/model/truth.ts'
import { MAX_ID, MAX_LABELS, MAX_TRUTH } from './limits.ts'
import { Refusal } from './refusal.ts'

const entrySchema = v.strictObject({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_ID)),
  row: v.pipe(v.number(), v.integer(), v.minValue(0)),
  truth: v.union([v.pipe(v.string(), v.maxLength(MAX_TRUTH)), v.number(), v.boolean()]),
  /** Where the truth stands as the data has it: the column that the notebook makes what the model predicts of. */
  column: v.optional(v.string()),
})
export type FeedbackEntry = v.InferOutput<typeof entrySchema>

/** @throws Refusal naming the label and its key */
export function parseFeedback(body: unknown): FeedbackEntry[] {
  const list = Array.isArray(body) ? (body as unknown[]) : [body]
  if (list.length > MAX_LABELS)
    throw new Refusal(413, `A request takes at most ${MAX_LABELS} labels; this one has ${list.length}.`)
  return list.map((raw, index) => {
    const place = Array.isArray(body) ? `Label ${index}` : 'The label'
    const parsed = v.safeParse(entrySchema, raw)
    if (parsed.success) return parsed.output
    const [issue] = parsed.issues
    throw new Refusal(400, `${place}: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}.`)
  })
}

/**
 * The truth as the log keeps it: classes as text, like predictions, also where the label is a word of the raw data;
 * numbers for regression. One of a raw column becomes what the notebook makes of it, as `replay --label COLUMN` does.
 *
 * @throws Refusal when regression gets no finite number, or for a column that is none of ground truth
 */
export function checkTruth(
  signature: Signature,
  { truth, column }: Pick<FeedbackEntry, 'truth' | 'column'>,
  place: string,
): number | string {
  const raw = signature.labels?.column ?? signature.target
  if (column !== undefined && column !== raw)
    throw new Refusal(
      400,
      `${place}: the ground truth stands in the column ${JSON.stringify(raw)}, not in ${JSON.stringify(column)}.`,
    )
  if (signature.task === 'classification')
    return (column === undefined ? classOf : classOfRaw)(signature, String(truth))
  const number = typeof truth === 'number' && column !== undefined ? numberOfRaw(signature, truth) : truth
  if (typeof number !== 'number' || !Number.isFinite(number))
    throw new Refusal(400, `${place}: the truth of "${signature.target}" must be a finite number.`)
  return number
}
