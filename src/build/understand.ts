/** What a notebook is about: its dependence graph, the model that it evaluates, the way from raw rows to predictions. */
import { createHash } from 'node:crypto'
import { basename, dirname } from 'node:path'
import type { Project } from '../iteration/project.ts'
import type { Iteration } from '../iteration/record.ts'
import { modulesIn, readText } from '../platform/files.ts'
import type { Interpreter } from '../platform/interpreter.ts'
import { Problem, type Remedy } from '../platform/problem.ts'
import { judgeOf } from '../platform/python.ts'
import { analyse } from './analysis/analyse.ts'
import { modelBeyond } from './analysis/graph/beyond.ts'
import { chooseModel, type Choice } from './analysis/evaluation/choice.ts'
import { findEvaluations, judgedInside } from './analysis/evaluation/finder.ts'
import { TABLES_AND_CURVES } from './analysis/evaluation/knowledge.ts'
import { lastName } from './analysis/evaluation/shapes.ts'
import type { Analysis, AnalysisOptions } from './analysis/program.ts'
import { fileOrderShips } from './fileOrder.ts'
import type { ModelRefusal, PredictPath } from './model/path.ts'
import { findPredictPath } from './model/predictPath.ts'
import type { Cell, Notebook } from './notebook/notebook.ts'
import { parseNotebook } from './notebook/read.ts'
import { differsFromFile } from './notebook/order.ts'
import { refuseBound } from './pipeline/bound.ts'
import { sliceWithNames } from './pipeline/stages/dangling.ts'
import { refuseWith } from './pipeline/refused.ts'

export interface Understood {
  readonly notebook: Iteration['notebook']
  readonly analysis: Analysis
  readonly choice: Choice
  readonly path: PredictPath | ModelRefusal
}

/**
 * Reads and analyses the project's notebook; nothing of it runs.
 *
 * @param cell that evaluates or fits the wanted model; the model that is evaluated last without it
 * @throws Problem when it can't be read, or evaluates no model
 */
export async function understand(
  project: Project,
  interpreter: Interpreter,
  cell?: number,
): Promise<Understood> {
  const text = await readText(project.notebook, 'The notebook')
  const notebook = parseNotebook(text, project.notebook)
  const options: AnalysisOptions = {
    judge: judgeOf(interpreter),
    beside: await modulesIn(dirname(project.notebook)),
    ...(cell !== undefined && { cell }),
  }
  const analysis = await analyse(notebook, { ...options, order: project.order })
  const where = basename(project.notebook)
  const wayOut = () => fileOrderFor(project, notebook, options)
  const beyond = modelBeyond(analysis, cell)
  if (beyond)
    throw new Problem(
      'From cell {0} on, the notebook is too much work to follow: what it evaluates there is not known.',
      {
        args: [beyond.cell],
        where,
        todo: 'Name a cell before it that evaluates a model: shiploop export NOTEBOOK --cell N',
      },
    )
  const choice = chooseModel(findEvaluations(analysis), analysis, cell)
  const inside = choice === undefined ? judgedInside(analysis, cell) : undefined
  if (inside)
    throw new Problem('Cell {0} judges a model inside the function {1}, which makes it.', {
      args: [inside.cell, inside.name],
      where,
      todo: 'Let it return the fitted model, and score that in a cell: model.score(X_test, y_test).',
      ...(await wayOut()),
    })
  if (choice === undefined && cell !== undefined)
    throw new Problem('Cell {0} evaluates no model.', {
      args: [cell],
      where,
      todo: 'Name a cell that scores or fits an estimator; cells are counted from 0.',
      ...(await wayOut()),
    })
  const waiting = choice === undefined ? await neverRun(notebook, analysis) : undefined
  if (waiting !== undefined)
    throw new Problem('Cell {0} evaluates a model, and has not run since it was written or edited.', {
      args: [waiting],
      where,
      todo: 'Run the cell again, save the notebook, and try again.',
      ...(await wayOut()),
    })
  const table = choice === undefined ? tableOrCurve(analysis) : undefined
  if (table !== undefined)
    throw new Problem('Cell {0} judges a model by {1} alone, which gives no single number to compare.', {
      args: [table.cell, table.name],
      where,
      todo: 'Compute a number from the same rows as well, such as accuracy_score(y_test, predicted), and run that cell.',
    })
  if (choice === undefined)
    throw new Problem('The notebook evaluates no model, as far as its text tells.', {
      where,
      todo: 'Score a fitted model in a cell by a metric of scikit-learn, by its score() or by hand, (pred == y_test).mean(), and run that cell, or name it: shiploop export NOTEBOOK --cell N',
      ...(await wayOut()),
    })
  // `preds = [model.predict(X_test) for model in models]`, judged by `preds[0]`: behind it, `model` may be another one.
  const judged = choice.evaluations.map(({ estimator }) => estimator)
  refuseBound([...choice.evaluations, ...judged], analysis, where)
  refuseFailed(analysis, choice, where)
  await refuseByCounts(analysis, choice, wayOut)
  return {
    notebook: { file: where, sha256: createHash('sha256').update(text).digest('hex') },
    analysis,
    choice,
    path: findPredictPath(analysis, choice.evaluations),
  }
}

/** The last call whose result is a table or a curve. */
function tableOrCurve({ statements }: Analysis): { cell: number; name: string } | undefined {
  return statements
    .flatMap(({ cell, calls }) =>
      calls.map(({ callee }) => ({
        cell,
        name: /(\w+Display)\.from_\w+$/.exec(callee)?.[1] ?? lastName(callee),
      })),
    )
    .findLast(({ name }) => TABLES_AND_CURVES.has(name))
}

/** The last cell that would evaluate a model if it had run. */
async function neverRun(notebook: Notebook, { readIn }: Analysis): Promise<number | undefined> {
  if (readIn === 'file') return undefined
  const evaluations = findEvaluations(await analyse(notebook, { order: 'file' }))
  return evaluations.findLast(({ cell }) => notebook.cells[cell]?.executionCount === null)?.cell
}

/** The order of the file as a way out, where it is one. */
async function fileOrderFor(
  project: Project,
  notebook: Notebook,
  options: AnalysisOptions,
): Promise<{ readonly remedy?: Remedy }> {
  if (project.order === 'file' || !(await fileOrderShips(notebook, options))) return {}
  return { remedy: { kind: 'order', notebook: project.notebook } }
}

/** What has no right script by its counts is refused here already, since there may be a way out to name. */
async function refuseByCounts(
  analysis: Analysis,
  choice: Choice,
  wayOut: () => Promise<{ readonly remedy?: Remedy }>,
): Promise<void> {
  if (analysis.readIn === 'file' || !differsFromFile(analysis.notebook)) return
  const { slice } = sliceWithNames(analysis, choice, [], [])
  if (slice.refusals.length > 0) refuseWith(slice, analysis, (await wayOut()).remedy)
}

/** An evaluation that raised measured nothing: the first cell that raised is the one to mend. */
function refuseFailed({ order }: Analysis, { evaluations }: Choice, where: string): void {
  const cell = evaluations.at(-1)!.cell
  if (!order.some((each) => each.index === cell && errorOf(each) !== null)) return
  const first = order.find((each) => errorOf(each) !== null)!
  throw new Problem('Cell {0} raised {1} when it ran, so no model is evaluated.', {
    args: [first.index, errorOf(first)!],
    where,
    todo: 'Correct that cell, run the notebook again, and save it.',
  })
}

function errorOf({ outputs }: Cell): string | null {
  const error = outputs.find((output) => output.kind === 'error')
  return error === undefined ? null : `${error.name}: ${error.value}`
}

/** Names that the pipeline's run must keep for the model; none where there will be no graph. */
export function namesToKeep(path: Understood['path']): readonly string[] {
  return 'keep' in path ? path.keep : []
}
