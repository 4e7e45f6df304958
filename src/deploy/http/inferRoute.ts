/** `POST /v2/models/{m}/infer`: the Open Inference Protocol v2, one tensor per column. */
import type { Column, Signature } from '../../build/model/schema.ts'
import type { TensorType } from '../../platform/onnx.ts'
import { BINARY_SIZE, toBinary, type BinaryTail } from './binary.ts'
import { objectOf } from './body.ts'
import { checkRow, quoted, type CheckedRow } from './columns.ts'
import type { Model, Output } from '../model/model.ts'
import { Refusal } from './refusal.ts'
import { checkCount } from './rowsRoute.ts'
import type { Answered } from '../server/service.ts'

export const DATATYPES: Readonly<Record<TensorType, string>> = {
  float: 'FP32',
  double: 'FP64',
  int64: 'INT64',
  string: 'BYTES',
  bool: 'BOOL',
}
const NUMBERS = 'FP32 FP64 INT8 INT16 INT32 INT64 UINT8 UINT16 UINT32 UINT64'.split(' ')

interface InferRequest {
  readonly rows: CheckedRow[]
  /** The outputs asked for. */
  readonly outputs: readonly RequestedOutput[]
}

interface RequestedOutput {
  readonly name: string
  /** Behind the JSON instead of in it. */
  readonly binary: boolean
}

/** An answer: its JSON and what stands behind it, or null when all is in the JSON. */
export interface InferAnswer {
  readonly json: unknown
  readonly tail: Buffer | null
}

/**
 * @param binary what stands behind the JSON, in the binary tensor data extension
 * @throws Refusal naming tensor, row and column
 */
export function parseInfer(
  model: Model,
  body: ReadonlyMap<string, unknown>,
  binary: BinaryTail,
): InferRequest {
  const columns = new Map<string, readonly unknown[]>()
  for (const raw of listOf(body.get('inputs'), '"inputs"')) {
    const tensor = objectOf(raw, 'Each of "inputs"')
    const name = tensor.get('name')
    if (typeof name !== 'string') throw new Refusal(400, 'A tensor of "inputs" has no name.')
    if (columns.has(name)) throw new Refusal(400, `The tensor ${quoted(name)} came twice.`)
    columns.set(name, tensorValues(model.signature, name, tensor, binary))
  }
  binary.checkEmpty()
  const counts = new Set([...columns.values()].map((values) => values.length))
  if (counts.size > 1) throw new Refusal(400, 'The tensors of "inputs" have different numbers of rows.')
  const [count = 0] = counts
  checkCount(count)
  const rows = Array.from({ length: count }, (_, index) => {
    const row = new Map([...columns].map(([name, values]) => [name, values[index]]))
    return checkRow(model.signature, row, `row ${index}`)
  })
  return { rows, outputs: requestedOutputs(model, body) }
}

/** The same for a new request and for one that comes again. */
export function inferAnswer(
  model: Model,
  id: string,
  rows: readonly Answered[],
  outputs: readonly RequestedOutput[],
): InferAnswer {
  const tensors = [predictionTensor(model.prediction, rows)]
  if (model.probabilities !== null) tensors.push(probabilitiesTensor(model.probabilities, rows))
  const tails: Buffer[] = []
  const described = outputs.map(({ name, binary }) => {
    const tensor = tensors.find((candidate) => candidate.name === name)!
    if (!binary) return tensor
    const { data, ...rest } = tensor
    const bytes = toBinary(tensor.datatype, data)
    tails.push(bytes)
    return { ...rest, parameters: { [BINARY_SIZE]: bytes.length } }
  })
  return {
    json: {
      model_name: model.signature.model,
      model_version: model.signature.hash.slice(0, 12),
      id,
      outputs: described,
    },
    tail: tails.length === 0 ? null : Buffer.concat(tails),
  }
}

interface Tensor {
  readonly name: string
  readonly datatype: string
  readonly shape: readonly number[]
  readonly data: readonly unknown[]
}

function predictionTensor({ name, type, rank }: Output, rows: readonly Answered[]): Tensor {
  // Integer classes are text in the log: a class is a name.
  const data = rows.map(({ prediction }) => (type === 'int64' ? BigInt(prediction) : prediction))
  return { name, datatype: DATATYPES[type], shape: rank === 1 ? [rows.length] : [rows.length, 1], data }
}

function probabilitiesTensor({ name, type }: Output, rows: readonly Answered[]): Tensor {
  const data = rows.flatMap((row) => row.probabilities ?? [])
  return { name, datatype: DATATYPES[type], shape: [rows.length, data.length / rows.length], data }
}

function tensorValues(
  signature: Signature,
  name: string,
  tensor: ReadonlyMap<string, unknown>,
  binary: BinaryTail,
): readonly unknown[] {
  const column = [...signature.inputs, ...signature.observed].find((candidate) => candidate.name === name)
  if (column === undefined) throw new Refusal(400, `The model has no column ${quoted(name)}.`)
  const datatype = tensor.get('datatype')
  if (typeof datatype !== 'string' || !datatypesOf(column).includes(datatype))
    throw new Refusal(
      400,
      `The tensor ${quoted(name)} must be of datatype ${datatypesOf(column).join(', ')}.`,
    )
  const size = tensor.has('parameters')
    ? objectOf(tensor.get('parameters'), `"parameters" of ${quoted(name)}`).get(BINARY_SIZE)
    : undefined
  const values = size === undefined ? flat(tensor.get('data'), name) : binary.take(name, datatype, size)
  checkShape(tensor.get('shape'), values.length, name)
  return values
}

function datatypesOf(column: Column): readonly string[] {
  if (column.type === 'category') return ['BYTES']
  return column.type === 'boolean' ? ['BOOL'] : NUMBERS
}

/** Data of a column, flat or as a list of lists of one. */
function flat(data: unknown, name: string): readonly unknown[] {
  return listOf(data, `"data" of ${quoted(name)}`).map((value) =>
    Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value,
  )
}

function checkShape(shape: unknown, count: number, name: string): void {
  const fits =
    Array.isArray(shape) &&
    shape[0] === count &&
    (shape.length === 1 || (shape.length === 2 && shape[1] === 1))
  if (!fits)
    throw new Refusal(
      400,
      `The tensor ${quoted(name)} has ${count} values; its shape must be [${count}] or [${count}, 1].`,
    )
}

function requestedOutputs(model: Model, body: ReadonlyMap<string, unknown>): RequestedOutput[] {
  const all = [model.prediction.name, ...(model.probabilities === null ? [] : [model.probabilities.name])]
  const binary = flag(body.get('parameters'), 'binary_data_output') ?? false
  const raw = body.get('outputs')
  if (raw === undefined || (Array.isArray(raw) && raw.length === 0))
    return all.map((name) => ({ name, binary }))
  const asked = listOf(raw, '"outputs"').map((one) => {
    const output = objectOf(one, 'Each of "outputs"')
    const name = output.get('name')
    if (typeof name !== 'string' || !all.includes(name))
      throw new Refusal(400, `The model has no such output; it has ${all.map(quoted).join(' and ')}.`)
    return { name, binary: flag(output.get('parameters'), 'binary_data') ?? binary }
  })
  if (new Set(asked.map(({ name }) => name)).size < asked.length)
    throw new Refusal(400, 'An output was asked for twice.')
  return asked
}

function flag(parameters: unknown, name: string): boolean | null {
  const value = parameters === undefined ? undefined : objectOf(parameters, '"parameters"').get(name)
  return typeof value === 'boolean' ? value : null
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Refusal(400, `${what} must be a list.`)
  return value as unknown[]
}
