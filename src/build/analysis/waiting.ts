/** Cells that have not run since they were written or edited: a file holds no execution count for them. Pure. */
import type { Cell, Notebook } from '../notebook/notebook.ts'
import type { Reason, Refusal } from './refusal.ts'

/** Says of a name that no cell defines which one would, had it run. */
export function withWaitingCell(reason: Reason, notebook: Notebook, order: readonly Cell[]): Reason {
  if (reason.kind !== 'missing name') return reason
  const { name } = reason
  const waiting = notebook.cells.find(
    (cell) => cell.kind === 'code' && !order.includes(cell) && mayBind(cell.source, name),
  )
  return waiting === undefined ? reason : { kind: 'waiting cell', names: [name], cell: waiting.index }
}

/** One refusal for each cell that waits, where its first name is missed, with all the names that it would define. */
export function joinedByWaitingCell(refusals: readonly Refusal[]): Refusal[] {
  const names = new Map<number, Set<string>>()
  for (const { reason } of refusals)
    if (reason.kind === 'waiting cell')
      names.set(reason.cell, new Set([...(names.get(reason.cell) ?? []), ...reason.names]))
  return refusals.flatMap((refusal) => {
    const { reason } = refusal
    if (reason.kind !== 'waiting cell') return [refusal]
    const all = names.get(reason.cell)
    names.delete(reason.cell)
    return all === undefined ? [] : [{ ...refusal, reason: { ...reason, names: [...all] } }]
  })
}

/** Whether a text looks as if it binds a name. */
export function mayBind(source: string, name: string): boolean {
  return new RegExp(
    `(^|[^\\w.])${name}\\s*(=(?!=)|,.*=(?!=)|:)|(def|class|import|as|for)\\s[^#\\n]*\\b${name}\\b|import\\s*\\([^)]*\\b${name}\\b`,
    'm',
  ).test(source)
}
