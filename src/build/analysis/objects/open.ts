/** Files of the notebook, as far as it is known whether they are open. */
import { CLOSED, constant, type Thing } from '../domain.ts'
import type { Machine } from '../machine.ts'

export function noteOpen(machine: Machine, file: Thing, open: boolean): void {
  machine.write(file, CLOSED, constant(!open))
}

/** Whether a file is closed for certain: whoever lets it go writes nothing any more. */
export function isClosed(machine: Machine, file: Thing): boolean {
  return machine.peek(file, CLOSED)?.value.constant === true
}
