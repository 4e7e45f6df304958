/** State that is in no cell: definitions that are gone, cells that were edited after they ran. */
import type { Evaluation } from '../analysis/evaluation.ts'
import { sliceOf } from '../analysis/slice.ts'
import type { Analysis, Statement } from '../analysis/program.ts'
import { childOf, type SyntaxNode } from '../analysis/syntax.ts'
import { mayBind } from '../analysis/waiting.ts'
import type { Cell } from '../notebook/notebook.ts'
import type { Finding } from './finding.ts'

export function hiddenFindings(analysis: Analysis, evaluations: readonly Evaluation[]): Finding[] {
  const slice = sliceOf(analysis, { expressions: evaluations })
  const cells = new Set([
    ...slice.statements.map((id) => analysis.statements[id]!.cell),
    ...evaluations.map(({ cell }) => cell),
  ])
  return [...missing(analysis, slice.statements, evaluations), ...edited(analysis, cells)]
}

/** Names that no cell binds before their use, by the order in which the cells ran. */
function missing(analysis: Analysis, kept: readonly number[], evaluations: readonly Evaluation[]): Finding[] {
  const ids = new Set([...kept, ...evaluations.map(({ statement }) => statement)])
  const { statements } = analysis
  return [...ids].flatMap((id) =>
    (analysis.obstacles.get(id) ?? []).flatMap(({ cell, line, reason }): Finding[] => {
      const name = /defines the name `(\w+)`/.exec(reason)?.[1]
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

/** Cells whose stored output can't be that of their source. */
function edited(analysis: Analysis, cells: ReadonlySet<number>): Finding[] {
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
  const printed = cell.outputs
    .flatMap((output) => (output.kind === 'stream' && output.name === 'stdout' ? [output.text] : []))
    .join('')
  if (printed === '') return undefined
  for (const statement of statements) {
    const text = printedText(statement)
    if (text !== undefined && !printed.includes(text))
      return { line: statement.startLine, reason: `it prints '${text}', and its output does not hold that` }
  }
  return undefined
}

/** The beginning of what a `print` surely prints: its first argument's text, up to what is computed. */
function printedText({ node }: Statement): string | undefined {
  const call = node.type === 'expression_statement' ? node.parts[0] : undefined
  if (call?.type !== 'call' || childOf(call, 'function')?.text !== 'print') return undefined
  const [first] = childOf(call, 'arguments')?.parts ?? []
  const text = first?.type === 'string' ? plainText(first) : undefined
  return text === undefined || text.trim().length < 3 ? undefined : text
}

/** Text without escapes: what a plain or formatted string begins with. */
function plainText(node: SyntaxNode): string | undefined {
  const match = /^([fF]?)(["'])([^"'\\\n{}%]*)(.*)$/s.exec(node.text)
  return match?.[3] === undefined || match[3] === '' ? undefined : match[3].trimEnd()
}
