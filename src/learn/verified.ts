/** What a verification has shown, in sentences. */
import type { Verified } from '../iteration/record.ts'
import { fill } from '../platform/problem.ts'

type Say = (template: string, ...args: (string | number)[]) => string
const english: Say = (template, ...args) => fill(template, args)

/** @param t says a sentence in the person's language; English without it */
export function verifiedLines(verified: Verified, t: Say = english): string[] {
  const { deterministic, different, unseeded, script, added } = verified
  return [
    ...(deterministic.length > 0
      ? [t('The notebook gives the same in two fresh runs: {0}.', deterministic.join(', '))]
      : []),
    ...(different.length > 0 ? [t('Its runs give different numbers: {0}.', different.join(', '))] : []),
    ...unseeded.map((each) => t('Unseeded, {0}', each)),
    // Where each run gives another number, there is nothing that a script could give again.
    ...(script !== 'equal'
      ? [t('All cells as one script: {0}.', script)]
      : deterministic.length > 0
        ? [t('All cells as one script give the same.')]
        : []),
    ...added.map(({ cell, line, text, why }) => t('Added {0}:{1} {2} ({3}).', cell, line, text, why)),
    verdictLine(verified, t),
  ]
}

/** The last of the sentences: whether the pipeline gives what the notebook gives. */
export function verdictLine({ equal, predictions, reason }: Verified, t: Say = english): string {
  if (equal === null)
    return t('The pipeline runs; no metric is deterministic, so there is nothing to compare it with.')
  if (!equal) return t('The pipeline does NOT give the same: {0}.', reason ?? t('unknown'))
  return predictions === null
    ? t('The pipeline gives the same; the notebook names no predictions to compare.')
    : t('The pipeline gives the same, also {0} predictions.', predictions)
}
