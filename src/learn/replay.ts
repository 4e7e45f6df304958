/** Sends the rows of a table to the running model as requests, and their labels later: traffic that happened, again. */
import type { Column, Signature } from '../build/model/schema.ts'
import type { Begins } from '../iteration/record.ts'
import { classOf, classOfRaw, numberOfRaw } from '../build/model/truth.ts'
import { type Feedback, type ModelClient, ServerRefusal } from '../deploy/client.ts'
import type { Value } from '../deploy/log/logged.ts'
import { Problem } from '../platform/problem.ts'
import { timed, type Report } from '../platform/progress.ts'
import type { Cell, TableRow } from '../platform/table.ts'
import { makerOf, type MadeRows } from './featureRows.ts'

interface ReplayOptions {
  /** Column that holds the ground truth; no labels are sent without it. */
  readonly label?: string | undefined
  /** Where the model's graph begins, for saying why a column is missing; null where the record does not tell. */
  readonly begins: Begins | null
  /** Names the table in Problems. */
  readonly where: string
  readonly report: Report
  readonly signal: AbortSignal
}

interface Replayed {
  /** One request per row. */
  readonly sent: number
  readonly labelled: number
  /** Rows that the model takes as little as Python does: a missing value, a category that it refuses. */
  readonly refused: number
}

/** Labels come so many requests after their row, as they would in the world. */
const LABEL_DELAY = 25

/** So many rows refused with none taken: the others will be refused as well. */
const ENOUGH = 25

/**
 * One request per row, in the order of the table.
 *
 * @throws Problem naming row and column before anything is sent, when a column is missing or a value is of another type;
 *   the server's refusal when it takes no row at all
 */
export async function replay(
  client: ModelClient,
  signature: Signature,
  { table, refused: unmade }: MadeRows,
  { label, begins, where, report, signal }: ReplayOptions,
): Promise<Replayed> {
  const requests = table.flatMap((row, index) => {
    if (unmade.has(index)) return []
    const place = `${where}, row ${index + 1}`
    const truth = label === undefined ? null : truthOf(signature, row, label, place)
    return [{ at: index, row: requestOf(signature, row, place, begins), truth }]
  })
  const [firstUnmade] = unmade
  if (requests.length === 0 && firstUnmade !== undefined)
    throw new Problem("The notebook's feature code fails on these rows: {0}", {
      args: [firstUnmade[1]],
      where,
    })
  checkClasses(signature, requests, label, where)
  const waiting: Feedback[] = []
  let [sent, labelled, refused] = [0, 0, 0]
  let first = firstUnmade && { row: firstUnmade[0] + 1, reason: firstUnmade[1] }
  const sendLabels = async (keep: number): Promise<void> => {
    if (waiting.length <= keep) return
    const due = waiting.splice(0, waiting.length - keep)
    labelled += (await client.feedback(due)).accepted
  }
  return timed(
    report,
    'replay',
    async () => {
      for (const { at, row, truth } of requests) {
        signal.throwIfAborted()
        const answer = await taken(client, row)
        if (answer instanceof ServerRefusal) {
          first ??= { row: at + 1, reason: String(answer.args[0]) }
          refused += 1
          if (sent === 0 && (refused === ENOUGH || refused === requests.length)) throw answer
          continue
        }
        const { id } = answer
        sent += 1
        if (truth !== null) waiting.push({ id, row: 0, truth })
        if (waiting.length >= 2 * LABEL_DELAY) await sendLabels(LABEL_DELAY)
        if (sent % 100 === 0)
          report({ step: 'replay', state: 'working', detail: `${sent} of ${requests.length}` })
      }
      await sendLabels(0)
      return { sent, labelled, refused: refused + unmade.size }
    },
    (done) =>
      first === undefined
        ? `${done.sent} requests, ${done.labelled} labels`
        : `${done.sent} requests, ${done.labelled} labels, ${done.refused} rows refused (row ${first.row}: ${first.reason})`,
  )
}

async function taken(client: ModelClient, row: Record<string, Value>) {
  try {
    return await client.predict([row])
  } catch (error) {
    if (error instanceof ServerRefusal) return error
    throw error
  }
}

/** The row as a request: the model's columns and those that are observed, typed as the signature says. */
export function requestOf(
  signature: Signature,
  row: TableRow,
  where: string,
  begins: Begins | null = null,
): Record<string, Value> {
  const request: Record<string, Value> = {}
  for (const column of signature.inputs) {
    if (!Object.hasOwn(row, column.name))
      throw new Problem('The column "{0}" is missing.', {
        args: [column.name],
        where,
        todo: isMade(signature, column.name)
          ? `${makerOf(signature)} makes it of ${signature.features!.takes.join(', ')}: give those columns.`
          : (behind(column.name, begins, IS_THERE) ??
            `The model takes ${signature.inputs.map(({ name }) => name).join(', ')}.`),
      })
    request[column.name] = valueOf(
      column,
      row[column.name] ?? null,
      where,
      behind(column.name, begins, IS_NUMBER),
    )
  }
  for (const column of signature.observed)
    if (Object.hasOwn(row, column.name))
      request[column.name] = valueOf(column, row[column.name] ?? null, where)
  return request
}

function isMade({ features }: Signature, name: string): boolean {
  return features?.makes.includes(name) ?? false
}

/** What the table at which the graph begins did to a column. */
const IS_THERE = 'has'
const IS_NUMBER = 'made a number of'

/** Why a request must carry what the notebook made of the raw rows, and the way out. */
function behind(column: string, begins: Begins | null, did: string): string | undefined {
  if (begins === null) return undefined
  const { reason } = begins.why.find(({ columns }) => columns.includes(column)) ?? {}
  if (reason === undefined)
    return `The graph begins at the notebook's table ${begins.tables.join(', ')}, which ${did} it: send its rows, or make the column there under a name of its own, of columns of the same row, and export again.`
  // What is said of a statement begins with its text.
  return reason.startsWith('`')
    ? `The notebook makes it of other rows as well: ${reason}. Send the column as the notebook makes it, or make it of columns of the same row and export again.`
    : `It can't be made of raw rows: ${reason}. Send the column as the notebook makes it, or make it of columns of the same row and export again.`
}

function valueOf(column: Column, cell: Cell, where: string, todo?: string): Value {
  if (cell === null) return null
  switch (column.type) {
    case 'category':
      return String(cell)
    case 'boolean':
      return asBoolean(column.name, cell, where)
    case 'number':
    case 'integer':
      return asNumber(column.name, cell, where, todo)
  }
}

function asNumber(name: string, cell: Exclude<Cell, null>, where: string, todo?: string): number {
  const number = typeof cell === 'string' && cell.trim() === '' ? NaN : Number(cell)
  if (!Number.isFinite(number))
    throw new Problem('The value of "{0}" is no number: {1}.', {
      args: [name, String(cell)],
      where,
      ...(todo !== undefined && { todo }),
    })
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
  const isRaw = signature.labels?.column === label
  if (signature.task === 'classification') return (isRaw ? classOfRaw : classOf)(signature, String(cell))
  const number = asNumber(label, cell, where)
  return isRaw ? numberOfRaw(signature, number) : number
}

/** Labels of which the model knows none would all count as wrong. */
function checkClasses(
  { task, classes }: Signature,
  requests: readonly { readonly truth: number | string | null }[],
  label: string | undefined,
  where: string,
): void {
  const given = [...new Set(requests.flatMap(({ truth }) => (truth === null ? [] : [String(truth)])))]
  if (task === 'regression' || given.length === 0 || given.some((name) => classes?.includes(name))) return
  throw new Problem('No value of the column "{0}" is a class of the model: {1}. Its classes are {2}.', {
    args: [label!, given.slice(0, 5).join(', '), (classes ?? []).slice(0, 10).join(', ')],
    where,
    todo: 'Name a column that holds the classes, as the notebook makes them.',
  })
}
