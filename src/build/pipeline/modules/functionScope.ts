/** What a cell has around it and a function lacks: builtins that it rebinds, names that it declares global. */
import { isBuiltin } from '../../analysis/knowledge/builtins.ts'
import { descendants } from '../../analysis/syntax.ts'
import { type Edit, inOrder, type Line, line, linesOfStatement, type Rendering } from '../text/lines.ts'
import { namesFromOutside } from '../text/reading.ts'
import { definitionOf, type Unit } from '../stages/units.ts'
import type { Wired } from '../stages/wiring.ts'

/** Lines before a function's own code that bind what this code expects to be there. */
export function bindingsFirst({ units, copies, inputs }: Wired): Line[] {
  const all = [...copies, ...units]
  const taken = builtinsReadFirst(all).filter((name) => !inputs.includes(name))
  // `global counter` in a function of the notebook: a variable of the stage, which must exist before the function.
  const globals = all.flatMap((unit) => globalsOf(unit)).filter((name) => !inputs.includes(name))
  return [
    ...(taken.length > 0 ? [`from builtins import ${taken.sort().join(', ')}`] : []),
    ...(all.some((unit) => unit.uses.has('__name__')) ? ['__name__ = "__main__"'] : []),
    ...[...new Set(globals)].sort().map((name) => `${name} = None`),
  ].map(line)
}

/** `max = max(scores)` makes a local name of a builtin, which is read before. */
function builtinsReadFirst(units: readonly Unit[]): string[] {
  const rebound = new Set(units.flatMap(({ defines }) => [...defines].filter(isBuiltin)))
  if (rebound.size === 0) return []
  const found = new Set<string>()
  const known = new Set<string>()
  for (const { statement, nodes, defines, uses, isDefinition } of units) {
    const read = isDefinition ? uses : new Set(nodes.flatMap((node) => [...namesFromOutside(node)]))
    for (const name of rebound) if (read.has(name) && !known.has(name)) found.add(name)
    // What is bound in a branch may still be the builtin.
    if (statement.children.length === 0) for (const name of defines) known.add(name)
  }
  return [...found]
}

function globalsOf(unit: Unit): string[] {
  if (!unit.isDefinition) return []
  return [...descendants(definitionOf(unit.statement.node))]
    .filter((node) => node.type === 'global_statement')
    .flatMap((node) => node.parts.map((part) => part.text))
}

/** A function inside a stage: what it declared global is a variable of the stage now. */
export function closure(unit: Unit, rendering: Rendering): Line[] {
  const { statement } = unit
  const globals = [...descendants(definitionOf(statement.node))].filter(
    (node) => node.type === 'global_statement',
  )
  const edits: Edit[] = globals.map((node) => ({
    start: node.start,
    end: node.start + 'global'.length,
    text: 'nonlocal',
  }))
  return linesOfStatement(statement, {
    ...rendering,
    edits: new Map([[statement.cell, inOrder([...edits, ...(rendering.edits.get(statement.cell) ?? [])])]]),
  })
}
