/** Which statements bind a name and which change what it holds, without a look at all the others. */
import type { Analysis, Statement } from '../program.ts'
import { childOf } from '../syntax.ts'

interface ByName {
  readonly binding: ReadonlyMap<string, readonly Statement[]>
  readonly changing: ReadonlyMap<string, readonly Statement[]>
}

/** An analysis is never changed once it is made, and forgotten with it. */
const known = new WeakMap<Analysis, ByName>()

/** The last statement before another that binds a name. */
export function lastBinding(name: string, before: number, analysis: Analysis): Statement | undefined {
  return byName(analysis)
    .binding.get(name)
    ?.findLast(({ id }) => id < before)
}

/** Statements that change what a name holds, in order. */
export function changing(name: string, analysis: Analysis): readonly Statement[] {
  return byName(analysis).changing.get(name) ?? []
}

function byName(analysis: Analysis): ByName {
  let found = known.get(analysis)
  if (!found) {
    const binding = new Map<string, Statement[]>()
    const changing = new Map<string, Statement[]>()
    for (const statement of analysis.statements) {
      for (const name of new Set(statement.defines)) append(binding, name, statement)
      const within = nameAround(statement)
      for (const name of new Set([...statement.changes.map((each) => each.name), ...within]))
        append(changing, name, statement)
    }
    known.set(analysis, (found = { binding, changing }))
  }
  return found
}

/** `scores` of `scores[name][rows] = values`, which changes what an element holds. */
function nameAround({ node }: Statement): string[] {
  const inner = node.type === 'expression_statement' ? node.parts[0] : node
  let at = inner?.type === 'assignment' ? childOf(inner, 'left') : undefined
  if (at?.type !== 'subscript') return []
  while (at?.type === 'subscript' || at?.type === 'attribute')
    at = childOf(at, at.type === 'subscript' ? 'value' : 'object')
  return at?.type === 'identifier' ? [at.text] : []
}

function append(lists: Map<string, Statement[]>, name: string, statement: Statement): void {
  const list = lists.get(name)
  if (list) list.push(statement)
  else lists.set(name, [statement])
}
