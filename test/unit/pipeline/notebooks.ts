/** Notebooks as lists of cells, and the whole way from a notebook to its scripts, as the tests take it. */
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { type Choice, chooseModel } from '../../../src/build/analysis/evaluation/choice.ts'
import { findEvaluations } from '../../../src/build/analysis/evaluation/finder.ts'
import type { Analysis } from '../../../src/build/analysis/program.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { type Plan, planPipeline, type PlanOptions } from '../../../src/build/pipeline/plan.ts'
import { Project } from '../../../src/iteration/project.ts'
import { Problem } from '../../../src/platform/problem.ts'

export const fixtures = join(import.meta.dirname, '..', '..', 'fixtures', 'notebooks')

/** A code cell, or `# heading` for a markdown cell; outputs as text that the cell printed. */
export type CellText = string | { readonly code: string; readonly printed: string }

export function notebookJson(cells: readonly CellText[]): string {
  let count = 0
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 4,
    metadata: { kernelspec: { name: 'python3', language: 'python' } },
    cells: cells.map((cell) => {
      const code = typeof cell === 'string' ? cell : cell.code
      if (code.startsWith('# # ')) return { cell_type: 'markdown', metadata: {}, source: code.slice(2) }
      count += 1
      const outputs =
        typeof cell === 'string' ? [] : [{ output_type: 'stream', name: 'stdout', text: cell.printed }]
      return { cell_type: 'code', metadata: {}, execution_count: count, source: code, outputs }
    }),
  })
}

export async function analysisOf(cells: readonly CellText[]): Promise<Analysis> {
  return analyse(parseNotebook(notebookJson(cells), 'test.ipynb'))
}

export async function planOf(
  cells: readonly CellText[],
  options?: PlanOptions,
  cell?: number,
): Promise<Plan> {
  const analysis = await analysisOf(cells)
  return planPipeline(analysis, choiceOf(analysis, cell), options)
}

export function choiceOf(analysis: Analysis, cell?: number): Choice {
  const choice = chooseModel(findEvaluations(analysis), analysis, cell)
  if (choice === undefined) throw new Error('the notebook evaluates no model')
  return choice
}

/** A folder with the data of the fixtures, which is gone after the work. */
export async function inProject<T>(notebook: string, work: (project: Project) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shiploop-test-')))
  try {
    cpSync(fixtures, folder, { recursive: true })
    return await work(new Project(folder, { schema: 1, name: 'test', notebook }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a person reads when the work can't be done. */
export async function sentenceOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof Problem) return error.sentence
    throw error
  }
  throw new Error('it was done')
}
