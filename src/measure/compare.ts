/** Two tables of rows, one look: how far the second is from the first, column by column. */
import { ColumnMonitor } from './drift/column.ts'
import { EFFECT_NEEDED, effectOf } from './drift/effect.ts'
import { EVIDENCE_NEEDED } from './drift/evidence.ts'
import { ranked, type Kind, type Ranked } from './drift/order.ts'
import { seedOf, shuffledIndices } from './drift/random.ts'
import { scaleOf, slotOf } from './drift/scale.ts'
import { meanEvidence } from './deploymentAlarm.ts'
import { Newcomers } from './facts.ts'
import type { Value } from './monitor.ts'

export type TableRow = Readonly<Record<string, Value>>

interface ColumnComparison {
  readonly column: string
  readonly kind: Kind
  /** Over all current rows: largest CDF gap or total variation, or the difference of the missing shares. */
  readonly effect: number
  readonly evidence: number
  /** Evidence of at least 20 and an effect of at least 0.1. */
  readonly differs: boolean
}

export interface Comparison {
  readonly rows: { readonly reference: number; readonly current: number }
  readonly columns: readonly ColumnComparison[]
  /** Mean evidence of the columns: at 20 the tables as wholes differ. */
  readonly evidence: number
  readonly differ: boolean
  readonly newCategories: Record<string, Record<string, number>>
  readonly outOfRange: Record<string, number>
  /** Columns that only one of the tables has: not compared. */
  readonly onlyInReference: readonly string[]
  readonly onlyInCurrent: readonly string[]
}

/**
 * Compares two tables. The current rows are taken in a random order (the same each time): files are sorted by something,
 * and rows that resemble their neighbours would look like drift.
 *
 * A column is one of numbers when all that is there, in both tables, reads as a number.
 *
 * @param reference at least one row
 * @param current   at least one row
 */
export function compareTables(reference: readonly TableRow[], current: readonly TableRow[]): Comparison {
  const names = { reference: columnNames(reference), current: columnNames(current) }
  const shared = [...names.reference].filter((name) => names.current.has(name))
  const order = shuffledIndices(current.length, seedOf('compare'))
  const compared = shared.map((name) => {
    const before = reference.map((row) => row[name] ?? null)
    const after = order.map((index) => current[index]![name] ?? null)
    return { name, ...compareColumn(name, before, after) }
  })
  const evidence = meanEvidence(compared.map(({ column }) => column.evidence))
  return {
    rows: { reference: reference.length, current: current.length },
    columns: compared.map(({ column }) => column),
    evidence,
    differ: evidence >= EVIDENCE_NEEDED,
    newCategories: Object.fromEntries(
      compared
        .map(({ name, newcomers }) => [name, newcomers.categories] as const)
        .filter(([, categories]) => Object.keys(categories).length > 0),
    ),
    outOfRange: Object.fromEntries(
      compared
        .filter(({ newcomers }) => newcomers.outOfRange > 0)
        .map(({ name, newcomers }) => [name, newcomers.outOfRange]),
    ),
    onlyInReference: [...names.reference].filter((name) => !names.current.has(name)),
    onlyInCurrent: [...names.current].filter((name) => !names.reference.has(name)),
  }
}

function compareColumn(name: string, before: readonly Value[], after: readonly Value[]) {
  const isNumeric = [...before, ...after].every((value) => value === null || readsAsNumber(value))
  const kind: Kind = isNumeric ? 'number' : 'category'
  const asRanked = (value: Value): Ranked => ranked(kind, isNumeric && value !== null ? Number(value) : value)
  const reference = before.map(asRanked)
  const scale = scaleOf(kind, reference)
  const monitor = new ColumnMonitor(scale, seedOf('compare', name))
  const newcomers = new Newcomers(reference)
  after.map(asRanked).forEach((value, row) => {
    monitor.update({ value, number: row + 1 })
    newcomers.update(value)
  })
  const effect = effectOf(
    scale,
    after.map((value) => slotOf(scale.marks, asRanked(value))),
  ).size
  const evidence = monitor.evidence
  const differs = evidence >= EVIDENCE_NEEDED && effect >= EFFECT_NEEDED
  return { column: { column: name, kind, effect, evidence, differs }, newcomers }
}

function readsAsNumber(value: string | number | boolean): boolean {
  return (
    typeof value === 'number' ||
    (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)))
  )
}

function columnNames(rows: readonly TableRow[]): Set<string> {
  return new Set(rows.flatMap((row) => Object.keys(row)))
}
