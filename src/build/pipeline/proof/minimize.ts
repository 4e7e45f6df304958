/** Which statements of a slice a run does without: delta debugging inside what the analysis keeps. */
import { Problem } from '../../../platform/problem.ts'
import type { Report } from '../../../platform/progress.ts'
import type { Evaluation } from '../../analysis/evaluation.ts'
import type { Analysis, Slice, StatementId } from '../../analysis/program.ts'
import { SEEDING } from '../../findings/seedKnowledge.ts'
import { planPipeline, type PlanOptions } from '../plan.ts'
import { smallest } from './reduce.ts'
import { timeLimit, tooLong } from './timeLimit.ts'
import { type Bench, type Outcome, tryPipeline } from './trial.ts'

export interface Minimized {
  /** Without all of them together, every metric and prediction stays exactly what it is. */
  readonly droppable: readonly StatementId[]
  /** How many were tried, and by how many runs. */
  readonly candidates: number
  readonly runs: number
  /** false: the time was over before each was tried. */
  readonly complete: boolean
}

/**
 * Everything runs in copies of the notebook's folder.
 *
 * @throws Problem when the pipeline itself fails, or gives another number in each run
 */
export async function minimizePipeline(
  bench: Bench,
  planned: PlanOptions,
  minutes: number,
  report: Report,
): Promise<Minimized> {
  const limit = timeLimit(bench.signal, minutes)
  const { analysis, choice } = bench
  let runs = 0
  const tried = (drop: readonly StatementId[]): Promise<Outcome | Problem> => {
    runs += 1
    report({ step: 'minimize', state: 'working', detail: `run ${runs}` })
    return tryPipeline({ ...bench, signal: limit.signal }, { ...planned, drop })
  }
  let complete = true
  try {
    const reference = outcomeOf(await tried([]))
    if (!isSame(outcomeOf(await tried([])), reference))
      throw new Problem(
        'The pipeline gives other numbers in each run, so nothing can be said of one statement.',
        {
          todo: 'Give every draw a seed (the Pipeline view names those that have none), and export again.',
        },
      )
    const { slice } = planPipeline(analysis, choice, planned)
    const candidates = candidatesOf(analysis, slice, choice.evaluations, planned.keep ?? [])
    const works = async (kept: readonly StatementId[]) => {
      try {
        const outcome = await tried(candidates.filter((id) => !kept.includes(id)))
        return !(outcome instanceof Problem) && isSame(outcome, reference)
      } catch (error) {
        if (!limit.isOver()) throw error
        complete = false
        return false
      }
    }
    const needed =
      candidates.length === 0 || (await works([]))
        ? []
        : await smallest(candidates, works, () => !limit.isOver())
    const droppable = candidates.filter((id) => !needed.includes(id))
    return { droppable, candidates: candidates.length, runs, complete }
  } catch (error) {
    if (!limit.isOver() || bench.signal.aborted) throw error
    throw tooLong(minutes)
  }
}

function outcomeOf(tried: Outcome | Problem): Outcome {
  if (tried instanceof Problem) throw tried
  return tried
}

/** To the last bit: a statement that changes one of them is no idle one. */
function isSame(one: Outcome, other: Outcome): boolean {
  return (
    JSON.stringify([[...one.metrics], one.predictions]) ===
    JSON.stringify([[...other.metrics], other.predictions])
  )
}

/** Guards, imports, definitions and what a person would not expect to go for a number's sake. */
const NEVER = /import|definition|assert|raise|return|global|nonlocal|pass|break|continue/
const SETTINGS = /^(how |the environment|the decimal context|column )/

/**
 * Kept statements that may turn out to do nothing: none with a body, no seed, no setting, no name or column that another
 * kept statement reads.
 */
function candidatesOf(
  analysis: Analysis,
  slice: Slice,
  evaluations: readonly Evaluation[],
  keep: readonly string[],
): StatementId[] {
  const kept = slice.statements.map((id) => analysis.statements[id]!)
  const measuring = evaluations.map(({ statement }) => analysis.statements[statement]!)
  const read = new Set(
    [...kept, ...measuring].flatMap(({ reads }) => reads.flatMap((each) => each.definitions)),
  )
  const fits = new Set(
    evaluations.flatMap(({ statement, estimator }) => [statement, estimator.statement, ...estimator.fits]),
  )
  return kept
    .filter(
      ({ id, kind, children, source, defines }) =>
        children.length === 0 &&
        !NEVER.test(kind) &&
        !SEEDING.test(source) &&
        !fits.has(id) &&
        !read.has(id) &&
        !defines.some((name) => keep.includes(name)) &&
        !(slice.because.get(id) ?? []).some(({ through, certain }) => certain && SETTINGS.test(through)),
    )
    .map(({ id }) => id)
}
