/** Checks what a request says about one row against the model's signature. */
import { REFUSED, type Column, type Signature } from '../../build/model/schema.ts'
import type { Value } from '../log/logged.ts'
import { Refusal } from './refusal.ts'

/** A row that the model can take. Columns that the request left out of `observed` stay out. */
export interface CheckedRow {
  readonly inputs: Readonly<Record<string, Value>>
  readonly observed: Readonly<Record<string, Value>>
}

const MAX_TEXT = 100_000
const SHOWN_TEXT = 40

/**
 * @param row by column name, as JSON gave it
 * @param place how to name the row in a refusal: `row 3`
 * @throws Refusal naming row and column
 */
export function checkRow(signature: Signature, row: ReadonlyMap<string, unknown>, place: string): CheckedRow {
  const known = new Set([...signature.inputs, ...signature.observed].map((column) => column.name))
  for (const name of row.keys())
    if (!known.has(name))
      throw new Refusal(
        400,
        `${place}: the model has no column ${quoted(name)}; it takes ${listed(signature)}.`,
      )
  return {
    inputs: Object.fromEntries(
      signature.inputs.map((column) => {
        if (!row.has(column.name))
          throw new Refusal(
            400,
            `${place}: the column ${quoted(column.name)} is missing (null is a missing value).`,
          )
        return [column.name, checkInput(column, row.get(column.name), place)]
      }),
    ),
    observed: Object.fromEntries(
      signature.observed
        .filter((column) => row.has(column.name))
        .map((column) => [column.name, checkValue(column, row.get(column.name), place)]),
    ),
  }
}

function checkInput(column: Column, raw: unknown, place: string): Value {
  const value = checkValue(column, raw, place)
  const refuse = (what: string) => new Refusal(400, `${place}, column ${quoted(column.name)}: ${what}`)
  if (value === null) {
    if (column.missing?.startsWith(REFUSED) || column.tensor === 'bool' || column.tensor === 'int64')
      throw refuse('a missing value is refused by the model.')
    return null
  }
  if (column.tensor === 'int64' && !Number.isSafeInteger(value))
    throw refuse(`${shown(value)} is no whole number that JSON carries exactly.`)
  if (column.tensor === 'float' && !Number.isFinite(Math.fround(Number(value))))
    throw refuse(`${shown(value)} is too large for the model's 32-bit numbers.`)
  if (typeof value === 'string' && column.unknown?.startsWith(REFUSED) && !column.categories?.includes(value))
    throw refuse(`${shown(value)} is a category that the model does not know, and refuses.`)
  return value
}

function checkValue(column: Column, raw: unknown, place: string): Value {
  const refuse = (what: string) => new Refusal(400, `${place}, column ${quoted(column.name)}: ${what}`)
  if (raw === null) return null
  switch (column.type) {
    case 'number':
    case 'integer':
      if (typeof raw !== 'number') throw refuse(`${shown(raw)} is no number.`)
      // JSON has no infinity, but 1e999 reads as one.
      if (!Number.isFinite(raw)) throw refuse('the number is too large.')
      return raw
    case 'boolean':
      if (typeof raw !== 'boolean') throw refuse(`${shown(raw)} is neither true nor false.`)
      return raw
    case 'category':
      if (typeof raw !== 'string') throw refuse(`${shown(raw)} is no text.`)
      if (raw.length > MAX_TEXT) throw refuse(`the text is longer than ${MAX_TEXT} characters.`)
      // The runtime would cut the text there.
      if (raw.includes('\0')) throw refuse('the text holds a NUL character.')
      if (/\p{Surrogate}/u.test(raw)) throw refuse('the text is no valid Unicode (half of a surrogate pair).')
      return raw
  }
}

function listed(signature: Signature): string {
  const columns = [...signature.inputs, ...signature.observed].map((column) => quoted(column.name))
  return columns.length > 30
    ? `${columns.slice(0, 30).join(', ')} and ${columns.length - 30} more`
    : columns.join(', ')
}

/** A name or value from outside, short enough for a sentence. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > SHOWN_TEXT ? `${text.slice(0, SHOWN_TEXT)}...` : text)
}

function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? 'a list' : 'an object'
}
