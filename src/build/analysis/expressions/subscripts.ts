/** `object[key]`, read. */
import { readVariable } from '../calls/environment.ts'
import { columnOf } from './attributes.ts'
import { hasUnknownBase, memberOf } from '../objects/classes.ts'
import { carried, carriedRows, copies, isPlain } from '../objects/carried.ts'
import { leftOutBy } from './columnsBut.ts'
import {
  either,
  eitherOf,
  heldOf,
  isVague,
  keyIn,
  LENGTH,
  NUMBER,
  SCALAR,
  type Thing,
  type Value,
  valueOf,
  WHOLE,
} from '../domain.ts'
import { memberBy } from '../objects/enumerations.ts'
import { withoutRows } from '../objects/emptied.ts'
import { exactElements, exactTexts } from '../objects/exact.ts'
import { missingOf } from '../objects/factories.ts'
import { isFlatColumn, notePlain } from '../objects/plain.ts'
import { groupedColumns } from '../objects/grouped.ts'
import { EVERYTHING, STACK } from '../objects/frames.ts'
import { isKnownModule } from '../knowledge/modules.ts'
import { isData } from '../knowledge/types.ts'
import { cellOf, elementOf, heldBy, holding, holdsTexts } from '../objects/cells.ts'
import { readOfSummary, rowOf } from '../objects/summaries.ts'
import { partsOf } from '../objects/parts.ts'
import type { Machine } from '../machine.ts'
import { callSpecial } from './operators.ts'
import { childOf, childrenOf, type SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

/** The key of a subscript, evaluated. */
export interface Key {
  readonly value: Value
  readonly sliced: boolean
  /** `a[i, j]`: each part. */
  readonly parts: readonly Key[]
}

/** @param object what the key is for: a table asks a function that it is given as its key */
export function keyOf(machine: Machine, node: SyntaxNode, object: Value): Key {
  const keys = childrenOf(node, 'subscript').map((each): Key => {
    if (each.type === 'slice') {
      for (const part of each.parts) machine.readDeep(machine.parts.evaluate(part))
      return { value: SCALAR, sliced: true, parts: [] }
    }
    const value = asked(machine, machine.parts.evaluate(each), object, each)
    machine.readDeep(value)
    return { value, sliced: false, parts: [] }
  })
  if (keys.length === 1 && !/,\s*\]$/.test(node.text)) return keys[0]!
  return {
    value: eitherOf(keys.map((key) => ({ things: key.value.things }))),
    sliced: keys.some((key) => key.sliced),
    parts: keys,
  }
}

/** `df.loc[lambda d: d.x > 1]` */
function asked(machine: Machine, value: Value, object: Value, node: SyntaxNode): Value {
  if (!value.things.some(({ data }) => /^(?:function|bound|partial)$/.test(data?.sort ?? ''))) return value
  const tables = object.things
    .flatMap((thing) => (thing.data?.sort === 'bound' ? thing.data.self.things : [thing]))
    .filter(({ type }) => isData(type))
  return tables.length === 0
    ? value
    : machine.parts.call(value, { positional: [{ things: tables }], keywords: new Map(), rest: null }, node)
}

/** What `object[key]` may be, for each object that the value may be. */
export function subscriptOf(machine: Machine, node: SyntaxNode): Value {
  const object = machine.parts.evaluate(childOf(node, 'value')!)
  const key = keyOf(machine, node, object)
  if (object.things.length === 0) return object.kind === 'shape' ? (key.sliced ? object : NUMBER) : SCALAR
  if (machine.isTooMuch(object)) return machine.parts.unfollowed(object)
  return eitherOf(object.things.map((thing) => elementAt(machine, thing, key, node)))
}

/** The same for a key that no text names: `itemgetter('a')(object)`. */
export function elementByKey(machine: Machine, object: Value, value: Value, node: SyntaxNode): Value {
  return eitherOf(
    object.things.map((thing) => elementAt(machine, thing, { value, sliced: false, parts: [] }, node)),
  )
}

/** The key as text, where it is known exactly. */
export function constantKey(key: Key): string | undefined {
  return key.sliced ? undefined : keyIn(key.value)
}

/** Column names of `df[['a', 'b']]`, where all are known. */
export function columnNames(machine: Machine, key: Key): string[] | undefined {
  return key.sliced ? undefined : exactTexts(machine, key.value)
}

function elementAt(machine: Machine, thing: Thing, key: Key, node: SyntaxNode): Value {
  if (thing.data?.sort === 'instance') {
    const name = hasUnknownBase(thing.data.class) ? undefined : constantKey(key)
    return either(
      either(
        // `vars(o)[name]`: its attributes.
        name !== undefined && machine.has(thing, name)
          ? machine.readKey(thing, name)
          : (machine.readPlace(thing, WHOLE)?.value ?? SCALAR),
        callSpecial(machine, valueOf(thing), '__missing__', [key.value], node),
      ),
      callSpecial(machine, valueOf(thing), '__getitem__', [key.value], node),
    )
  }
  if (thing.data?.sort === 'bound') return indexed(machine, thing.data.self, thing.data.method, key, node)
  if (thing.data?.sort === 'library') {
    if (/^numpy\.(?:[rc]_|[mo]grid)$/.test(thing.data.path))
      return valueOf(machine.make('numpy.ndarray', node))
    return libraryElement(machine, thing, thing.data.path, key)
  }
  if (thing.data?.sort === 'class') {
    const listed = memberBy(machine, thing, key.value, node)
    if (listed) return listed
    const member = memberOf(machine, thing, '__class_getitem__')
    const args: Arguments = { positional: [valueOf(thing), key.value], keywords: new Map(), rest: null }
    return either(
      member ? machine.parts.call(member, args, node) : SCALAR,
      callSpecial(machine, valueOf(thing), '__getitem__', [key.value], node),
    )
  }
  switch (thing.type) {
    case 'frame': {
      const name = constantKey(key)
      return name === undefined
        ? machine.readShallow(thing)
        : (machine.readPlace(thing, name)?.value ?? SCALAR)
    }
    case 'sklearn.Bunch': {
      const name = constantKey(key)
      if (name !== undefined && machine.has(thing, name)) return machine.readKey(thing, name)
      machine.readDeep(valueOf(thing))
      return valueOf(thing, ...partsOf(machine, thing))
    }
    case 'list':
    case 'tuple':
    case 'named tuple':
    case 'dict':
    case 'collections.OrderedDict':
    case 'collections.Counter': {
      const name = constantKey(key)
      if (name !== undefined && !(name.startsWith('-') && thing.type !== 'dict'))
        return machine.readKey(thing, name)
      const content = heldOf(machine.readShallow(thing))
      return key.sliced ? valueOf(machine.make(thing.type, node, { content })) : content
    }
    case 'collections.defaultdict': {
      // Reading a missing key puts it there.
      const content = machine.readShallow(thing)
      const made = missingOf(machine, thing, node)
      machine.change(thing, { stored: made })
      return either(content, made)
    }
    case 'pandas.DataFrame': {
      const name = constantKey(key)
      if (name !== undefined) return columnOf(machine, thing, name, node)
      const without = key.parts.length === 0 && isPlain(thing) ? leftOutBy(machine, key.value) : undefined
      if (without) return carried(machine, thing, node, without)
      return withoutRows(machine, thing, node) ?? part(machine, thing, columnNames(machine, key), key, node)
    }
    case 'pandas.Series':
    case 'pandas.GrowingFrame':
      if (thing.summary && typeof key.value.constant === 'string')
        readOfSummary(machine, thing, key.value.constant, node)
      else machine.readDeep(valueOf(thing))
      // `column.str.split(',').str[0]`
      if (
        typeof key.value.constant === 'number' &&
        /\.str$/.test(childOf(node, 'value')!.text) &&
        holdsTexts(machine, thing)
      )
        return valueOf(machine.make('pandas.Series', node))
      return view(
        machine,
        thing.type === 'pandas.Series' ? 'pandas.Series' : 'pandas.DataFrame',
        thing,
        key,
        node,
      )
    case 'pandas.GroupBy':
      machine.lookAt(thing)
      return groupedColumns(machine, thing, groupNames(machine, key), node)
    case 'numpy.ndarray':
    case 'data':
      machine.readDeep(valueOf(thing))
      // Some fields of a structured array are a view of it.
      if (isMask(key.value) && !mayNameFields(machine, key))
        return holding(machine, machine.make('data', node), thing)
      return key.sliced
        ? valueOf(thing, ...heldBy(machine, thing).filter((each) => each !== thing))
        : elementOf(machine, thing, node)
    case 'pandas.Index':
      machine.lookAt(thing)
      return key.sliced || !isOne(key) ? valueOf(thing) : elementOf(machine, thing, node)
    case 'plot':
    case EVERYTHING:
    case STACK:
      machine.lookAt(thing)
      return valueOf(thing)
    default: {
      machine.readDeep(valueOf(thing))
      const cells =
        thing.type === 'iterator' && thing.cell ? cellOf(machine, machine.make('data', node), thing) : SCALAR
      return { things: [...new Set([thing, ...partsOf(machine, thing), ...cells.things])] }
    }
  }
}

function groupNames(machine: Machine, key: Key): readonly string[] | undefined {
  const name = constantKey(key)
  return name === undefined ? columnNames(machine, key) : [name]
}

function isMask(value: Value): boolean {
  return (
    value.things.length > 0 &&
    value.things.every(
      (thing) => thing.mask || thing.many || /^(?:list|pandas\.(?:Series|DataFrame|Index))$/.test(thing.type),
    )
  )
}

/** Whether a list that selects from an array may hold the names of fields. */
function mayNameFields(machine: Machine, { value }: Key): boolean {
  if (value.things.some((thing) => thing.mask || thing.many)) return false
  const lists = value.things.filter(({ type }) => type === 'list')
  const known = lists.length === 0 ? undefined : exactElements(machine, { things: lists })
  return lists.length > 0 && (known?.some(({ constant }) => typeof constant !== 'number') ?? true)
}

/** Whether a key is `from:to`: rows, whose columns are views before pandas 3. */
function isRowSlice(key: Key): boolean {
  return key.sliced && key.parts.length === 0
}

/** Whether a key picks rows by what comparisons gave; a list or a column may name columns. */
function isRowMask(key: Key): boolean {
  return (
    key.parts.length === 0 &&
    !key.sliced &&
    key.value.things.length > 0 &&
    key.value.things.every(({ mask }) => mask)
  )
}

/** Whether a key of `loc` or `iloc` picks rows, surely more than the one that a number or a label picks. */
function picksRows(machine: Machine, key: Key): boolean {
  const { things } = key.value
  return (
    key.parts.length === 0 &&
    !key.sliced &&
    things.length > 0 &&
    things.every((thing) => thing.mask || thing.many || (thing.type === 'list' && machine.has(thing, LENGTH)))
  )
}

/** A part of a table: these columns, or all. */
function part(
  machine: Machine,
  table: Thing,
  columns: readonly string[] | undefined,
  key: Key,
  node: SyntaxNode,
  picked = isRowMask(key),
): Value {
  const isOfRows = picked || (isRowSlice(key) && copies(machine))
  const rows = !columns && isOfRows ? carriedRows(machine, table, node) : undefined
  if (rows) return rows
  if (!columns) machine.readDeep(valueOf(table))
  for (const column of columns ?? []) machine.readKey(table, column)
  return columns
    ? holding(machine, machine.make('pandas.DataFrame', node), table)
    : view(machine, isPlace(key.parts) ? 'pandas.Series' : 'pandas.DataFrame', table, key, node)
}

/** Whether a key may name one cell of a column, or one row of a table. */
function isOne(key: Key): boolean {
  return !key.sliced && !key.parts.some((part) => isMask(part.value)) && !isMask(key.value)
}

/** Whether `table.iloc[i, j]` may be one cell. */
function isPlace(parts: readonly Key[]): boolean {
  return parts.length === 2 && parts.every(isOne)
}

/** Rows by a mask are a copy; other parts may be views before pandas 3. */
function view(machine: Machine, type: string, base: Thing, key: Key, node: SyntaxNode): Value {
  const copied = copies(machine) || isMask(key.value)
  // One row of what may be a column is a cell.
  const made = machine.make(
    base.cell && isOne(key) ? 'pandas.Series' : type,
    node,
    copied ? {} : { data: { sort: 'view', base, key: null } },
  )
  const held = holding(machine, made, base)
  return isOne(key) ? cellOf(machine, made, base) : held
}

/** `df.loc[rows, columns]` and its kin. */
function indexed(machine: Machine, self: Value, method: string, key: Key, node: SyntaxNode): Value {
  return eitherOf(
    self.things.map((thing) => {
      if (thing.type !== 'pandas.DataFrame') {
        machine.readDeep(valueOf(thing))
        const found = view(machine, 'pandas.Series', thing, key, node)
        notePlain(
          found,
          /^i(?:loc|at)$/.test(method) &&
            typeof key.value.constant === 'number' &&
            isFlatColumn(machine, thing),
        )
        return found
      }
      const none = method === 'iloc' ? withoutRows(machine, thing, node) : undefined
      if (none) return none
      const column = key.parts[1]
      if (column && /^(?:loc|at)$/.test(method)) {
        const name = constantKey(column)
        if (name !== undefined) {
          const values = columnOf(machine, thing, name, node)
          return isOne(key.parts[0]!) ? cellOf(machine, values.things[0]!, thing) : values
        }
        const names = columnNames(machine, column)
        if (names) return part(machine, thing, names, key, node)
      }
      const [rows, all] = childrenOf(node, 'subscript')
      const isByRows =
        /^i?loc$/.test(method) && (key.parts.length === 0 || (all?.text === ':' && rows !== all))
      if (key.parts.length === 0 && /^i?loc$/.test(method) && isOneLabel(key.value)) {
        const row = rowOf(machine, thing, node)
        if (row) return row
      }
      const ofRows = isByRows ? (key.parts[0] ?? key) : undefined
      return ofRows && key.parts.length < 3
        ? part(machine, thing, undefined, ofRows, node, picksRows(machine, ofRows))
        : part(machine, thing, undefined, key, node)
    }),
  )
}

/** Whether it surely is one position or label, and no tuple of such. */
function isOneLabel(value: Value): boolean {
  return value.things.length > 0 ? value.things.every(({ plain }) => plain === true) : !isVague(value)
}

function libraryElement(machine: Machine, thing: Thing, path: string, key: Key): Value {
  if (path === 'matplotlib.rcParams') machine.readFigures(WHOLE)
  if (path === 'os.environ') {
    const name = constantKey(key)
    readVariable(machine, name ?? null)
    return { things: [], kind: 'str' }
  }
  const name = constantKey(key)
  if (path === 'sys.modules' && name === '__main__') return valueOf(machine.globals.frame)
  if (path === 'sys.modules' && name === undefined)
    return either(valueOf(machine.globals.frame), machine.readShallow(thing))
  const held = name === undefined ? machine.readShallow(thing) : machine.readKey(thing, name)
  // `flights[['carrier']]` of a package that nobody knows: an object, and whoever changes it may change what that holds.
  return isKnownModule(path) ? held : either(valueOf(thing), held)
}
