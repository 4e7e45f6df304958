/** How many labels more would decide a requirement, if the estimate stayed where it is. */
import type { Interval } from '../../iteration/record.ts'
import type { AccuracyFinding } from '../findings.ts'
import { isRuledOut, priorOf } from './betaMixture.ts'
import { BoundedMean } from './empiricalBernstein.ts'
import { wilson } from './wilson.ts'

export type LabelsNeeded = number | 'more than 10,000'

const MOST = 10_000
/** An estimate this near to the requirement is taken to lie on it. */
const TOO_NEAR = 0.005

/**
 * Labels still needed until the watched interval, or the declared one, lies on one side of the requirement.
 *
 * @param required accuracy in [0, 1], or mean absolute error in the target's unit
 * @param declared number of labels at which one interval is looked at; null when none was declared
 * @returns 0 when an interval decides already; null before the first label
 */
export function labelsNeeded(
  accuracy: Pick<AccuracyFinding, 'test' | 'live' | 'errors'>,
  required: number,
  declared: number | null,
): LabelsNeeded | null {
  const { watched } = accuracy.live
  if (watched === null) return null
  const { errors, test } = accuracy
  const decides = ({ low, high }: Interval) =>
    errors === null ? required <= low || required > high : required < low || required >= high
  if ([watched, accuracy.live.declared].some((interval) => interval !== null && decides(interval))) return 0
  if (errors !== null)
    return errors.bound === null ? null : forError(watched, errors.bound, errors.deviation, required)
  if (Math.abs(watched.value - required) <= TOO_NEAR) return 'more than 10,000'
  return forShare(watched, test ?? { value: 0.5, n: 0 }, required, declared)
}

interface Estimate {
  readonly value: number
  readonly n: number
}

function forShare(live: Estimate, test: Estimate, required: number, declared: number | null): LabelsNeeded {
  const prior = priorOf(Math.round(test.value * test.n), test.n)
  for (let more = 1; more <= MOST; more += 1) {
    const n = live.n + more
    if (isRuledOut(required, live.value * n, n, prior)) return more
    if (n !== declared) continue
    const once = wilson(Math.round(live.value * n), n)
    if (required <= once.low || required > once.high) return more
  }
  return 'more than 10,000'
}

/** Follows the sequence on values as the live ones were: half of them one deviation above the mean, half below. */
function forError(live: Estimate, bound: number, deviation: number, required: number): LabelsNeeded {
  const mean = new BoundedMean()
  for (let n = 1; n <= live.n + MOST; n += 1) {
    const share = (live.value + (n % 2 === 0 ? deviation : -deviation)) / bound
    mean.update(Math.min(1, Math.max(0, share)))
    if (n <= live.n) continue
    const { low, high } = mean.interval!
    if (required / bound < low || required / bound >= high) return n - live.n
  }
  return 'more than 10,000'
}
