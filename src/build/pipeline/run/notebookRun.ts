/** A fresh run of the notebook itself, in a copy of its folder, to compare the scripts with. */
import { basename, join } from 'node:path'
import * as v from 'valibot'
import { writeWhole } from '../../../platform/files.ts'
import { type Interpreter, ownScript } from '../../../platform/interpreter.ts'
import { Problem } from '../../../platform/problem.ts'
import type { Report } from '../../../platform/progress.ts'
import { missingPackages } from '../../../platform/python.ts'
import { scratchCopy } from '../../../platform/scratch.ts'
import { aboveOf } from './above.ts'
import type { Evaluation, Place } from '../../analysis/evaluation.ts'
import type { Analysis, StatementId } from '../../analysis/program.ts'
import { sliceOf } from '../../analysis/slice/slice.ts'
import { childOf, type SyntaxNode } from '../../analysis/syntax.ts'
import { type RowCounts, standsThere, type Watched, watchedRows } from '../../findings/ranRows.ts'
import type { Cell } from '../../notebook/notebook.ts'
import { toPython } from '../../notebook/magics.ts'
import type { NamedMetric } from '../additions/measures.ts'
import { quotedAt } from '../text/quotes.ts'

interface NotebookRunOptions {
  readonly interpreter: Interpreter
  /** Folder of the notebook, copied for the run. */
  readonly folder: string
  readonly report?: Report
  readonly signal?: AbortSignal
  /** All cells as one plain script, instead of one after the other as a kernel runs them, which `failing` in these. */
  readonly asScript?: { readonly failing: ReadonlySet<number> }
}

export interface NotebookRun {
  /** Value of each metric when it was computed last. */
  readonly metrics: ReadonlyMap<string, number>
  /** What the last metric judged, row by row; null where its expression names no predictions. */
  readonly predictions: Predictions | null
  /** What the last model was fitted to and tested on; null where both are not known, or the run was one of a script. */
  readonly rows: RowCounts | null
  readonly seconds: number
  /** Cells that failed, as they did for the author or because nothing needs them any more. */
  readonly failed: ReadonlySet<number>
  /** What of this a person should know. */
  readonly warnings: readonly string[]
}

/** One value for each row. */
export type Predictions = readonly (number | string)[]

const eventSchema = v.variant('event', [
  v.object({ event: v.literal('cell'), cell: v.number() }),
  v.object({ event: v.literal('metric'), metric: v.number(), value: v.nullable(v.number()) }),
  v.object({ event: v.literal('predictions'), values: v.array(v.union([v.number(), v.string()])) }),
  v.object({
    event: v.literal('rows'),
    rows: v.nullable(
      v.object({
        trained: v.number(),
        tested: v.number(),
        same: v.nullable(v.number()),
        equal: v.number(),
        folds: v.optional(v.number()),
        answers: v.optional(v.array(v.string())),
      }),
    ),
  }),
  v.object({ event: v.literal('skipped'), what: v.string() }),
  v.object({
    event: v.literal('failed'),
    cell: v.number(),
    line: v.number(),
    type: v.string(),
    message: v.string(),
    module: v.nullable(v.string()),
    file: v.nullable(v.union([v.string(), v.number()])),
  }),
  v.object({ event: v.literal('done') }),
])
type Event = v.InferOutput<typeof eventSchema>

const RECORDER = '__shiploop_metric__'

/**
 * Runs all cells that count, in order of execution, in a fresh process.
 *
 * @throws Problem that names cell and line when one fails that did not fail for the author and that the metrics need
 */
export async function runNotebook(
  analysis: Analysis,
  metrics: readonly NamedMetric[],
  options: NotebookRunOptions,
): Promise<NotebookRun> {
  const { interpreter, folder, report, signal } = options
  const { notebook, order } = analysis
  const cells = recordedCells(analysis, metrics)
  const scratch = await scratchCopy(folder, aboveOf(order), signal)
  const events: Event[] = []
  try {
    const question = join(scratch.folder, '.shiploop-cells.json')
    const asked = {
      recorder: RECORDER,
      cells,
      ...(options.asScript && { script: scriptOf(cells, options.asScript.failing) }),
    }
    await writeWhole(question, JSON.stringify(asked))
    const result = await interpreter.run(ownScript('notebook.py'), {
      args: [question],
      cwd: scratch.folder,
      onLine: (line) => {
        const event = v.parse(eventSchema, JSON.parse(line))
        events.push(event)
        if (event.event === 'cell')
          report?.({ step: 'parity', state: 'working', detail: `notebook, cell ${event.cell}` })
      },
      ...(signal && { signal }),
    })
    const last = events.at(-1)
    if (last?.event === 'failed') throw failureOf(last, notebook.name, interpreter)
    if (last?.event !== 'done') {
      const cell = events.findLast((event) => event.event === 'cell')?.cell
      throw new Problem('The notebook ended in the middle of its run ({0}).', {
        args: [
          result.signal ?? result.stderr.trimEnd().split('\n').at(-1) ?? `exit code ${result.code ?? 0}`,
        ],
        where: `${notebook.name}.ipynb${cell === undefined ? '' : `, cell ${cell}`}`,
      })
    }
    return {
      metrics: valuesOf(events, metrics, notebook.name),
      predictions: events.findLast((event) => event.event === 'predictions')?.values ?? null,
      rows: events.findLast((event) => event.event === 'rows')?.rows ?? null,
      seconds: result.seconds,
      failed: new Set(events.flatMap((event) => (event.event === 'failed' ? [event.cell] : []))),
      warnings: warningsOf(events, order),
    }
  } finally {
    await scratch.remove()
  }
}

interface RecordedCell {
  readonly index: number
  readonly source: string
  /** It failed when its author ran it, who went on, or no metric needs anything of it. */
  readonly mayFail: boolean
}

function recordedCells(analysis: Analysis, metrics: readonly NamedMetric[]): RecordedCell[] {
  const watched = watchedRows(
    analysis,
    metrics.map(({ evaluation }) => evaluation),
  )
  const needed = neededCells(analysis, metrics)
  return analysis.order.map((cell) => ({
    index: cell.index,
    source: withRecorders(cell, metrics, watched, analysis),
    mayFail: raised(cell) || !needed.has(cell.index),
  }))
}

function neededCells(analysis: Analysis, metrics: readonly NamedMetric[]): Set<number> {
  const evaluations = metrics.map(({ evaluation }) => evaluation)
  const { statements } = sliceOf(analysis, { expressions: evaluations })
  return new Set([
    ...statements.map((id) => analysis.statements[id]!.cell),
    ...evaluations.map(({ cell }) => cell),
  ])
}

function raised(cell: Cell): boolean {
  return cell.outputs.some((output) => output.kind === 'error')
}

function scriptOf(cells: readonly RecordedCell[], failing: ReadonlySet<number>): string {
  const future = /^from __future__ import .*$/gm
  const parts = cells.map(({ index, source }) =>
    failing.has(index)
      ? `try:\n    exec(${JSON.stringify(source)}, globals())\nexcept Exception:\n    pass\n`
      : `${source.replaceAll(future, '')}\n`,
  )
  return [...cells.flatMap(({ source }) => source.match(future) ?? []), ...parts].join('\n')
}

/** Puts a call around each metric that tells its value; the lines stay what they were. */
function withRecorders(
  cell: Cell,
  metrics: readonly NamedMetric[],
  watched: Watched | null,
  analysis: Analysis,
): string {
  const cellOf = (id: StatementId) => analysis.statements[id]!.cell
  const around = (call: string, { start, end }: SyntaxNode) => [
    { at: start, text: call },
    { at: end, text: ')' },
  ]
  const judged = metrics.at(-1)?.evaluation
  const inserts = [
    ...(watched?.picks ?? [])
      .filter(({ statement }) => cellOf(statement) === cell.index)
      .flatMap(({ node }) => around(`${RECORDER}picks(`, node)),
    ...(['train', 'test'] as const).flatMap((side) => {
      const place = watched?.[side]
      return place && cellOf(place.statement) === cell.index
        ? around(
            `${RECORDER}rows(${quotedAt(place.node, side === 'test' && watched.folds ? 'fold' : side)}, `,
            place.node,
          )
        : []
    }),
    ...learnedFrom(watched, analysis).flatMap(([side, { node, statement }]) =>
      cellOf(statement) === cell.index ? around(`${RECORDER}rows('${side}', `, node) : [],
    ),
    ...predictionIn(judged, cell).flatMap((node) => around(`${RECORDER}predictions(`, node)),
    ...metrics.flatMap(({ evaluation: { cell: at, node, inside, inReport, inTurn } }, index) => [
      ...(at === cell.index
        ? inReport
          ? around(`${RECORDER}report(${index}, `, childOf(node, 'function')!)
          : inTurn
            ? around(`${RECORDER}turn(${index}, ${inTurn.pass}, ${inTurn.passes}, `, inTurn.call)
            : around(`${RECORDER}(${index}, `, node)
        : []),
      ...(inside !== null && cellOf(inside.statement) === cell.index
        ? around(`${RECORDER}inside(${index}, `, inside.node)
        : []),
    ]),
  ]
  let source = toPython(cell.source).python
  for (const { at, text } of inserts.toSorted((a, b) => b.at - a.at))
    source = source.slice(0, at) + text + source.slice(at)
  return source
}

/** What the model is given to learn from, as it is given, and the model where the call names it: `model` of `model.fit(X, y)`. */
function learnedFrom(
  watched: Watched | null,
  analysis: Analysis,
): ['features' | 'target' | 'model', Place][] {
  const { rows, truth } = watched?.fitted ?? { rows: null, truth: null }
  if (!rows || !truth || !standsThere(truth, analysis)) return []
  const { statement } = rows
  const given = rows.node.parent?.type === 'keyword_argument' ? rows.node.parent : rows.node
  const fit = given.parent?.parent && childOf(given.parent.parent, 'function')
  const model = fit?.type === 'attribute' ? childOf(fit, 'object') : undefined
  const learned: ['features' | 'target' | 'model', Place][] = [
    ['features', rows],
    ['target', truth],
  ]
  return model ? [...learned, ['model', { node: model, statement }]] : learned
}

/** The predictions where the metric's own expression names them. They come first: what begins together is opened last. */
function predictionIn(evaluation: Evaluation | undefined, cell: Cell): SyntaxNode[] {
  if (evaluation?.cell !== cell.index || evaluation.prediction === null) return []
  const { node } = evaluation.prediction
  const isInside =
    evaluation.prediction.statement === evaluation.statement &&
    node.start >= evaluation.node.start &&
    node.end <= evaluation.node.end
  return isInside ? [node] : []
}

function failureOf(
  { cell, line, type, message, module, file }: Extract<Event, { event: 'failed' }>,
  name: string,
  interpreter: Interpreter,
): Problem {
  const where =
    cell < 0
      ? `${basename(name)}.ipynb as a script, line ${line}`
      : `${basename(name)}.ipynb, cell ${cell}, line ${line}`
  if (module !== null && type === 'ModuleNotFoundError')
    return missingPackages(interpreter, [module.split('.')[0]!], where)
  if (file !== null && type === 'FileNotFoundError')
    return new Problem('The file {0} is missing.', {
      args: [file],
      where,
      todo: 'Put it where the notebook reads it.',
    })
  return new Problem('The notebook fails in a fresh run: {0}', {
    args: [message === '' ? type : `${type}: ${message}`],
    where,
    todo: 'Run it from the top in a new kernel, and mend that cell.',
  })
}

function valuesOf(
  events: readonly Event[],
  metrics: readonly NamedMetric[],
  name: string,
): Map<string, number> {
  const values = new Map<string, number>()
  for (const event of events) {
    if (event.event !== 'metric') continue
    const metric = metrics[event.metric]!
    if (event.value === null)
      throw new Problem('The metric {0} is not a number (NaN or infinite).', {
        args: [metric.name],
        where: `${basename(name)}.ipynb, cell ${metric.evaluation.cell}, line ${metric.evaluation.line}`,
        todo: 'Look for missing values in the rows that are evaluated.',
      })
    values.set(metric.name, event.value)
  }
  return values
}

function warningsOf(events: readonly Event[], order: readonly Cell[]): string[] {
  return events.flatMap((event) => {
    if (event.event !== 'failed') return []
    const { cell, type, message } = event
    return order.some((each) => each.index === cell && raised(each))
      ? [`Cell ${cell} failed in the fresh run, as it did for its author.`]
      : [
          `Cell ${cell} failed in the fresh run (${message === '' ? type : `${type}: ${message.split('\n')[0]!}`}), and no metric needs anything of it.`,
        ]
  })
}
