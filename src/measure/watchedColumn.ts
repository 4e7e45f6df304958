/** One column under watch: its drift and what is new in it. */
import * as v from 'valibot'
import type { Column } from '../build/model/schema.ts'
import type { DriftRow } from '../iteration/record.ts'
import { ColumnMonitor, columnStateSchema } from './drift/column.ts'
import { kindOf, ranked, type Kind } from './drift/order.ts'
import { seedOf } from './drift/random.ts'
import { scaleOf } from './drift/scale.ts'
import { Newcomers, newcomersStateSchema } from './facts.ts'
import type { MonitoredModel } from './findings.ts'
import type { LoggedRow, Value } from './monitor.ts'

/** Name of the prediction's own line among the columns. */
export const PREDICTION = '(prediction)'

export interface WatchedColumn {
  readonly name: string
  readonly role: DriftRow['role']
  readonly drift: ColumnMonitor
  readonly newcomers: Newcomers
  update(row: LoggedRow): void
}

export const watchedColumnStateSchema = v.object({
  name: v.string(),
  drift: columnStateSchema,
  newcomers: newcomersStateSchema,
})
type WatchedColumnState = v.InferOutput<typeof watchedColumnStateSchema>

/** Inputs in the graph's order, observed columns, the prediction; a column without reference values is not watched. */
export function watchedColumns(
  model: MonitoredModel,
  states: readonly WatchedColumnState[],
): WatchedColumn[] {
  const { signature, reference, deployment } = model
  const watch = (
    name: string,
    role: DriftRow['role'],
    kind: Kind,
    values: readonly Value[] | undefined,
    valueIn: (row: LoggedRow) => Value | undefined,
  ): WatchedColumn[] => {
    if (values === undefined || values.length === 0) return []
    const known = values.map((value) => ranked(kind, value))
    const state = states.find((past) => past.name === name)
    const drift = new ColumnMonitor(scaleOf(kind, known), seedOf(deployment, name), state?.drift)
    const newcomers = new Newcomers(known, state?.newcomers)
    const update = (row: LoggedRow) => {
      const value = ranked(kind, valueIn(row))
      drift.update({ value, number: row.number })
      newcomers.update(value)
    }
    return [{ name, role, drift, newcomers, update }]
  }
  const ofColumn = (role: 'input' | 'observed') => (column: Column) =>
    watch(column.name, role, kindOf(column.type), own(reference.columns, column.name), (row) =>
      own(role === 'input' ? row.inputs : row.observed, column.name),
    )
  const predictionKind = signature.task === 'classification' ? 'category' : 'number'
  return [
    ...signature.inputs.flatMap(ofColumn('input')),
    ...signature.observed.flatMap(ofColumn('observed')),
    ...watch(PREDICTION, 'prediction', predictionKind, reference.tested.prediction, (row) => row.prediction),
  ]
}

/** A column may be called `toString`: only an object's own properties are its columns. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
