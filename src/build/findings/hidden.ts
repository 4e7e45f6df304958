/** State that is in no cell: definitions that are gone, cells that were edited after they ran. */
import type { Evaluation } from '../analysis/evaluation.ts'
import { sliceOf } from '../analysis/slice/slice.ts'
import type { Analysis } from '../analysis/program.ts'
import type { Reason } from '../analysis/refusal.ts'
import { mayBind } from '../analysis/graph/waiting.ts'
import { editedCells } from './edited.ts'
import type { Finding } from './finding.ts'

/** Findings about what the evaluated model and its metrics need, and no others. */
export function hiddenFindings(analysis: Analysis, evaluations: readonly Evaluation[]): Finding[] {
  const slice = sliceOf(analysis, { expressions: evaluations })
  const cells = new Set([
    ...slice.statements.map((id) => analysis.statements[id]!.cell),
    ...evaluations.map(({ cell }) => cell),
  ])
  return [...missing(analysis, slice.statements, evaluations), ...editedCells(analysis, cells)]
}

/** Names that no cell binds before their use, by the order in which the cells ran. */
function missing(analysis: Analysis, kept: readonly number[], evaluations: readonly Evaluation[]): Finding[] {
  const ids = new Set([...kept, ...evaluations.map(({ statement }) => statement)])
  const { statements } = analysis
  return [...ids].flatMap((id) =>
    (analysis.obstacles.get(id) ?? []).flatMap(({ cell, line, reason }): Finding[] => {
      const [name] = missedBy(reason)
      if (name === undefined) return []
      const later = statements.find((each) => each.id > id && each.defines.includes(name))
      // A cell that raised, never ran or can't be read may define it: the refusal says so.
      if (!later && analysis.notebook.cells.some(({ source }) => mayBind(source, name))) return []
      return [
        {
          kind: 'hidden state',
          weight: 'serious',
          cell,
          line,
          message: later
            ? `'${name}' was used here before the cell that defines it (cell ${later.cell}) last ran, so that its value came from an earlier run that the file no longer holds.`
            : `'${name}' is defined by no cell: it came from a cell that was deleted or edited, and nobody can run this again.`,
          todo: later
            ? 'Restart the kernel and run all cells in order.'
            : `Write the cell that defines '${name}' again, and run all cells in order.`,
        },
      ]
    }),
  )
}

function missedBy(reason: Reason): readonly string[] {
  if ('names' in reason) return reason.names
  return reason.kind === 'missing name' ? [reason.name] : []
}
