/** Cells that have not run since they were written or edited: a file holds no execution count for them. Pure. */
import type { Cell, Notebook } from '../notebook/notebook.ts'
import type { Refusal } from './program.ts'

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

const WAITING = /^no cell that ran before defines the name (`\w+`)(: cell \d+ does, and has not run .*)$/

/** One refusal for each cell that waits, where its first name is missed, with all the names that it would define. */
export function joinedByWaitingCell(refusals: readonly Refusal[]): Refusal[] {
  const names = new Map<string, Set<string>>()
  for (const { reason } of refusals) {
    const [, name, cell] = WAITING.exec(reason) ?? []
    if (cell !== undefined) names.set(cell, (names.get(cell) ?? new Set()).add(name!))
  }
  return refusals.flatMap((refusal) => {
    const cell = WAITING.exec(refusal.reason)?.[2]
    const joined = cell === undefined ? undefined : names.get(cell)
    if (cell === undefined) return [refusal]
    if (joined === undefined) return []
    names.delete(cell)
    if (joined.size === 1) return [refusal]
    const reason = `no cell that ran before defines the names ${[...joined].join(', ')}`
    return [{ ...refusal, reason: reason + cell }]
  })
}

/** Whether a text looks as if it binds a name. */
export function mayBind(source: string, name: string): boolean {
  return new RegExp(
    `(^|[^\\w.])${name}\\s*(=(?!=)|,.*=(?!=)|:)|(def|class|import|as|for)\\s[^#\\n]*\\b${name}\\b|import\\s*\\([^)]*\\b${name}\\b`,
    'm',
  ).test(source)
}
