/** Objects through which a program sees itself, and what hangs on them. */
import { eitherOf, type Thing, type ThingData, type Value, valueOf } from '../domain.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'

/** Type of what stands for every object of the program: `gc.get_objects()`. */
export const EVERYTHING = 'everything'
/** Type of weak references, and of containers of them. */
export const WEAK = 'weak reference'
/** Type of the classes that `namedtuple` makes. */
export const NAMED_TUPLE_CLASS = 'class of named tuples'
/** Type of a stack frame. */
export const STACK = 'stack frame'

/** What hangs on a stack frame, or on the frame of the notebook's module. */
export function frameAttribute(machine: Machine, frame: Thing, name: string): Value {
  const global = machine.globals.frame
  if (frame.type !== STACK) {
    if (name === '__dict__') return valueOf(frame)
    return machine.readKey(frame, name)
  }
  if (name === 'f_globals') return valueOf(global)
  // In the module's own frame they are its names.
  if (name === 'f_locals') return localsOf(machine)
  return valueOf(frame)
}

/** Attributes through which any object leads to a stack frame or to the names of the notebook. */
const LEADS: ReadonlySet<string> = new Set(
  'f_globals f_locals f_back tb_frame gi_frame cr_frame ag_frame __globals__'.split(' '),
)

/** What `error.__traceback__.tb_frame`, `generator.gi_frame` and their like lead to; undefined: other attributes. */
export function ledTo(machine: Machine, name: string, node: SyntaxNode): Value | undefined {
  if (!LEADS.has(name)) return undefined
  const global = valueOf(machine.globals.frame)
  if (name === 'f_globals' || name === '__globals__') return global
  return name === 'f_locals' ? localsOf(machine) : valueOf(machine.make(STACK, node))
}

/** Names of some frame: an error keeps those of calls that are over. */
function localsOf(machine: Machine): Value {
  return valueOf(...new Set([machine.globals.frame, machine.scope.frame, ...machine.frames]))
}

/** `locals()` in a function: what its names hold now. */
export function snapshot(machine: Machine, frame: Thing, node: SyntaxNode): Value {
  const copy = machine.make('dict', node)
  for (const key of [...frame.keys])
    if (machine.has(frame, key)) machine.write(copy, key, machine.readKey(frame, key))
  return valueOf(copy)
}

/** What a function keeps of the functions that it was defined in. */
export function closureOf(machine: Machine, data: ThingData, node: SyntaxNode): Value {
  const held: Value[] = []
  for (let scope = data.sort === 'function' ? data.scope : null; scope?.parent; scope = scope.parent)
    held.push(machine.readShallow(scope.frame), valueOf(scope.frame))
  return valueOf(machine.make(EVERYTHING, node, { content: { things: eitherOf(held).things } }))
}

/** `f.__closure__[0].cell_contents = value`: one of the names that it keeps is bound anew. */
export function writeCell(machine: Machine, cells: Thing, value: Value): void {
  for (const frame of machine.peekAll(cells))
    if (frame.type === 'frame') machine.change(frame, { stored: value })
}
