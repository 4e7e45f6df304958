/** Objects that are known to lie in the cells of tables and arrays: a copy of a table copies none of them. */
import { CELLS, type Thing, type Value, valueOf, WHOLE } from './domain.ts'
import { CONTAINER, isData } from './knowledge/types.ts'
import type { Machine } from './machine.ts'
import { childOf, type SyntaxNode } from './syntax.ts'
import type { Arguments } from './trace.ts'

/** The objects that are known to lie in the cells of a table. */
export function heldBy(machine: Machine, table: Thing): readonly Thing[] {
  return machine.peek(table, CELLS)?.value.things ?? []
}

export function hold(machine: Machine, table: Thing, objects: readonly Thing[]): void {
  if (objects.length > 0) machine.write(table, CELLS, { things: [...new Set(objects)] }, { weak: true })
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

/** Objects that a table gets from what it is given: a table of lists takes their elements apart, a column keeps them. */
export function objectsIn(machine: Machine, { things }: Value, depth: number): Thing[] {
  return things.flatMap((thing) => {
    if (depth === 0) return isObject(thing) ? [thing] : []
    if (isData(thing.type)) return [...heldBy(machine, thing)]
    return CONTAINER.test(thing.type) || thing.type === 'tuple'
      ? objectsIn(machine, machine.readShallow(thing), depth - 1)
      : []
  })
}

function isObject({ type, data }: Thing): boolean {
  return CONTAINER.test(type) || isData(type) || data?.sort === 'instance' || data?.sort === 'estimator'
}

/** What is made of tables that hold objects, or of objects, holds them too: a copy of a table copies no objects. */
export function passOn(machine: Machine, result: Value, receiver: Thing | null, args: Arguments): void {
  const given = [...args.positional, ...args.keywords.values()]
  // Groups brought together by a function are a table or a column, which may be one of lists.
  const vague = receiver?.type === 'pandas.GroupBy' && given.some(({ things }) => things.length > 0)
  if (receiver && (vague || receiver.cell))
    for (const thing of result.things) if (thing.type === 'pandas.DataFrame') thing.cell = true
  if (receiver && !isData(receiver.type)) return
  for (const thing of result.things) {
    if (thing === receiver || given.some(({ things }) => things.includes(thing))) continue
    const depth = thing.type === 'pandas.Series' || receiver ? 1 : 2
    const objects = given.flatMap((value) =>
      /^(?:numpy\.ndarray|data)$/.test(thing.type)
        ? objectsOfArray(machine, value, args)
        : objectsIn(machine, value, depth),
    )
    if (receiver) objects.push(...heldBy(machine, receiver))
    if (isData(thing.type)) hold(machine, thing, objects)
    else if (receiver && objects.length > 0)
      machine.change(thing, { stored: { things: [...new Set(objects)] } })
  }
}

/** A list, an iterator or one cell that a method of a table gives: what it holds lies in cells. */
export function markCells(machine: Machine, made: Thing, node: SyntaxNode): void {
  const place = childOf(node, 'function')
  if (made.type === 'list')
    for (const each of machine.peek(made, WHOLE)?.value.things ?? [])
      each.cell = each.cell || each.type === 'data'
  if (made.type === 'pandas.Series' && place && /\.(?:get|item|squeeze)$/.test(place.text)) made.cell = true
  if (made.type !== 'iterator') return
  made.cell = true
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
