/** Names for the literals that go to params.yaml, and what stands in their place. */
import type { Edit } from '../text/lines.ts'
import type { Tunable } from './tunables.ts'

export interface Parameters {
  /** YAML text of each value, by name, in the order of the script. Text, because 1.0 is not 1 to an estimator. */
  readonly values: ReadonlyMap<string, string>
  /** Puts `params["name"]` in place of each literal; by cell, in order of their place. */
  readonly edits: ReadonlyMap<number, readonly Edit[]>
}

/** @param variable name of the parameters in the script: `params` */
export function parametersOf(tunables: readonly Tunable[], variable: string): Parameters {
  const values = new Map<string, string>()
  const edits = new Map<number, Edit[]>()
  for (const { statement, node, value, name, holder } of tunables) {
    const key = freeKey(values, name, holder)
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

function freeKey(taken: ReadonlyMap<string, unknown>, name: string, holder: string): string {
  if (!taken.has(name)) return name
  const long = holder === '' ? name : `${snakeCase(holder)}_${name}`
  let key = long
  for (let n = 2; taken.has(key); n += 1) key = `${long}_${n}`
  return key
}

function snakeCase(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase()
}
