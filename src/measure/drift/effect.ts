/** How large a change is, in [0, 1], whatever the evidence for it. */
import type { Scale } from './scale.ts'

/** A change below this is too small to matter, however sure. */
export const EFFECT_NEEDED = 0.1

/**
 * Largest gap between two empirical distribution functions (Kolmogorov-Smirnov distance).
 *
 * @param reference counts by value, ascending by value, at least one row
 * @param current   counts of the same values, at least one row
 * @returns the gap in [0, 1]
 * @see Smirnov (1939); scipy.stats.ks_2samp returns the same `statistic`
 */
export function distributionGap(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const [ofReference, ofCurrent] = [sum(reference), sum(current)]
  let gap = 0
  let belowReference = 0
  let belowCurrent = 0
  for (let index = 0; index < reference.length; index += 1) {
    belowReference += reference[index]!
    belowCurrent += current[index]!
    gap = Math.max(gap, Math.abs(belowReference / ofReference - belowCurrent / ofCurrent))
  }
  return gap
}

/**
 * Total variation: half the sum of the differences of the shares, the share of rows that would have to change.
 *
 * @param reference counts by value, at least one row
 * @param current   counts of the same values, at least one row
 */
function totalVariation(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const [ofReference, ofCurrent] = [sum(reference), sum(current)]
  let variation = 0
  for (let index = 0; index < reference.length; index += 1) {
    variation += Math.abs(reference[index]! / ofReference - current[index]! / ofCurrent) / 2
  }
  return variation
}

export interface Effect {
  readonly size: number
  /** Rows that must follow before the size can reach `EFFECT_NEEDED`; 0 when it has. */
  readonly rowsUntilNeeded: number
}

/**
 * Effect of live rows against a reference: the gap (numbers) or total variation (categories) of the values that are
 * there, or the difference of the missing shares where that is larger.
 *
 * @param slots the live rows' slots on the scale, at least one
 */
export function effectOf(scale: Scale, slots: readonly number[]): Effect {
  const current = new Uint32Array(scale.counts.length)
  for (const slot of slots) current[slot]! += 1
  const missing = current.at(-1)!
  const present = slots.length - missing
  const distance = scale.kind === 'number' ? distributionGap : totalVariation
  const ofValues =
    present === 0 || scale.missing === scale.rows
      ? 0
      : distance(scale.counts.subarray(0, -1), current.subarray(0, -1))
  const size = Math.max(ofValues, Math.abs(missing / slots.length - scale.missing / scale.rows))
  return { size, rowsUntilNeeded: rowsUntilNeeded(size, present) }
}

/**
 * One row more moves a share of n rows by at most 1 / (n + 1), so after k rows the size is at most
 * (n size + k) / (n + k): a bound that spares asking at every row.
 */
function rowsUntilNeeded(size: number, rows: number): number {
  return Math.max(0, Math.ceil((rows * (EFFECT_NEEDED - size)) / (1 - EFFECT_NEEDED) - 1e-9))
}

function sum(counts: ArrayLike<number>): number {
  let total = 0
  for (let index = 0; index < counts.length; index += 1) total += counts[index]!
  return total
}
