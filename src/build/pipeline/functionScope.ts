/** What a cell has around it and a function lacks: builtins that it rebinds, names that it declares global. */
import { descendants } from '../analysis/syntax.ts'
import { type Edit, inOrder, type Line, line, linesOfStatement, type Rendering } from './lines.ts'
import { definitionOf, type Unit } from './units.ts'
import type { Wired } from './wiring.ts'

const BUILTINS = new Set(
  'abs all any bool bytes dict dir divmod enumerate filter float format frozenset hash hex id input int iter len list map max min next object open ord pow print range repr reversed round set slice sorted str sum tuple type vars zip'.split(
    ' ',
  ),
)

/** Lines before a function's own code that bind what this code expects to be there. */
export function bindingsFirst({ units, copies, inputs }: Wired): Line[] {
  const all = [...copies, ...units]
  // `max = max(scores)` makes a local name of a builtin.
  const taken = units
    .flatMap((unit) => [...unit.defines].filter((name) => BUILTINS.has(name) && unit.uses.has(name)))
    .filter((name) => !inputs.includes(name))
  // `global counter` in a function of the notebook: a variable of the stage, which must exist before the function.
  const globals = all.flatMap((unit) => globalsOf(unit)).filter((name) => !inputs.includes(name))
  return [
    ...[...new Set(taken)].sort().map((name) => `from builtins import ${name}`),
    ...(all.some((unit) => unit.uses.has('__name__')) ? ['__name__ = "__main__"'] : []),
    ...[...new Set(globals)].sort().map((name) => `${name} = None`),
  ].map(line)
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
