/** Methods of dictionaries where the key is known: they touch that key and no other. */
import { either, heldOf, keyIn, NONE, SCALAR, type Thing, type Value, valueOf } from '../domain.ts'
import { hash } from '../expressions/operators.ts'
import type { Machine } from '../machine.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'
import { allOf } from './unknown.ts'

const MAPPINGS = /^(?:dict|collections\.(?:OrderedDict|defaultdict|Counter))$/

/** @returns undefined where it is no method of a dictionary, or its key is not known */
export function mappingMethod(
  machine: Machine,
  mapping: Thing,
  method: string,
  args: Arguments,
): Value | undefined {
  if (!MAPPINGS.test(mapping.type) || args.rest) return undefined
  const [first, second] = args.positional
  const key = first && keyIn(first)
  if (/^(?:setdefault|get|pop)$/.test(method)) machine.readDeep(first ?? SCALAR)
  switch (method) {
    case 'setdefault': {
      const fallback = second ?? NONE
      if (key === undefined) {
        const held = either(heldOf(machine.readShallow(mapping)), fallback)
        // A key may be an object; one that nobody knows is none of the values.
        machine.change(mapping, { stored: either(fallback, { things: first?.things ?? [] }) })
        return held
      }
      if (machine.has(mapping, key)) return either(machine.readKey(mapping, key), fallback)
      const before = machine.readKey(mapping, key)
      machine.put(mapping, key, either(heldOf(before), fallback), { weak: true })
      return either(heldOf(before), fallback)
    }
    case 'pop': {
      if (key === undefined) return undefined
      const before = machine.readKey(mapping, key)
      machine.remove(mapping, key)
      return second ? either(before, second) : before
    }
    case 'update': {
      if (args.positional.length > 0 || mapping.type === 'collections.Counter') return undefined
      for (const [name, value] of args.keywords) machine.put(mapping, name, value)
      return NONE
    }
    case 'get':
      return key === undefined ? undefined : either(machine.readKey(mapping, key), second ?? SCALAR)
    default:
      return undefined
  }
}

/** `dict.fromkeys(names, [])`: one value under all keys. */
export function fromKeys(machine: Machine, args: Arguments, node: SyntaxNode): Value {
  hash(machine, machine.parts.elements(args.positional[0] ?? SCALAR, node), node)
  return valueOf(machine.make('dict', node, { content: allOf(args) }))
}
