/** Labels from a file: one row per ground truth, naming the request that it belongs to. */
import type { Signature } from '../build/model/schema.ts'
import type { Feedback } from '../deploy/client.ts'
import { Problem } from '../platform/problem.ts'
import type { TableRow } from '../platform/table.ts'

/**
 * @param table columns `id` (the request's), `truth` or the raw column of ground truth by its own name, and `row` (place in
 *   the request, from 0) where a request had several
 * @throws Problem naming the row that can't be read
 */
export function feedbackOf(signature: Signature, table: readonly TableRow[], where: string): Feedback[] {
  return table.map((line, index) => {
    const place = `${where}, row ${index + 1}`
    const { id } = line
    const column = signature.labels?.column ?? signature.target
    const isRaw = line['truth'] === undefined && line[column] !== undefined
    const truth = line[isRaw ? column : 'truth']
    const raw = isRaw && { column }
    if (typeof id !== 'string' && typeof id !== 'number')
      throw new Problem('The column "id" is missing: the id of the request that the label belongs to.', {
        where: place,
      })
    if (truth === undefined || truth === null)
      throw new Problem('The column "truth" is missing: what really was.', { where: place })
    const row = Number(line['row'] ?? 0)
    if (!Number.isInteger(row) || row < 0)
      throw new Problem('"row" is no whole number from 0.', { where: place })
    if (signature.task === 'classification') return { id: String(id), row, truth: String(truth), ...raw }
    if (!Number.isFinite(Number(truth)))
      throw new Problem('The truth is no number: {0}.', { args: [String(truth)], where: place })
    return { id: String(id), row, truth: Number(truth), ...raw }
  })
}
