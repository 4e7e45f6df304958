/** `match`: patterns read the subject and bind names. */
import { either, eitherOf, type Value } from '../domain.ts'
import type { Machine } from '../machine.ts'
import { bindingFrame } from '../functions/scopes.ts'
import { childOf, childrenOf, type SyntaxNode } from '../syntax.ts'
import { clausesOf } from '../units.ts'

/**
 * @param block   runs the statements of a case
 * @param reenter says that the header of the statement runs again, before each case
 */
export function runMatch(
  machine: Machine,
  node: SyntaxNode,
  block: (nodes: readonly SyntaxNode[]) => void,
  reenter: () => void,
): void {
  const subject = eitherOf(childrenOf(node, 'subject').map((each) => machine.parts.evaluate(each)))
  machine.readDeep(subject)
  const clauses = clausesOf(node)
  const run = (at: number): void => {
    const clause = clauses[at]
    if (!clause) return
    reenter()
    const held = either(subject, eitherOf(subject.things.map((thing) => machine.readShallow(thing))))
    for (const part of clause.node.parts)
      if (part.type === 'case_pattern') bindPattern(machine, part, { things: held.things })
    const guard = childOf(clause.node, 'guard')
    if (guard) for (const part of guard.parts) machine.readDeep(machine.parts.evaluate(part))
    machine.branches([() => block(clause.block.parts), () => run(at + 1)])
  }
  run(0)
}

/** Binds the names of a pattern; dotted names and classes are read. */
function bindPattern(machine: Machine, pattern: SyntaxNode, value: Value): void {
  for (const [at, part] of pattern.parts.entries()) {
    if (part.type === 'dotted_name') {
      const isClass = pattern.type === 'class_pattern' && at === 0
      if (part.parts.length > 1 || isClass) readDotted(machine, part)
      else if (part.text !== '_') bind(machine, part.text, value)
    } else if (part.type === 'splat_pattern') {
      const name = part.parts[0]?.text
      if (name !== undefined && name !== '_') bind(machine, name, value)
    } else if (part.type === 'identifier') {
      // The alias of `case P as name`; in `P(x=1)` the x is an attribute.
      if (pattern.type === 'as_pattern' || part.field === 'alias') bind(machine, part.text, value)
    } else bindPattern(machine, part, value)
  }
}

function bind(machine: Machine, name: string, value: Value): void {
  machine.write(bindingFrame(machine, name), name, value, { weak: true })
}

function readDotted(machine: Machine, node: SyntaxNode): void {
  const first = node.parts[0]!
  machine.readDeep(machine.parts.evaluate(first))
}
