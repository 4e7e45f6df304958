/** What each stage takes from those before it and gives to those after it. */
import type { Analysis } from '../../analysis/program.ts'
import type { Stage } from './stages.ts'
import { rootOf, type Unit } from './units.ts'

export interface Wired {
  readonly name: Stage['name']
  /** Own units, and before them copies of definitions from earlier stages that are needed here again. */
  readonly units: readonly Unit[]
  readonly copies: readonly Unit[]
  /** Settings that earlier stages made: a stage that runs on its own makes them again. */
  readonly setBefore: readonly Unit[]
  /** Names of values that come in; sorted. */
  readonly inputs: readonly string[]
  /** Names that are bound or changed here and needed later. */
  readonly outputs: readonly string[]
  /** Names that exist after this stage and are needed later: what its artifact holds. */
  readonly alive: readonly string[]
}

/** Names that a stage needs or makes besides what its units say: a synthesized fit. */
interface Extra {
  readonly uses: ReadonlySet<string>
  readonly defines: ReadonlySet<string>
}

/**
 * @param keep names that the last artifact must still hold, for the model
 * @param extras by stage name
 * @param settings statements that each stage behind them repeats
 */
export function wire(
  stages: readonly Stage[],
  analysis: Analysis,
  keep: ReadonlySet<string>,
  extras: ReadonlyMap<string, Extra>,
  settings: readonly Unit[],
): Wired[] {
  const definitions = new Map<string, { unit: Unit; stage: number }>()
  for (const [at, { units }] of stages.entries())
    for (const unit of units)
      if (unit.isDefinition) for (const name of unit.defines) definitions.set(name, { unit, stage: at })

  const bound = stages.map(
    ({ units, name }) =>
      new Set([
        ...units.filter((unit) => !unit.isDefinition).flatMap((unit) => [...unit.defines]),
        ...(extras.get(name)?.defines ?? []),
      ]),
  )
  const own = stages.map(({ units, name }) => withoutIdle(units, extras.get(name)?.uses ?? new Set()))
  const taken = stages.map(({ name }, at) => {
    const units = own[at]!
    const copies = copiesFor(units, at, definitions)
    const inputs = inputsOf(
      [...copies, ...units],
      extras.get(name)?.uses ?? new Set(),
      at,
      stages,
      bound,
      analysis,
    )
    return { copies, inputs }
  })
  return stages.map(({ name, units }, at) => {
    const later = new Set([...taken.slice(at + 1).flatMap(({ inputs }) => inputs), ...keep])
    const existing = new Set(bound.slice(0, at + 1).flatMap((names) => [...names]))
    for (const gone of deletedNames(stages.slice(0, at + 1))) existing.delete(gone)
    const touched = new Set([...bound[at]!, ...units.flatMap((unit) => [...unit.changes])])
    const alive = [...existing].filter((each) => later.has(each)).sort()
    const available = new Set([...bound[at]!, ...taken[at]!.inputs])
    return {
      name,
      units: own[at]!,
      copies: taken[at]!.copies,
      setBefore: settings.filter((unit) => stages.slice(0, at).some((stage) => stage.units.includes(unit))),
      inputs: taken[at]!.inputs,
      outputs: alive.filter((each) => touched.has(each) && available.has(each)),
      alive,
    }
  })
}

/** Without functions that nothing in the stage calls: they stand where they are copied to. */
function withoutIdle(units: readonly Unit[], extra: ReadonlySet<string>): readonly Unit[] {
  const functions = units.filter(({ statement }) => statement.node.type === 'function_definition')
  const others = units.filter((unit) => !functions.includes(unit))
  if (others.length === 0 || units.some(({ statement }) => BY_TEXT.test(statement.source))) return units
  const needed = new Set(extra)
  const need = (unit: Unit) => {
    for (const name of [...unit.uses, ...unit.reads.keys()]) needed.add(name)
  }
  const isNeeded = (unit: Unit) => [...unit.defines].some((name) => needed.has(name))
  others.forEach(need)
  for (let before = -1; before !== needed.size;) {
    before = needed.size
    functions.filter(isNeeded).forEach(need)
  }
  return units.filter((unit) => !functions.includes(unit) || isNeeded(unit))
}

/** What may find a function by its name as text. */
const BY_TEXT = /\b(?:eval|exec|globals|locals|vars)\(/

/** Definitions of earlier stages that a stage uses, and those that these use, in the notebook's order. */
function copiesFor(
  units: readonly Unit[],
  at: number,
  definitions: ReadonlyMap<string, { unit: Unit; stage: number }>,
): Unit[] {
  const copies = new Set<Unit>()
  const queue = units.flatMap((unit) => [...unit.uses])
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const found = definitions.get(name)
    if (found === undefined || found.stage >= at || copies.has(found.unit)) continue
    copies.add(found.unit)
    queue.push(...found.unit.uses)
  }
  return [...copies].sort((a, b) => a.statement.id - b.statement.id)
}

function inputsOf(
  units: readonly Unit[],
  extra: ReadonlySet<string>,
  at: number,
  stages: readonly Stage[],
  bound: readonly ReadonlySet<string>[],
  analysis: Analysis,
): string[] {
  const before = new Set(bound.slice(0, at).flatMap((names) => [...names]))
  const roots = new Set(stages.slice(0, at).flatMap((stage) => stage.units.map((unit) => unit.statement.id)))
  const inputs = new Set<string>()
  for (const unit of units) {
    for (const name of [...unit.uses, ...unit.changes, ...unit.reads.keys()]) {
      if (!before.has(name)) continue
      const fromBefore =
        unit.reads.get(name)?.some((id) => roots.has(rootOf(id, analysis))) ?? unit.isDefinition
      if (fromBefore || !bound[at]!.has(name)) inputs.add(name)
    }
  }
  for (const name of extra) if (before.has(name) && !bound[at]!.has(name)) inputs.add(name)
  return [...inputs].sort()
}

/** Names that a `del` took away and nothing bound again. */
function deletedNames(stages: readonly Stage[]): Set<string> {
  const gone = new Set<string>()
  const units = stages.flatMap((stage) => stage.units).toSorted((a, b) => a.statement.id - b.statement.id)
  for (const { statement, defines } of units) {
    if (statement.node.type !== 'delete_statement') for (const name of defines) gone.delete(name)
    else
      for (const part of statement.node.parts.flatMap((each) =>
        each.type === 'expression_list' ? each.parts : [each],
      ))
        if (part.type === 'identifier') gone.add(part.text)
  }
  return gone
}
