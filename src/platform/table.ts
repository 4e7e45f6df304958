/** Tables from files: CSV with a header, a JSON array of objects, or one JSON object per line. */
import { parse } from 'csv-parse/sync'
import { readText } from './files.ts'
import { Problem } from './problem.ts'

/** A value as it comes from a file: text from CSV, anything plain from JSON. null is missing. */
export type Cell = string | number | boolean | null
export type TableRow = Readonly<Record<string, Cell>>

/** What pandas reads as missing in a CSV; everybody's files are written for it. */
const MISSING = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '<NA>', '#N/A'])

/**
 * Rows in the order of the file, by its ending: .csv, .json, .jsonl.
 *
 * @throws Problem for another ending, and a file that is not what its ending says
 */
export async function readTable(path: string): Promise<TableRow[]> {
  const text = (await readText(path, 'The table')).replace(/^\uFEFF/, '')
  if (path.endsWith('.csv')) return fromCsv(text, path)
  if (path.endsWith('.json')) return fromJson([text], path, 1)
  if (path.endsWith('.jsonl') || path.endsWith('.ndjson')) return fromJson(text.split('\n'), path, 1)
  throw new Problem('The file is no table that Shiploop reads.', {
    where: path,
    todo: 'Give a .csv with a header, a .json array of objects, or .jsonl.',
  })
}

function fromCsv(text: string, path: string): TableRow[] {
  try {
    const rows: Record<string, string>[] = parse(text, { columns: true, skip_empty_lines: true, bom: true })
    return rows.map((row) => withMissing(row))
  } catch (error) {
    throw new Problem('The CSV is broken: {0}', {
      args: [error instanceof Error ? error.message : String(error)],
      where: path,
      cause: error,
    })
  }
}

function withMissing(row: Record<string, string>): TableRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, text]) => [name, MISSING.has(text) ? null : text]),
  )
}

function fromJson(texts: readonly string[], path: string, firstLine: number): TableRow[] {
  return texts.flatMap((text, index) => {
    if (text.trim() === '') return []
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (error) {
      throw new Problem('The JSON is broken at line {0}.', {
        args: [firstLine + index],
        where: path,
        cause: error,
      })
    }
    const rows = Array.isArray(value) ? value : [value]
    for (const row of rows)
      if (typeof row !== 'object' || row === null || Array.isArray(row))
        throw new Problem('A row is no object of column names to values (line {0}).', {
          args: [firstLine + index],
          where: path,
        })
    return rows as TableRow[]
  })
}

/** A CSV that pandas reads back as it was: missing values are empty, text is quoted where it has to be. */
export function csvOf(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [names, ...rows].map((row) => row.map(csvCell).join(',')).join('\n') + '\n'
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  const text = typeof cell === 'boolean' ? (cell ? 'True' : 'False') : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
