import { dirname, join } from 'node:path'
import { analyse } from '../../build/analysis/analyse.ts'
import type { AnalysisOptions, Slice } from '../../build/analysis/program.ts'
import { type SaidRefusal, saidRefusal } from '../../build/analysis/refusal.ts'
import { sliceOf } from '../../build/analysis/slice/slice.ts'
import type { Notebook } from '../../build/notebook/notebook.ts'
import { parseNotebook } from '../../build/notebook/read.ts'
import { findProjectFolder, ownFolderOf, SETTINGS_FILE } from '../../iteration/find.ts'
import { CELL_ORDERS, type CellOrder } from '../../iteration/record.ts'
import { exists, modulesIn, readText } from '../../platform/files.ts'
import { FILE_ORDER, Problem } from '../../platform/problem.ts'
import { type Judgement, judgeSyntax } from '../../platform/python.ts'
import { timed } from '../../platform/progress.ts'
import { notebookOf } from '../notebook.ts'
import { type Call, oneOf, orderOption, pythonOption, textOption, type Verb, wholeNumber } from '../verb.ts'

export const slice: Verb = {
  usage: 'NOTEBOOK [--cell N] [--order file|counts] [--python PATH]',
  summary: 'the least of the notebook that a cell needs',
  words: { least: 1, most: 1 },
  options: {
    ...pythonOption,
    ...orderOption,
    cell: { type: 'string', value: 'N', help: 'the cell, counted from 0; without it the last' },
  },
  run: async (call) => {
    const path = notebookOf(call)
    const notebook = parseNotebook(await readText(path, 'The notebook'), path)
    const cell = wholeNumber(call.options, 'cell') ?? lastCodeCell(notebook)
    if (notebook.cells[cell]?.kind !== 'code')
      throw new Problem('Cell {0} is no code cell.', {
        args: [cell],
        where: path,
        todo: `Cells are counted from 0; the last one is ${notebook.cells.length - 1}.`,
      })
    const warnings: string[] = []
    const order = oneOf(call.options, 'order', CELL_ORDERS) ?? (await orderFor(call, path))
    const options = {
      judge: (sources: readonly string[]) => judgementOn(sources, call, notebook, warnings),
      beside: await modulesIn(dirname(path)),
    }
    const result = await timed(call.report, 'slice', async () =>
      sliceOf(await analyse(notebook, { ...options, cell, order }), { cell }),
    )
    const { criterion, cells, source } = result
    const isStuck = result.refusals.length > 0 && order === 'counts'
    const wayOut = isStuck && (await isFreedByOrder(notebook, cell, options)) ? FILE_ORDER : undefined
    const refusals = result.refusals.map((refusal) => ({
      ...saidRefusal(refusal),
      ...(wayOut !== undefined && { wayOut }),
    }))
    tell(call, result, refusals, warnings)
    if (wayOut !== undefined) call.say(`# ${wayOut}`)
    return { criterion, order, cells, source, refusals, warnings: [...warnings, ...result.warnings] }
  },
}

/** What the notebook's project says. Without one, slices go by the counts, and nothing that reads a project is loaded. */
async function orderFor(call: Call, notebook: string): Promise<CellOrder> {
  const isAlone = [dirname(notebook), ownFolderOf(notebook)].every(
    (folder) => !exists(join(folder, SETTINGS_FILE)),
  )
  return isAlone && findProjectFolder(process.cwd()) === null
    ? 'counts'
    : (await import('../project.ts')).orderOfNotebook(call, notebook)
}

/** Whether the order of the file has a script for the cell. */
async function isFreedByOrder(notebook: Notebook, cell: number, options: AnalysisOptions): Promise<boolean> {
  const { fileOrderSlices } = await import('../../build/fileOrder.ts')
  return fileOrderSlices(notebook, cell, options)
}

function lastCodeCell(notebook: Notebook): number {
  const last = notebook.cells.findLast(({ kind, source }) => kind === 'code' && source.trim() !== '')
  if (last === undefined) throw new Problem('The notebook has no code.', { where: notebook.path })
  return last.index
}

const UNJUDGED = 'No Python was found: the syntax was not checked by an interpreter.'

/** Looking is possible without Python, judging syntax is not: then the answer says so. */
async function judgementOn(
  sources: readonly string[],
  call: Call,
  notebook: Notebook,
  warnings: string[],
): Promise<Judgement | null> {
  const asked = textOption(call.options, 'python')
  try {
    const hints = { asked, folder: dirname(notebook.path), kernel: notebook.kernel }
    return await judgeSyntax(hints, sources, call.signal)
  } catch (error) {
    if (!(error instanceof Problem) || asked !== undefined) throw error
    if (!warnings.includes(UNJUDGED)) warnings.push(UNJUDGED)
    return null
  }
}

function tell(call: Call, slice: Slice, refusals: readonly SaidRefusal[], warnings: readonly string[]): void {
  for (const warning of [...warnings, ...slice.warnings]) call.say(`# note: ${warning}`)
  for (const { cell, line, reason } of refusals) call.say(`# refused: cell ${cell}, line ${line}: ${reason}`)
  if (refusals.length === 0) call.say(slice.source.trimEnd())
}
