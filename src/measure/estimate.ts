/**
 * How right the model probably is on rows that have no labels yet.
 *
 * The reference says how often the model is right when it is so confident; live rows are weighed by how confident the
 * model is with them. That is post-stratification by confidence. It holds as far as the model is as right at the same
 * confidence as it was then: an estimate, never a verdict, and no gate takes it.
 */
import type { Reference } from '../build/model/schema.ts'
import type { Interval } from '../iteration/record.ts'

const MOST_BANDS = 20
/** Fewer tested rows than this in a band say too little about it. */
const LEAST_IN_BAND = 20
const Z_95 = 1.959964

interface Band {
  /** Least confidence of the next band. */
  readonly below: number
  /** Tested rows, and how often the model was right with them: (right + 1/2) / (tested + 1). */
  readonly tested: number
  readonly share: number
}

export class EstimatedAccuracy {
  readonly #bands: readonly Band[]
  readonly #live: number[]

  private constructor(bands: readonly Band[]) {
    this.#bands = bands
    this.#live = bands.map(() => 0)
  }

  /** null where nothing can be estimated: regression, a model without probabilities, too few tested rows. */
  static from({ tested }: Pick<Reference, 'tested'>): EstimatedAccuracy | null {
    const { confidence, prediction, truth } = tested
    if (confidence === null || confidence.length < LEAST_IN_BAND) return null
    const rows = confidence
      .map((value, row) => ({ value, right: String(prediction[row]) === String(truth[row]) }))
      .sort((a, b) => a.value - b.value)
    return new EstimatedAccuracy(bandsOf(rows))
  }

  /** @param confidence probability of the predicted class; a row without one says nothing */
  update(confidence: number | null): void {
    if (confidence === null) return
    this.#live[this.#bands.findIndex(({ below }) => confidence < below)]! += 1
  }

  /**
   * The share of these rows that are right, with an interval for one look. Its variance is that of the bands' shares
   * on the reference, `sum w^2 s (1 - s) / tested`, and that of so many rows, `sum w s (1 - s) / n`.
   *
   * @returns null before the first row
   * @see Cochran, Sampling Techniques (1977), 5A.2 for the post-stratified mean
   */
  get value(): Interval | null {
    const n = this.#live.reduce((sum, count) => sum + count, 0)
    if (n === 0) return null
    let [value, variance] = [0, 0]
    for (const [index, { share, tested }] of this.#bands.entries()) {
      const weight = this.#live[index]! / n
      value += weight * share
      variance += share * (1 - share) * (weight ** 2 / tested + weight / n)
    }
    const half = Z_95 * Math.sqrt(variance)
    return { value, low: Math.max(0, value - half), high: Math.min(1, value + half), n }
  }
}

/** Bands with about equally many tested rows; rows of equal confidence stay together. */
function bandsOf(rows: readonly { readonly value: number; readonly right: boolean }[]): Band[] {
  const size = Math.max(LEAST_IN_BAND, Math.ceil(rows.length / MOST_BANDS))
  const bands: Band[] = []
  for (let start = 0; start < rows.length;) {
    let end = Math.min(start + size, rows.length)
    while (end < rows.length && rows[end]!.value === rows[end - 1]!.value) end += 1
    if (rows.length - end < LEAST_IN_BAND) end = rows.length
    const right = rows.slice(start, end).filter((row) => row.right).length
    const tested = end - start
    bands.push({ below: rows[end]?.value ?? Infinity, tested, share: (right + 0.5) / (tested + 1) })
    start = end
  }
  return bands
}
