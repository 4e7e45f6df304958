/** Cells that have not run since they were written or edited: a file holds no execution count for them. Pure. */
import type { Cell, Notebook } from '../notebook/notebook.ts'

const MISSING = /^no cell that ran before defines the name `(\w+)`$/

/** Says of a name that no cell defines which one would, had it run. */
export function withWaitingCell(reason: string, notebook: Notebook, order: readonly Cell[]): string {
  const name = MISSING.exec(reason)?.[1]
  const waiting =
    name === undefined
      ? undefined
      : notebook.cells.find(
          (cell) => cell.kind === 'code' && !order.includes(cell) && mayBind(cell.source, name),
        )
  return waiting === undefined
    ? reason
    : `${reason}: cell ${waiting.index} does, and has not run since it was written or edited; run the cell again`
}

/** Whether a text looks as if it binds a name. */
export function mayBind(source: string, name: string): boolean {
  return new RegExp(
    `(^|[^\\w.])${name}\\s*(=(?!=)|,.*=(?!=)|:)|(def|class|import|as|for)\\s[^#\\n]*\\b${name}\\b|import\\s*\\([^)]*\\b${name}\\b`,
    'm',
  ).test(source)
}
