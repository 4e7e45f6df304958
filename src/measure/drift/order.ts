import type { Column } from '../../build/model/schema.ts'
import type { Value } from '../monitor.ts'

/** `number`: ranked by size; `category`: ranked by code point. */
export type Kind = 'number' | 'category'

/** A value as it is ranked; null is missing and comes last. */
export type Ranked = number | string | null

/** Whether its values are compared by size or by name. */
export function kindOf(type: Column['type']): Kind {
  return type === 'number' || type === 'integer' ? 'number' : 'category'
}

/** The value that is ranked: categories as text, NaN and text in a column of numbers as missing. */
export function ranked(kind: Kind, value: Value | undefined): Ranked {
  if (value === null || value === undefined) return null
  if (kind === 'category') return String(value)
  const number = typeof value === 'string' ? NaN : Number(value)
  return Number.isNaN(number) ? null : number
}

/** Compares two values of one column, neither of them missing. */
export function compareRanked(first: number | string, second: number | string): number {
  if (typeof first === 'string') return compareCodePoints(first, second as string)
  // Not a difference: Infinity - Infinity is no number.
  return first < (second as number) ? -1 : first > (second as number) ? 1 : 0
}

/**
 * Compares texts by code point. JavaScript's `<` compares UTF-16 units, which puts U+1F600 (D83D DE00) before U+FFFD.
 */
export function compareCodePoints(first: string, second: string): number {
  const length = Math.min(first.length, second.length)
  for (let index = 0; index < length; index += 1) {
    const a = first.charCodeAt(index)
    const b = second.charCodeAt(index)
    if (a !== b) return codePointWeight(a) - codePointWeight(b)
  }
  return first.length - second.length
}

// Surrogates stand for code points above all other units: they trade places with U+E000 to U+FFFF.
function codePointWeight(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
