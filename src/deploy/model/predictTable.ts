/** Predicts rows without a server and without a log: `server.mjs --predict`, for challengers over rows that were logged. */
import * as v from 'valibot'
import { Problem } from '../../platform/problem.ts'
import { checkRow } from '../http/columns.ts'
import type { Model, Prediction } from './model.ts'
import { Refusal } from '../http/refusal.ts'
import { rowAt, tableSchema } from './table.ts'

/** Everything by row. Where the model can't answer, `prediction` is null and `errors` has the reason. */
interface TablePredictions {
  readonly rows: number
  readonly prediction: readonly (number | string | null)[]
  readonly confidence: readonly (number | null)[]
  readonly probabilities: readonly (readonly number[] | null)[]
  readonly errors: readonly { readonly row: number; readonly error: string }[]
}

/**
 * @param raw `{"rows": N, "columns": {name: [N values]}}`; columns that the model does not take are passed over
 * @throws Problem when it is something else
 */
export async function predictTable(model: Model, raw: unknown): Promise<TablePredictions> {
  const parsed = v.safeParse(tableSchema, raw)
  if (!parsed.success)
    throw new Problem('Standard input is no table: {0}.', { args: [parsed.issues[0].message] })
  const { rows, columns } = parsed.output
  const wanted = new Set(model.signature.inputs.map((column) => column.name))
  const answers: (Prediction | null)[] = []
  const errors: { row: number; error: string }[] = []
  for (let index = 0; index < rows; index += 1) {
    const row = new Map(rowAt(columns, index).filter(([name]) => wanted.has(name)))
    try {
      answers.push(await model.predict(checkRow(model.signature, row, `row ${index}`).inputs, `row ${index}`))
    } catch (error) {
      // As a server would: it refuses the row and goes on.
      if (!(error instanceof Refusal)) throw error
      answers.push(null)
      errors.push({ row: index, error: error.message })
    }
  }
  return {
    rows,
    prediction: answers.map((answer) => answer?.prediction ?? null),
    confidence: answers.map((answer) => answer?.confidence ?? null),
    probabilities: answers.map((answer) => answer?.probabilities ?? null),
    errors,
  }
}
