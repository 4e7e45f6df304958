import * as v from 'valibot'
import type { Monitor } from './monitor.ts'

/** Each bin is 1% wider than the one before: a quantile is off by at most 0.5%. */
const GROWTH = Math.log(1.01)
/** Milliseconds below which all are the same, and above which all are: 1 microsecond and 11 days. */
const [LEAST, MOST] = [1e-3, 1e9]

export const latencyStateSchema = v.array(v.tuple([v.number(), v.number()]))
type LatencyState = v.InferOutput<typeof latencyStateSchema>

interface LatencyFinding {
  readonly p50: number
  readonly p99: number
  readonly n: number
}

/** Latency of all requests of a deployment, in milliseconds: a histogram on a logarithmic scale. */
export class LatencyMonitor implements Monitor<number, LatencyFinding | null, LatencyState> {
  readonly #bins: Map<number, number>

  constructor(state: LatencyState = []) {
    this.#bins = new Map(state)
  }

  update(milliseconds: number): void {
    const bin = Math.floor(Math.log(Math.min(MOST, Math.max(LEAST, milliseconds))) / GROWTH)
    this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + 1)
  }

  get value(): LatencyFinding | null {
    const bins = [...this.#bins].sort((first, second) => first[0] - second[0])
    const n = bins.reduce((sum, [, count]) => sum + count, 0)
    return n === 0 ? null : { p50: quantile(bins, 0.5 * n), p99: quantile(bins, 0.99 * n), n }
  }

  get state(): LatencyState {
    return [...this.#bins]
  }
}

/** The middle of the bin that holds the request of this rank (nearest rank, from 1). */
function quantile(bins: readonly (readonly [number, number])[], rank: number): number {
  let below = 0
  const found = bins.find(([, count]) => (below += count) >= Math.ceil(rank))
  return Math.exp((found![0] + 0.5) * GROWTH)
}
