/** `POST /v2/models/{m}/rows`: rows as JSON objects by column name. */
import type { Signature } from '../../build/model/schema.ts'
import type { RowsAnswer } from './answers.ts'
import { objectOf } from './body.ts'
import { checkRow, quoted, type CheckedRow } from './columns.ts'
import { MAX_ID, MAX_ROWS } from './limits.ts'
import { Refusal } from './refusal.ts'
import type { Answered } from '../server/service.ts'

/** @throws Refusal naming row and column */
export function parseRows(signature: Signature, body: ReadonlyMap<string, unknown>): CheckedRow[] {
  for (const key of body.keys())
    if (key !== 'rows' && key !== 'id')
      throw new Refusal(400, `The request has a key ${quoted(key)}; it takes "rows" and "id".`)
  const rows = body.get('rows')
  if (!Array.isArray(rows)) throw new Refusal(400, '"rows" must be a list of objects.')
  checkCount(rows.length)
  return rows.map((row: unknown, index) => checkRow(signature, objectOf(row, `row ${index}`), `row ${index}`))
}

/** @throws Refusal when a request has no rows or too many */
export function checkCount(rows: number): void {
  if (rows === 0) throw new Refusal(400, 'The request has no rows.')
  if (rows > MAX_ROWS)
    throw new Refusal(413, `A request takes at most ${MAX_ROWS} rows; this one has ${rows}.`)
}

/** The id that the request carries, or null. @throws Refusal when it is no text */
export function requestId(body: ReadonlyMap<string, unknown>): string | null {
  const id = body.get('id') ?? ''
  if (typeof id !== 'string') throw new Refusal(400, '"id" must be text.')
  if (id.length > MAX_ID) throw new Refusal(400, `"id" may have at most ${MAX_ID} characters.`)
  // SQLite and others would cut or change it.
  if (/\p{Cc}|\p{Surrogate}/u.test(id)) throw new Refusal(400, '"id" holds characters that are no text.')
  return id === '' ? null : id
}

/**
 * @param id   of the request, by which feedback names its rows
 * @param rows in the order of the request
 */
export function rowsAnswer(signature: Signature, id: string, rows: readonly Answered[]): RowsAnswer {
  return {
    model_name: signature.model,
    model_version: signature.hash.slice(0, 12),
    id,
    predictions: rows.map((row) => row.prediction),
    probabilities:
      signature.outputs.probabilities === null ? null : rows.map((row) => [...row.probabilities!]),
    classes: signature.classes,
  }
}
