/** Cells that were edited after they ran: their stored output can't be that of their source. */
import type { Analysis, Statement } from '../analysis/program.ts'
import type { Cell } from '../notebook/notebook.ts'
import type { Finding } from './finding.ts'
import { otherRepr, printedText } from './shown.ts'

/**
 * A finding for each cell whose stored output its own source can't have given.
 *
 * @param cells that the model needs, by index
 */
export function editedCells(analysis: Analysis, cells: ReadonlySet<number>): Finding[] {
  return analysis.order
    .filter((cell) => cells.has(cell.index) && cell.executionCount !== null)
    .flatMap((cell) => {
      const why = disagreement(
        cell,
        analysis.statements.filter((each) => each.cell === cell.index && each.parent === null),
      )
      return why === undefined
        ? []
        : [
            {
              kind: 'hidden state',
              weight: 'serious',
              cell: cell.index,
              line: why.line,
              message: `The cell was edited after it ran: ${why.reason}, so that what the notebook shows is not what its cells compute.`,
              todo: 'Run the cell and those after it again.',
            } satisfies Finding,
          ]
    })
}

function disagreement(
  cell: Cell,
  statements: readonly Statement[],
): { line: number; reason: string } | undefined {
  const last = statements.at(-1)
  if (
    last === undefined ||
    cell.outputs.some(({ kind }) => kind === 'error') ||
    /^\s*[%!]|\?\s*$/m.test(cell.source)
  )
    return undefined
  const result = cell.outputs.find((output) => output.kind === 'result')
  if (
    result?.kind === 'result' &&
    result.executionCount !== null &&
    result.executionCount !== cell.executionCount
  )
    return {
      line: 1,
      reason: `its output is of execution ${result.executionCount}, its source of ${cell.executionCount!}`,
    }
  if (result && last.kind !== 'expression_statement')
    return { line: last.startLine, reason: 'its output is a value, but its last line gives none' }
  const made = result?.kind === 'result' ? otherRepr(last, statements, result.text) : undefined
  if (made !== undefined)
    return { line: made.line, reason: `its output shows ${made.shown}, its source makes ${made.made}` }
  const printed = cell.outputs
    .flatMap((output) => (output.kind === 'stream' && output.name === 'stdout' ? [output.text] : []))
    .join('')
  if (printed === '') return undefined
  for (const statement of statements) {
    const text = printedText(statement, statements)
    if (text !== undefined && !printed.includes(text))
      return { line: statement.startLine, reason: `it prints '${text}', and its output does not hold that` }
  }
  return undefined
}
