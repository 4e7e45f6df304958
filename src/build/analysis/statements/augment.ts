/** `target op= value`. */
import { setVariable } from '../calls/environment.ts'
import { either, eitherOf, type Value, valueOf } from '../domain.ts'
import { callSpecial, folded } from '../expressions/operators.ts'
import type { Machine } from '../machine.ts'
import { isEnvironment } from '../memory/reading.ts'
import { changeIfHidden, isForContainers } from '../objects/hidden.ts'
import { grow } from '../calls/lists.ts'
import { exactElements } from '../objects/exact.ts'
import { watchGiven } from '../objects/weak.ts'
import type { SyntaxNode } from '../syntax.ts'
import { assign } from './assign.ts'

/** `target op= value`: numbers are bound anew, objects change in place. */
export function augment(
  machine: Machine,
  target: SyntaxNode,
  operator: string,
  value: Value,
  node: SyntaxNode,
): void {
  const before = machine.parts.evaluate(target)
  machine.readDeep(either(before, value))
  const special = callSpecial(machine, before, IN_PLACE[operator] ?? '__iadd__', [value], node)
  const made: Value[] = [special]
  if (isForContainers(value)) changeIfHidden(machine, before, value)
  for (const thing of before.things) {
    if (isEnvironment(thing)) {
      setVariable(machine, null)
      made.push(valueOf(thing))
      continue
    }
    if (thing.type === 'tuple' || thing.type === 'library') {
      const content = { things: [...machine.readShallow(thing).things, ...value.things] }
      made.push(valueOf(machine.make(thing.type === 'tuple' ? 'tuple' : 'unknown', node, { content })))
      continue
    }
    const isGrown = operator === '+=' && before.things.length === 1 && thing.type === 'list'
    if (isGrown && grow(machine, thing, () => exactElements(machine, value))) {
      made.push(valueOf(thing))
      continue
    }
    const stored =
      thing.type === 'list'
        ? { things: eitherOf(value.things.map((each) => machine.readShallow(each))).things }
        : value
    machine.change(thing, { stored: { things: stored.things }, inPlace: true })
    watchGiven(machine, thing, value)
    made.push(valueOf(thing))
  }
  // In place or not: the other operand's kind may take over (a number plus an array).
  const [other] = value.things
  if (before.things.length === 0 && other)
    made.push(valueOf(machine.make(other.type === 'library' ? 'unknown' : other.type, node)))
  const result = eitherOf(made)
  const isText = typeof before.constant === 'string' && typeof value.constant === 'string'
  if (before.things.length > 0 || value.things.length > 0) assign(machine, target, { things: result.things })
  else if (isText && operator === '+=') assign(machine, target, folded('+', before, value))
  else assign(machine, target, { things: [], ...(before.kind && { kind: before.kind }) })
}

const IN_PLACE: Readonly<Record<string, string>> = {
  '+=': '__iadd__', '-=': '__isub__', '*=': '__imul__', '/=': '__itruediv__', '//=': '__ifloordiv__', '%=': '__imod__',
  '**=': '__ipow__', '@=': '__imatmul__', '&=': '__iand__', '|=': '__ior__', '^=': '__ixor__',
} // prettier-ignore
