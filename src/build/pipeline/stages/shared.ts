/** What belongs to no stage: imports, settings of libraries, and the functions and classes that any module may import. */
import type { HiddenState, StatementId } from '../../analysis/program.ts'
import { literalOf } from '../../model/rowwise/fixed.ts'
import { type Import, importsOf } from '../text/names.ts'
import { definitionOf, isImport, type Unit } from './units.ts'

export interface Shared {
  /** Imports that stand at the top of each module that uses their name, in the notebook's order. */
  readonly imports: readonly Import[]
  /** `try: import ... except ImportError: ...`, copied into each module that uses one of its names. */
  readonly importBlocks: readonly Unit[]
  /** Functions, classes and the constants that they read, in a module of their own. */
  readonly helpers: readonly Unit[]
  /** `os.environ[...] = ...`: some libraries read it when they are imported, so that it stands before all imports. */
  readonly environment: readonly Unit[]
  /** Statements that set up a library and read no data; repeated in each stage, since each may run on its own. */
  readonly settings: readonly Unit[]
  /** The same of those that were set after their first use: they stand in a stage, and each stage behind it repeats them. */
  readonly setAgain: readonly Unit[]
  /** Everything else, for the stages. */
  readonly rest: readonly Unit[]
}

/**
 * Sorts the units into those of the stages and those that all share.
 *
 * @param keep names whose values the run must save: they stay variables of a stage
 * @param features statements that make features row by row: their constants are shared
 */
export function shareOut(
  units: readonly Unit[],
  keep: ReadonlySet<string> = new Set(),
  features: ReadonlySet<StatementId> = new Set(),
): Shared {
  const bindings = new Map<string, number>()
  for (const unit of units)
    for (const name of namesBound(unit)) bindings.set(name, (bindings.get(name) ?? 0) + 1)
  const once = (name: string) => bindings.get(name) === 1 && !keep.has(name)
  const changed = new Set(units.flatMap((unit) => [...unit.changes]))

  const importing = units.filter(
    (unit) =>
      isImport(unit.statement.node) &&
      importsOf(unit.statement.node).every(
        ({ name }) => sameImport(name, unit, units) && !dataChanged(name, unit, changed),
      ),
  )
  const importBlocks = units.filter((unit) => !importing.includes(unit) && holdsOnlyImports(unit))
  const imports = uniqueImports(importing.flatMap((unit) => importsOf(unit.statement.node)))
  const imported = new Set([
    ...imports.map(({ name }) => name),
    ...importBlocks.flatMap((unit) => [...unit.defines]),
  ])

  const others = units.filter((unit) => !importing.includes(unit) && !importBlocks.includes(unit))
  const { first: allSettings, again: setAgain } = settingsIn(others, imported)
  const environment = allSettings.filter(({ statement }) => ENVIRONMENT.test(statement.source))
  const settings = allSettings.filter((unit) => !environment.includes(unit))
  const candidates = others.filter((unit) => !allSettings.includes(unit))
  const making = candidates.filter(({ statement }) => features.has(statement.id))
  const helpers = helpersOf(candidates, making, imported, once, changed)
  return {
    imports,
    importBlocks,
    helpers,
    environment,
    settings,
    setAgain,
    rest: candidates.filter((unit) => !helpers.includes(unit)),
  }
}

const ENVIRONMENT = /^os\.environ(\[.*\] = |\.setdefault\()/

function namesBound(unit: Unit): string[] {
  return isImport(unit.statement.node)
    ? importsOf(unit.statement.node).map(({ name }) => name)
    : [...unit.defines]
}

/** Whether nothing but the very same import binds a name. */
function sameImport(name: string, unit: Unit, units: readonly Unit[]): boolean {
  if (name === '*') return true
  const text = importsOf(unit.statement.node).find((each) => each.name === name)?.text
  return units.every(
    (other) =>
      !namesBound(other).includes(name) ||
      (isImport(other.statement.node) &&
        importsOf(other.statement.node).some((each) => each.name === name && each.text === text)),
  )
}

/** `from package import table`, and the notebook changes the table: it is a value, not code. */
function dataChanged(name: string, unit: Unit, changed: ReadonlySet<string>): boolean {
  return unit.statement.node.type === 'import_from_statement' && changed.has(name) && /^[a-z_]/.test(name)
}

function uniqueImports(imports: readonly Import[]): Import[] {
  return [...new Map(imports.map((each) => [each.text, each])).values()]
}

function holdsOnlyImports(unit: Unit): boolean {
  if (!/^(try|if)_statement$/.test(unit.statement.node.type)) return false
  return /\bimport\b/.test(unit.statement.source) && unit.changes.size === 0 && unit.calls.length === 0
}

/**
 * Statements that set up a library. Those that nothing asked before stand in front of all others, where they do the same; one
 * that changes a setting after it was used keeps its place, as what draws does. Where a setting is also changed in ways that
 * can't be repeated, no stage repeats any of it.
 */
function settingsIn(units: readonly Unit[], imported: ReadonlySet<string>): { first: Unit[]; again: Unit[] } {
  const settingUp = new Set(units.filter((unit) => setsUpLibrary(unit, imported)))
  const others = new Set(
    units.filter((unit) => !settingUp.has(unit)).flatMap(({ hidden }) => [...hidden.changes]),
  )
  const touched = new Set<HiddenState>()
  const [first, again]: [Unit[], Unit[]] = [[], []]
  for (const unit of units) {
    const { asks, changes } = unit.hidden
    const isRepeatable = [...changes].every((state) => !others.has(state))
    const isFirst = [...changes].every((state) => !GOING_ON.has(state) && !touched.has(state))
    if (settingUp.has(unit) && isFirst && (isRepeatable || ENVIRONMENT.test(unit.statement.source)))
      first.push(unit)
    else {
      for (const state of [...asks, ...changes]) touched.add(state)
      if (settingUp.has(unit) && isRepeatable && isSettingOnly(unit)) again.push(unit)
    }
  }
  return { first, again }
}

/** Done twice it does what it does once. */
function isSettingOnly({ hidden: { asks, changes } }: Unit): boolean {
  return changes.size > 0 && [...changes].every((state) => !GOING_ON.has(state) && !asks.has(state))
}
/** What the next stage finds as the last one left it: no setting that each of them makes. */
const GOING_ON: ReadonlySet<HiddenState> = new Set(['random', 'files', 'figures', 'working folder'])

/** `pd.set_option(...)`, `np.seterr(...)`, `os.environ[...] = ...`: changes a module, binds nothing, needs no data. */
function setsUpLibrary(unit: Unit, imported: ReadonlySet<string>): boolean {
  if (unit.defines.size > 0 || unit.isDefinition || unit.statement.children.length > 0) return false
  if (/\brandom\b|seed/.test(unit.statement.source)) return false // a stream of random numbers goes on, it isn't set again
  return [...unit.uses].every((name) => imported.has(name)) && unit.uses.size > 0
}

/** Definitions that need nothing but imports, builtins, constants and each other: they mean the same in any module. */
function helpersOf(
  units: readonly Unit[],
  making: readonly Unit[],
  imported: ReadonlySet<string>,
  once: (name: string) => boolean,
  changed: ReadonlySet<string>,
): Unit[] {
  const variables = new Set(units.flatMap((unit) => [...unit.defines]))
  const constants = units.filter(
    (unit) =>
      (isConstant(unit) || isTypeAlias(unit, imported)) &&
      [...unit.defines].every((name) => once(name) && !changed.has(name)),
  )
  let definitions = units.filter(
    (unit) =>
      unit.isDefinition &&
      [...unit.defines].every((name) => once(name) && !changed.has(name)) &&
      !declaresGlobal(unit),
  )
  for (;;) {
    const available = new Set([
      ...imported,
      ...[...definitions, ...constants].flatMap((unit) => [...unit.defines]),
    ])
    const possible = definitions.filter((unit) =>
      [...unit.uses].every((name) => available.has(name) || !variables.has(name)),
    )
    if (possible.length === definitions.length) break
    definitions = possible
  }
  const read = new Set([...definitions, ...making].flatMap((unit) => [...unit.uses]))
  const chosen = new Set([
    ...definitions,
    ...constants.filter((unit) => [...unit.defines].some((name) => read.has(name))),
  ])
  return units.filter((unit) => chosen.has(unit))
}

function declaresGlobal(unit: Unit): boolean {
  return /\bglobal\s/.test(definitionOf(unit.statement.node).text)
}

/** `Frame = pd.DataFrame`, `Pair = tuple[Frame, str]`: a type of a library by another name. */
function isTypeAlias({ statement, uses, defines }: Unit, imported: ReadonlySet<string>): boolean {
  return (
    /^[A-Z]\w* = (?:\w+\.)*[A-Z]\w*(?:\[[\w., []*\]+)?$/.test(statement.source) &&
    [...uses].every((name) => defines.has(name) || imported.has(name))
  )
}

/** `NAME = literal`, nothing in it computed. */
function isConstant({ statement }: Unit): boolean {
  return literalOf(statement) !== undefined
}
