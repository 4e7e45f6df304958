/** Small notebooks for the tests of the predict path and of the model. */
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { chooseModel, type Choice } from '../../../src/build/analysis/evaluation/choice.ts'
import { findEvaluations } from '../../../src/build/analysis/evaluation/finder.ts'
import { sliceOf } from '../../../src/build/analysis/slice/slice.ts'
import type { Analysis } from '../../../src/build/analysis/program.ts'
import type { Operand, PathNode, PredictPath } from '../../../src/build/model/path.ts'
import { findPredictPath } from '../../../src/build/model/predictPath.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { notebookJson } from '../pipeline/notebooks.ts'

export interface Understood {
  readonly choice: Choice
  readonly path: ReturnType<typeof findPredictPath>
  /** What the pipeline of it would run, with the model as the notebook leaves it. */
  readonly script: string
}

/** @param cells sources of code cells, run in this order */
export async function understood(cells: readonly string[]): Promise<Understood> {
  const { analysis, choice } = await chosen(cells)
  // The model as it is at the end, also where the metric needs no fitted one.
  const ended = await chosen([...cells, `print(${choice.evaluations.at(-1)!.estimator.variable ?? ''})`])
  const { node, id } = ended.analysis.statements.at(-1)!
  const expressions = [...ended.choice.evaluations, { node, statement: id }]
  return {
    choice,
    path: findPredictPath(analysis, choice.evaluations),
    script: sliceOf(ended.analysis, { expressions }).source,
  }
}

async function chosen(cells: readonly string[]): Promise<{ analysis: Analysis; choice: Choice }> {
  const analysis = await analyse(parseNotebook(notebookJson(cells), 'small.ipynb'))
  const choice = chooseModel(findEvaluations(analysis), analysis)
  if (choice === undefined) throw new Error('The notebook evaluates no model.')
  return { analysis, choice }
}

/** A path as one expression over the raw tables; what is only picked stays as the notebook writes it. */
export function expression(node: Operand): string {
  if (node.op === 'frame' || node.op === 'number') return node.python
  const inner = node.of.map(expression)
  if (node.op === 'assign')
    return `${inner[0]!}.with(${node.column} = ${inner[1]!.replaceAll(inner[0]!, 'it')})`
  // A part of a split is known by its name only.
  if (!/_0/.test(node.python)) return `${node.python || 'rows'} of (${inner[0]!})`
  return node.python.replace(/_(\d)/g, (_, at: string) => inner[Number(at)]!)
}

export function pathOf({ path }: Understood): PredictPath {
  if (!('tested' in path)) throw new Error(`${path.step}: ${path.reason}`)
  return path
}

export type { PathNode }
