/** Python's own functions that a class is built and asked with. */
import { eitherOf, heldOf, SCALAR, type Thing, type Value, valueOf, WHOLE } from '../../domain.ts'
import type { Machine } from '../../machine.ts'
import { exactElements } from '../../objects/exact.ts'
import { typeOf } from '../../objects/types.ts'
import { unknownCall, allOf } from '../unknown.ts'
import { callSpecial } from '../../expressions/operators.ts'
import { memberOf, metaclassesOf, superOf } from '../../objects/classes.ts'
import type { SyntaxNode } from '../../syntax.ts'
import type { Arguments } from '../../trace.ts'
import type { Call, Calls } from '../call.ts'

export const CLASSES: Calls = {
  super: superCall,
  property,
  staticmethod: method,
  classmethod: method,
  type,
  isinstance: check,
  issubclass: check,
  callable,
  id: address,
}

function property({ machine, node, first, second }: Call): Value {
  return valueOf(
    machine.make('wrapper', node, {
      data: { sort: 'wrapper', kind: 'property', getter: first ?? SCALAR, setter: second ?? SCALAR },
    }),
  )
}

function method({ machine, name, node, first }: Call): Value {
  return valueOf(
    machine.make('wrapper', node, {
      data: {
        sort: 'wrapper',
        kind: name === 'classmethod' ? 'class' : 'static',
        getter: first ?? SCALAR,
        setter: SCALAR,
      },
    }),
  )
}

function type({ machine, args, node, first }: Call): Value {
  if (args.positional.length === 1)
    return eitherOf(first!.things.map((thing) => typeOf(machine, thing, node)))
  return classMade(machine, args, node) ?? unknownCall(machine, SCALAR, args, node)
}

/** `type('Point', (Base,), {'x': property(read)})`, where bases and members are known and no base asks to be told. */
function classMade(machine: Machine, args: Arguments, node: SyntaxNode): Value | undefined {
  const [, given, members] = args.positional
  const bases = given && (given.things.length === 0 ? [] : exactElements(machine, given))?.flatMap(baseIn)
  const [space, ...others] = members?.things ?? []
  if (!bases || bases.includes(undefined) || args.rest || args.keywords.size > 0) return undefined
  if (space?.type !== 'dict' || others.length > 0) return undefined
  const made = machine.make('class', node, {
    data: { sort: 'class', node, bases: bases as readonly Thing[], metaclasses: [] },
  })
  if (HOOKS.some((name) => memberOf(machine, made, name)) || metaclassesOf(made).size > 0) return undefined
  machine.readDeep(members!)
  // What stands under a name that is not known stands under any.
  machine.write(made, WHOLE, heldOf(machine.peek(space, WHOLE)?.value ?? SCALAR))
  for (const name of space.keys) {
    const slot = name.startsWith('#') || name === WHOLE ? undefined : machine.peek(space, name)
    if (!slot) continue
    if (slot.value.things.some(({ data }) => data?.sort === 'instance')) return undefined
    machine.write(made, name, slot.value)
    for (const { data } of slot.value.things) if (data?.sort === 'function') data.owner ??= made
  }
  machine.classes.add(made)
  return valueOf(made)
}

/** `types.new_class('Point', (Base,), {}, fill)`: a function puts the members into a dictionary. */
export function newClass({ machine, args, node, first, second, third }: Call): Value | undefined {
  const [, , , fill, ...more] = args.positional
  if (
    !fill ||
    third?.things.some((thing) => [...thing.keys].some((key) => key !== WHOLE && !key.startsWith('#')))
  )
    return undefined
  const space = valueOf(machine.make('dict', node))
  machine.parts.call(fill, { positional: [space], keywords: new Map(), rest: null }, node)
  const given = { ...args, positional: [first ?? SCALAR, second ?? SCALAR, space] }
  return more.length === 0 ? classMade(machine, given, node) : undefined
}

const HOOKS = ['__init_subclass__', '_generate_next_value_']

/** The one class that a base is; undefined where it isn't known. */
function baseIn({ things }: Value): readonly (Thing | undefined)[] {
  const [only, ...others] = things
  return [others.length === 0 && /^(?:class|library)$/.test(only?.data?.sort ?? '') ? only : undefined]
}

function check({ machine, name, node, first, second }: Call): Value {
  const classes = (second?.things ?? []).flatMap((thing) =>
    thing.type === 'tuple' ? machine.readShallow(thing).things : [thing],
  )
  const check = name === 'isinstance' ? '__instancecheck__' : '__subclasscheck__'
  // `Shape.register(Square)`
  for (const each of classes) if (each.data?.sort === 'class') machine.readPlace(each, WHOLE)
  callSpecial(machine, { things: classes }, check, [first ?? SCALAR], node)
  return SCALAR
}

function callable(): Value {
  return SCALAR
}

function address({ machine, args, node }: Call): Value {
  return machine.addresses ? valueOf(machine.make('unknown', node, { content: allOf(args) })) : SCALAR
}

/** `super()` in a method, or `super(A, self)` anywhere. */
function superCall({ machine, args, node }: Call): Value {
  const data = machine.calls.at(-1)?.function.data
  const named = args.positional[0]?.things.find((thing) => thing.data?.sort === 'class')
  const owner = named ?? (data?.sort === 'function' ? data.owner : null)
  if (!owner) return SCALAR
  const parameter =
    data?.sort === 'function'
      ? data.node.children.find((child) => child.field === 'parameters')?.parts[0]
      : undefined
  const self = args.positional[1] ?? (parameter ? machine.parts.evaluate(parameter) : SCALAR)
  return superOf(machine, owner, self, node)
}
