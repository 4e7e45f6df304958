/** Literals that a person may want to tune: arguments of estimators and splits, paths, and what is handed on to those. */
import type { Call, Statement } from '../../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../../analysis/syntax.ts'
import { definitionOf, type Unit } from '../stages/units.ts'
import { yamlOf } from '../text/yaml.ts'
import { type Argument, configuredIn } from './configured.ts'

export interface Tunable {
  readonly statement: Statement
  /** The literal. */
  readonly node: SyntaxNode
  /** It as text of YAML. */
  readonly value: string
  /** Keyword of the argument or name of the variable. */
  readonly name: string
  /** What is called or holds it, for names that would be taken. */
  readonly holder: string
}

export interface Tunables {
  /** Of units that stand in a stage. */
  readonly inStage: (units: readonly Unit[]) => Tunable[]
  /** Of definitions and constants that stand in a module of their own. */
  readonly inHelpers: (units: readonly Unit[]) => Tunable[]
}

/** @param units all that are kept */
export function tunablesOf(units: readonly Unit[]): Tunables {
  const within = callsIn(units.map(({ callsWithin }) => callsWithin))
  const functions = functionsIn(units, within)
  const calls = [...units.flatMap((unit) => unit.calls), ...within]
  const handed = calls.flatMap((call) => [
    ...argumentsOf(call),
    ...handedOn(call, functions.get(call.callee)),
  ])
  const configured = configuredIn(
    units,
    handed.map(({ value }) => value),
    calls.filter(({ callee }) => learns(callee) || TRAINS.test(callee)),
  )
  const inStage = (unit: Unit): Tunable[] => {
    // In a definition a literal may be evaluated anywhere, any number of times: where there are no parameters, too.
    if (unit.isDefinition) return []
    const given = unit.calls.flatMap((call) => [
      ...argumentsOf(call),
      ...handedOn(call, functions.get(call.callee)),
    ])
    return [...configured(unit), ...given].flatMap((each) => noted(unit, each))
  }
  const inHelpers = (unit: Unit): Tunable[] => {
    const defaults = functions.get([...unit.defines][0]!)?.defaults ?? []
    const given = within.filter(({ node }) => isIn(node, unit)).flatMap(argumentsOf)
    return [...configured(unit), ...defaults, ...given].flatMap((each) => noted(unit, each))
  }
  return {
    inStage: (own) => own.flatMap(inStage),
    inHelpers: (own) => own.flatMap(inHelpers),
  }
}

/** Each once, though several statements call the function that it stands in. */
function callsIn(lists: readonly (readonly Call[])[]): Call[] {
  return [...new Map(lists.flat().map((call) => [call.node, call])).values()]
}

const LEARNING = /^(sklearn|xgboost|lightgbm|catboost|imblearn)\./
/** What takes its parameters as a dictionary. */
const TRAINS = /^(xgboost|lightgbm)\.(train|cv)$|^set_params$/
const SPLITS = /^sklearn\.model_selection\.(train_test_split|cross_val_\w+|cross_validate)$/
/** Arguments that say what the result is, not how it is come to: the code behind them expects that. */
const SHAPING = /^(method|return_\w+)$/
const READING =
  /^(pandas|polars|pl|pd)\.(read_(?!sql|gbq|clipboard|database)|scan_)|^numpy\.(load|loadtxt|genfromtxt)$/

/** The arguments of a library's call that a person may tune. */
function argumentsOf({ callee, node }: Call): Argument[] {
  const last = callee.split('.').at(-1)!
  const given = childOf(node, 'arguments')?.parts ?? []
  const found: Argument[] = []
  if (learns(callee) || SPLITS.test(callee))
    for (const each of given)
      if (each.type === 'keyword_argument' && !isShaping(callee, each))
        found.push({ value: childOf(each, 'value')!, name: childOf(each, 'name')!.text, holder: last })
  if (READING.test(callee) && /^(string|identifier|attribute|subscript)$/.test(given[0]?.type ?? ''))
    found.push({ value: given[0]!, name: 'path', holder: last })
  return found
}

function learns(callee: string): boolean {
  return LEARNING.test(callee) && /^[A-Z]/.test(callee.split('.').at(-1)!)
}

function isShaping(callee: string, argument: SyntaxNode): boolean {
  return SPLITS.test(callee) && SHAPING.test(childOf(argument, 'name')!.text)
}

/** A function of the notebook that hands what it is given on to an estimator, a split, a reader. */
interface Handing {
  /** Its parameters, in their order. */
  readonly parameters: readonly string[]
  /** Those that it hands on. */
  readonly tuned: ReadonlySet<string>
  /** Whether it hands on its `**keywords` as well. */
  readonly keywords: boolean
  /** The defaults of those. */
  readonly defaults: readonly Argument[]
}

function functionsIn(units: readonly Unit[], within: readonly Call[]): Map<string, Handing> {
  const found = new Map<string, Handing>()
  for (const unit of units) {
    const definition = definitionOf(unit.statement.node)
    const [name, ...others] = unit.defines
    if (!unit.isDefinition || definition.type !== 'function_definition' || name === undefined) continue
    // Of two definitions of a name nobody knows which is called.
    if (others.length > 0 || found.has(name)) found.delete(name)
    else
      found.set(
        name,
        handingOf(
          definition,
          within.filter(({ node }) => isIn(node, unit)),
        ),
      )
  }
  return found
}

function handingOf(definition: SyntaxNode, calls: readonly Call[]): Handing {
  const name = childOf(definition, 'name')!.text
  const given = (childOf(definition, 'parameters')?.parts ?? []).filter(({ type }) => type !== 'comment')
  const splat = given.find(({ type }) => type === 'dictionary_splat_pattern')?.parts[0]?.text
  const parameters = given.map((each) => parameterName(each) ?? '')
  const handed = calls
    .flatMap(argumentsOf)
    .flatMap(({ value }) => (value.type === 'identifier' ? [value.text] : []))
  const tuned = new Set(handed.filter((each) => parameters.includes(each) && !isRebound(each, definition)))
  const defaults = given.flatMap((each): Argument[] => {
    const parameter = parameterName(each)
    const value = childOf(each, 'value')
    return parameter !== undefined && tuned.has(parameter) && value
      ? [{ value, name: parameter, holder: name }]
      : []
  })
  const keywords = calls.some(
    ({ callee, node }) =>
      learns(callee) &&
      (childOf(node, 'arguments')?.parts ?? []).some(
        ({ type, parts }) => type === 'dictionary_splat' && parts[0]?.text === splat,
      ),
  )
  return { parameters, tuned, keywords: keywords && splat !== undefined, defaults }
}

/** Name of a parameter that takes one value. */
function parameterName(node: SyntaxNode): string | undefined {
  if (node.type === 'identifier') return node.text
  if (node.type === 'typed_parameter')
    return node.parts[0]?.type === 'identifier' ? node.parts[0].text : undefined
  return childOf(node, 'name')?.text
}

function isRebound(name: string, definition: SyntaxNode): boolean {
  return [...descendants(definition)].some(
    (node) => node.type === 'assignment' && childOf(node, 'left')?.text === name,
  )
}

/** What a call gives to parameters that are handed on. */
function handedOn({ node }: Call, handing: Handing | undefined): Argument[] {
  if (handing === undefined) return []
  const callee = childOf(node, 'function')!.text
  const given = (childOf(node, 'arguments')?.parts ?? []).filter(({ type }) => type !== 'comment')
  if (given.some(({ type }) => /splat/.test(type))) return []
  return given.flatMap((each, at): Argument[] => {
    const isKeyword = each.type === 'keyword_argument'
    const name = isKeyword ? childOf(each, 'name')!.text : handing.parameters[at]
    const value = isKeyword ? childOf(each, 'value') : each
    if (name === undefined || value === undefined) return []
    const isExtra = isKeyword && handing.keywords && !handing.parameters.includes(name)
    return handing.tuned.has(name) || isExtra ? [{ value, name, holder: callee }] : []
  })
}

function isIn(node: SyntaxNode, { statement }: Unit): boolean {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) if (at === statement.node) return true
  return false
}

/** Where it is a literal that YAML has, too. */
function noted({ statement }: Unit, { value: node, name, holder }: Argument): Tunable[] {
  const value = insideFString(node) ? undefined : yamlOf(node)
  return value === undefined ? [] : [{ statement, node, value, name, holder }]
}

// A quote of the replacement would end the string around it, before Python 3.12.
function insideFString(node: SyntaxNode): boolean {
  for (let at = node.parent; at !== null; at = at.parent) if (at.type === 'interpolation') return true
  return false
}
