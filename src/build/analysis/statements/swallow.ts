/** Context managers that end exceptions. */
import { hasUnknownBase, memberOf } from '../objects/classes.ts'
import type { Thing } from '../domain.ts'
import type { Machine } from '../machine.ts'

/** Whether a context manager may end an exception: what follows runs with half of the body done. */
export function maySwallow(machine: Machine, manager: Thing): boolean {
  switch (manager.data?.sort) {
    case 'instance': {
      const owner = manager.data.class
      const exits = ['__exit__', '__aexit__'].flatMap((name) => memberOf(machine, owner, name)?.things ?? [])
      return exits.length === 0 ? hasUnknownBase(owner) : exits.some(mayReturnTrue)
    }
    case 'lazy':
      // A generator that catches what is thrown into it, or leaves that to another manager.
      return /\bexcept\b|\bwith\b/.test(manager.label)
    default:
      return manager.type === 'suppress' || manager.type === EXIT_STACK
  }
}

/** What is entered into it later may swallow. */
export const EXIT_STACK = 'exit stack'

function mayReturnTrue({ data }: Thing): boolean {
  return (
    data?.sort !== 'function' ||
    data.node.type === 'lambda' ||
    /\breturn\s+(?!None\b|False\b)\S/.test(data.node.text)
  )
}
