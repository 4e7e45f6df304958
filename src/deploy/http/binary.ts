/**
 * The binary tensor data extension of the Open Inference Protocol: values behind the JSON, which tritonclient sends unless told
 * otherwise.
 *
 * @see github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md
 */
import { quoted } from './columns.ts'
import { Refusal } from './refusal.ts'

/** Header that says how many bytes of the body are JSON. */
export const JSON_LENGTH_HEADER = 'inference-header-content-length'
/** Parameter of a tensor that says how many bytes are its own. */
export const BINARY_SIZE = 'binary_data_size'

const LITTLE_ENDIAN: Readonly<
  Record<string, { bytes: number; read: (from: Buffer, at: number) => unknown }>
> = {
  FP32: { bytes: 4, read: (from, at) => missingWhenNaN(from.readFloatLE(at)) },
  FP64: { bytes: 8, read: (from, at) => missingWhenNaN(from.readDoubleLE(at)) },
  INT8: { bytes: 1, read: (from, at) => from.readInt8(at) },
  INT16: { bytes: 2, read: (from, at) => from.readInt16LE(at) },
  INT32: { bytes: 4, read: (from, at) => from.readInt32LE(at) },
  INT64: { bytes: 8, read: (from, at) => exactNumber(from.readBigInt64LE(at)) },
  UINT8: { bytes: 1, read: (from, at) => from.readUInt8(at) },
  UINT16: { bytes: 2, read: (from, at) => from.readUInt16LE(at) },
  UINT32: { bytes: 4, read: (from, at) => from.readUInt32LE(at) },
  UINT64: { bytes: 8, read: (from, at) => exactNumber(from.readBigUInt64LE(at)) },
  BOOL: { bytes: 1, read: (from, at) => from.readUInt8(at) !== 0 },
}

/** Splits a body. @throws Refusal when the header's length is no part of it */
export function splitBody(body: Buffer, jsonLength: string | undefined): { json: Buffer; tail: BinaryTail } {
  if (jsonLength === undefined) return { json: body, tail: new BinaryTail(Buffer.alloc(0)) }
  const length = Number(jsonLength)
  if (!/^\d+$/.test(jsonLength) || length > body.length)
    throw new Refusal(
      400,
      `The header ${JSON_LENGTH_HEADER} says ${quoted(jsonLength)}, the body has ${body.length} bytes.`,
    )
  return { json: body.subarray(0, length), tail: new BinaryTail(body.subarray(length)) }
}

/** What stands behind the JSON, taken tensor by tensor. */
export class BinaryTail {
  private rest: Buffer

  constructor(rest: Buffer) {
    this.rest = rest
  }

  /** The values of the next tensor. @throws Refusal when they are not there or don't fit their type */
  take(name: string, datatype: string, size: unknown): unknown[] {
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size > this.rest.length)
      throw new Refusal(400, `The tensor ${quoted(name)} has more binary data than the body.`)
    const own = this.rest.subarray(0, size)
    this.rest = this.rest.subarray(size)
    if (datatype === 'BYTES') return texts(own, name)
    const type = LITTLE_ENDIAN[datatype]
    if (type === undefined || size % type.bytes !== 0)
      throw new Refusal(
        400,
        `The binary data of the tensor ${quoted(name)} is no list of ${quoted(datatype)}.`,
      )
    return Array.from({ length: size / type.bytes }, (_, index) => type.read(own, index * type.bytes))
  }

  /** @throws Refusal when bytes are left over */
  checkEmpty(): void {
    if (this.rest.length > 0)
      throw new Refusal(400, `${this.rest.length} bytes of binary data belong to no tensor.`)
  }
}

/** The values of an output as bytes. `datatype` is one that graphs give (inferRoute.ts). */
export function toBinary(datatype: string, data: readonly unknown[]): Buffer {
  switch (datatype) {
    case 'FP32':
      return Buffer.from(Float32Array.from(data, Number).buffer)
    case 'FP64':
      return Buffer.from(Float64Array.from(data, Number).buffer)
    case 'INT64':
      return Buffer.from(BigInt64Array.from(data as bigint[]).buffer)
    case 'BOOL':
      return Buffer.from(data.map(Number))
    default:
      return Buffer.concat(data.flatMap((value) => withLength(Buffer.from(String(value)))))
  }
}

function withLength(text: Buffer): Buffer[] {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  return [length, text]
}

/** Each text has its length in front, 4 bytes. */
function texts(own: Buffer, name: string): string[] {
  const found: string[] = []
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  for (let at = 0; at < own.length;) {
    const length = at + 4 <= own.length ? own.readUInt32LE(at) : Infinity
    if (at + 4 + length > own.length)
      throw new Refusal(400, `The binary data of the tensor ${quoted(name)} ends inside a text.`)
    try {
      found.push(utf8.decode(own.subarray(at + 4, at + 4 + length)))
    } catch {
      throw new Refusal(400, `The binary data of the tensor ${quoted(name)} holds a text that is no UTF-8.`)
    }
    at += 4 + length
  }
  return found
}

// JSON writes a missing number as null; so does the log.
function missingWhenNaN(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

// Beyond 2^53 the neighbour would be served: as text, the column's check names it.
function exactNumber(value: bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
}
