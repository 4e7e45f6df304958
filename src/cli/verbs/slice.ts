import { dirname } from 'node:path'
import { analyse } from '../../build/analysis/analyse.ts'
import { pythonParser } from '../../build/analysis/parser.ts'
import type { Slice } from '../../build/analysis/program.ts'
import { type SaidRefusal, saidRefusal } from '../../build/analysis/refusal.ts'
import { sliceOf } from '../../build/analysis/slice.ts'
import type { Notebook } from '../../build/notebook/notebook.ts'
import { parseNotebook } from '../../build/notebook/read.ts'
import { readText } from '../../platform/files.ts'
import { findInterpreter } from '../../platform/interpreter.ts'
import { Problem } from '../../platform/problem.ts'
import { syntaxOracle, type SyntaxOracle } from '../../platform/python.ts'
import { timed } from '../../platform/progress.ts'
import { notebookOf } from '../project.ts'
import { textOption, wholeNumber, type Call, type Verb } from '../verb.ts'

export const slice: Verb = {
  usage: 'NOTEBOOK [--cell N] [--python PATH]',
  summary: 'the least of the notebook that a cell needs',
  words: { least: 1, most: 1 },
  options: { cell: { type: 'string' }, python: { type: 'string' } },
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
    // The grammar loads while the interpreter starts.
    const [{ oracle, warnings }] = await Promise.all([oracleFor(call, notebook), pythonParser()])
    const result = await timed(call.report, 'slice', async () => {
      const analysis = await analyse(notebook, { cell, ...(oracle && { checkSyntax: oracle }) })
      return sliceOf(analysis, { cell })
    })
    const { criterion, cells, source } = result
    const refusals = result.refusals.map(saidRefusal)
    tell(call, result, refusals, warnings)
    return { criterion, cells, source, refusals, warnings: [...warnings, ...result.warnings] }
  },
}

function lastCodeCell(notebook: Notebook): number {
  const last = notebook.cells.findLast(({ kind, source }) => kind === 'code' && source.trim() !== '')
  if (last === undefined) throw new Problem('The notebook has no code.', { where: notebook.path })
  return last.index
}

/** Looking is possible without Python, judging syntax is not: then the answer says so. */
async function oracleFor(
  call: Call,
  notebook: Notebook,
): Promise<{ oracle: SyntaxOracle | null; warnings: string[] }> {
  const asked = textOption(call.options, 'python')
  try {
    const hints = { asked, folder: dirname(notebook.path), kernel: notebook.kernel }
    return { oracle: syntaxOracle(await findInterpreter(hints, call.signal)), warnings: [] }
  } catch (error) {
    if (!(error instanceof Problem) || asked !== undefined) throw error
    return { oracle: null, warnings: ['No Python was found: the syntax was not checked by an interpreter.'] }
  }
}

function tell(call: Call, slice: Slice, refusals: readonly SaidRefusal[], warnings: readonly string[]): void {
  for (const warning of [...warnings, ...slice.warnings]) call.say(`# note: ${warning}`)
  for (const { cell, line, reason } of refusals) call.say(`# refused: cell ${cell}, line ${line}: ${reason}`)
  if (refusals.length === 0) call.say(slice.source.trimEnd())
}
