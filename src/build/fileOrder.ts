/** Whether the order of the file is a way out for a notebook that can't be read in the order of its counts. */
import { Problem } from '../platform/problem.ts'
import { analyse } from './analysis/analyse.ts'
import { chooseModel } from './analysis/evaluation/choice.ts'
import { findEvaluations } from './analysis/evaluation/finder.ts'
import type { AnalysisOptions } from './analysis/program.ts'
import { sliceOf } from './analysis/slice/slice.ts'
import type { Notebook } from './notebook/notebook.ts'
import { differsFromFile } from './notebook/order.ts'
import { cutPipeline } from './pipeline/cut.ts'

/** Whether a model is evaluated and has scripts then: tried, not supposed. */
export async function fileOrderShips(notebook: Notebook, options: AnalysisOptions = {}): Promise<boolean> {
  if (!differsFromFile(notebook)) return false
  const analysis = await analyse(notebook, { ...options, order: 'file' })
  const choice = chooseModel(findEvaluations(analysis), analysis, options.cell)
  if (choice === undefined) return false
  try {
    cutPipeline(analysis, choice)
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

/** Whether what a cell shows has a script then. */
export async function fileOrderSlices(
  notebook: Notebook,
  cell: number,
  options: AnalysisOptions = {},
): Promise<boolean> {
  if (!differsFromFile(notebook)) return false
  const analysis = await analyse(notebook, { ...options, cell, order: 'file' })
  return sliceOf(analysis, { cell }).refusals.length === 0
}
