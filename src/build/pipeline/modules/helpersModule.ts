/** `pipeline/helpers.py`: what belongs to no stage. */
import { docstring } from './docstrings.ts'
import { type Edit, type Line, line, linesOfStatement, textOf } from '../text/lines.ts'
import { artifactsImport, type Context, importLines, shellImport } from './moduleImports.ts'
import { exemption, habitsIn } from '../lint/tidy.ts'

/**
 * Functions, classes and constants that read nothing of a run.
 *
 * @param options.edits where they compute metrics and where a person may tune them
 * @param options.hasParameters whether a person may
 */
export function helpersModule(
  context: Context,
  { edits, hasParameters }: { edits: ReadonlyMap<number, readonly Edit[]>; hasParameters: boolean },
): string {
  const { shared, notebook, names } = context
  const rendering = { ...context.rendering, edits, additions: new Map() }
  const used = new Set(shared.helpers.flatMap((unit) => [...unit.uses]))
  const bodies = shared.helpers.map((unit) => linesOfStatement(unit.statement, rendering))
  const code = textOf(bodies.flat())
  const measures = code.includes(`${names.artifacts}.measure(`)
  const own = [
    ...(measures || hasParameters ? [artifactsImport(names)] : []),
    ...shellImport(used, code, shared),
  ]
  const head = importLines(shared.imports, used, code, own, context)
  const lines: Line[] = [
    ...docstring([`Functions, classes and constants of ${notebook.name}.ipynb.`]),
    line(''),
    ...head,
    ...(hasParameters ? ['', `${names.parameters} = ${names.artifacts}.params("helpers")`].map(line) : []),
  ]
  let constants = hasParameters
  for (const [at, unit] of shared.helpers.entries()) {
    const isConstant = !unit.isDefinition
    const gap = isConstant && (constants || at === 0) ? 1 : 2
    if (!(isConstant && constants))
      lines.push(...Array.from({ length: at === 0 && head.length === 0 ? gap - 1 : gap }, () => line('')))
    lines.push(...bodies[at]!)
    constants = isConstant
  }
  return textOf([...exemption(habitsIn([...head, ...bodies.flat()])).map(line), ...lines])
}
