/** `object.name`, read. */
import {
  CURRENT,
  either,
  eitherOf,
  heldOf,
  NUMBER,
  ROWS,
  SCALAR,
  SHAPE,
  TEXT,
  type Thing,
  type Value,
  valueOf,
  WHOLE,
} from '../domain.ts'
import { flatColumns, noteFlat } from '../objects/plain.ts'
import { accessorOf } from '../calls/added.ts'
import { bind, hasUnknownBase, memberOf, metaclassMember, superMember } from '../objects/classes.ts'
import { closureOf, EVERYTHING, frameAttribute, ledTo, NAMED_TUPLE_CLASS, STACK } from '../objects/frames.ts'
import { copies, isPlain } from '../objects/carried.ts'
import { cellOf, heldBy, hold, holding } from '../objects/cells.ts'
import { readLearned } from '../objects/estimators.ts'
import { isConstant } from '../knowledge/modules.ts'
import { typeOf } from '../objects/types.ts'
import { attributeKind, isData } from '../knowledge/types.ts'
import { isOfSummary, readOfSummary } from '../objects/summaries.ts'
import { partsOf } from '../objects/parts.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'

/** What `object.name` may be, for each object that the value may be. */
export function attributeOf(machine: Machine, object: Value, name: string, node: SyntaxNode): Value {
  const led = ledTo(machine, name, node)
  if (led) return led
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
      if (name === '__dict__') return machine.readPlace(thing, name)?.value ?? spaceOf(machine, thing, node)
      if (name === '__class__') return valueOf(data.class)
      return instanceAttribute(machine, thing, data.class, name, node)
    }
    case 'class':
      return classAttribute(machine, thing, name, node)
    case 'super':
      return (
        superMember(machine, data, name, node) ??
        valueOf(
          machine.make('bound', node, {
            data: { sort: 'bound', self: data.self, method: name, function: null },
          }),
        )
      )
    case 'wrapper': // `@size.setter`: known by its name when it is called
      return valueOf(
        machine.make('bound', node, {
          variant: thing.id,
          data: { sort: 'bound', self: valueOf(thing), method: name, function: null },
        }),
      )
    case 'function':
    case 'bound':
    case 'partial':
      if (machine.has(thing, name)) return machine.readKey(thing, name)
      if (thing.type === NAMED_TUPLE_CLASS) return valueOf(thing)
      if (name === '__dict__') return valueOf(thing)
      if (data.sort === 'bound' && name === '__self__') return data.self
      if (data.sort === 'bound' && name === '__func__' && data.function) return valueOf(data.function)
      if (name === '__closure__') return closureOf(machine, data, node)
      return /^__\w+__$/.test(name) || data.sort !== 'function'
        ? partOf(machine, thing, name, node)
        : valueOf(
            machine.make('bound', node, {
              variant: thing.id,
              data: { sort: 'bound', self: valueOf(thing), method: name, function: null },
            }),
          )
  }
  if (thing.type === EVERYTHING) return valueOf(thing)
  if (thing.type === 'named tuple' && !/^(?:_|count$|index$)/.test(name))
    return heldOf(machine.readShallow(thing))
  if (name === '__class__') return typeOf(machine, thing, node)
  if (thing.type === STACK || thing === machine.globals.frame) return frameAttribute(machine, thing, name)
  if (/^__(?:name|qualname|module)__$/.test(name)) {
    machine.readDeep(valueOf(thing))
    return TEXT
  }
  // Addresses of its memory, or a dictionary of the person's own objects: whoever has one changes the data.
  if ((name === 'ctypes' || name === 'attrs') && isData(thing.type))
    return valueOf(machine.make('unknown', node, { content: valueOf(thing) }))
  const accessor = accessorOf(machine, thing, name, node, !copies(machine))
  if (accessor) return accessor
  if (name === 'shape' && isPlain(thing) && isFirstAsked(node)) {
    for (const key of [WHOLE, ROWS]) machine.readPlace(thing, key)
    return SHAPE
  }
  if (thing.type === 'sklearn.Bunch' && machine.has(thing, name)) return machine.readKey(thing, name)
  if (name === 'T' && thing.type === 'pandas.DataFrame') {
    // Its columns are the rows.
    machine.readDeep(valueOf(thing))
    const view = { data: { sort: 'view' as const, base: thing, key: null } }
    return holding(machine, machine.make('pandas.DataFrame', node, copies(machine) ? {} : view), thing)
  }
  if (isOfSummary(thing, name)) {
    readOfSummary(machine, thing, name, node)
    return cellOf(machine, machine.make('pandas.Series', node, { variant: thing.id }), thing)
  }
  // The labels of a row are the columns.
  if (thing.summary) machine.readDeep(valueOf(thing))
  const kind = attributeKind(thing.type, thing.data?.sort === 'estimator', name)
  switch (kind) {
    case 'self':
      return valueOf(thing)
    case 'reads':
      machine.lookAt(thing)
      return name === 'shape' ? SHAPE : /^(?:size|ndim|empty)$/.test(name) ? NUMBER : SCALAR
    case 'rows':
      machine.readPlace(thing, ROWS)
      machine.readPlace(thing, WHOLE)
      return manyRows(machine.make('pandas.Index', node, { data: { sort: 'view', base: thing, key: null } }))
    case 'column':
      return columnOf(machine, thing, name, node)
    case 'array':
      readLearned(machine, thing)
      return holding(
        machine,
        machine.make('numpy.ndarray', node, { data: { sort: 'view', base: thing, key: null } }),
        thing,
      )
    case 'bound':
      return valueOf(
        machine.make('bound', node, {
          variant: thing.id,
          data: { sort: 'bound', self: valueOf(thing), method: name, function: null },
        }),
      )
    case 'drawn':
      // What an axis knows comes from what was drawn through it, and through the figure that was the current one.
      machine.readFigures(CURRENT)
      for (const each of machine.reach(valueOf(thing))) if (each.type === 'plot') machine.lookAt(each)
      return valueOf(thing)
    case 'plot':
      return valueOf(machine.make('plot', node))
    case 'key':
      return machine.readKey(thing, name)
    case 'part':
    case 'parts': {
      // What it fitted are clones of what it was given, or the same: whoever changes them changes it.
      readLearned(machine, thing)
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
      const isRow = thing.type === 'iterator' && thing.cell
      const cells = isRow ? cellOf(machine, machine.make('data', node), thing) : SCALAR
      return { things: [...new Set([thing, ...partsOf(machine, thing), ...cells.things])] }
    }
  }
}

function manyRows(index: Thing): Value {
  index.many = true
  return valueOf(index)
}

/** `vars(o)`: the object itself, but for the methods that its class has for `o[key]`. */
export function spaceOf(machine: Machine, thing: Thing, node: SyntaxNode): Value {
  const owner = thing.data?.sort === 'instance' ? thing.data.class : undefined
  const methods = ['__getitem__', '__setitem__', '__delitem__', '__contains__', '__iter__', '__missing__']
  return owner && methods.some((name) => memberOf(machine, owner, name))
    ? valueOf(machine.make('unknown', node, { content: valueOf(thing) }))
    : valueOf(thing)
}

/** What hangs on a function, or on one with arguments already given. */
function partOf(machine: Machine, thing: Thing, name: string, node: SyntaxNode): Value {
  const { data } = thing
  const holding = (type: string, values: Iterable<Value>): Value =>
    valueOf(machine.make(type, node, { content: { things: eitherOf([...values]).things } }))
  if (data?.sort === 'partial' && name === 'func') return data.callee
  if (data?.sort === 'partial' && name === 'args') return holding('tuple', data.positional)
  if (data?.sort === 'partial' && name === 'keywords') return valueOf(thing)
  const found = data?.sort === 'bound' ? data.function : thing
  if (found?.data?.sort !== 'function') return SCALAR
  if (name === '__globals__') return valueOf(machine.globals.frame)
  if (name === '__defaults__') return holding('tuple', found.data.defaults.values())
  // Whoever writes to that dictionary changes what the function does.
  if (name === '__kwdefaults__') return either(valueOf(found), holding('dict', found.data.defaults.values()))
  // What a function wraps is part of what it does.
  return /^__(?:wrapped|annotations)__$/.test(name) ? valueOf(found) : SCALAR
}

/** `table.shape[0]`: how many rows, not how many columns. */
function isFirstAsked({ parent }: SyntaxNode): boolean {
  return parent?.type === 'subscript' && parent.parts.length === 2 && parent.parts[1]!.text === '0'
}

/** A column of a table: its own object in pandas 3, maybe a view before. */
export function columnOf(machine: Machine, table: Thing, key: string, node: SyntaxNode): Value {
  const isMask = machine.readKey(table, key).kind === 'mask'
  // Accessors and other attributes may have been added to pandas.
  machine.readPlace(machine.library('pandas'), WHOLE)
  const column = machine.make(
    'pandas.Series',
    node,
    copies(machine) ? {} : { data: { sort: 'view', base: table, key } },
  )
  hold(machine, column, heldBy(machine, table))
  noteFlat(column, flatColumns(machine, table))
  column.mask = isMask && (column.mask || !column.multiple)
  // One column of a row is a cell.
  return table.cell ? cellOf(machine, column, table) : valueOf(column)
}

function libraryAttribute(machine: Machine, thing: Thing, path: string, name: string): Value {
  if (path === 'decimal.context' && name === 'flags') machine.obstacle({ kind: 'flags of arithmetic' })
  machine.readPlace(thing, `#${name}`)
  machine.readPlace(thing, WHOLE)
  if (machine.has(thing, name)) return machine.readKey(thing, name)
  if (/^__(?:name|qualname|module)__$/.test(name)) return TEXT
  const full = `${path}.${name}`.replace('matplotlib.pyplot.rcParams', 'matplotlib.rcParams')
  return isConstant(full) ? SCALAR : valueOf(machine.library(full))
}

function classAttribute(machine: Machine, owner: Thing, name: string, node: SyntaxNode): Value {
  const inherited = metaclassMember(machine, owner, name, node)
  const property = inherited?.things.find((each) => each.data?.sort === 'wrapper')?.data
  if (property?.sort === 'wrapper' && property.kind === 'property')
    return callWith(machine, property.getter, [valueOf(owner)], node)
  const member = memberOf(machine, owner, name)
  if (member?.things.some(({ data }) => data?.sort === 'wrapper' && data.kind === 'class'))
    return bind(machine, valueOf(owner), member, name, node)
  return member ?? inherited ?? machine.readPlace(owner, WHOLE)?.value ?? SCALAR
}

function callWith(machine: Machine, callee: Value, positional: readonly Value[], node: SyntaxNode): Value {
  return machine.parts.call(callee, { positional, keywords: new Map(), rest: null }, node)
}

function instanceAttribute(
  machine: Machine,
  self: Thing,
  owner: Thing,
  name: string,
  node: SyntaxNode,
): Value {
  const first = memberOf(machine, owner, '__getattribute__')
  if (first)
    callWith(
      machine,
      bind(machine, valueOf(self), first, name, node),
      [{ things: [], constant: name, kind: 'str' }],
      node,
    )
  const member = memberOf(machine, owner, name)
  const wrapper = member?.things.find((each) => each.data?.sort === 'wrapper')
  if (wrapper?.data?.sort === 'wrapper' && wrapper.data.kind === 'property') {
    const { getter, cached } = wrapper.data
    if (cached === true) return cachedAttribute(machine, self, name, getter, node)
    return callWith(machine, getter, [valueOf(self)], node)
  }
  for (const each of member?.things ?? [])
    if (each.data?.sort === 'instance' && memberOf(machine, each.data.class, '__get__')) {
      // Without `__set__` it gives way to what stands in the instance.
      const gives = memberOf(machine, each.data.class, '__set__') === undefined
      const own = gives ? machine.readKey(self, name) : SCALAR
      const given = machine.parts.callMethod(
        valueOf(each),
        '__get__',
        { positional: [valueOf(self), valueOf(owner)], keywords: new Map(), rest: null },
        node,
      )
      return either(own, given)
    }
  machine.readPlace(self, '__class__')
  for (const space of machine.readPlace(self, '__dict__')?.value.things ?? [])
    if (space !== self && machine.has(space, name)) return machine.readKey(space, name)
  const own = machine.has(self, name) ? machine.readKey(self, name) : undefined
  const values: Value[] = own ? [own] : []
  if (member && (!own || self.multiple || machine.peek(self, name)?.partly === true)) {
    values.push(bind(machine, valueOf(self), member, name, node))
    // `setattr(o, key, value)` of a key that isn't known.
    const set = machine.readPlace(self, WHOLE)?.value.things ?? []
    const isMethod = member.things.some(({ data }) => data?.sort === 'function')
    const things = isMethod ? set.filter(({ data }) => data?.sort === 'function') : set
    if (things.length > 0) values.push({ things })
  }
  // `setattr(Model, function.__name__, function)`: under a name that isn't known.
  const added = (machine.readPlace(owner, WHOLE)?.value.things ?? []).filter(
    ({ data }) => data?.sort === 'function',
  )
  if (added.length > 0 && !own && !member)
    values.push(bind(machine, valueOf(self), { things: added }, name, node))
  if (values.length > 0) return eitherOf(values)
  const fallback = memberOf(machine, owner, '__getattr__')
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

/** `cached_property`: whoever reads it first writes it into the instance. */
function cachedAttribute(
  machine: Machine,
  self: Thing,
  name: string,
  getter: Value,
  node: SyntaxNode,
): Value {
  const slot = machine.peek(self, name)
  const known = slot !== undefined && slot.partly !== true && !self.multiple
  const own = slot ? machine.readKey(self, name) : undefined
  if (own && known) return own
  const value = callWith(machine, getter, [valueOf(self)], node)
  machine.write(self, name, value, { weak: slot !== undefined })
  return own ? either(own, value) : value
}
