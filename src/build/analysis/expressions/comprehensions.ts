/** Comprehensions and generator expressions: a scope of their own, a body that runs any number of times. */
import { heldOf, oneOf, SCALAR, type Scope, type Value, valueOf } from '../domain.ts'
import type { Machine } from '../machine.ts'
import { hash } from './operators.ts'
import { exactElements } from '../objects/exact.ts'
import { columnsBut } from './columnsBut.ts'
import { targetNames } from '../functions/scopes.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'

/** What it gives: a container of what its body gives, or a generator that runs the body when it is read. */
export function comprehension(machine: Machine, node: SyntaxNode): Value {
  const columns = columnsBut(machine, node)
  if (columns) return columns
  const clauses = node.parts.filter((part) => part.type === 'for_in_clause' || part.type === 'if_clause')
  const locals = new Set(
    clauses.flatMap((clause) =>
      clause.type === 'for_in_clause' ? targetNames(childOf(clause, 'left')!) : [],
    ),
  )
  const frame = machine.make('frame', clauses[0]!)
  const scope: Scope = { frame, kind: 'comprehension', parent: machine.scope, locals, globals: new Set() }
  const first = childOf(clauses[0]!, 'right')!
  const source = machine.parts.evaluate(first)
  const calls = [...machine.calls]
  const run = (): Value => {
    const outer = machine.scope
    const outerCalls = machine.calls.splice(0, machine.calls.length, ...calls)
    let result: Value | undefined
    machine.scope = scope
    const round = (): void => {
      for (const clause of clauses) {
        if (clause.type === 'if_clause') {
          machine.readDeep(machine.parts.evaluate(clause.parts[0]!))
          continue
        }
        const right = childOf(clause, 'right')!
        const values = right === first ? source : machine.parts.evaluate(right)
        machine.parts.assign(childOf(clause, 'left')!, machine.parts.elements(values, right))
      }
      const given = bodyOf(machine, node)
      result = result ? oneOf(result, given) : given
    }
    // Where its one clause surely runs, what the body binds (`last := x`) is bound.
    if (clauses.length === 1 && (exactElements(machine, source)?.length ?? 0) > 0) round()
    machine.repeat(round)
    machine.scope = outer
    machine.calls.splice(0, machine.calls.length, ...outerCalls)
    return result ?? SCALAR
  }
  if (node.type === 'generator_expression')
    return valueOf(
      machine.make('generator', node, {
        data: { sort: 'lazy', consume: run, code: { node, scope }, given: source },
        content: { things: source.things },
      }),
    )
  const type =
    node.type === 'dictionary_comprehension' ? 'dict' : node.type === 'set_comprehension' ? 'set' : 'list'
  const content = run()
  if (type === 'set') hash(machine, content, node)
  return valueOf(machine.make(type, node, { content: heldOf(content) }))
}

function bodyOf(machine: Machine, node: SyntaxNode): Value {
  const body = childOf(node, 'body')!
  if (body.type !== 'pair') return machine.parts.evaluate(body)
  machine.readDeep(machine.parts.evaluate(childOf(body, 'key')!))
  return machine.parts.evaluate(childOf(body, 'value')!)
}
