/** Rows as columns of equal length, as they come from files and pipes. */
import * as v from 'valibot'
import type { Value } from '../log/logged.ts'

const cell = v.nullable(v.union([v.number(), v.string(), v.boolean()]))

// A Map, and not `v.record`: that one leaves out keys like `constructor`, and a column may be called so.
const columns = v.pipe(
  v.custom<object>((raw) => typeof raw === 'object' && raw !== null && !Array.isArray(raw), 'no object'),
  v.transform((raw) => new Map<string, unknown>(Object.entries(raw))),
  v.map(v.string(), v.array(cell)),
)

export const tableSchema = v.object({
  rows: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** By column name, each of length `rows`. null is a missing value. */
  columns,
})

/** Names and values of one row. */
export function rowAt(table: ReadonlyMap<string, readonly Value[]>, index: number): [string, Value][] {
  return [...table].map(([name, values]) => [name, values[index] ?? null])
}
