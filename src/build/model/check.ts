/** Compares a new graph with Python's predictions, in the runtime that will serve it. */
import * as v from 'valibot'
import { serverProgram } from '../../platform/node.ts'
import { runProcess } from '../../platform/processes.ts'
import { crashed } from './convert.ts'
import type { ModelRefusal } from './path.ts'

const resultSchema = v.object({
  rows: v.number(),
  labelAgreement: v.nullable(v.number()),
  largestDifference: v.nullable(v.number()),
  relativeDifference: v.nullable(v.number()),
  error: v.optional(v.string()),
})

export interface Checked {
  readonly rows: number
  /** Share of rows with the same label; null for regression. */
  readonly labelAgreement: number | null
  /** Of probabilities, or of predictions in the target's unit. */
  readonly largestDifference: number | null
  readonly refused: ModelRefusal | null
}

/** Labels that must agree, and the largest difference of a regression as a share of the target's standard deviation. */
const LABELS = 0.999
const DIFFERENCE = 1e-4

/**
 * Runs the graph over every row of `check.json`, one row at a time, as it will be served.
 *
 * @param folder  of the model
 * @param doubtful  the step to name when they differ
 */
export async function check(folder: string, doubtful: string, signal?: AbortSignal): Promise<Checked> {
  const program = await serverProgram()
  const result = await runProcess(program.command, [...program.args, '--check', folder], {
    env: program.env,
    ...(signal && { signal }),
  })
  if (result.code !== 0)
    return {
      rows: 0,
      labelAgreement: null,
      largestDifference: null,
      refused: crashed('ONNX Runtime', result),
    }
  const checked = v.parse(resultSchema, JSON.parse(result.stdout))
  const { rows, labelAgreement, largestDifference } = checked
  const reason = differenceOf(checked)
  return {
    rows,
    labelAgreement,
    largestDifference,
    refused: reason === null ? null : { step: doubtful, reason, wayOut: WAY_OUT },
  }
}

const WAY_OUT =
  'Use an estimator that is exact in a graph (linear models, trees, forests, gradient boosting), or keep this step out.'

function differenceOf(checked: v.InferOutput<typeof resultSchema>): string | null {
  const { rows, labelAgreement, relativeDifference, error } = checked
  if (error !== undefined) return `the graph fails where Python predicts: ${error.replace(/\.$/, '')}`
  if (labelAgreement !== null && labelAgreement < LABELS)
    return `the graph gives another label than Python in ${Math.round((1 - labelAgreement) * rows)} of ${rows} rows`
  if (relativeDifference !== null && relativeDifference > DIFFERENCE)
    return `the graph differs from Python by ${relativeDifference.toPrecision(2)} standard deviations of the target`
  return null
}
