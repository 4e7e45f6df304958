/** What libraries ask the objects of the notebook's classes that they are given for. */
import { either, type Value } from '../domain.ts'
import { callSpecial } from '../expressions/operators.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

/** An object that gives its array when it is asked for it, as `np.asarray` does: what is a view is one of that array. */
export function withArrays(machine: Machine, args: Arguments, node: SyntaxNode): Arguments {
  const asked = (value: Value): Value =>
    value.things.some(({ data }) => data?.sort === 'instance')
      ? either(value, callSpecial(machine, value, '__array__', [], node))
      : value
  return {
    positional: args.positional.map(asked),
    keywords: new Map([...args.keywords].map(([name, value]) => [name, asked(value)])),
    rest: args.rest,
  }
}
