/** Sends the rows of a table to the running model as requests, and their labels later: traffic that happened, again. */
import type { Column, Signature } from '../build/model/schema.ts'
import type { Feedback, ModelClient } from '../deploy/client.ts'
import type { Value } from '../deploy/logged.ts'
import { Problem } from '../platform/problem.ts'
import type { Report } from '../platform/progress.ts'
import { timed } from '../platform/progress.ts'
import type { Cell, TableRow } from '../platform/table.ts'

export interface ReplayOptions {
  /** Column that holds the ground truth; no labels are sent without it. */
  readonly label?: string | undefined
  /** Names the table in Problems. */
  readonly where: string
  readonly report: Report
  readonly signal: AbortSignal
}

export interface Replayed {
  /** One request per row. */
  readonly sent: number
  readonly labelled: number
}

/** Labels come so many requests after their row, as they would in the world. */
const LABEL_DELAY = 25

/**
 * One request per row, in the order of the table.
 *
 * @throws Problem naming row and column before anything is sent, when a column is missing or a value is of another type
 */
export async function replay(
  client: ModelClient,
  signature: Signature,
  table: readonly TableRow[],
  { label, where, report, signal }: ReplayOptions,
): Promise<Replayed> {
  const requests = table.map((row, index) => ({
    row: requestOf(signature, row, `${where}, row ${index + 1}`),
    truth: label === undefined ? null : truthOf(signature, row, label, `${where}, row ${index + 1}`),
  }))
  const waiting: Feedback[] = []
  let [sent, labelled] = [0, 0]
  const sendLabels = async (keep: number): Promise<void> => {
    if (waiting.length <= keep) return
    const due = waiting.splice(0, waiting.length - keep)
    labelled += (await client.feedback(due)).accepted
  }
  return timed(
    report,
    'replay',
    async () => {
      for (const { row, truth } of requests) {
        signal.throwIfAborted()
        const { id } = await client.predict([row])
        sent += 1
        if (truth !== null) waiting.push({ id, row: 0, truth })
        if (waiting.length >= 2 * LABEL_DELAY) await sendLabels(LABEL_DELAY)
        if (sent % 100 === 0)
          report({ step: 'replay', state: 'working', detail: `${sent} of ${requests.length}` })
      }
      await sendLabels(0)
      return { sent, labelled }
    },
    (done) => `${done.sent} requests, ${done.labelled} labels`,
  )
}

/** The row as a request: the model's columns and those that are observed, typed as the signature says. */
export function requestOf(signature: Signature, row: TableRow, where: string): Record<string, Value> {
  const request: Record<string, Value> = {}
  for (const column of signature.inputs) {
    if (!Object.hasOwn(row, column.name))
      throw new Problem('The column "{0}" is missing.', {
        args: [column.name],
        where,
        todo: isMade(signature, column.name)
          ? `pipeline/features.py makes it of ${signature.features!.takes.join(', ')}: give those columns.`
          : `The model takes ${signature.inputs.map(({ name }) => name).join(', ')}.`,
      })
    request[column.name] = valueOf(column, row[column.name] ?? null, where)
  }
  for (const column of signature.observed)
    if (Object.hasOwn(row, column.name))
      request[column.name] = valueOf(column, row[column.name] ?? null, where)
  return request
}

function isMade({ features }: Signature, name: string): boolean {
  return features?.makes.includes(name) ?? false
}

function valueOf(column: Column, cell: Cell, where: string): Value {
  if (cell === null) return null
  switch (column.type) {
    case 'category':
      return String(cell)
    case 'boolean':
      return asBoolean(column.name, cell, where)
    case 'number':
    case 'integer':
      return asNumber(column.name, cell, where)
  }
}

function asNumber(name: string, cell: Exclude<Cell, null>, where: string): number {
  const number = typeof cell === 'string' && cell.trim() === '' ? NaN : Number(cell)
  if (!Number.isFinite(number))
    throw new Problem('The value of "{0}" is no number: {1}.', { args: [name, String(cell)], where })
  return number
}

function asBoolean(name: string, cell: Exclude<Cell, null>, where: string): boolean {
  const text = String(cell).toLowerCase()
  if (text === 'true' || text === '1' || text === '1.0') return true
  if (text === 'false' || text === '0' || text === '0.0') return false
  throw new Problem('The value of "{0}" is neither true nor false: {1}.', {
    args: [name, String(cell)],
    where,
  })
}

/** null when the row has no label yet. */
function truthOf(signature: Signature, row: TableRow, label: string, where: string): number | string | null {
  if (!Object.hasOwn(row, label)) throw new Problem('The column "{0}" is missing.', { args: [label], where })
  const cell = row[label] ?? null
  if (cell === null) return null
  return signature.task === 'regression' ? asNumber(label, cell, where) : String(cell)
}
