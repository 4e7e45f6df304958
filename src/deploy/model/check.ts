/** Compares a graph with Python's predictions, row by row, in the runtime that will serve it: `server.mjs --check`. */
import * as v from 'valibot'
import { Problem } from '../../platform/problem.ts'
import type { Value } from '../log/logged.ts'
import type { Model, Prediction } from './model.ts'
import { Refusal } from '../http/refusal.ts'
import { rowAt, tableSchema } from './table.ts'

/** `check.json` beside the graph: rows and what Python predicts for them. */
const checkSchema = v.object({
  schema: v.literal(1),
  ...tableSchema.entries,
  prediction: v.array(v.union([v.number(), v.string()])),
  /** One list per row, in the order of the signature's classes. */
  probabilities: v.nullable(v.array(v.array(v.number()))),
  /** Standard deviation of the target; null for classification. */
  targetStd: v.nullable(v.number()),
})

interface CheckResult {
  readonly rows: number
  /** Share of rows with the same class; null for regression. */
  readonly labelAgreement: number | null
  /** Of the probabilities, or for regression of the predictions in the target's unit; null when there are none. */
  readonly largestDifference: number | null
  /** Regression: the largest difference as a share of the target's standard deviation. */
  readonly relativeDifference: number | null
  /** Why the graph could not be compared on all rows. */
  readonly error?: string
}

/**
 * @param raw content of `check.json`
 * @throws Problem when it is none
 */
export async function checkModel(model: Model, raw: unknown, where: string): Promise<CheckResult> {
  const parsed = v.safeParse(checkSchema, raw)
  if (!parsed.success || parsed.output.prediction.length !== parsed.output.rows)
    throw new Problem('The file does not hold rows with predictions to compare with.', { where })
  const { rows, columns, prediction, probabilities, targetStd } = parsed.output
  const regression = model.signature.task === 'regression'
  let [equal, largest] = [0, 0]
  for (let index = 0; index < rows; index += 1) {
    try {
      const row = new Map(rowAt(columns, index))
      // Unchecked, unlike a request: what the graph makes of a value that the server would refuse is asked too.
      const inputs = model.signature.inputs.map(({ name }) => [name, row.get(name) ?? null] as const)
      const served = await model.predict(Object.fromEntries<Value>(inputs), `row ${index}`)
      if (served.prediction === prediction[index]) equal += 1
      largest = Math.max(largest, difference(served, prediction[index]!, probabilities?.[index] ?? null))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return {
        rows,
        labelAgreement: null,
        largestDifference: null,
        relativeDifference: null,
        error: error.message,
      }
    }
  }
  return {
    rows,
    labelAgreement: regression ? null : equal / rows,
    largestDifference: regression || probabilities !== null ? largest : null,
    relativeDifference: regression && targetStd !== null && targetStd > 0 ? largest / targetStd : null,
  }
}

function difference(
  served: Prediction,
  prediction: number | string,
  probabilities: readonly number[] | null,
): number {
  if (typeof served.prediction === 'number') return Math.abs(served.prediction - Number(prediction))
  if (served.probabilities === null || probabilities === null) return 0
  // Lists of different lengths differ in all.
  if (served.probabilities.length !== probabilities.length) return 1
  return Math.max(...served.probabilities.map((value, index) => Math.abs(value - probabilities[index]!)))
}
