/** Iterators: what they run, they run when somebody takes from them. */
import { SCALAR, either, eitherOf, type Value, valueOf, SOURCE } from '../../domain.ts'
import { allOf } from '../unknown.ts'
import { callSpecial } from '../../expressions/operators.ts'
import { fill } from '../../objects/exact.ts'
import type { Machine } from '../../machine.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Call, Calls } from '../call.ts'

export const ITERATION: Calls = {
  iter,
  next,
  map: mapped,
  filter: mapped,
  zip: zipped,
  enumerate: zipped,
  reversed,
}

function iter({ machine, args, node, first }: Call): Value {
  if (args.positional.length > 1)
    return iterator(
      machine,
      node,
      () => machine.parts.call(first ?? SCALAR, { positional: [], keywords: new Map(), rest: null }, node),
      allOf(args),
    )
  return iterator(
    machine,
    node,
    () => machine.parts.elements(first ?? SCALAR, node),
    either(
      {
        things:
          first?.things.filter((thing) => thing.data?.sort === 'lazy' || thing.data?.sort === 'instance') ??
          [],
      },
      SCALAR,
    ),
  )
}

function next({ machine, node, first, second }: Call): Value {
  const ask = () => callSpecial(machine, first ?? SCALAR, '__next__', [], node)
  const special = second ? machine.attempt(ask) : ask()
  const given = (first?.things ?? [])
    .filter((thing) => thing.data?.sort !== 'instance')
    .map((thing) => machine.consume(thing))
  return eitherOf([special, ...given, ...(second ? [second] : [])])
}

function mapped({ machine, name, args, node, first }: Call): Value {
  const sources = args.positional.slice(1)
  return iterator(
    machine,
    node,
    () => {
      const items = sources.map((source) => machine.parts.elements(source, node))
      const called =
        first && first.things.length > 0 && first.constant !== null
          ? machine.maybe(() =>
              machine.parts.call(first, { positional: items, keywords: new Map(), rest: null }, node),
            )
          : undefined
      return name === 'map' ? { things: called?.things ?? [] } : eitherOf(items)
    },
    allOf(args),
  )
}

function zipped({ machine, name, args, node }: Call): Value {
  const run = (): Value => {
    const items = args.positional
      .slice(0, name === 'zip' ? undefined : 1)
      .map((source) => machine.parts.elements(source, node))
    const tuple = machine.make('tuple', node)
    fill(machine, tuple, name === 'zip' ? items : [SCALAR, items[0] ?? SCALAR])
    return valueOf(tuple)
  }
  return iterator(machine, node, run, allOf(args))
}

function reversed({ machine, args, node, first }: Call): Value {
  callSpecial(machine, first ?? SCALAR, '__reversed__', [], node)
  return iterator(machine, node, () => machine.parts.elements(first ?? SCALAR, node), allOf(args))
}

/**
 * @param consume what it gives, run whenever somebody takes from it
 * @param held    what it goes through, which is no element of it
 * @param variant which of several that one call gives
 */
export function iterator(
  machine: Machine,
  node: SyntaxNode,
  consume: () => Value,
  held: Value,
  variant = 0,
): Value {
  const things = held.things.filter((thing) => thing.data?.sort !== 'function')
  const thing = machine.make('generator', node, { variant, data: { sort: 'lazy', consume, given: held } })
  machine.write(thing, SOURCE, { things })
  return valueOf(thing)
}
