/**
 * The order in which a notebook's cells are read: as they ran, as far as their execution counts tell; or, because a person
 * asked for it, as if the kernel had been restarted and all of them run from top to bottom.
 *
 * Whoever reads cells reads the ones of this order. Nothing is guessed between the two: a cell that ran again has the text
 * and the count of its last run alone, and was most often edited before. So even a re-run cell of nothing but imports
 * may have bound the same names to something else when cells below it read them.
 */
import type { CellOrder } from '../../iteration/record.ts'
import type { Cell, Notebook } from './notebook.ts'

export interface ExecutionOrder {
  /** The notebook as it is read: in the order of the file its counts and what raised tell nothing, and are not there. */
  readonly notebook: Notebook
  /** Code cells that count, in order of execution. */
  readonly cells: readonly Cell[]
  readonly readIn: CellOrder
  /** Oddities in sentences: no counts, repeats, gaps, cells that never ran, cells that raised. */
  readonly warnings: readonly string[]
}

/**
 * Cells by execution count. A notebook without any counts is read in file order. Cells that never ran are out.
 *
 * @param cell  index of a cell that counts even if it never ran; it then runs last
 * @param order `file`: all cells count, from top to bottom
 */
export function executionOrder(
  notebook: Notebook,
  cell?: number,
  order: CellOrder = 'counts',
): ExecutionOrder {
  if (order === 'file') return fromTheTop(notebook)
  const code = codeCells(notebook)
  const ran = code.filter((each) => each.executionCount !== null)
  const warnings: string[] = []
  if (ran.length === 0) {
    if (code.length > 0)
      warnings.push('No cell has an execution count: the cells are read in the order of the file.')
    return { notebook, cells: code, readIn: order, warnings }
  }
  const cells = byCount(ran)
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
  return { notebook, cells, readIn: order, warnings }
}

/** Whether the order of the file is another than that of the counts, or has more cells. */
export function differsFromFile(notebook: Notebook): boolean {
  const { cells } = executionOrder(notebook)
  const all = codeCells(notebook)
  return cells.length !== all.length || cells.some((cell, at) => cell !== all[at])
}

function fromTheTop(given: Notebook): ExecutionOrder {
  const code = codeCells(given)
  const warnings = [
    'The cells are read in the order of the file, as if they ran from top to bottom in a new kernel.',
  ]
  const ran = code.filter(({ executionCount }) => executionCount !== null)
  const again = outOfOrder(byCount(ran)).toSorted((a, b) => a.index - b.index)
  if (again.length > 0)
    warnings.push(`${named(again)} last ran after a later one: what the notebook shows may be of that order.`)
  const never = code.filter(({ executionCount }) => executionCount === null)
  if (ran.length > 0 && never.length === 1)
    warnings.push(`${named(never)} never ran, or was edited since, and counts as well.`)
  if (ran.length > 0 && never.length > 1)
    warnings.push(`${named(never)} never ran, or were edited since, and count as well.`)
  const failed = code.filter(hasError)
  if (failed.length === 1)
    warnings.push(
      `${named(failed)} raised when it ran last, and is read as if it ran through: a run will tell.`,
    )
  if (failed.length > 1)
    warnings.push(
      `${named(failed)} raised when they ran last, and are read as if they ran through: a run will tell.`,
    )
  const notebook = { ...given, cells: given.cells.map(asIfNew) }
  return { notebook, cells: codeCells(notebook), readIn: 'file', warnings }
}

/** What it printed stays, to be compared with. */
function asIfNew(cell: Cell): Cell {
  return { ...cell, executionCount: null, outputs: cell.outputs.filter(({ kind }) => kind !== 'error') }
}

function codeCells({ cells }: Notebook): Cell[] {
  return cells.filter((each) => each.kind === 'code' && each.source.trim() !== '')
}

function byCount(ran: readonly Cell[]): Cell[] {
  return ran.toSorted((a, b) => a.executionCount! - b.executionCount! || a.index - b.index)
}

function outOfOrder(cells: readonly Cell[]): Cell[] {
  return cells.filter((cell, at) => at > 0 && cell.index < cells[at - 1]!.index)
}

function hasError({ outputs }: Cell): boolean {
  return outputs.some(({ kind }) => kind === 'error')
}

function oddities(cells: readonly Cell[]): string[] {
  const warnings: string[] = []
  const late = outOfOrder(cells)
  if (late.length > 0) warnings.push(`Cells ran out of order: ${named(late)} ran after a later one.`)
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
