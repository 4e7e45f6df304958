/** Statements as a record names them, and found again in the notebook as it is now. */
import type { PlaceInNotebook } from '../../../iteration/record.ts'
import type { Analysis, Statement, StatementId } from '../../analysis/program.ts'

/** As the record keeps it: cell, line, and the first line of its text. */
export function placeOf(analysis: Analysis, id: StatementId): PlaceInNotebook {
  const statement = analysis.statements[id]!
  return { cell: statement.cell, line: statement.startLine, text: firstLine(statement) }
}

/**
 * Where it stood if the same text stands there, else the one statement that has this text.
 *
 * @returns undefined when it is gone, or can't be told from another
 */
function statementAt(analysis: Analysis, place: PlaceInNotebook): StatementId | undefined {
  const same = analysis.statements.filter((each) => firstLine(each) === place.text)
  const there = same.find(({ cell, startLine }) => cell === place.cell && startLine === place.line)
  return there?.id ?? (same.length === 1 ? same[0]!.id : undefined)
}

/** Those of the places that the notebook still has. */
export function statementsAt(analysis: Analysis, places: readonly PlaceInNotebook[]): StatementId[] {
  return places.flatMap((place) => statementAt(analysis, place) ?? [])
}

function firstLine({ source }: Statement): string {
  return source.split('\n')[0]!.trimEnd()
}
