/** Literals that reach an argument through a name: constants, and the classes and dictionaries of a configuration. */
import type { Call } from '../../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../../analysis/syntax.ts'
import type { Unit } from '../stages/units.ts'

/** A value that a person may tune, by which name, and what is called with it or holds it. */
export interface Argument {
  readonly value: SyntaxNode
  readonly name: string
  readonly holder: string
}

/** How arguments are told. */
interface Asked {
  /** `SEED` */
  readonly names: ReadonlySet<string>
  /** `config.seed`: of whatever object. */
  readonly attributes: ReadonlySet<string>
  /** `config['seed']`: of whatever dictionary. */
  readonly keys: ReadonlySet<string>
  /** `**options`, and what a booster is trained by: all of it. */
  readonly whole: ReadonlySet<string>
}

/**
 * @param values of arguments that a person may tune
 * @param calls that take them
 * @returns of a unit the literals that it binds and that become such an argument
 */
export function configuredIn(
  units: readonly Unit[],
  values: readonly SyntaxNode[],
  calls: readonly Call[],
): (unit: Unit) => Argument[] {
  const asked = askedBy(values, calls)
  const bindings = new Map<string, number>()
  for (const unit of units) for (const name of unit.defines) bindings.set(name, (bindings.get(name) ?? 0) + 1)
  return (unit) => {
    // A variable with several values has no one that could be tuned.
    if (!unit.isDefinition && [...unit.defines].some((name) => bindings.get(name) !== 1)) return []
    return assignmentsIn(unit).flatMap((assignment) => configuredBy(assignment, asked))
  }
}

function askedBy(values: readonly SyntaxNode[], calls: readonly Call[]): Asked {
  const texts = (type: string, field: string) =>
    values.flatMap((value) => {
      const named = value.type === type ? (field === '' ? value : childOf(value, field)) : undefined
      return named ? [named.text] : []
    })
  return {
    names: new Set(texts('identifier', '')),
    attributes: new Set(texts('attribute', 'attribute')),
    keys: new Set(texts('subscript', 'subscript').map(unquoted)),
    whole: new Set(calls.flatMap(takenWhole)),
  }
}

const TRAINING = /^(xgboost|lightgbm)\.(train|cv)$/

/** Names of dictionaries whose entries are the call's arguments. */
function takenWhole({ callee, node }: Call): string[] {
  const given = childOf(node, 'arguments')?.parts ?? []
  const splats = given.filter(({ type }) => type === 'dictionary_splat').map(({ parts }) => parts[0])
  const first = TRAINING.test(callee) ? given.find(({ type }) => type === 'identifier') : undefined
  const named = TRAINING.test(callee)
    ? given.filter((each) => childOf(each, 'name')?.text === 'params').map((each) => childOf(each, 'value'))
    : []
  return [...splats, first, ...named].flatMap((each) => (each?.type === 'identifier' ? [each.text] : []))
}

/** Those that alone give their variable its value; also in the functions and classes that a definition holds, and in a loop. */
function assignmentsIn({ nodes }: Unit): SyntaxNode[] {
  const all = nodes.flatMap((node) => [...descendants(node)].filter(({ type }) => /assignment$/.test(type)))
  const target = (each: SyntaxNode) => childOf(each, 'left')?.text
  return all.filter((each) => all.every((other) => other === each || target(other) !== target(each)))
}

function configuredBy(assignment: SyntaxNode, { names, attributes, keys, whole }: Asked): Argument[] {
  const left = childOf(assignment, 'left')
  const value = childOf(assignment, 'right')
  if (left?.type !== 'identifier' || !value) return []
  const holder = left.text
  const entries = entriesOf(value)
  if (entries !== undefined)
    return entries
      .filter(({ name }) => whole.has(holder) || keys.has(name))
      .map((each) => ({ ...each, holder }))
  const isField = assignment.parent?.parent?.parent?.type === 'class_definition'
  return (isField ? attributes : names).has(holder) ? [{ value, name: holder, holder: '' }] : []
}

/** What a dictionary is written out with: `{'a': 1}`, `dict(a=1)`. */
function entriesOf(value: SyntaxNode): { name: string; value: SyntaxNode }[] | undefined {
  if (value.type === 'dictionary')
    return value.parts.flatMap((pair) => {
      const key = childOf(pair, 'key')
      return key?.type === 'string' ? [{ name: unquoted(key.text), value: childOf(pair, 'value')! }] : []
    })
  if (value.type !== 'call' || childOf(value, 'function')!.text !== 'dict') return undefined
  return (childOf(value, 'arguments')?.parts ?? []).flatMap((each) =>
    each.type === 'keyword_argument'
      ? [{ name: childOf(each, 'name')!.text, value: childOf(each, 'value')! }]
      : [],
  )
}

function unquoted(text: string): string {
  return text.replace(/^["']|["']$/g, '')
}
