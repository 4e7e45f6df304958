/**
 * Objects that lie in the cells of tables and arrays: a copy of a table copies none of them. Where a table came from
 * somewhere that nobody knows, one thing stands for all that may lie in its cells.
 */
import { CELLS, SOURCE, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import type { Effect } from '../knowledge/effect.ts'
import { effectOf } from '../knowledge/modules.ts'
import { CONTAINER, isData } from '../knowledge/types.ts'
import type { Machine } from '../machine.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

/** The objects that are known to lie in the cells of a table. */
export function heldBy(machine: Machine, table: Thing): readonly Thing[] {
  return machine.peek(table, CELLS)?.value.things ?? []
}

/** Puts what nobody knows into the cells of a table: from now on a change of any of it is a change of the table. */
export function holdUnknown(machine: Machine, table: Thing, node: SyntaxNode): void {
  const objects = machine.make('unknown', node, { label: 'the objects in cells', variant: CELL_OBJECTS })
  objects.multiple = true
  hold(machine, table, [objects])
}
/** Tells what stands for objects in cells from what else is made at the same place. */
const CELL_OBJECTS = -1

/** Whether a function puts objects into cells that nobody knows. */
function givesUnknown({ objects }: Effect, { keywords, rest }: Arguments): boolean {
  // `column.str.split(',', expand=True)` gives a table of texts.
  if (rest === null && keywords.get('expand')?.constant === true) return false
  return objects === true || (objects !== false && (rest !== null || keywords.has(objects)))
}

/** Whether a library's function, run for cells, may give objects: all but those that are known to give numbers or text. */
export function makesObjects({ data }: Thing): boolean {
  const path = data?.sort === 'library' ? data.path : ''
  if (/^builtins\.(?:len|str|int|float|bool|abs|round|any|all|ord|chr|hash|repr|bytes)$/.test(path))
    return false
  if (/^builtins\.str\.(?!r?split$|splitlines$|r?partition$)/.test(path)) return false
  if (path.startsWith('numpy.')) return MAKES_ARRAYS.test(path)
  const known = effectOf(path)
  return known === undefined || !/^(?:scalar|number|text|path|none)$/.test(known.gives)
}
const MAKES_ARRAYS =
  /array|copy|atleast|zeros|ones|full|empty|sort|unique|arange|linspace|from|repeat|tile|random|flip|concat|stack/

/** Notes of what `column.str.split(',')` gives that its cells are lists of texts. */
export function noteLists(method: string, receiver: Thing, { things }: Value): void {
  if (/^(?:r?split|findall)$/.test(method) && receiver.type === 'pandas.Series')
    for (const thing of things) if (thing !== receiver && !thing.multiple) thing.lists = true
}

/** Whether a column surely still holds the lists of texts that it was made of: one of each is a text. */
export function holdsTexts(machine: Machine, column: Thing): boolean {
  return (
    column.lists &&
    !column.multiple &&
    [column, ...heldBy(machine, column)].every(
      (each) => machine.peek(each, WHOLE)?.definitions.length === 1 && each.data === null,
    )
  )
}

/** Methods of columns that give one of their cells. */
const PICKING = /^(?:get|item|squeeze|pop|max|min|sum|first|last|agg|aggregate|mode)$/

/** What a method of a table gives may be one of the objects in its cells. */
export function pickedBy(machine: Machine, receiver: Thing, method: string): readonly Thing[] {
  return PICKING.test(method) ? heldBy(machine, receiver) : []
}

/** Puts objects into the cells of a table, beside those that lie there. */
export function hold(machine: Machine, table: Thing, objects: readonly Thing[]): void {
  if (objects.length > 0) machine.write(table, CELLS, { things: [...new Set(objects)] }, { weak: true })
}

/** A part of a table holds the objects that the table holds. */
export function holding(machine: Machine, made: Thing, table: Thing): Value {
  hold(machine, made, heldBy(machine, table))
  return valueOf(made)
}

/**
 * What is put into a column or a cell lies in the table from now on; columns and arrays are copied into it.
 *
 * @param spread into a whole column: a list gives each row one of its elements and lies itself in no cell
 */
export function holdGiven(machine: Machine, table: Thing, value: Value, spread = false): void {
  const whole = objectsIn(machine, value, 0).filter(
    ({ type }) => !isData(type) && !(spread && type === 'list'),
  )
  hold(machine, table, [...whole, ...objectsIn(machine, value, 1)])
}

/** What a cell may be, and the objects that the table is known to hold. */
export function cellOf(machine: Machine, cell: Thing, table: Thing): Value {
  cell.cell = true
  return valueOf(cell, ...heldBy(machine, table).filter((each) => each !== cell))
}

/** What one place of an array holds: a cell, a row, an object. */
export function elementOf(machine: Machine, array: Thing, node: SyntaxNode): Value {
  // Of many places, one is no longer many.
  const own = array.many
    ? machine.make('data', node, { data: { sort: 'view', base: array, key: null }, variant: array.id })
    : array
  return valueOf(own, ...heldBy(machine, array).filter((each) => each !== array))
}

/** Objects that a table gets from what it is given: a table of lists takes their elements apart, a column keeps them. */
export function objectsIn(machine: Machine, { things }: Value, depth: number): Thing[] {
  const objects = new Set<Thing>()
  const within = new Set<Thing>()
  // What runs first may put more into the others.
  const lazy = depth === 0 ? [] : things.filter(({ data }) => data?.sort === 'lazy')
  if (lazy.length > 0) for (const each of machine.consumeAll(lazy).things) within.add(each)
  for (const thing of things)
    if (depth === 0 || isVague(thing.type)) {
      if (isObject(thing)) objects.add(thing)
    } else if (isData(thing.type)) for (const each of heldBy(machine, thing)) objects.add(each)
    else if (thing.data?.sort !== 'lazy' && (CONTAINER.test(thing.type) || thing.type === 'tuple'))
      for (const each of machine.readShallow(thing).things) within.add(each)
  if (within.size > 0)
    for (const each of objectsIn(machine, { things: [...within] }, depth - 1)) objects.add(each)
  return [...objects]
}

function isObject({ type, data, plain }: Thing): boolean {
  if (plain === true && isData(type)) return false
  return (
    CONTAINER.test(type) ||
    type === 'tuple' ||
    isVague(type) ||
    isData(type) ||
    data?.sort === 'instance' ||
    data?.sort === 'estimator'
  )
}

/** What stands for itself and for whatever is taken out of it. */
function isVague(type: string): boolean {
  return type === 'unknown' || type === 'json'
}

/**
 * What is made of tables that hold objects, or of objects, holds them too: a copy of a table copies no objects.
 */
export function passOn(
  machine: Machine,
  result: Value,
  effect: Effect,
  receiver: Thing | null,
  args: Arguments,
  node: SyntaxNode,
): void {
  // What is read from a file is made anew.
  const given = effect.reads === null ? [...args.positional, ...args.keywords.values()] : []
  // Groups brought together by a function are a table or a column, which may be one of lists.
  const vague = receiver?.type === 'pandas.GroupBy' && given.some(({ things }) => things.length > 0)
  if (receiver && (vague || receiver.cell))
    for (const thing of result.things) if (thing.type === 'pandas.DataFrame') thing.cell = true
  const pivoted = args.keywords.get('aggfunc')?.things.some(makesObjects) === true
  if (vague || pivoted || givesUnknown(effect, args))
    for (const thing of result.things) if (isData(thing.type)) holdUnknown(machine, thing, node)
  if (receiver && !isData(receiver.type) && receiver.type !== 'pandas.GroupBy') return
  const own = receiver ? heldWithin(machine, receiver) : []
  const known = new Map<string, Thing[]>()
  for (const thing of result.things) {
    if (thing === receiver || given.some(({ things }) => things.includes(thing))) continue
    const depth = thing.type === 'pandas.Series' || receiver ? 1 : 2
    const isArray = /^(?:numpy\.ndarray|data)$/.test(thing.type)
    const kind = isArray ? 'array' : String(depth)
    let objects = known.get(kind)
    if (!objects) {
      const all: Value = { things: [...new Set(given.flatMap(({ things }) => things))] }
      objects = isArray ? objectsOfArray(machine, all, args) : objectsIn(machine, all, depth)
      objects.push(...own)
      known.set(kind, objects)
    }
    if (isData(thing.type)) hold(machine, thing, objects)
    else if (receiver && objects.length > 0 && thing.type !== 'pandas.GroupBy')
      machine.change(thing, { stored: { things: [...new Set(objects)] } })
  }
}

/** The objects in the cells of a table, or of the tables that groups were made of. */
export function heldWithin(machine: Machine, thing: Thing): readonly Thing[] {
  if (thing.type !== 'pandas.GroupBy') return heldBy(machine, thing)
  const tables = machine.reach(valueOf(thing)).filter(({ type }) => isData(type))
  return [...new Set(tables.flatMap((each) => [...heldBy(machine, each)]))]
}

/** A list, an iterator or one cell that a method of a table gives: what it holds lies in cells. */
export function markCells(machine: Machine, made: Thing, receiver: Thing, node: SyntaxNode): void {
  const place = childOf(node, 'function')
  if (made.type === 'list')
    for (const each of machine.peek(made, WHOLE)?.value.things ?? [])
      each.cell = each.cell || each.type === 'data'
  if (made.type === 'pandas.Series' && place && /\.(?:get|item|squeeze)$/.test(place.text)) made.cell = true
  if (made.type !== 'iterator') return
  made.cell = true
  // What the table holds it asks as it goes; rows as arrays it has copied once a loop has begun.
  if (
    !place ||
    !/\.iterrows$/.test(place.text) ||
    !/^(?:for_statement|for_in_clause)$/.test(node.parent?.type ?? '')
  )
    machine.write(made, SOURCE, valueOf(receiver))
  // The values of a column, where others give rows.
  if (place && /\.(?:iter)?items$/.test(place.text)) {
    const value = machine.make('data', place)
    value.cell = true
    machine.change(made, { stored: valueOf(value) })
  }
}

/** An array takes lists apart unless it is told that it is one of objects. */
function objectsOfArray(machine: Machine, value: Value, { keywords }: Arguments): Thing[] {
  const dtype = keywords.get('dtype')
  const asked =
    typeof dtype?.constant === 'string'
      ? /^(?:object|O)$/.test(dtype.constant)
      : dtype?.things.some(({ data }) => data?.sort === 'library' && data.path === 'builtins.object')
  const objects = objectsIn(machine, value, 1)
  return asked === true ? objects : objects.filter(({ type }) => type !== 'list' && !isData(type))
}
