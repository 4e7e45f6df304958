/**
 * The reference rows and all earlier live rows of a deployment, in order: what a live row is ranked among.
 *
 * Every live value becomes a mark of its own while there are fewer than 2,048 of them, so ranks are exact up to that
 * many distinct values. From there on a new value is tied, at random, with the live rows that fell between the same two
 * marks; the ranks stay independent and uniform without drift (docs/statistics.md), the state stays bounded, and a
 * restart needs no pass over the log.
 */
import * as v from 'valibot'
import { compareRanked, type Ranked } from './order.ts'
import { MOST_MARKS, slotOf, type Scale } from './scale.ts'

export const poolStateSchema = v.object({
  /** Marks that live rows added, ascending. */
  added: v.array(v.union([v.number(), v.string()])),
  /** Live rows per slot, as pairs: slot, count, slot, count ... */
  live: v.array(v.number()),
})
type PoolState = v.InferOutput<typeof poolStateSchema>

export class Pool {
  readonly #scale: Scale
  readonly #marks: (number | string)[]
  readonly #capacity: number
  readonly #counts: Float64Array
  /** A Fenwick tree over the slots: `#tree[i]` sums the counts of the slots i - (i & -i) to i - 1. */
  readonly #tree: Float64Array
  readonly #binOf: Uint8Array
  /** Rows per bin of the odds bets. */
  readonly binCounts: Float64Array
  /** All rows in the pool. */
  rows: number
  /** Bin of the pool's row at which the last p lies; -1 when it lies above them all. See `rank`. */
  hitBin = -1

  constructor(scale: Scale, state: PoolState = { added: [], live: [] }) {
    this.#scale = scale
    this.#marks = [...scale.marks]
    this.#capacity = 2 * Math.max(MOST_MARKS, scale.marks.length) + 2
    this.#counts = new Float64Array(this.#capacity)
    this.#tree = new Float64Array(this.#capacity + 1)
    this.#binOf = new Uint8Array(this.#capacity)
    this.binCounts = new Float64Array(scale.bins)
    this.#counts.set(scale.counts)
    this.#binOf.set(scale.binOf)
    this.rows = scale.rows
    for (const mark of state.added) this.#addMark(slotOf(this.#marks, mark), mark)
    for (let index = 0; index < state.live.length; index += 2) {
      this.#counts[state.live[index]!]! += state.live[index + 1]!
      this.rows += state.live[index + 1]!
    }
    for (let slot = 0; slot < this.#slots; slot += 1)
      this.binCounts[this.#binOf[slot]!]! += this.#counts[slot]!
    this.#plantTree()
  }

  get #slots(): number {
    return 2 * this.#marks.length + 2
  }

  /** The slot of a live value; where there is room, the value becomes a mark. */
  place(value: Ranked): number {
    const slot = slotOf(this.#marks, value)
    if (value === null || slot % 2 === 1 || !this.#scale.exact || this.#marks.length >= MOST_MARKS)
      return slot
    this.#addMark(slot, value)
    this.#plantTree()
    return slot + 1
  }

  /**
   * The smoothed rank of a row among the pool, in (0, 1]: (less + u (equal + 1)) / (N + 1).
   *
   * Sets `hitBin`: cut [0, 1) into N + 1 cells, one per row of the pool in order and an empty one; p lies in the cell of
   * a row of that bin. So "p lies in the stretches of bin b" is `hitBin === b`.
   *
   * @see Vovk, Gammerman, Shafer (2005), Algorithmic Learning in a Random World, smoothed conformal p-values
   */
  rank(slot: number, u: number): number {
    const less = this.#below(slot)
    const equal = this.#counts[slot]!
    const place = u * (equal + 1)
    if (place < equal) this.hitBin = this.#binOf[slot]!
    else {
      let next = slot + 1
      while (next < this.#slots && this.#counts[next] === 0) next += 1
      this.hitBin = next < this.#slots ? this.#binOf[next]! : -1
    }
    return (less + place) / (this.rows + 1)
  }

  add(slot: number): void {
    this.#counts[slot]! += 1
    this.binCounts[this.#binOf[slot]!]! += 1
    this.rows += 1
    for (let index = slot + 1; index <= this.#slots; index += index & -index) this.#tree[index]! += 1
  }

  get state(): PoolState {
    const added: (number | string)[] = []
    const live: number[] = []
    const { marks, counts } = this.#scale
    let own = 0
    for (let slot = 0; slot < this.#slots; slot += 1) {
      const mark = this.#marks[slot >>> 1]
      const isLast = slot >= this.#slots - 2
      const isReference = isLast || (own < marks.length && compareRanked(marks[own]!, mark!) === 0)
      // The stretch below an added mark holds no reference rows: only an exact scale grows, and it has none in stretches.
      const reference = isReference ? counts[2 * own + (slot % 2)]! : 0
      const count = this.#counts[slot]! - reference
      if (count > 0) live.push(slot, count)
      if (slot % 2 === 1 && !isLast) {
        if (isReference) own += 1
        else added.push(mark!)
      }
    }
    return { added, live }
  }

  /** Rows in the slots below this one. */
  #below(slot: number): number {
    let sum = 0
    for (let index = slot; index > 0; index -= index & -index) sum += this.#tree[index]!
    return sum
  }

  /** Splits an open, empty stretch at a new mark. */
  #addMark(stretch: number, mark: number | string): void {
    const slots = this.#slots
    this.#counts.copyWithin(stretch + 2, stretch, slots)
    this.#binOf.copyWithin(stretch + 2, stretch, slots)
    this.#counts[stretch + 1] = 0
    this.#binOf[stretch + 1] = this.#binOf[stretch]!
    this.#marks.splice(stretch >>> 1, 0, mark)
  }

  #plantTree(): void {
    const slots = this.#slots
    for (let index = 1; index <= slots; index += 1) this.#tree[index] = this.#counts[index - 1]!
    for (let index = 1; index <= slots; index += 1) {
      const parent = index + (index & -index)
      if (parent <= slots) this.#tree[parent]! += this.#tree[index]!
    }
  }
}
