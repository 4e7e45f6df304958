/**
 * How many rows say the same as an earlier one. Rows are never left out for that (it would bias columns of few values);
 * a share far above the reference's is a fact that a person should know.
 */
import * as v from 'valibot'
import { logGamma } from './intervals/gamma.ts'
import type { Value } from './monitor.ts'

/** Contents that are remembered; from there on every other one, and so on: the share becomes an estimate. */
const MOST_CONTENTS = 2048

export const repeatedRowsStateSchema = v.object({
  /** Contents are remembered whose hash is a multiple of 2^level. */
  level: v.number(),
  contents: v.array(v.tuple([v.number(), v.number()])),
})
type RepeatedRowsState = v.InferOutput<typeof repeatedRowsStateSchema>

export class RepeatedRows {
  #level: number
  #contents: Map<number, number>

  constructor(state: RepeatedRowsState = { level: 0, contents: [] }) {
    this.#level = state.level
    this.#contents = new Map(state.contents)
  }

  update(values: readonly (Value | undefined)[]): void {
    const hash = hashOf(values)
    if (hash % 2 ** this.#level !== 0) return
    this.#contents.set(hash, (this.#contents.get(hash) ?? 0) + 1)
    while (this.#contents.size > MOST_CONTENTS) {
      this.#level += 1
      this.#contents = new Map([...this.#contents].filter(([kept]) => kept % 2 ** this.#level === 0))
    }
  }

  /** Share of rows that equal an earlier one; 0 before the first row. */
  get share(): number {
    const rows = [...this.#contents.values()].reduce((sum, count) => sum + count, 0)
    return rows === 0 ? 0 : 1 - this.#contents.size / rows
  }

  get state(): RepeatedRowsState {
    return { level: this.#level, contents: [...this.#contents] }
  }
}

/** How many contents of the reference come once, twice ...: pairs of times and number of contents. */
export function multiplicities(rows: Iterable<readonly (Value | undefined)[]>): ReadonlyMap<number, number> {
  const times = new Map<number, number>()
  for (const row of rows) {
    const hash = hashOf(row)
    times.set(hash, (times.get(hash) ?? 0) + 1)
  }
  const contents = new Map<number, number>()
  for (const count of times.values()) contents.set(count, (contents.get(count) ?? 0) + 1)
  return contents
}

/**
 * Expected share of repeated rows among `drawn` rows of a reference, drawn without putting back.
 *
 * @returns null when more are drawn than there are
 */
export function expectedShare(contents: ReadonlyMap<number, number>, drawn: number): number | null {
  let rows = 0
  for (const [times, number] of contents) rows += times * number
  if (drawn > rows) return null
  if (drawn === 0) return 0
  let distinct = 0
  for (const [times, number] of contents) distinct += number * (1 - chanceOfNone(times, rows, drawn))
  return Math.max(0, 1 - distinct / drawn)
}

/** Hypergeometric: none of `times` rows is among `drawn` of `rows`. */
function chanceOfNone(times: number, rows: number, drawn: number): number {
  if (times > rows - drawn) return 0
  const logFactorial = (n: number) => logGamma(n + 1)
  return Math.exp(
    logFactorial(rows - times) -
      logFactorial(rows - times - drawn) -
      logFactorial(rows) +
      logFactorial(rows - drawn),
  )
}

/** 52 bits of a row's content (two lanes of FNV-1a, then mixed). */
function hashOf(values: readonly (Value | undefined)[]): number {
  const text = JSON.stringify(values)
  let a = 0x811c9dc5
  let b = 0x050c5d1f
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x85ebca77)
  }
  const high = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ b
  const low = Math.imul(b ^ (b >>> 15), 0xc2b2ae35) ^ (a >>> 13)
  return (high >>> 6) * 0x4000000 + (low >>> 6)
}
