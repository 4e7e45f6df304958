/** What live values are that no reference value was: facts with counts and names, never an alarm. */
import * as v from 'valibot'
import type { Ranked } from './drift/order.ts'

/** Names beyond this many are counted together. */
const MOST_NAMES = 1000
const OTHERS = '(others)'

export const newcomersStateSchema = v.object({
  categories: v.array(v.tuple([v.string(), v.number()])),
  outOfRange: v.number(),
})
type NewcomersState = v.InferOutput<typeof newcomersStateSchema>

/** Counts the values of one column that lie outside its reference. */
export class Newcomers {
  readonly #known = new Set<string>()
  #low = Infinity
  #high = -Infinity
  readonly #categories: Map<string, number>
  #outOfRange: number

  constructor(reference: readonly Ranked[], state: NewcomersState = { categories: [], outOfRange: 0 }) {
    for (const value of reference) {
      if (typeof value === 'string') this.#known.add(value)
      else if (value !== null) {
        this.#low = Math.min(this.#low, value)
        this.#high = Math.max(this.#high, value)
      }
    }
    this.#categories = new Map(state.categories)
    this.#outOfRange = state.outOfRange
  }

  update(value: Ranked): void {
    if (typeof value === 'string') {
      if (!this.#known.has(value)) this.#countCategory(value)
    } else if (value !== null && (value < this.#low || value > this.#high)) this.#outOfRange += 1
  }

  /** Commonest first. */
  get categories(): Record<string, number> {
    return Object.fromEntries([...this.#categories].sort((first, second) => second[1] - first[1]))
  }

  get outOfRange(): number {
    return this.#outOfRange
  }

  get state(): NewcomersState {
    return { categories: [...this.#categories], outOfRange: this.#outOfRange }
  }

  #countCategory(value: string): void {
    const name = this.#categories.has(value) || this.#categories.size < MOST_NAMES ? value : OTHERS
    this.#categories.set(name, (this.#categories.get(name) ?? 0) + 1)
  }
}
