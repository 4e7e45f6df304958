/** The iteration table: what one compares, newest first. */
import type { Iteration, Verdict } from '../iteration/record.ts'
import {
  clippedText,
  driftText,
  grouped,
  intervalText,
  liveInterval,
  metricName,
  unboundedText,
} from './words.ts'

export interface IterationLine {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly live: string
  readonly verdict: string
  readonly state: string
}

/** @param iterations oldest first, as the store reads them */
export function iterationLines(iterations: readonly Iteration[]): IterationLine[] {
  return iterations
    .map((iteration, index) => ({
      id: iteration.id,
      number: index + 1,
      title: iteration.title,
      ...describe(iteration),
    }))
    .reverse()
}

function describe(iteration: Iteration): Pick<IterationLine, 'live' | 'verdict' | 'state'> {
  const live = liveInterval(iteration)
  const metric = iteration.accuracy?.metric ?? 'accuracy'
  const test = iteration.accuracy?.test
  const verdict =
    iteration.gate?.live === 'UNKNOWN' && live === null ? iteration.gate.test : iteration.gate?.live
  const unbounded = unboundedText(iteration.accuracy)
  // A share is taken for the accuracy; any other number says nothing without its name.
  const what = metric === 'accuracy' ? '' : `${metricName(metric)} `
  const drift = driftText(iteration.drift ?? [])
  return {
    live:
      live !== null
        ? `live ${what}${intervalText(live, metric)}${clippedText(iteration.accuracy) === null ? '' : ' (clipped)'}`
        : unbounded !== null
          ? `live ${what}${unbounded}`
          : test != null
            ? `test ${what}${intervalText(test, metric)}`
            : 'nothing measured',
    verdict: verdictWord(verdict, iteration.gate),
    state: [drift, iteration.decision?.action.toLowerCase() ?? (drift === '' ? 'open' : '')]
      .filter(Boolean)
      .join(', '),
  }
}

/** Only a failure is written large; where nothing can be said yet, what is missing. */
function verdictWord(verdict: Verdict | undefined, gate: Iteration['gate']): string {
  if (verdict === undefined || gate === undefined || gate.requirement === null) return ''
  if (verdict !== 'UNKNOWN') return verdict === 'FAIL' ? 'FAIL' : 'pass'
  return gate.labelsNeeded === null ? 'not decided' : `${labelsText(gate.labelsNeeded)} more labels`
}

function labelsText(needed: number | string): string {
  return typeof needed === 'number' ? grouped(needed) : needed
}

/** The table as text, columns aligned. */
export function iterationTable(iterations: readonly Iteration[]): string {
  return tableOf(iterationLines(iterations))
}

/** Lines of one width for each column, for a terminal. */
export function tableOf(lines: readonly IterationLine[]): string {
  const width = (pick: (line: IterationLine) => string): number =>
    Math.max(...lines.map((line) => pick(line).length))
  const [title, live, verdict] = [width((l) => l.title), width((l) => l.live), width((l) => l.verdict)]
  return lines
    .map((l) =>
      `${String(l.number).padStart(2)}  ${l.title.padEnd(title)}  ${l.live.padEnd(live)}  ${l.verdict.padEnd(verdict)}  ${l.state}`.trimEnd(),
    )
    .join('\n')
}
