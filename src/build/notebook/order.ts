/** The order in which a notebook's cells ran, as far as its execution counts tell. */
import type { Cell, Notebook } from './notebook.ts'

interface ExecutionOrder {
  /** Code cells that count, in order of execution. */
  readonly cells: readonly Cell[]
  /** Oddities in sentences: no counts, repeats, gaps, cells that never ran, cells that raised. */
  readonly warnings: readonly string[]
}

/**
 * Cells by execution count. A notebook without any counts is read in file order. Cells that never ran are out.
 *
 * @param cell index of a cell that counts even if it never ran; it then runs last
 */
export function executionOrder(notebook: Notebook, cell?: number): ExecutionOrder {
  const code = notebook.cells.filter((each) => each.kind === 'code' && each.source.trim() !== '')
  const ran = code.filter((each) => each.executionCount !== null)
  const warnings: string[] = []
  if (ran.length === 0) {
    if (code.length > 0)
      warnings.push('No cell has an execution count: the cells are read in the order of the file.')
    return { cells: code, warnings }
  }
  const cells = ran.toSorted((a, b) => a.executionCount! - b.executionCount! || a.index - b.index)
  warnings.push(...oddities(cells))
  const never = code.filter((each) => each.executionCount === null)
  const asked = never.find((each) => each.index === cell)
  const left = never.filter((each) => each !== asked)
  // VS Code takes the count from a cell that is edited, and leaves its output.
  const edited = left.filter(({ outputs }) => outputs.length > 0)
  const silent = left.filter(({ outputs }) => outputs.length === 0)
  for (const { index } of edited)
    warnings.push(`Cell ${index} was edited after it ran, and is left out: run the cell again.`)
  if (silent.length === 1) warnings.push(`${named(silent)} never ran, or was edited since, and is left out.`)
  if (silent.length > 1) warnings.push(`${named(silent)} never ran, or were edited since, and are left out.`)
  if (asked) {
    cells.push(asked)
    warnings.push(`Cell ${asked.index} never ran: it is read as if it ran last.`)
  }
  return { cells, warnings }
}

function oddities(cells: readonly Cell[]): string[] {
  const warnings: string[] = []
  const outOfOrder = cells.filter((cell, at) => at > 0 && cell.index < cells[at - 1]!.index)
  if (outOfOrder.length > 0)
    warnings.push(`Cells ran out of order: ${named(outOfOrder)} ran after a later one.`)
  const repeats = cells.filter((cell, at) => at > 0 && cell.executionCount === cells[at - 1]!.executionCount)
  for (const cell of repeats)
    warnings.push(
      `Cell ${cell.index} has the same execution count (${cell.executionCount!}) as another: the kernel was restarted in between, or a cell was copied.`,
    )
  const first = cells[0]!.executionCount!
  const last = cells.at(-1)!.executionCount!
  const missing = last - first + 1 - new Set(cells.map((cell) => cell.executionCount)).size
  if (missing > 0 || first > 1)
    warnings.push(
      first > 1
        ? `Execution counts begin at ${first}: ${missing + first - 1} executions (of cells that ran again, were edited or deleted) are not in the file.`
        : `Execution counts have gaps: ${missing} executions (of cells that ran again, were edited or deleted) are not in the file.`,
    )
  return warnings
}

function named(cells: readonly Cell[]): string {
  const numbers = cells.map((cell) => cell.index)
  return numbers.length === 1
    ? `Cell ${numbers[0]!}`
    : `Cells ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)!}`
}
