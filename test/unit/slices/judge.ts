/** Compares the engine's answer with a case's right slice. */
import type { KeptLines, Slice } from '../../../src/build/analysis/program.ts'
import { Problem } from '../../../src/platform/problem.ts'
import { reasonText } from '../../../src/build/analysis/refusal.ts'
import type { SliceCase } from './cases.ts'
import type { Answer } from './engine.ts'
import type { NotebookRun, PythonStatement, Run } from './python.ts'

export interface Verdict {
  readonly outcome: 'right' | 'refused' | 'wrong' | 'fails' | 'refused without need' | 'threw'
  /** Why it is not as it should be, in words; empty: it is. */
  readonly complaints: readonly string[]
  /** Whether the kept statements are exactly the right ones; null where the case has no right slice or was refused. */
  readonly exact: boolean | null
  /** Statements that differ, as `cell 2, line 1: x = 3`. */
  readonly extra: readonly string[]
  readonly missing: readonly string[]
}

/** @param script what the source printed when it ran alone; null for a refusal */
export function judge(each: SliceCase, answer: Answer, run: NotebookRun | null, script: Run | null): Verdict {
  const verdict = (outcome: Verdict['outcome'], complaints: string[] = []): Verdict => ({
    outcome,
    complaints,
    exact: null,
    extra: [],
    missing: [],
  })
  if ('thrown' in answer) {
    if (answer.thrown instanceof Problem && each.refusal !== null)
      return verdict('refused', unnamed(each.refusal, answer.thrown.sentence, 'refusal'))
    return verdict('threw', [describe(answer.thrown)])
  }
  const warned = unnamed(each.warns, answer.warnings.join(' '), 'warnings')
  if (answer.refusals.length > 0) {
    const reasons = answer.refusals.map(({ cell, reason }) => `cell ${cell}: ${reasonText(reason)}`).join(' ')
    if (each.refusal !== null)
      return verdict('refused', [...warned, ...unnamed(each.refusal, reasons, 'refusal')])
    return each.mayRefuse
      ? verdict('refused', warned)
      : verdict('refused without need', [`refused: ${reasons}`, ...warned])
  }
  if (each.prints === null || run === null || script === null)
    return each.mayRefuse ? verdict('right', warned) : verdict('wrong', ['not refused', ...warned])
  if (script.error !== null) return verdict('fails', [`the script ends with ${script.error}`, ...warned])
  if (script.prints !== each.prints)
    return verdict('wrong', [
      `the script prints ${JSON.stringify(script.prints)} instead of ${JSON.stringify(each.prints)}`,
      ...warned,
    ])
  return { ...verdict('right', warned), ...difference(each, answer, run) }
}

function difference(
  each: SliceCase,
  slice: Slice,
  run: NotebookRun,
): Pick<Verdict, 'exact' | 'extra' | 'missing'> {
  const extra: string[] = each.lacks.filter((text) => slice.source.includes(text)).map((text) => `«${text}»`)
  const missing: string[] = []
  for (const [index, cell] of each.cells.entries()) {
    const kept = slice.cells.find((found) => found.cell === index)?.statements ?? []
    for (const statement of run.statements[index] ?? []) {
      const mark = cell.marks[statement.line - 1]
      const place = `cell ${index}, line ${statement.line}: ${cell.source.split('\n')[statement.line - 1]!.trim()}`
      if (mark === '-' && holds(kept, statement)) extra.push(place)
      // A header without a kept body is said by no line of its own in some layouts: only bodies are missed.
      if ((mark === '+' || mark === '*') && !statement.header && !holds(kept, statement)) missing.push(place)
    }
  }
  return { exact: extra.length + missing.length === 0, extra, missing }
}

function holds(kept: readonly KeptLines[], { line, end }: PythonStatement): boolean {
  return kept.some(({ startLine, endLine }) => startLine <= end && endLine >= line)
}

function unnamed(words: readonly string[], text: string, what: string): string[] {
  return words
    .filter((word) => !text.toLowerCase().includes(word.toLowerCase()))
    .map((word) => `the ${what} should name «${word}»: ${text || 'nothing is said'}`)
}

function describe(thrown: unknown): string {
  return thrown instanceof Error
    ? (thrown.stack ?? thrown.message).split('\n').slice(0, 4).join(' ')
    : String(thrown)
}
