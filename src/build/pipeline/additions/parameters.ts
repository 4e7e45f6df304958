/** Literals that a person may want to tune: arguments of estimators and splits, paths. They go to params.yaml. */
import type { Statement } from '../../analysis/program.ts'
import { childOf, type SyntaxNode } from '../../analysis/syntax.ts'
import type { Edit } from '../text/lines.ts'
import type { Unit } from '../stages/units.ts'

export interface Parameters {
  /** YAML text of each value, by name, in the order of the script. Text, because 1.0 is not 1 to an estimator. */
  readonly values: ReadonlyMap<string, string>
  /** Puts `params["name"]` in place of each literal; by cell, in order of their place. */
  readonly edits: ReadonlyMap<number, readonly Edit[]>
}

interface Found {
  readonly statement: Statement
  readonly node: SyntaxNode
  readonly value: string
  /** Keyword of the argument, and what is called, for names that would be taken. */
  readonly name: string
  readonly callee: string
}

const LEARNING = /^(sklearn|xgboost|lightgbm|catboost|imblearn)\./
const SPLITS = /^sklearn\.model_selection\.(train_test_split|cross_val_\w+|cross_validate)$/
/** Arguments that say what the result is, not how it is come to: the code behind them expects that. */
const SHAPING = /^(method|return_\w+)$/
const READING =
  /^(pandas|polars|pl|pd)\.(read_(?!sql|gbq|clipboard|database)|scan_)|^numpy\.(load|loadtxt|genfromtxt)$/

/** @param variable name of the parameters in the script: `params` */
export function parametersOf(units: readonly Unit[], variable: string): Parameters {
  const values = new Map<string, string>()
  const edits = new Map<number, Edit[]>()
  for (const { statement, node, value, name, callee } of units.flatMap(tunables)) {
    const key = freeKey(values, name, callee)
    values.set(key, value)
    const edit = { start: node.start, end: node.end, text: `${variable}["${key}"]` }
    edits.set(statement.cell, [...(edits.get(statement.cell) ?? []), edit])
  }
  for (const [cell, each] of edits)
    edits.set(
      cell,
      each.toSorted((a, b) => a.start - b.start),
    )
  return { values, edits }
}

function freeKey(taken: ReadonlyMap<string, unknown>, name: string, callee: string): string {
  if (!taken.has(name)) return name
  const long = `${snakeCase(callee)}_${name}`
  let key = long
  for (let n = 2; taken.has(key); n += 1) key = `${long}_${n}`
  return key
}

function tunables(unit: Unit): Found[] {
  // In a definition a literal may be evaluated anywhere, any number of times.
  if (unit.isDefinition) return []
  return unit.calls.flatMap(({ callee, node }) => {
    const last = callee.split('.').at(-1)!
    const given = childOf(node, 'arguments')?.parts ?? []
    const found: Found[] = []
    const note = (argument: SyntaxNode | undefined, name: string) => {
      const value = argument && !insideFString(argument) ? yamlOf(argument) : undefined
      if (argument && value !== undefined)
        found.push({ statement: unit.statement, node: argument, value, name, callee: last })
    }
    if ((LEARNING.test(callee) && /^[A-Z]/.test(last)) || SPLITS.test(callee))
      for (const each of given)
        if (each.type === 'keyword_argument' && !isShaping(callee, each))
          note(childOf(each, 'value'), childOf(each, 'name')!.text)
    if (READING.test(callee) && given[0]?.type === 'string') note(given[0], 'path')
    return found
  })
}

function isShaping(callee: string, argument: SyntaxNode): boolean {
  return SPLITS.test(callee) && SHAPING.test(childOf(argument, 'name')!.text)
}

// A quote of the replacement would end the string around it, before Python 3.12.
function insideFString(node: SyntaxNode): boolean {
  for (let at = node.parent; at !== null; at = at.parent) if (at.type === 'interpolation') return true
  return false
}

/** A literal as YAML that means the same value; undefined for what can't be written so. */
function yamlOf(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'true':
    case 'false':
      return node.type
    case 'none':
      return 'null'
    case 'integer':
      return /^[\d_]+$/.test(node.text) ? node.text.replaceAll('_', '') : undefined
    case 'float': {
      // With a point, also before an exponent: YAML 1.1 reads 1e-3 as a string.
      const match = /^(\d*)\.?(\d*)(e[+-]?\d+)?$/i.exec(node.text.replaceAll('_', ''))
      return match ? `${match[1] || '0'}.${match[2] || '0'}${match[3] ?? ''}` : undefined
    }
    case 'unary_operator': {
      const number = /^-\s*[\d.]/.test(node.text) ? yamlOf(node.parts.at(-1)!) : undefined
      return number === undefined ? undefined : `-${number}`
    }
    case 'string':
      return /^(["'])[^"'\\\n]*\1$/.test(node.text) ? JSON.stringify(node.text.slice(1, -1)) : undefined
    default:
      return undefined
  }
}

function snakeCase(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase()
}

/** Files of the notebook's folder that the parameters of all stages name. */
export function dataFilesIn(parameters: ReadonlyMap<string, Parameters>): string[] {
  const paths = [...parameters.values()].flatMap(({ values }) =>
    [...values]
      .filter(([name]) => /(^|_)path(_\d+)?$/.test(name))
      .map(([, value]) => JSON.parse(value) as string),
  )
  return paths.filter((path) => !/^\w+:\/\//.test(path) && !path.startsWith('/'))
}
