/** Assigning to names, tuples, attributes and subscripts. */
import { setVariable } from '../calls/environment.ts'
import { noteParameter } from '../calls/streams.ts'
import { hasUnknownBase, isDestroyed, memberOf, metaclassMember } from '../objects/classes.ts'
import { holdGiven } from '../objects/cells.ts'
import { changeIfHidden, changeTables } from '../objects/hidden.ts'
import {
  CURRENT,
  either,
  eitherOf,
  LENGTH,
  MASK,
  SCALAR,
  type Thing,
  type Value,
  valueOf,
  WHOLE,
} from '../domain.ts'
import { isOwnLabel, noteRows } from '../objects/emptied.ts'
import { exactElements, fill } from '../objects/exact.ts'
import { writeCell } from '../objects/frames.ts'
import { isClosed } from '../objects/open.ts'
import { watchGiven } from '../objects/weak.ts'
import { isKnownModule } from '../knowledge/modules.ts'
import { isData } from '../knowledge/types.ts'
import { PATCHED_OPERATORS, type Machine } from '../machine.ts'
import { callSpecial } from '../expressions/operators.ts'
import { attributeName, bindingFrame, nameOf } from '../functions/scopes.ts'
import { columnNames, constantKey, type Key, keyOf } from '../expressions/subscripts.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'

/** Binds a target, also one of several parts, and lets go of what it held before. */
export function assign(machine: Machine, target: SyntaxNode, value: Value): void {
  switch (target.type) {
    case 'identifier':
    case 'print':
    case 'exec': {
      const [frame, name] = [bindingFrame(machine, nameOf(target)), nameOf(target)]
      const before = machine.peek(frame, name)
      // Whoever lets an object go needs it to be there.
      if (before?.value.things.some((each) => isDestroyed(machine, each))) machine.readPlace(frame, name)
      machine.write(frame, name, value)
      if (before) destroy(machine, before.value, target)
      return
    }
    case 'attribute': {
      const object = machine.parts.evaluate(childOf(target, 'object')!)
      const name = attributeName(childOf(target, 'attribute')!)
      if (machine.isTooMuch(object)) machine.parts.unfollowed(either({ things: object.things }, value))
      else
        for (const thing of object.things)
          writeAttribute(machine, thing, name, value, object.things.length === 1, target)
      changeIfHidden(machine, object, value)
      return
    }
    case 'subscript': {
      const object = machine.parts.evaluate(childOf(target, 'value')!)
      const key = keyOf(machine, target, object)
      if (machine.isTooMuch(object)) machine.parts.unfollowed(either({ things: object.things }, value))
      else
        for (const thing of object.things)
          writeElement(machine, thing, key, value, object.things.length === 1, target)
      changeIfHidden(machine, object, value)
      return
    }
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'tuple':
    case 'list':
    case 'expression_list':
      unpack(machine, target, value)
      return
    case 'list_splat_pattern':
    case 'list_splat':
      assign(machine, target.parts[0]!, value)
      return
    default:
      for (const part of target.parts) assign(machine, part, value)
  }
}

function unpack(machine: Machine, target: SyntaxNode, value: Value): void {
  const parts = target.parts
  const splat = parts.findIndex((part) => /^list_splat/.test(part.type))
  const exact = exactElements(machine, value)
  if (exact && (splat < 0 || exact.length >= parts.length - 1)) {
    const last = splat < 0 ? 0 : exact.length - (parts.length - 1 - splat)
    parts.forEach((part, at) => {
      if (at === splat) assign(machine, part, listOf(machine, part, exact.slice(splat, last)))
      else assign(machine, part, exact[splat >= 0 && at > splat ? last + at - splat - 1 : at] ?? SCALAR)
    })
    return
  }
  const each = machine.parts.elements(value, target)
  for (const [at, part] of parts.entries())
    assign(machine, part, at === splat ? listOfAny(machine, part, each) : each)
}

function listOf(machine: Machine, node: SyntaxNode, elements: readonly Value[]): Value {
  const list = machine.make('list', node)
  fill(machine, list, elements)
  return valueOf(list)
}

function listOfAny(machine: Machine, node: SyntaxNode, content: Value): Value {
  return valueOf(machine.make('list', node, { content: { things: content.things } }))
}

/** Runs the `__del__` of objects that a name let go. */
export function destroy(machine: Machine, value: Value, node: SyntaxNode): void {
  // A file that nobody holds any longer is closed, and written to the end.
  if (value.things.some(({ type }) => type === 'file' || type === 'unknown'))
    for (const thing of machine.reach(value))
      if (thing.data?.sort === 'file' && !isClosed(machine, thing)) machine.change(thing)
  for (const thing of value.things) {
    if (isDestroyed(machine, thing)) {
      machine.readHolders(thing)
      machine.attempt(() =>
        thing.data?.sort === 'lazy'
          ? machine.consume(thing)
          : callSpecial(machine, valueOf(thing), '__del__', [], node),
      )
    }
    machine.letGo(thing)
  }
}

/** `object.name = value`, also by `setattr`. */
export function writeAttribute(
  machine: Machine,
  thing: Thing,
  name: string,
  value: Value,
  only: boolean,
  node: SyntaxNode,
): void {
  // `pandas.DataFrame.__getitem__ = ...`: operators name no method; every statement that follows may call it.
  if (thing.data?.sort === 'library' && /^__\w+__$/.test(name)) {
    machine.configure(PATCHED_OPERATORS, [])
    // What it reads when it is called is needed as well.
    machine.maybe(() =>
      machine.parts.call(value, { positional: [valueOf(thing)], keywords: new Map(), rest: null }, node),
    )
  }
  switch (thing.data?.sort) {
    case 'instance': {
      const owner = thing.data.class
      if (name === '__class__') {
        const classes = value.things.filter((each) => each.data?.sort === 'class')
        const made = machine.make('class', node, {
          data: { sort: 'class', node, bases: [...classes, owner] },
        })
        thing.data = { sort: 'instance', class: made }
        machine.write(thing, name, value)
        return
      }
      if (name === '__dict__') {
        machine.change(thing, { stored: eitherOf(value.things.map((each) => machine.readShallow(each))) })
        machine.write(thing, name, value)
        return
      }
      const member = memberOf(machine, owner, name)
      for (const each of member?.things ?? [])
        if (each.data?.sort === 'instance' && memberOf(machine, each.data.class, '__set__')) {
          callSpecial(machine, valueOf(each), '__set__', [valueOf(thing), value], node)
          return
        } else if (each.data?.sort === 'wrapper' && each.data.kind === 'property') {
          machine.parts.call(
            each.data.setter,
            { positional: [valueOf(thing), value], keywords: new Map(), rest: null },
            node,
          )
          return
        }
      if (
        memberOf(machine, owner, '__setattr__') &&
        machine.calls.every((call) => call.function.label !== '__setattr__')
      )
        callSpecial(
          machine,
          valueOf(thing),
          '__setattr__',
          [{ things: [], constant: name, kind: 'str' }, value],
          node,
        )
      machine.write(thing, name, value, { weak: !only })
      // `self.__dict__ = self.shared`: other objects have the same attributes.
      for (const space of machine.peek(thing, '__dict__')?.value.things ?? [])
        machine.write(space, name, value, { weak: true })
      return
    }
    case 'class':
      {
        const setter = metaclassMember(machine, thing, '__setattr__', node)
        const key: Value = { things: [], constant: name, kind: 'str' }
        if (setter && machine.calls.every((call) => call.function.label !== '__setattr__'))
          machine.parts.call(setter, { positional: [key, value], keywords: new Map(), rest: null }, node)
      }
      if (name === '__bases__') {
        const bases = [...machine.reach(value)].filter((each) => each.data?.sort === 'class')
        thing.data = { ...thing.data, bases: [...bases, ...thing.data.bases] }
      }
      machine.write(thing, name, value, { weak: !only })
      return
    case 'function':
    case 'library':
      machine.write(thing, name, value, { weak: !only })
      if (thing.data.sort === 'library') {
        writeLibrary(machine, thing.data.path, name)
        changeAncestors(machine, thing.data.path, value)
        // `json.JSONEncoder.default = ...`: the functions of its module use the class.
        const module = /^(json|csv|pickle|string|logging|random)\.\w+$/.exec(thing.data.path)?.[1]
        if (module !== undefined)
          machine.write(machine.library(module), WHOLE, { things: value.things }, { weak: true })
      }
      return
    case 'estimator':
      noteParameter(thing, name, value)
      break
    case 'view':
    case 'bound':
      machine.readDeep(value)
      machine.change(thing, { stored: value })
      // Tables that were made of each other may share an index, and with it its name.
      if (thing.type === 'pandas.Index') changeTables(machine, value)
      return
  }
  if (thing.type === 'pandas.DataFrame') {
    // Its elements are copied now: what was put into a list before counts.
    machine.readDeep(value)
    if (/^(?:columns|index)$/.test(name)) {
      machine.readPlace(thing, '#rows')
      machine.change(thing)
    } else machine.put(thing, name, SCALAR, { weak: !only })
  } else if (thing.type === 'types.SimpleNamespace' || thing.type === 'frame')
    machine.write(thing, name, value, { weak: !only })
  else {
    machine.change(thing, { stored: value })
    if (name === 'cell_contents') writeCell(machine, thing, value)
  }
}

function writeLibrary(machine: Machine, path: string, name: string): void {
  const full = `${path}.${name}`
  // Python runs it wherever an object's last method or a thread fails.
  if (/^(?:sys\.unraisablehook|threading\.excepthook)$/.test(full)) {
    machine.configure(PATCHED_OPERATORS, [])
    machine.obstacle({ kind: 'runs at any time', callee: full })
  }
  if (/^(?:matplotlib|seaborn|plotly|IPython)\b/.test(full)) return
  if (full.startsWith('decimal.')) machine.configure('the decimal context', [name])
  else if (!full.startsWith('pandas.options')) machine.configure(full)
  if (full.startsWith('pandas.options.mode.chained')) return
  if (full.startsWith('pandas.options.display')) machine.configure('how pandas prints', [full])
  else if (full.startsWith('pandas.options')) machine.configure('how pandas works', [full])
}

/** What takes any key. */
const MAPPING = /^(?:dict|frame|collections\.(?:OrderedDict|defaultdict|Counter))$/

/** `object[key] = value`. */
function writeElement(
  machine: Machine,
  thing: Thing,
  key: Key,
  value: Value,
  only: boolean,
  node: SyntaxNode,
): void {
  watchGiven(machine, thing, { things: [...key.value.things, ...value.things] })
  if (thing.data?.sort === 'instance') {
    const owner = thing.data.class
    if (memberOf(machine, owner, '__setitem__'))
      callSpecial(machine, valueOf(thing), '__setitem__', [key.value, value], node)
    else {
      // `vars(o)[name] = value`: its attributes.
      const name = hasUnknownBase(owner) ? undefined : constantKey(key)
      if (name === undefined) machine.change(thing, { stored: value })
      else machine.write(thing, name, value, { weak: !only })
    }
    return
  }
  if (thing.data?.sort === 'library') {
    writeLibraryElement(machine, thing, thing.data.path, key, value)
    return
  }
  if (thing.data?.sort === 'bound') {
    for (const table of thing.data.self.things)
      writeIndexed(machine, table, thing.data.method, key, value, node)
    return
  }
  // Where errors are caught, whether there is such a position decides what happens.
  if (machine.caught && !MAPPING.test(thing.type)) machine.lookAt(thing)
  const name = constantKey(key)
  switch (thing.type) {
    case 'frame':
      if (name === undefined) machine.change(thing, { stored: value })
      else machine.write(thing, name, value, { weak: !only })
      return
    case 'list':
    case 'dict':
    case 'collections.OrderedDict':
    case 'collections.defaultdict':
      // A view's base changes with it, which has no such position.
      if (
        name === undefined ||
        (thing.type === 'list' && (name.startsWith('-') || thing.data?.sort === 'view'))
      )
        // A part of a list takes what it is given one by one.
        machine.change(thing, {
          stored: key.sliced ? either(value, machine.parts.elements(value, node)) : value,
          inPlace: !key.sliced,
        })
      else if (thing.type === 'list')
        machine.write(thing, name, value, { weak: !only || !machine.has(thing, LENGTH) })
      else machine.put(thing, name, value, { weak: !only })
      return
    case 'pandas.DataFrame': {
      machine.readDeep(value)
      const names = name === undefined ? columnNames(machine, key) : [name]
      if (!names) machine.change(thing)
      const isMask = name !== undefined && value.things.length > 0 && value.things.every(({ mask }) => mask)
      for (const column of names ?? []) machine.put(thing, column, isMask ? MASK : SCALAR, { weak: !only })
      if (names) noteRows(machine, thing, value, node.parent ? childOf(node.parent, 'right') : undefined)
      holdGiven(machine, thing, value, names !== undefined && !thing.cell)
      if (thing.data?.sort === 'view') machine.change(thing, { certain: false })
      return
    }
    default:
      if (isData(thing.type)) holdGiven(machine, thing, value)
      // A mapping that isn't known may hold its keys, too.
      machine.change(thing, { stored: { things: [...value.things, ...key.value.things] } })
  }
}

/** `df.loc[rows, columns] = value`. */
function writeIndexed(
  machine: Machine,
  table: Thing,
  method: string,
  key: Key,
  value: Value,
  node: SyntaxNode,
): void {
  machine.readDeep(value)
  holdGiven(machine, table, value)
  const column = key.parts[1]
  const names =
    column && /^(?:loc|at)$/.test(method) && table.type === 'pandas.DataFrame'
      ? constantKey(column) === undefined
        ? columnNames(machine, column)
        : [constantKey(column)!]
      : undefined
  if (!names) {
    machine.change(table)
    return
  }
  machine.readPlace(table, '#rows')
  machine.readPlace(table, WHOLE)
  const allRows = key.parts[0]!.sliced
  for (const name of names) machine.put(table, name, SCALAR, { weak: true })
  // A row that isn't there yet is added.
  if (!allRows && key.parts[0]!.value.things.length === 0 && !isOwnLabel(node))
    machine.write(table, '#rows', SCALAR, { weak: true, certain: false })
}

/** An object inside a library that nobody knows is part of it. */
function changeAncestors(machine: Machine, path: string, value: Value): void {
  if (isKnownModule(path)) return
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1))
    machine.change(machine.library(path.slice(0, end)), { stored: value })
}

function writeLibraryElement(machine: Machine, thing: Thing, path: string, key: Key, value: Value): void {
  const name = constantKey(key)
  if (path === 'os.environ') {
    setVariable(machine, name ?? null)
    return
  }
  if (path.endsWith('.rcParams')) {
    machine.change(machine.figures)
    machine.write(machine.figures, CURRENT, SCALAR, { weak: true })
  }
  // `context.traps[decimal.DivisionByZero] = False`
  if (path.startsWith('decimal.')) machine.configure('the decimal context', [])
  changeAncestors(machine, path, value)
  if (name === undefined) machine.change(thing, { stored: value })
  else machine.write(thing, name, value)
}
