/** The requirement gate: does the model do what its users need, as far as the evidence says? */
import type { Settings } from '../iteration/project.ts'
import type { Interval, Iteration, Verdict } from '../iteration/record.ts'

export type Requirement = NonNullable<Settings['requirement']>
export type Gate = NonNullable<Iteration['gate']>

interface GateInput {
  readonly requirement: Requirement | undefined
  readonly test: Interval | null
  /** Valid at any moment; wider. */
  readonly watched: Interval | null
  /** One look, at the number of labels that was declared before deploying; null until then. */
  readonly declared: Interval | null
  /** Live errors were clipped at a bound that nobody set: their mean is larger than the intervals say. */
  readonly isUnderstated: boolean
  /** How many more labels would decide at the current estimate; null when nothing can be said. */
  readonly labelsNeeded: Gate['labelsNeeded']
  /** What was decided earlier in this deployment: the first interval that decides keeps its word. */
  readonly earlier: Gate | undefined
}

/**
 * Live is decided by the first of the two intervals that decides. Each errs in at most 5%, so the gate in at most 10%.
 */
export function gateOf(input: GateInput): Gate {
  const { requirement, test, watched, declared, earlier } = input
  if (requirement === undefined)
    return { requirement: null, test: 'UNKNOWN', live: 'UNKNOWN', decidedBy: null, labelsNeeded: null }
  const decided =
    earlier !== undefined &&
    earlier.live !== 'UNKNOWN' &&
    earlier.requirement === requirementText(requirement)
      ? { live: earlier.live, decidedBy: earlier.decidedBy }
      : firstToDecide(requirement, watched, declared, input.isUnderstated)
  return {
    requirement: requirementText(requirement),
    test: test === null ? 'UNKNOWN' : verdict(requirement, test),
    ...decided,
    labelsNeeded: decided.live === 'UNKNOWN' && !input.isUnderstated ? input.labelsNeeded : null,
  }
}

function firstToDecide(
  requirement: Requirement,
  watched: Interval | null,
  declared: Interval | null,
  isUnderstated: boolean,
): Pick<Gate, 'live' | 'decidedBy'> {
  // The watched interval moves with every label: had it decided before the declared look, it would have been kept.
  for (const [name, interval] of [
    ['declared', declared],
    ['watched', watched],
  ] as const) {
    if (interval === null) continue
    const live = verdict(requirement, interval)
    if (live !== 'UNKNOWN' && !(isUnderstated && live === 'PASS'))
      return {
        live,
        decidedBy:
          name === 'declared' ? `declared at ${interval.n} labels` : `watched at ${interval.n} labels`,
      }
  }
  return { live: 'UNKNOWN', decidedBy: null }
}

/** PASS when the whole interval meets the requirement, FAIL when none of it does. */
export function verdict(requirement: Requirement, interval: Interval): Verdict {
  if (requirement.metric === 'accuracy') {
    if (interval.low >= requirement.at_least) return 'PASS'
    return interval.high < requirement.at_least ? 'FAIL' : 'UNKNOWN'
  }
  if (interval.high <= requirement.at_most) return 'PASS'
  return interval.low > requirement.at_most ? 'FAIL' : 'UNKNOWN'
}

/** `accuracy >= 90%`, `mean absolute error <= 15`. */
export function requirementText(requirement: Requirement): string {
  return requirement.metric === 'accuracy'
    ? `accuracy >= ${Number((requirement.at_least * 100).toFixed(2))}%`
    : `mean absolute error <= ${requirement.at_most}`
}
