/** Champion against challenger on the same labelled rows. */
import type { Challenger, Interval } from '../iteration/record.ts'
import { errorDifference, mcnemarMidP, newcombe, type Pairs } from '../measure/intervals/pairs.ts'

/** A labelled row with both models' predictions. */
interface ComparedRow {
  readonly champion: number | string
  readonly challenger: number | string
  readonly truth: number | string
}

/** Which model challenges, and how it did on the rows that the notebook judged it by. */
export interface Identity {
  readonly name: string
  /** Hash of its graph. */
  readonly model: string
  readonly test: Interval | null
}
type Outcome = Omit<Challenger, keyof Identity>

/** How the comparison reads in the record: who was right where (classification), or whose errors were smaller. */
export function compared(
  challenger: Identity,
  rows: readonly ComparedRow[],
  task: 'classification' | 'regression',
  errorBound: number | null,
): Challenger {
  return {
    ...challenger,
    ...(task === 'classification' ? byRightness(rows) : byError(rows, errorBound ?? Infinity)),
  }
}

function byRightness(rows: readonly ComparedRow[]): Outcome {
  const count = (challenger: boolean, champion: boolean): number =>
    rows.filter(
      (row) =>
        isRight(row.challenger, row.truth) === challenger && isRight(row.champion, row.truth) === champion,
    ).length
  const pairs: Pairs = {
    both: count(true, true),
    onlyFirst: count(true, false),
    onlySecond: count(false, true),
    neither: count(false, false),
  }
  return {
    right: pairs.both + pairs.onlyFirst,
    of: rows.length,
    championRight: pairs.both + pairs.onlySecond,
    p: rows.length === 0 ? null : mcnemarMidP(pairs),
    difference: rows.length === 0 ? null : newcombe(pairs),
  }
}

function isRight(prediction: number | string, truth: number | string): boolean {
  return String(prediction) === String(truth)
}

function byError(rows: readonly ComparedRow[], errorBound: number): Outcome {
  const errors = (pick: (row: ComparedRow) => number | string): number[] =>
    rows.map((row) => Math.abs(Number(pick(row)) - Number(row.truth)))
  const challenger = errors((row) => row.challenger)
  const champion = errors((row) => row.champion)
  // Without a bound in shiploop.yaml, the largest error seen bounds both alike.
  const bound = Number.isFinite(errorBound)
    ? errorBound
    : Math.max(...challenger, ...champion, Number.MIN_VALUE)
  return {
    right: null,
    of: rows.length,
    championRight: null,
    p: null,
    difference: errorDifference(challenger, champion, bound),
  }
}
