/** Whether the scripts compute what the notebook does: against a fresh run of it, and against its stored output. */
import { assignedName } from '../../analysis/evaluation/shapes.ts'
import type { Analysis } from '../../analysis/program.ts'
import type { Cell } from '../../notebook/notebook.ts'
import type { Metric } from '../../../iteration/record.ts'
import type { NamedMetric } from '../additions/measures.ts'

const TOLERANCE = 1e-9
/** `MAE: 12070` says as much as `0.121`. */
const TELLING_DIGITS = 3

/**
 * Compares every metric.
 *
 * In the order of the file the notebook's stored output decides nothing where a fresh run does: it may be of another order.
 *
 * @param notebook values of a fresh run by metric name; null when the notebook was not run
 * @param scripts  values of `metrics.json`
 */
export function compareMetrics(
  metrics: readonly NamedMetric[],
  analysis: Analysis,
  notebook: ReadonlyMap<string, number> | null,
  scripts: ReadonlyMap<string, number>,
): Metric[] {
  return metrics.map((metric) => {
    const ours = scripts.get(metric.name) ?? null
    const fresh = notebook?.get(metric.name) ?? null
    const stored = ours === null ? null : storedValue(metric, analysis, ours)
    const equalFresh = notebook === null || (ours !== null && fresh !== null && equal(ours, fresh))
    const equalStored = stored === null || (ours !== null && agrees(ours, stored))
    const isTold = analysis.readIn === 'file' && notebook !== null
    return {
      ...{ name: metric.name, notebook: fresh, scripts: ours, stored },
      equal: equalFresh && (equalStored || isTold),
      cell: metric.evaluation.cell,
    }
  })
}

/** Equal to 1e-9, relative to numbers larger than 1. */
export function equal(one: number, other: number): boolean {
  return Math.abs(one - other) <= TOLERANCE * Math.max(1, Math.abs(one), Math.abs(other))
}

/** The printed number that the metric agrees with, else the closest one; null when the notebook stored none. */
function storedValue({ evaluation }: NamedMetric, analysis: Analysis, value: number): string | null {
  const numbers = showing(evaluation.statement, analysis).flatMap((cell) => printedNumbers(cell))
  const agreeing = numbers.find((each) => agrees(value, each))
  if (agreeing !== undefined) return agreeing
  const distance = (text: string) => Math.abs(printedNumber(text) - value)
  // The counts of a confusion matrix are no other accuracy.
  const telling = numbers.filter((each) => Number.isInteger(value) || !isFewDigits(each))
  return telling.toSorted((a, b) => distance(a) - distance(b))[0] ?? null
}

/** Cells that show a metric: its own, or those that print the variable that it was given to. */
function showing(id: number, analysis: Analysis): Cell[] {
  const statement = analysis.statements[id]!
  const variable = assignedName(statement)
  const shown =
    variable === undefined
      ? [statement]
      : analysis.statements.filter(
          (each) =>
            each.shows !== 'no' &&
            each.reads.some(({ name, definitions }) => name === variable && definitions.includes(id)),
        )
  // A bare expression is shown when it is its cell's last; whether it is does not matter, since then nothing is stored.
  const indices = new Set(
    shown.filter((each) => each.shows !== 'no' || assignedName(each) === undefined).map((each) => each.cell),
  )
  return analysis.order.filter((cell) => indices.has(cell.index))
}

function printedNumbers(cell: Cell): string[] {
  const text = cell.outputs
    .map((output) =>
      output.kind === 'result' || (output.kind === 'stream' && output.name === 'stdout') ? output.text : '',
    )
    .join('\n')
  // `'accuracy' + str(score)` prints `accuracy0.93`; the 2 of `r2` is none.
  return (
    text.match(/(?:(?<![\w.])-?\d+(?:\.\d+)?|(?<=[^\W\d])\d+\.\d+)(?:[eE][+-]?\d+)?(?![\w.]*\d)%?/g) ?? []
  )
}

/** Whether a value rounds to what was printed, also as per cent. */
export function agrees(value: number, printed: string): boolean {
  const [mantissa = '', exponent = '0'] = printed.replace('%', '').toLowerCase().split('e')
  const decimals = (mantissa.split('.')[1] ?? '').length
  const unit = 10 ** (Number(exponent) - decimals)
  const near = (each: number) =>
    Math.abs(each - printedNumber(printed)) <= unit * 0.5 + TOLERANCE * Math.max(1, Math.abs(each))
  if (printed.endsWith('%')) return near(100 * value)
  if (decimals > 0 || exponent !== '0') return near(value) || near(100 * value)
  // Only a value that is an integer agrees with one of few digits.
  return isFewDigits(printed) ? Math.abs(value - printedNumber(printed)) <= TOLERANCE : near(value)
}

/** A bare integer that says little. */
function isFewDigits(printed: string): boolean {
  return /^-?\d+$/.test(printed) && printed.replace(/^-?0*/, '').length < TELLING_DIGITS
}

function printedNumber(printed: string): number {
  return Number(printed.replace('%', ''))
}
