/** Arithmetic by name, which special methods may answer. */
import { allOf } from '../unknown.ts'
import { callSpecial } from '../../expressions/operators.ts'
import { NUMBER, SCALAR, either, valueOf, type Thing, type Value } from '../../domain.ts'
import { isData } from '../../knowledge/types.ts'
import { hasOwnText, notePlain } from '../../objects/plain.ts'
import type { Machine } from '../../machine.ts'
import type { SyntaxNode } from '../../syntax.ts'
import { fill } from '../../objects/exact.ts'
import type { Call, Calls } from '../call.ts'

export const ARITHMETIC: Calls = {
  abs: computed,
  round: computed,
  pow: computed,
  divmod: computed,
}

function computed({ machine, name, args, node, first, second }: Call): Value {
  machine.readDeep(allOf(args))
  const special = callSpecial(machine, first ?? SCALAR, `__${name}__`, second ? [second] : [], node)
  const reflected = callSpecial(machine, second ?? SCALAR, `__r${name}__`, first ? [first] : [], node)
  const data = allOf(args).things.find(({ type }) => isData(type))
  if (!data && first?.kind === 'number' && name === 'round' && first.things.length === 0) return NUMBER
  if (!data) return either(special, reflected)
  const made = machine.make(data.type, node)
  notePlain(
    valueOf(made),
    args.positional.every((value) => hasOwnText(machine, value)),
  )
  return either(special, valueOf(name === 'divmod' ? pairOf(machine, made, node) : made))
}

function pairOf(machine: Machine, part: Thing, node: SyntaxNode): Thing {
  const pair = machine.make('tuple', node)
  fill(machine, pair, [valueOf(part), valueOf(part)])
  return pair
}
