/** Methods that libraries add to tables: `tqdm.pandas()` gives them `progress_apply`. */
import { SCALAR } from '../domain.ts'
import { isAdded } from '../knowledge/tableMethods.ts'
import { isData } from '../knowledge/types.ts'
import type { Machine } from '../machine.ts'

const ADDED = '#added methods'
/** What a library is known to add is a setting of its own. */
const SETTING = 'methods of tables'

/** A call of a library that nobody knows may add methods to tables. */
export function mayAddMethods(machine: Machine): void {
  machine.write(machine.library('pandas'), ADDED, SCALAR, { weak: true, certain: false })
}

/** A method that tables don't have by themselves is there through a call before it. */
export function readAddedMethod(machine: Machine, type: string, method: string): void {
  if (!(isData(type) || type === 'pandas.GroupBy') || !isAdded(method)) return
  machine.readPlace(machine.library('pandas'), ADDED)
  machine.readSetting(SETTING)
}
