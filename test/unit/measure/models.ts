/** Small models to monitor. */
import type { Column, Reference, Signature } from '../../../src/build/model/schema.ts'
import type { MonitoredModel } from '../../../src/measure/findings.ts'
import type { LoggedRow, Value } from '../../../src/measure/monitor.ts'

type Row = Readonly<Record<string, Value>>
type Types = Readonly<Record<string, Column['type']>>

export interface ModelOptions {
  readonly inputs: Types
  readonly observed?: Types
  readonly rows: readonly Row[]
  readonly task?: Signature['task']
  /** Predictions and truths of the tested rows; all rows 'yes' when absent. */
  readonly tested?: readonly (readonly [prediction: number | string, truth: number | string])[]
  readonly declaredLabels?: number
  readonly errorBound?: number
  readonly deployment?: string
}

export function modelOf(options: ModelOptions): MonitoredModel {
  const tested = options.tested ?? options.rows.map(() => ['yes', 'yes'] as const)
  const types = { ...options.inputs, ...options.observed }
  const reference: Reference = {
    schema: 1,
    rows: options.rows.length,
    columns: Object.fromEntries(
      Object.keys(types).map((name) => [name, options.rows.map((row) => row[name] ?? null)]),
    ),
    tested: {
      row: tested.map((_, index) => index),
      prediction: tested.map(([prediction]) => prediction),
      truth: tested.map(([, truth]) => truth),
      confidence: null,
    },
  }
  const columns = (of: Types) => Object.entries(of).map(([name, type]) => columnOf(name, type))
  const signature: Signature = {
    schema: 1,
    model: 'small',
    hash: 'ab12',
    task: options.task ?? 'classification',
    target: 'target',
    inputs: columns(options.inputs),
    observed: columns(options.observed ?? {}),
    classes: null,
    outputs: { prediction: 'label', probabilities: null },
    steps: [],
  }
  return {
    signature,
    reference,
    deployment: options.deployment ?? 'ab12-1',
    declaredLabels: options.declaredLabels ?? null,
    errorBound: options.errorBound ?? null,
  }
}

function columnOf(name: string, type: Column['type']): Column {
  return { name, type, tensor: null, range: null, categories: null, unknown: null, missing: null }
}

export function rowOf(
  number: number,
  inputs: Row,
  prediction: number | string = 'yes',
  observed: Row = {},
): LoggedRow {
  return { number, inputs, observed, prediction, confidence: null }
}
