/** Which cell would define a missed name, had it run, or run earlier. Pure. */
import type { ExecutionOrder } from '../../notebook/order.ts'
import type { Statement } from '../program.ts'
import type { Reason, Refusal } from '../refusal.ts'

/**
 * Says of a name that no cell defined before which one does.
 *
 * @param statements in order of execution
 * @param reader the statement that misses the name
 */
export function withDefiningCell(
  reason: Reason,
  { notebook, cells: order, readIn }: ExecutionOrder,
  statements: readonly Statement[],
  reader: Statement,
): Reason {
  if (reason.kind !== 'missing name') return reason
  const { name } = reason
  // A cell that ran again has the count of its last run alone: an earlier one gave the name.
  const again = statements.find(
    (each) => each.id > reader.id && each.cell < reader.cell && each.defines.includes(name),
  )
  if (again) return { kind: 'later cell', names: [name], cell: again.cell }
  if (readIn === 'file') {
    const below = statements.find((each) => each.id > reader.id && each.defines.includes(name))
    return below === undefined ? reason : { kind: 'cell below', names: [name], cell: below.cell }
  }
  const waiting = notebook.cells.find(
    (cell) => cell.kind === 'code' && !order.includes(cell) && mayBind(cell.source, name),
  )
  return waiting === undefined ? reason : { kind: 'waiting cell', names: [name], cell: waiting.index }
}

/** One refusal for each cell that would define names, where its first name is missed, with all of them. */
export function joinedByDefiningCell(refusals: readonly Refusal[]): Refusal[] {
  const names = new Map<string, Set<string>>()
  for (const { reason } of refusals)
    if ('names' in reason) {
      const of = `${reason.kind} ${reason.cell}`
      names.set(of, new Set([...(names.get(of) ?? []), ...reason.names]))
    }
  return refusals.flatMap((refusal) => {
    const { reason } = refusal
    if (!('names' in reason)) return [refusal]
    const of = `${reason.kind} ${reason.cell}`
    const all = names.get(of)
    names.delete(of)
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
