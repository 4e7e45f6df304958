/** All findings about the model that a notebook ships. */
import type { Choice } from '../analysis/evaluation/choice.ts'
import { findEvaluations } from '../analysis/evaluation/finder.ts'
import type { Analysis } from '../analysis/program.ts'
import { ColumnFinder } from './columns.ts'
import type { Finding } from './finding.ts'
import { fittedTo, rowFindings } from './fitted.ts'
import { hiddenFindings } from './hidden.ts'
import { basisOf, ranRowFindings, type RowCounts, watchedRows } from './ranRows.ts'
import { seedFindings } from './seeds.ts'
import { swappedFindings } from './swapped.ts'
import { targetFindings } from './target.ts'
import { tuningFindings } from './tuned.ts'

/**
 * What can be known from the text alone; nothing runs. Silence is no proof: what the text does not tell is not claimed.
 *
 * @returns in order of cell and line, each once
 */
export function findingsOf(analysis: Analysis, { evaluations }: Choice): Finding[] {
  const all = findEvaluations(analysis)
  const columns = new ColumnFinder(analysis)
  const found = evaluations.flatMap((evaluation) => {
    const fitted = fittedTo(analysis, evaluation)
    const truth = evaluation.truth ?? fitted?.truth ?? null
    const target = truth && columns.column(truth)
    return [
      ...rowFindings(analysis, evaluation, fitted, target?.name ?? null),
      ...targetFindings(analysis, evaluation, fitted),
      ...tuningFindings(analysis, all, evaluation, fitted),
    ]
  })
  // Many print the score of the training rows beside that of the test: only alone it misleads.
  const held = evaluations.length > found.filter(({ kind }) => kind === 'scored on training rows').length
  const findings = [
    ...found.filter(({ kind }) => kind !== 'scored on training rows' || !held),
    ...swappedFindings(all),
    ...seedFindings(analysis, evaluations),
    ...hiddenFindings(analysis, evaluations),
  ]
  const distinct = new Map(
    findings.map((each) => [[each.kind, each.cell, each.line, each.message].join('|'), each]),
  )
  return inOrder([...distinct.values()])
}

/** The same, and what a run has seen of the rows; that says more than the text where both speak of one place. */
export function findingsAfterRun(analysis: Analysis, choice: Choice, rows: RowCounts): Finding[] {
  const watched = watchedRows(analysis, choice.evaluations)
  const told = findingsOf(analysis, choice)
  const isTold = told.some(({ kind }) => kind === 'target among the features')
  const seen = (watched ? ranRowFindings(analysis, watched, rows) : []).filter(
    ({ kind }) => kind !== 'target among the features' || !isTold,
  )
  const repeated = ({ kind, cell, line }: Finding) =>
    seen.some((each) => each.kind === kind && each.cell === cell && each.line === line)
  return inOrder([...told.filter((each) => !repeated(each)), ...seen])
}

/** What the counts of a run must speak of to hold for this notebook; null where no run can count its rows. */
export function rowsBasis(analysis: Analysis, { evaluations }: Choice): string | null {
  const watched = watchedRows(analysis, evaluations)
  return watched && basisOf(analysis, watched)
}

function inOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => a.cell - b.cell || a.line - b.line)
}
