/** `object.name`, read. */
import { eitherOf, ROWS, SCALAR, TEXT, type Thing, type Value, valueOf, WHOLE } from './domain.ts'
import { closureOf, EVERYTHING, frameAttribute, STACK } from './frames.ts'
import { isConstant } from './knowledge/modules.ts'
import { attributeKind } from './knowledge/types.ts'
import type { Machine } from './machine.ts'
import type { SyntaxNode } from './syntax.ts'

export function attributeOf(machine: Machine, object: Value, name: string, node: SyntaxNode): Value {
  if (object.things.length === 0)
    return object.kind === 'path' && /^(?:name|stem|suffix)$/.test(name)
      ? { things: [], kind: 'str' }
      : object.kind === 'path'
        ? { things: [], kind: 'path' }
        : SCALAR
  if (machine.isTooMuch(object)) return machine.parts.unfollowed(object)
  return eitherOf(object.things.map((thing) => attributeOfThing(machine, thing, name, node)))
}

function attributeOfThing(machine: Machine, thing: Thing, name: string, node: SyntaxNode): Value {
  const data = thing.data
  switch (data?.sort) {
    case 'library':
      return libraryAttribute(machine, thing, data.path, name)
    case 'instance': {
      if (name === '__dict__') return valueOf(thing)
      if (name === '__class__') return valueOf(data.class)
      return instanceAttribute(machine, thing, data.class, name, node)
    }
    case 'class':
      return memberOf(machine, thing, name) ?? machine.readPlace(thing, WHOLE)?.value ?? SCALAR
    case 'super': {
      for (const base of data.bases) {
        const member = memberOf(machine, base, name)
        if (member) return bind(machine, data.self, member, name, node)
      }
      return valueOf(
        machine.make('bound', node, {
          data: { sort: 'bound', self: data.self, method: name, function: null },
        }),
      )
    }
    case 'wrapper': // `@size.setter`: known by its name when it is called
      return valueOf(
        machine.make('bound', node, {
          data: { sort: 'bound', self: valueOf(thing), method: name, function: null },
        }),
      )
    case 'function':
    case 'bound':
    case 'partial':
      if (machine.has(thing, name)) return machine.readKey(thing, name)
      if (name === '__dict__') return valueOf(thing)
      if (name === '__closure__') return closureOf(machine, data, node)
      if (name === '__globals__') return valueOf(machine.globals.frame)
      return /^__\w+__$/.test(name) || data.sort !== 'function'
        ? SCALAR
        : valueOf(
            machine.make('bound', node, {
              data: { sort: 'bound', self: valueOf(thing), method: name, function: null },
            }),
          )
  }
  if (thing.type === EVERYTHING) return valueOf(thing)
  if (data?.sort === 'estimator' && name === '__class__') return valueOf(machine.library(thing.type))
  if (thing.type === STACK || thing === machine.globals.frame) return frameAttribute(machine, thing, name)
  if (/^__(?:name|qualname|module)__$/.test(name)) {
    machine.readDeep(valueOf(thing))
    return TEXT
  }
  const kind = attributeKind(thing.type, thing.data?.sort === 'estimator', name)
  switch (kind) {
    case 'self':
      return valueOf(thing)
    case 'reads':
      machine.lookAt(thing)
      return SCALAR
    case 'rows':
      machine.readPlace(thing, ROWS)
      machine.readPlace(thing, WHOLE)
      return valueOf(machine.make('pandas.Index', node, { data: { sort: 'view', base: thing, key: null } }))
    case 'column':
      return columnOf(machine, thing, name, node)
    case 'array':
      machine.readDeep(valueOf(thing))
      return valueOf(machine.make('numpy.ndarray', node, { data: { sort: 'view', base: thing, key: null } }))
    case 'bound':
      return valueOf(
        machine.make('bound', node, {
          data: { sort: 'bound', self: valueOf(thing), method: name, function: null },
        }),
      )
    case 'drawn':
      // What an axis knows comes from what was drawn.
      machine.readPlace(machine.figures, WHOLE)
      machine.lookAt(thing)
      return valueOf(thing)
    case 'plot':
      return valueOf(machine.make('plot', node))
    case 'key':
      return machine.readKey(thing, name)
    case 'part':
    case 'parts': {
      // What it fitted are clones of what it was given, or the same: whoever changes them changes it.
      machine.readDeep(valueOf(thing))
      const others = [...machine.reach(valueOf(thing))].filter(
        ({ type, data }) => data?.sort === 'instance' || /^(?:unknown|everything)$/.test(type),
      )
      const parts = valueOf(thing, ...others)
      if (kind === 'part') return parts
      return valueOf(
        machine.make('list', node, { content: parts, data: { sort: 'view', base: thing, key: null } }),
      )
    }
    case 'unknown': {
      if (thing.type === 'logger') machine.readShallow(machine.library('logging'))
      machine.readDeep(valueOf(thing))
      const held = machine.readShallow(thing)
      return { things: [...new Set([thing, ...held.things])] }
    }
  }
}

/** A column of a table: its own object in pandas 3, maybe a view before. */
export function columnOf(machine: Machine, table: Thing, key: string, node: SyntaxNode): Value {
  machine.readKey(table, key)
  // Accessors and other attributes may have been added to pandas.
  machine.readPlace(machine.library('pandas'), WHOLE)
  const column = machine.make(
    'pandas.Series',
    node,
    copies(machine) ? {} : { data: { sort: 'view', base: table, key } },
  )
  return valueOf(column)
}

/** Whether pandas copies on write: whoever takes a part of a table gets an object of its own. */
export function copies(machine: Machine): boolean {
  const version = machine.versions.pandas
  return version !== undefined && Number.parseInt(version, 10) >= 3
}

function libraryAttribute(machine: Machine, thing: Thing, path: string, name: string): Value {
  machine.readPlace(thing, `#${name}`)
  machine.readPlace(thing, WHOLE)
  if (machine.has(thing, name)) return machine.readKey(thing, name)
  if (/^__(?:name|qualname|module)__$/.test(name)) return TEXT
  const full = `${path}.${name}`.replace('matplotlib.pyplot.rcParams', 'matplotlib.rcParams')
  return isConstant(full) ? SCALAR : valueOf(machine.library(full))
}

function instanceAttribute(
  machine: Machine,
  self: Thing,
  owner: Thing,
  name: string,
  node: SyntaxNode,
): Value {
  const member = memberOf(machine, owner, name)
  const wrapper = member?.things.find((each) => each.data?.sort === 'wrapper')
  if (wrapper?.data?.sort === 'wrapper' && wrapper.data.kind === 'property')
    return machine.parts.call(
      wrapper.data.getter,
      { positional: [valueOf(self)], keywords: new Map(), rest: null },
      node,
    )
  for (const each of member?.things ?? [])
    if (each.data?.sort === 'instance' && memberOf(machine, each.data.class, '__get__'))
      return machine.parts.callMethod(
        valueOf(each),
        '__get__',
        { positional: [valueOf(self), valueOf(owner)], keywords: new Map(), rest: null },
        node,
      )
  machine.readPlace(self, '__class__')
  const own = machine.has(self, name) ? machine.readKey(self, name) : undefined
  const values: Value[] = own ? [own] : []
  if (member && (!own || self.multiple)) values.push(bind(machine, valueOf(self), member, name, node))
  if (values.length > 0) return eitherOf(values)
  const fallback = memberOf(machine, owner, '__getattr__') ?? memberOf(machine, owner, '__getattribute__')
  if (fallback)
    return machine.parts.call(
      bind(machine, valueOf(self), fallback, name, node),
      { positional: [{ things: [], constant: name, kind: 'str' }], keywords: new Map(), rest: null },
      node,
    )
  const held = machine.readPlace(self, WHOLE)?.value ?? SCALAR
  if (!hasUnknownBase(owner)) return held
  machine.readDeep(valueOf(self))
  return {
    things: [
      ...new Set([
        ...held.things,
        machine.make('bound', node, {
          data: { sort: 'bound', self: valueOf(self), method: name, function: null },
        }),
      ]),
    ],
  }
}

/** What a class or one of its bases holds under a name; undefined when none of the notebook's classes does. */
export function memberOf(machine: Machine, owner: Thing, name: string): Value | undefined {
  for (const each of withBases(owner)) {
    machine.readPlace(each, '__bases__')
    if (machine.has(each, name)) return machine.readKey(each, name)
  }
  return undefined
}

/** A class and its bases, depth first. One made again from the one of its name (`class A(A)`) is its own base. */
function withBases(owner: Thing, seen = new Set<Thing>()): Set<Thing> {
  if (seen.has(owner)) return seen
  seen.add(owner)
  if (owner.data?.sort === 'class') for (const base of owner.data.bases) withBases(base, seen)
  return seen
}

/** Whether a class inherits from one that the notebook did not define and that isn't known to be harmless. */
export function hasUnknownBase(owner: Thing): boolean {
  return [...withBases(owner)].some(
    ({ data }) => data?.sort !== 'class' && !(data?.sort === 'library' && HARMLESS_BASES.test(data.path)),
  )
}

const HARMLESS_BASES =
  /^(?:builtins\.(?:object|Exception|ValueError|\w+Error|dict|list|tuple|set|str|int|float)|abc\.ABC|typing\.\w+|enum\.\w+|collections\.\w+)$/

/** A function found in a class, bound to what it was found through. */
export function bind(machine: Machine, self: Value, member: Value, name: string, node: SyntaxNode): Value {
  return eitherOf(
    member.things.length === 0
      ? [member]
      : member.things.map((thing) => {
          switch (thing.data?.sort) {
            case 'function':
              return valueOf(
                machine.make('bound', node, {
                  label: thing.label,
                  data: { sort: 'bound', self, method: name, function: thing },
                }),
              )
            case 'wrapper':
              return thing.data.kind === 'class' || thing.data.kind === 'static'
                ? valueOf(thing)
                : valueOf(thing)
            default:
              return valueOf(thing)
          }
        }),
  )
}
