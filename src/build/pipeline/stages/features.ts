/** The feature code of a pipeline: statements that make columns row by row, as functions of raw rows. */
import type { StatementId } from '../../analysis/program.ts'
import { descendants } from '../../analysis/syntax.ts'
import type { FeatureCode, FeatureStatement } from '../../model/rowwise/featureCode.ts'
import { free } from '../text/freeNames.ts'
import { type Edit, indented, type Line, line, linesOfStatement, type Rendering } from '../text/lines.ts'
import type { Shared } from './shared.ts'
import type { Stage } from './stages.ts'
import type { Unit } from './units.ts'

/** Neighbouring statements of one table that become one function. */
interface Group {
  readonly table: string
  readonly units: Unit[]
}

export interface RowCode {
  /** Name of the function of all of it, `features` where the notebook has no such name. */
  readonly name: string
  /** The functions that it consists of, with the first statement of each; one of them is called `name` if it is the only one. */
  readonly parts: readonly { readonly name: string; readonly first: StatementId }[]
  /** Definitions for the head of the module. */
  readonly lines: readonly Line[]
  /** What stands in the stage in place of the statements: a call for the first of a group, nothing for the others. */
  readonly calls: ReadonlyMap<StatementId, string | null>
  /** Statements that the functions hold, in order. */
  readonly statements: readonly FeatureStatement[]
}

/**
 * @param stage the stage in which features are made
 * @param taken names that the notebook uses
 * @returns undefined where no statement can be taken out of its stage
 */
export function rowCodeOf(
  stage: Stage | undefined,
  code: FeatureCode,
  shared: Shared,
  variables: ReadonlySet<string>,
  taken: ReadonlySet<string>,
  rendering: Pick<Rendering, 'analysis' | 'kept'>,
): RowCode | undefined {
  if (stage?.name !== 'features') return undefined
  const tested = movable(code.tested, stage, shared, variables)
  if (tested.length === 0) return undefined
  const others = movable(code.trained, stage, shared, variables).filter((each) => !tested.includes(each))
  const rows = free('rows', taken)
  const own = new Set(stage.units.flatMap((unit) => [...unit.uses, ...unit.defines]))
  const name = own.has('features') ? free('row_features', taken) : 'features'
  const groups = groupsOf(stage, tested)
  const bodies = groups.map((group) => bodyOf(group, rows, rendering))
  const names = groups.map((_, at) => (groups.length === 1 ? name : free(`${name}_${at + 1}`, taken)))
  const calls = new Map<StatementId, string | null>()
  const call = ({ table, units }: Group, at: number) => {
    for (const [index, { statement }] of units.entries())
      calls.set(statement.id, index === 0 ? `${table} = ${names[at]!}(${table})` : null)
  }
  groups.forEach(call)
  const texts = bodies.map(textOfLines)
  // Training and test rows that go through the same code, each on its own.
  for (const group of groupsOf(stage, others)) {
    const at = texts.indexOf(textOfLines(bodyOf(group, rows, rendering)))
    if (at >= 0) call(group, at)
  }
  return {
    name,
    parts: groups.map(({ units }, at) => ({ name: names[at]!, first: units[0]!.statement.id })),
    lines: definitions(name, names, rows, bodies, tested),
    calls,
    statements: tested,
  }
}

/** Those that stand in the stage, with nothing but imports and helpers around them. */
function movable(
  statements: readonly FeatureStatement[],
  stage: Stage,
  shared: Shared,
  variables: ReadonlySet<string>,
): FeatureStatement[] {
  const units = new Map(stage.units.map((unit) => [unit.statement.id, unit]))
  const available = new Set([
    ...shared.imports.map(({ name }) => name),
    ...[...shared.importBlocks, ...shared.helpers].flatMap((unit) => [...unit.defines]),
  ])
  const left = new Set<string>()
  let isLost = false
  return statements.filter(({ statement, table, makes, reads }) => {
    const unit = units.get(statement)
    const stays =
      unit === undefined ||
      [...unit.uses].some((name) => name !== table && variables.has(name) && !available.has(name)) ||
      isLost ||
      (reads === null ? left.size > 0 : reads.some((each) => left.has(each)))
    if (stays) for (const each of makes ?? []) left.add(each)
    if (stays && makes === null) isLost = true
    return !stays
  })
}

/** Statements that can stand where the first of them stands: nothing between them has to do with them. */
function groupsOf(stage: Stage, statements: readonly FeatureStatement[]): Group[] {
  const tables = new Map(statements.map(({ statement, table }) => [statement, table]))
  const groups: Group[] = []
  let open: Group | undefined
  for (const unit of stage.units) {
    const table = tables.get(unit.statement.id)
    if (table !== undefined && open?.table === table) open.units.push(unit)
    else if (table !== undefined) groups.push((open = { table, units: [unit] }))
    else if (open?.units.some((each) => clash(each, unit))) open = undefined
  }
  return groups
}

function clash(one: Unit, other: Unit): boolean {
  const writes = (unit: Unit) => [...unit.defines, ...unit.changes]
  const reads = (unit: Unit) => new Set([...unit.uses, ...unit.reads.keys(), ...writes(unit)])
  return (
    writes(one).some((name) => reads(other).has(name)) || writes(other).some((name) => reads(one).has(name))
  )
}

function bodyOf(
  { table, units }: Group,
  rows: string,
  rendering: Pick<Rendering, 'analysis' | 'kept'>,
): Line[] {
  const edits = new Map<number, Edit[]>()
  for (const { nodes, statement } of units)
    for (const node of nodes)
      for (const each of descendants(node)) {
        const isKeyword = each.field === 'name' && each.parent?.type === 'keyword_argument'
        if (each.type !== 'identifier' || each.text !== table || each.field === 'attribute' || isKeyword)
          continue
        const edit = { start: each.start, end: each.end, text: rows }
        edits.set(statement.cell, [...(edits.get(statement.cell) ?? []), edit])
      }
  return units.flatMap(({ statement }) =>
    linesOfStatement(statement, { ...rendering, edits, additions: new Map() }),
  )
}

function definitions(
  name: string,
  names: readonly string[],
  rows: string,
  bodies: readonly (readonly Line[])[],
  statements: readonly FeatureStatement[],
): Line[] {
  const parts = names.flatMap((each, at) => [
    line(`def ${each}(${rows}):`),
    ...indented(each === name ? docstring(statements) : [line(`"""Part ${at + 1} of ${name}."""`)]),
    ...indented(bodies[at]!),
    line(`    return ${rows}`),
    line(''),
    line(''),
  ])
  if (names.length === 1) return parts
  const whole = names.reduce((inner, each) => `${each}(${inner})`, rows)
  return [
    ...parts,
    line(`def ${name}(${rows}):`),
    ...indented(docstring(statements)),
    line(`    return ${whole}`),
    line(''),
    line(''),
  ]
}

const WIDTH = 88

/** Inputs and outputs by name, as far as they are known by reading. */
function docstring(statements: readonly FeatureStatement[]): Line[] {
  const made = new Set<string>()
  const taken = new Set<string>()
  for (const { makes, reads } of statements) {
    for (const each of reads ?? []) if (!made.has(each)) taken.add(each)
    for (const each of makes ?? []) made.add(each)
  }
  const isWhole = statements.some(({ reads }) => reads === null)
  const isOpen = statements.some(({ makes }) => makes === null)
  const takes = [
    ...taken,
    ...(isWhole ? [taken.size > 0 ? 'and other columns of a row' : 'columns of a row'] : []),
  ]
  const makes = [
    ...made,
    ...(isOpen ? [made.size > 0 ? 'and new values of others' : 'new values of them'] : []),
  ]
  return [
    line('"""What the model learns from, made of raw rows: each row by itself, in place.'),
    line(''),
    ...wrapped(`Takes: ${takes.join(', ') || 'nothing'}.`),
    ...wrapped(`Makes: ${makes.join(', ')}.`),
    line('"""'),
  ]
}

function wrapped(text: string): Line[] {
  const lines = ['']
  for (const word of text.replaceAll('\\', '\\\\').replaceAll('"', "'").split(' ')) {
    const longer = `${lines.at(-1)!} ${word}`.trimStart()
    if (longer.length <= WIDTH - 4) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.map((each, at) => line(at === 0 ? each : `    ${each}`))
}

function textOfLines(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join('\n')
}
