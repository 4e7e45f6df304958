/** Text that a library runs as code among the notebook's names: formulas of patsy, `pd.eval`, SQL over data frames. */
import type { Value } from '../domain.ts'
import type { Machine } from '../machine.ts'
import { frameOf } from '../functions/scopes.ts'
import { readEveryName } from './tables.ts'
import type { Arguments } from '../trace.ts'

/** Functions whose text always is code. */
const RUNS_TEXT =
  /^statsmodels\.formula\.|\.from_formula$|^patsy\.|^formulaic\.|^pandas\.eval$|^numexpr\.|^duckdb\./
/** What text of code looks like: an operator, a call, a query. */
const CODE = /[~(*+@]|\w\.\w|\bselect\b|\bfrom\b/i

/** Reads the names that stand in text given to a library's function that may run it. */
export function readNamesInCode(machine: Machine, path: string, args: Arguments): void {
  const runs = RUNS_TEXT.test(path)
  for (const value of [...args.positional, ...args.keywords.values()])
    if (typeof value.constant === 'string') {
      if (runs || CODE.test(value.constant)) readIdentifiers(machine, value.constant)
    } else if (runs && value.kind === 'str' && value.things.length === 0) readEveryName(machine)
}

function readIdentifiers(machine: Machine, text: string): void {
  for (const name of new Set(text.match(/(?<![.\w])[A-Za-z_]\w*/g))) {
    const frame = frameOf(machine, name)
    const value: Value | undefined = machine.readPlace(frame, name)?.value
    if (value) machine.readDeep(value)
  }
}
