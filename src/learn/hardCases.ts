/** The cases that the model got wrong, or was least sure of: what a person looks at first. */
import type { HardCase } from '../iteration/record.ts'

export interface LabelledCase extends HardCase {
  readonly truth: number | string
}

/**
 * Classification: wrong ones first, the most confident mistakes at the top, then right ones by falling doubt.
 * Regression: largest absolute errors.
 */
export function hardCases(
  cases: readonly LabelledCase[],
  task: 'classification' | 'regression',
  most = 10,
): HardCase[] {
  const hardness =
    task === 'regression'
      ? (c: LabelledCase) => Math.abs(Number(c.prediction) - Number(c.truth))
      : (c: LabelledCase) =>
          String(c.prediction) === String(c.truth) ? -(c.confidence ?? 1) : 1 + (c.confidence ?? 0)
  return [...cases].sort((a, b) => hardness(b) - hardness(a) || a.row - b.row).slice(0, most)
}
