/** What iterating over a value gives, and what it reads and changes. */
import {
  anyOf,
  either,
  eitherOf,
  heldOf,
  SCALAR,
  SOURCE,
  type Thing,
  type Value,
  valueOf,
} from '../domain.ts'
import { memberOf } from '../objects/classes.ts'
import { exactElements, fill } from '../objects/exact.ts'
import { EVERYTHING, STACK } from '../objects/frames.ts'
import { elementOf, heldBy, heldWithin, hold } from '../objects/cells.ts'
import { groupWithin } from '../objects/grouped.ts'
import { nextRow, ROW_BY_ROW } from '../objects/summaries.ts'
import { partsOf } from '../objects/parts.ts'
import type { Machine } from '../machine.ts'
import { callSpecial } from './operators.ts'
import type { SyntaxNode } from '../syntax.ts'

/** What each round of a loop over the value may get. */
export function elements(machine: Machine, value: Value, node: SyntaxNode): Value {
  if (value.things.length > 1 && machine.exhausted) return machine.parts.unfollowed(value)
  return eitherOf(value.things.map((thing) => elementsOf(machine, thing, node)))
}

function elementsOf(machine: Machine, thing: Thing, node: SyntaxNode): Value {
  if (thing.data?.sort === 'lazy') return machine.consume(thing)
  if (thing.data?.sort === 'estimator') return elementsOfEstimator(machine, thing, thing.data.draws)
  if (thing.data?.sort === 'instance') return elementsOfInstance(machine, thing, thing.data.class, node)
  switch (thing.type) {
    case 'list':
    case 'tuple': {
      const exact = exactElements(machine, valueOf(thing))
      if (exact) return anyOf(exact)
      return heldOf(machine.readShallow(thing))
    }
    case 'set':
    case 'named tuple':
    case 'collections.deque':
      return heldOf(machine.readShallow(thing))
    case 'dict':
    case 'collections.defaultdict':
    case 'collections.OrderedDict':
    case 'collections.Counter':
      machine.lookAt(thing)
      return SCALAR
    case 'pandas.DataFrame':
    case 'pandas.GrowingFrame':
    case 'pandas.Series':
    case 'pandas.Index':
      machine.readDeep(valueOf(thing))
      return valueOf(...heldBy(machine, thing))
    case ROW_BY_ROW:
      return nextRow(machine, thing, node)
    case 'pandas.GroupBy':
      return groupWithin(machine, thing, node) ?? anyGroup(machine, thing, node)
    case 'frame':
      machine.readDeep(valueOf(thing))
      return SCALAR
    case 'numpy.ndarray':
    case 'data':
      machine.readDeep(valueOf(thing))
      return elementOf(machine, thing, node)
    case 'library':
    case 'class':
      return thing.type === 'class' ? either({ things: machine.readShallow(thing).things }, SCALAR) : SCALAR
    case 'plot':
    case EVERYTHING:
    case STACK:
      return valueOf(thing)
    case 'file':
      machine.lookAt(thing)
      machine.change(thing)
      return SCALAR
    default: {
      // A loader may shuffle, an iterator moves on.
      machine.readDeep(valueOf(thing))
      const source = machine.peek(thing, SOURCE)?.value.things ?? []
      const held = partsOf(machine, thing).filter((each) => !source.includes(each))
      machine.change(thing, { certain: false })
      machine.drawAny()
      return {
        things: [
          ...new Set([...held, thing.cell && source.length > 0 ? rowOf(machine, thing, held, node) : thing]),
        ],
      }
    }
  }
}

/** A group with its key, of whatever there are groups. */
function anyGroup(machine: Machine, groups: Thing, node: SyntaxNode): Value {
  machine.readDeep(valueOf(groups))
  const group = machine.make('tuple', node)
  const part = machine.make('pandas.DataFrame', node)
  hold(machine, part, heldWithin(machine, groups))
  fill(machine, group, [SCALAR, valueOf(part)])
  return valueOf(group)
}

/** What a table's iterator gives does not go on to ask the table. */
function rowOf(machine: Machine, iterator: Thing, held: readonly Thing[], node: SyntaxNode): Thing {
  const row = machine.make(iterator.type, node, { variant: iterator.id, content: { things: held } })
  row.cell = true
  return row
}

/** Steps of a pipeline, trees of a forest, combinations of parameters: only a sampler of those draws. */
function elementsOfEstimator(machine: Machine, thing: Thing, draws: boolean): Value {
  machine.readDeep(valueOf(thing))
  if (draws) machine.draw('numpy')
  return { things: [...new Set([...machine.readShallow(thing).things, thing])] }
}

function elementsOfInstance(machine: Machine, thing: Thing, owner: Thing, node: SyntaxNode): Value {
  // A list that is made of it asks how long it will be.
  for (const name of ['__len__', '__length_hint__'])
    machine.attempt(() => callSpecial(machine, valueOf(thing), name, [], node))
  if (memberOf(machine, owner, '__iter__')) {
    const iterator = callSpecial(machine, valueOf(thing), '__iter__', [], node)
    const next = untilItEnds(machine, () => callSpecial(machine, iterator, '__next__', [], node))
    const others = iterator.things.filter((each) => each !== thing && each.data?.sort !== 'instance')
    return eitherOf([next, ...others.map((each) => elementsOf(machine, each, node))])
  }
  if (memberOf(machine, owner, '__getitem__'))
    return untilItEnds(machine, () => callSpecial(machine, valueOf(thing), '__getitem__', [SCALAR], node))
  machine.readDeep(valueOf(thing))
  return { things: machine.readShallow(thing).things }
}

/** It is asked again and again, and ends with an error that ends nothing else. */
function untilItEnds(machine: Machine, ask: () => Value): Value {
  let given = SCALAR
  machine.repeat(() => {
    given = either(given, machine.attempt(ask))
  })
  return given
}
