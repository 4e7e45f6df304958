/** Proof by running: the notebook twice, once more as a script, then the pipeline, which is widened until it agrees. */
import type { Added, Verified } from '../../../iteration/record.ts'
import { Problem } from '../../../platform/problem.ts'
import type { Report } from '../../../platform/progress.ts'
import type { StatementId } from '../../analysis/program.ts'
import { seedFindings } from '../../findings/seeds.ts'
import { nameMetrics } from '../additions/measures.ts'
import { type NotebookRun, runNotebook } from '../run/notebookRun.ts'
import { placeOf } from './places.ts'
import { planPipeline } from '../plan.ts'
import { smallest } from './reduce.ts'
import { type TimeLimit, timeLimit, tooLong } from './timeLimit.ts'
import { type Bench, differenceOf, differentRows, type Outcome, tryPipeline } from './trial.ts'
import { wideningsOf } from './widen.ts'

interface VerifyOptions {
  readonly keep: readonly string[]
  readonly widen: readonly StatementId[]
  readonly drop: readonly StatementId[]
  readonly minutes: number
  readonly report: Report
}

export interface Verification {
  readonly verified: Verified
  /** The first run of the notebook: what scripts are compared with. */
  readonly notebook: NotebookRun
}

/**
 * Everything runs in copies of the notebook's folder.
 *
 * @throws Problem when the notebook itself fails, no right script can be given, or the time is over before anything
 * was compared
 */
export async function verifyPipeline(bench: Bench, options: VerifyOptions): Promise<Verification> {
  const started = performance.now()
  const limit = timeLimit(bench.signal, options.minutes)
  try {
    const limited = { ...bench, signal: limit.signal }
    const notebook = await runBefore(limited, options)
    const result = await compared(limited, options, notebook, limit)
    const seconds = Math.round((performance.now() - started) / 100) / 10
    return { verified: { ...notebook.told, ...result, seconds }, notebook: notebook.first }
  } catch (error) {
    throw limit.isOver() && !bench.signal.aborted ? tooLong(options.minutes) : error
  }
}

interface Before {
  readonly first: NotebookRun
  /** Metrics, and whether the predictions, came out the same twice. */
  readonly counting: ReadonlySet<string>
  readonly reference: Outcome
  readonly told: Pick<Verified, 'deterministic' | 'different' | 'unseeded' | 'script'>
}

async function runBefore(bench: Bench, options: VerifyOptions) {
  const { analysis, choice, signal } = bench
  const metrics = nameMetrics(choice.evaluations, analysis)
  const run = (what: string, asScript?: { readonly failing: ReadonlySet<number> }) =>
    runWhole(bench, options, what, asScript)
  const first = await run('notebook, first run')
  const second = await run('notebook, second run')
  const names = metrics.map(({ name }) => name)
  const counting = new Set(names.filter((name) => differenceOf(first, second, new Set([name])) === null))
  const sameRows =
    first.predictions !== null &&
    second.predictions !== null &&
    differentRows(first.predictions, second.predictions) === 0
  const reference = { metrics: first.metrics, predictions: sameRows ? first.predictions : null }
  const script = await run('all cells as one script', { failing: first.failed }).then(
    (outcome) => differenceOf(outcome, reference, counting) ?? 'equal',
    (error: unknown) => {
      if (error instanceof Problem && !signal.aborted) return error.sentence
      throw error
    },
  )
  const told = {
    deterministic: [...counting],
    different: names.filter((name) => !counting.has(name)),
    unseeded: seedFindings(analysis, choice.evaluations).map(
      ({ cell, line, message }) => `cell ${cell}, line ${line}: ${message}`,
    ),
    script,
  }
  return { first, counting, reference, told } satisfies Before
}

function runWhole(
  { analysis, choice, interpreter, project, signal }: Bench,
  { report }: VerifyOptions,
  what: string,
  asScript?: { readonly failing: ReadonlySet<number> },
): Promise<NotebookRun> {
  report({ step: 'verify', state: 'working', detail: what })
  const folder = project.notebookFolder
  const metrics = nameMetrics(choice.evaluations, analysis)
  return runNotebook(analysis, metrics, { interpreter, folder, signal, ...(asScript && { asScript }) })
}

/** Two runs of what draws without a seed may agree by luck: so many more tell, where the pipeline differs from both. */
const MORE_RUNS = 4

/** What comes out the same in more runs, up to the one that shows something that does not. */
async function withMoreRuns(
  bench: Bench,
  options: VerifyOptions,
  { counting, reference }: Compared,
): Promise<Compared> {
  for (let more = 1; more <= MORE_RUNS; more += 1) {
    const run = await runWhole(bench, options, `notebook, run ${more + 2}`)
    const same = [...counting].filter((name) => differenceOf(run, reference, new Set([name])) === null)
    const { predictions } = reference
    const isSame = predictions && run.predictions && differentRows(run.predictions, predictions) === 0
    if (same.length < counting.size || (predictions && !isSame))
      return {
        counting: new Set(same),
        reference: { ...reference, predictions: isSame ? predictions : null },
      }
  }
  return { counting, reference }
}

type Comparison = Pick<Verified, 'equal' | 'predictions' | 'reason' | 'added'> &
  Partial<Pick<Verified, 'deterministic' | 'different'>>
type Compared = Pick<Before, 'counting' | 'reference'>

async function compared(
  bench: Bench,
  options: VerifyOptions,
  before: Before,
  limit: TimeLimit,
): Promise<Comparison> {
  const { analysis, choice } = bench
  const { keep, widen, drop, report } = options
  let { counting, reference }: Compared = before
  let runs = 0
  const differenceWith = async (more: readonly StatementId[]): Promise<string | null> => {
    runs += 1
    report({ step: 'verify', state: 'working', detail: `pipeline, run ${runs}` })
    const tried = { keep, widen: [...widen, ...more], drop: drop.filter((id) => !more.includes(id)) }
    const outcome = await tryPipeline(bench, tried)
    if (!(outcome instanceof Problem)) {
      const different = differenceOf(outcome, reference, counting)
      if (different === null || runs > 1 || before.told.unseeded.length === 0) return different
      ;({ counting, reference } = await withMoreRuns(bench, options, before))
      return differenceOf(outcome, reference, counting)
    }
    // What to do about it is done here.
    return [outcome.where, outcome.message].filter((each) => each !== undefined).join(': ')
  }
  const reason = await differenceWith([])
  const predictions = reference.predictions?.length ?? null
  const told = {
    deterministic: [...counting],
    different: [...before.told.different, ...[...before.counting].filter((name) => !counting.has(name))],
  }
  if (reason === null)
    return { ...told, equal: counting.size > 0 ? true : null, predictions, reason, added: [] }
  const { slice } = planPipeline(analysis, choice, { keep, widen, drop })
  const works = async (more: readonly StatementId[]) => {
    try {
      return (await differenceWith(more)) === null
    } catch (error) {
      // What is known when the time is over is worth telling.
      if (limit.isOver()) return false
      throw error
    }
  }
  for (const { statements, why } of wideningsOf(analysis, slice, choice.evaluations)) {
    if (limit.isOver()) break
    if (!(await works(statements))) continue
    const needed = await smallest(statements, works, () => !limit.isOver())
    const added = needed.map((id): Added => ({
      ...placeOf(analysis, id),
      why: `${why}, and without it ${reason}`,
    }))
    return { ...told, equal: counting.size > 0 ? true : null, predictions, reason: null, added }
  }
  const tried = limit.isOver()
    ? 'the time was over before a wider slice agreed'
    : 'no wider slice agrees either, not even all that ran before'
  return { ...told, equal: false, predictions, reason: `${reason}; ${tried}`, added: [] }
}
