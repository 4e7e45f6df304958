/** Streams of labels, for the rates at which docs/statistics.md says that the intervals miss. */
import { seedOf, uniformAt, type Seed } from './drift/random.ts'
import { isRuledOut, priorOf } from './intervals/betaMixture.ts'
import { BoundedMean, meanOnce } from './intervals/empiricalBernstein.ts'
import { newcombe, type Pairs } from './intervals/pairs.ts'
import { wilson } from './intervals/wilson.ts'

export type Watched =
  | { readonly kind: 'proportion'; readonly truth: number }
  /** Exponential errors of mean 1, clipped to [0, bound]. */
  | { readonly kind: 'clipped exponential'; readonly bound: number }

export type Once =
  | Watched
  /** Shares of rows on which both, only the first, only the second and neither of two models are right. */
  | { readonly kind: 'pairs'; readonly shares: readonly [number, number, number, number] }

const REFERENCE = 200

/**
 * Share of streams in which the watched interval, looked at after every label, ever misses the truth.
 *
 * @param from first label that is looked at
 * @param to   last one
 */
export function everMissRate(law: Watched, streams: number, from = 10, to = 1000): number {
  let missed = 0
  for (let stream = 0; stream < streams; stream += 1) {
    const seed = seedOf('labels', law.kind, String(stream))
    if (
      law.kind === 'proportion'
        ? shareEverMissed(law.truth, seed, from, to)
        : meanEverMissed(law.bound, seed, from, to)
    )
      missed += 1
  }
  return missed / streams
}

function shareEverMissed(truth: number, seed: Seed, from: number, to: number): boolean {
  // The reference is a sample too: the prior comes from what it happened to show.
  const prior = priorOf(drawRight(truth, seed, 1_000_000, REFERENCE), REFERENCE)
  let right = 0
  for (let n = 1; n <= to; n += 1) {
    if (uniformAt(seed, n) < truth) right += 1
    if (n >= from && isRuledOut(truth, right, n, prior)) return true
  }
  return false
}

function meanEverMissed(bound: number, seed: Seed, from: number, to: number): boolean {
  const mean = new BoundedMean()
  const truth = clippedMean(bound) / bound
  for (let n = 1; n <= to; n += 1) {
    mean.update(clippedError(bound, uniformAt(seed, n)) / bound)
    const { low, high } = mean.interval!
    if (n >= from && (truth < low || truth > high)) return true
  }
  return false
}

/** Share of samples of `n` rows whose interval for one look misses the truth. */
export function onceMissRate(law: Once, n: number, samples: number): number {
  let missed = 0
  for (let sample = 0; sample < samples; sample += 1) {
    const { truth, low, high } = lookOnce(law, n, seedOf('once', law.kind, String(sample)))
    if (truth < low || truth > high) missed += 1
  }
  return missed / samples
}

function lookOnce(law: Once, n: number, seed: Seed): { truth: number; low: number; high: number } {
  switch (law.kind) {
    case 'proportion':
      return { truth: law.truth, ...bounds(wilson(drawRight(law.truth, seed, 0, n), n)) }
    case 'clipped exponential': {
      const errors = Array.from({ length: n }, (_, row) => clippedError(law.bound, uniformAt(seed, row)))
      return { truth: clippedMean(law.bound), ...bounds(meanOnce(errors, 0, law.bound)!) }
    }
    case 'pairs':
      return { truth: law.shares[1] - law.shares[2], ...bounds(newcombe(drawPairs(law.shares, seed, n))) }
  }
}

function bounds({ low, high }: { low: number; high: number }): { low: number; high: number } {
  return { low, high }
}

function drawRight(share: number, seed: Seed, from: number, n: number): number {
  let right = 0
  for (let row = 0; row < n; row += 1) if (uniformAt(seed, from + row) < share) right += 1
  return right
}

function drawPairs(shares: readonly [number, number, number, number], seed: Seed, n: number): Pairs {
  const counts = [0, 0, 0, 0]
  for (let row = 0; row < n; row += 1) {
    let left = uniformAt(seed, row)
    const kind = shares.findIndex((share) => (left -= share) < 0)
    counts[kind < 0 ? 3 : kind]! += 1
  }
  const [both, onlyFirst, onlySecond, neither] = counts as [number, number, number, number]
  return { both, onlyFirst, onlySecond, neither }
}

function clippedError(bound: number, u: number): number {
  return Math.min(bound, -Math.log(u))
}

/** Mean of min(bound, error) for exponential errors of mean 1. */
function clippedMean(bound: number): number {
  return 1 - Math.exp(-bound)
}
