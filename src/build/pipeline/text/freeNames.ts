/** Names that the scripts need besides the notebook's own. */

/** Names in the scripts that the notebook must not use itself. */
export interface ScriptNames {
  readonly parameters: string
  readonly metrics: string
  /** The module of `pipeline/artifacts.py`. */
  readonly artifacts: string
  /** The function that runs a stage by itself. */
  readonly entry: string
}

/** @param taken names that the notebook uses */
export function scriptNames(taken: ReadonlySet<string>): ScriptNames {
  return {
    parameters: free('params', taken),
    metrics: free('metrics', taken),
    artifacts: free('artifacts', taken),
    entry: taken.has('main') ? free('run_stage', taken) : 'main',
  }
}

/** The name, or the name with a number that the notebook does not use. */
export function free(name: string, taken: ReadonlySet<string>): string {
  let found = name
  for (let n = 2; taken.has(found); n += 1) found = `${name}_${n}`
  return found
}
