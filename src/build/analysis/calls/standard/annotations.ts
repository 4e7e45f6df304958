/** Functions that evaluate annotations which are text: with the names as they are by then. */
import { readEveryName } from '../tables.ts'
import type { Thing, Value } from '../../domain.ts'
import type { Machine } from '../../machine.ts'
import { descendants, type SyntaxNode } from '../../syntax.ts'
import type { Call, Calls } from '../call.ts'

export const ANNOTATIONS: Calls = {
  'typing.get_type_hints': evaluated,
  'inspect.get_annotations': evaluatedIfTold,
  'inspect.signature': evaluatedIfTold,
}

function evaluatedIfTold(call: Call): Value | undefined {
  const told = call.args.keywords.get('eval_str')
  return told && told.constant !== false ? evaluated(call) : undefined
}

function evaluated({ machine, first }: Call): Value | undefined {
  for (const thing of first?.things ?? []) readTypesOf(machine, thing, new Set())
  return undefined
}

function readTypesOf(machine: Machine, thing: Thing, seen: Set<Thing>): void {
  if (seen.has(thing)) return
  seen.add(thing)
  const { data } = thing
  if (data?.sort === 'class') for (const base of data.bases) readTypesOf(machine, base, seen)
  if (data?.sort === 'class' || data?.sort === 'function') readNamesIn(machine, data.node)
  else if (data?.sort !== 'library') readEveryName(machine)
}

/** Names in annotations, also where those are text. */
function readNamesIn(machine: Machine, node: SyntaxNode): void {
  const types = descendants(node).filter(({ type }) => type === 'type')
  for (const name of new Set(types.flatMap(({ text }) => text.match(/[A-Za-z_]\w*/g) ?? [])))
    if (machine.has(machine.globals.frame, name))
      machine.readDeep(machine.readKey(machine.globals.frame, name))
}
