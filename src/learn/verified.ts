/** What a verification has shown, in sentences. */
import type { Verified } from '../iteration/record.ts'

export function verifiedLines(verified: Verified): string[] {
  const { deterministic, different, unseeded, script, equal, predictions, reason, added } = verified
  const list = (names: readonly string[]) => names.join(', ')
  return [
    ...(deterministic.length > 0
      ? [`The notebook gives the same in two fresh runs: ${list(deterministic)}.`]
      : []),
    ...(different.length > 0 ? [`It gives another number in each run: ${list(different)}.`] : []),
    ...unseeded.map((each) => `Unseeded, ${each}`),
    script === 'equal' ? 'All cells as one script give the same.' : `All cells as one script: ${script}.`,
    ...added.map(({ cell, line, text, why }) => `Added ${cell}:${line} ${text} (${why}).`),
    equal === null
      ? 'The pipeline runs; no metric is deterministic, so there is nothing to compare it with.'
      : equal
        ? `The pipeline gives the same${predictions === null ? '; the notebook names no predictions to compare' : `, also ${predictions} predictions`}.`
        : `The pipeline does NOT give the same: ${reason ?? 'unknown'}.`,
  ]
}
