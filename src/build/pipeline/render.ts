/** Writes the modules of a pipeline: one function of named inputs and outputs for each stage. */
import type { Notebook } from '../notebook/notebook.ts'
import { descendants } from '../analysis/syntax.ts'
import {
  type Additions,
  type Edit,
  indented,
  inOrder,
  type Line,
  line,
  linesOfStatement,
  type Rendering,
  textOf,
} from './lines.ts'
import { importSections } from './imports.ts'
import type { RowCode } from './features.ts'
import type { ScriptNames } from './freeNames.ts'
import type { Import } from './names.ts'
import type { Shared } from './shared.ts'
import { exemption, habitsIn, unusedIn } from './tidy.ts'
import { definitionOf, type Unit } from './units.ts'
import type { Wired } from './wiring.ts'

/** One stage with all that its module needs. */
export interface StageText {
  readonly wired: Wired
  /** The stage before it; null for the first. */
  readonly after: string | null
  readonly hasParameters: boolean
  readonly edits: ReadonlyMap<number, readonly Edit[]>
  readonly additions: ReadonlyMap<number, Additions>
  /** Lines before the function returns: a synthesized fit, values for the model. */
  readonly ending: readonly Line[]
  readonly endingNames: ReadonlySet<string>
  readonly endingImports: readonly Import[]
  /** Whether it computes the metrics. */
  readonly measures: boolean
  /** What stands in functions of rows, where the stage has such. */
  readonly rowCode: RowCode | undefined
}

export interface Context {
  readonly notebook: Notebook
  readonly rendering: Pick<Rendering, 'analysis' | 'kept'>
  readonly shared: Shared
  readonly names: ScriptNames
}

export function stageModule(stage: StageText, context: Context): string {
  const { wired, measures } = stage
  const { shared, names, notebook } = context
  const body = bodyOf(stage, context)
  const rowLines = stage.rowCode?.lines ?? []
  const code = textOf([...rowLines, ...body])
  const used = usedNames(stage, context)
  const helpers = shared.helpers
    .flatMap((unit) => [...unit.defines])
    .filter((name) => used.has(name) && isWord(name, code))
  const own = [artifactsImport(names), ...fromHelpers(helpers), ...shellImport(code)]
  const imports = [...shared.imports, ...stage.endingImports]
  const head = importLines(imports, used, code, own, context)
  // An import, a helper or the function of rows may have the name of the stage.
  const functionName =
    used.has(wired.name) || stage.rowCode?.name === wired.name ? `${wired.name}_stage` : wired.name
  const parameters = [...wired.inputs, ...(stage.hasParameters ? [names.parameters] : [])]
  const results = [...wired.outputs, ...(measures ? [names.metrics] : [])]
  const units = [...wired.units].map((unit) => unit.statement.cell)
  const cells = [...new Set(units)].sort((a, b) => a - b)
  const lines: Line[] = [
    ...docstring([
      `${wired.name}: ${sentence(titleOf(notebook))}`,
      '',
      `From ${cellsInWords(cells)} of ${notebook.name}.ipynb.`,
    ]),
    line(''),
    ...head,
    line(''),
    line(''),
    ...rowLines,
    line(`def ${functionName}(${parameters.join(', ')}):`),
    ...indented(docstring(headingsOf(cells, wired.name, notebook))),
    ...indented(body),
    ...(results.length > 0 ? [line(`    return ${results.join(', ')}`)] : []),
    line(''),
    line(''),
    ...mainOf(stage, functionName, names),
  ]
  const codes = [
    ...habitsIn([...head, ...rowLines, ...body]),
    ...unusedIn(boundIn(wired.units), textOf([...rowLines, ...body, line(results.join(', '))])),
  ]
  return textOf([...exemption(codes).map(line), ...lines])
}

/**
 * Functions, classes and constants that read nothing of a run.
 *
 * @param edits where they compute metrics
 */
export function helpersModule(
  context: Context,
  edits: ReadonlyMap<number, readonly Edit[]>,
): string | undefined {
  const { shared, notebook, names } = context
  if (shared.helpers.length === 0) return undefined
  const rendering = { ...context.rendering, edits, additions: new Map() }
  const used = new Set(shared.helpers.flatMap((unit) => [...unit.uses]))
  const bodies = shared.helpers.map((unit) => linesOfStatement(unit.statement, rendering))
  const code = textOf(bodies.flat())
  const measures = code.includes(`${names.artifacts}.measure(`)
  const own = [...(measures ? [artifactsImport(names)] : []), ...shellImport(code)]
  const head = importLines(shared.imports, used, code, own, context)
  const lines: Line[] = [
    ...docstring([`Functions, classes and constants of ${notebook.name}.ipynb.`]),
    line(''),
    ...head,
  ]
  let constants = false
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

function bodyOf(stage: StageText, context: Context): Line[] {
  const { wired, edits, additions, ending, measures } = stage
  const { shared, names, rendering } = context
  const whole: Rendering = { ...rendering, edits, additions }
  const settings = shared.settings.flatMap((unit) =>
    linesOfStatement(unit.statement, { ...whole, additions: new Map() }),
  )
  const lines: Line[] = [...bindingsFirst(wired), ...settings]
  for (const unit of wired.copies) lines.push(...closure(unit, whole), line(''))
  if (measures) lines.push(line(`${names.metrics} = {}`))
  let previous: Unit | undefined
  for (const unit of wired.units) {
    const call = stage.rowCode?.calls.get(unit.statement.id)
    if (call === null) continue // the call for the statements before it does this, too
    if (
      previous &&
      (previous.isDefinition || unit.isDefinition || previous.statement.cell !== unit.statement.cell)
    )
      lines.push(line(''))
    if (call !== undefined) lines.push(line(call))
    else lines.push(...(unit.isDefinition ? closure(unit, whole) : linesOfStatement(unit.statement, whole)))
    previous = unit
  }
  lines.push(...ending)
  return lines
}

/** A function inside a stage: what it declared global is a variable of the stage now. */
function closure(unit: Unit, rendering: Rendering): Line[] {
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

/** Names that statements bind, and whether they come out of a tuple. */
function boundIn(units: readonly Unit[]): { name: string; unpacked: boolean }[] {
  return units
    .filter((unit) => !unit.isDefinition && unit.statement.children.length === 0)
    .flatMap((unit) => [...unit.defines].map((name) => ({ name, unpacked: unit.defines.size > 1 })))
}

function fromHelpers(names: readonly string[]): string[] {
  const imports = names.map((name) => ({
    name,
    text: `from pipeline.helpers import ${name}`,
    module: 'pipeline',
  }))
  return importSections(imports, [])
}

function artifactsImport({ artifacts }: ScriptNames): string {
  return `from pipeline import artifacts${artifacts === 'artifacts' ? '' : ` as ${artifacts}`}`
}

/** Whether a script runs commands of the system: it needs `pipeline/shell.py`. */
export function usesShell(code: string): boolean {
  return /\bget_ipython\(\)/.test(code)
}

function shellImport(code: string): string[] {
  return usesShell(code) ? ['from pipeline.shell import get_ipython'] : []
}

const BUILTINS = new Set(
  'abs all any bool bytes dict dir divmod enumerate filter float format frozenset hash hex id input int iter len list map max min next object open ord pow print range repr reversed round set slice sorted str sum tuple type vars zip'.split(
    ' ',
  ),
)

/** What a cell has around it and a function lacks: names that must be bound before the function's own code. */
function bindingsFirst({ units, copies, inputs }: Wired): Line[] {
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

function usedNames({ wired, endingNames }: StageText, { shared }: Context): Set<string> {
  const units = [...wired.units, ...wired.copies, ...shared.settings]
  return new Set([...units.flatMap((unit) => [...unit.uses]), ...endingNames])
}

/** The imports that a module uses; below them those that stand in a `try`. */
function importLines(
  imports: readonly Import[],
  used: ReadonlySet<string>,
  body: string,
  own: readonly string[],
  context: Context,
): Line[] {
  const wanted = imports.filter(
    ({ name, text, module }) =>
      name === '*' ||
      module === '__future__' ||
      text.startsWith('from sklearn.experimental') ||
      (used.has(name) && isWord(name, body) && isUsedWhole(text, body)),
  )
  const blocks = context.shared.importBlocks.filter((unit) =>
    [...unit.defines].some((name) => used.has(name)),
  )
  const rendering = { ...context.rendering, edits: new Map(), additions: new Map() }
  const tried = blocks.flatMap((unit) => linesOfStatement(unit.statement, rendering))
  return [...importSections(wanted, own).map(line), ...(tried.length > 0 ? [line(''), ...tried] : [])]
}

function isWord(name: string, text: string): boolean {
  return new RegExp(`(?<![\\w.])${name}\\b`).test(text)
}

/** `import a.b` and `import a.c` both bind `a`: only those that are written out are used. */
function isUsedWhole(text: string, body: string): boolean {
  const dotted = /^import ((?:\w+\.)+\w+)$/.exec(text)?.[1]
  return dotted === undefined || body.includes(dotted)
}

function mainOf(
  { wired, after, hasParameters, measures }: StageText,
  functionName: string,
  names: ScriptNames,
): Line[] {
  const inputs = wired.inputs.map((name) => `values["${name}"]`)
  const given = [...inputs, ...(hasParameters ? [`${names.artifacts}.params("${wired.name}")`] : [])]
  const targets = [...wired.outputs.map((name) => `values["${name}"]`), ...(measures ? [names.metrics] : [])]
  const call = callText(functionName, given)
  const assigned = targets.length === 0 ? call : `${targetText(targets)} = ${call}`
  const alive = wired.alive.map((name) => `"${name}"`)
  return [
    'def main():',
    after === null ? '    values = {}' : `    values = ${names.artifacts}.load("${after}")`,
    ...assigned.split('\n').map((each) => `    ${each}`),
    ...(measures ? [`    ${names.artifacts}.write_metrics(${names.metrics})`] : []),
    ...listText(`${names.artifacts}.save("${wired.name}", values, [`, alive, '])').map(
      (each) => `    ${each}`,
    ),
    '',
    '',
    'if __name__ == "__main__":',
    '    main()',
  ].map(line)
}

const WIDTH = 92

function callText(name: string, given: readonly string[]): string {
  return listText(`${name}(`, given, ')').join('\n')
}

function targetText(targets: readonly string[]): string {
  const short = targets.join(', ')
  return short.length <= 60 ? short : `(\n${targets.map((each) => `    ${each},\n`).join('')})`
}

function listText(open: string, items: readonly string[], close: string): string[] {
  const short = `${open}${items.join(', ')}${close}`
  return short.length <= WIDTH ? [short] : [open, ...items.map((each) => `    ${each},`), close]
}

function docstring(text: readonly string[]): Line[] {
  const safe = text.map((each) => each.replaceAll('\\', '\\\\').replaceAll('"', "'"))
  if (safe.length === 1) return [line(`"""${safe[0]!}"""`)]
  return [line(`"""${safe[0]!}`), ...safe.slice(1).map(line), line('"""')]
}

function titleOf({ cells, name }: Notebook): string {
  return (
    cells.flatMap(({ kind, source }) => (kind === 'markdown' ? headings(source) : []))[0] ?? name
  ).replace(/[.]$/, '')
}

/** Headings above the cells of a stage: what the author called it. */
function headingsOf(cells: readonly number[], name: string, notebook: Notebook): string[] {
  const found = cells.flatMap((cell) => {
    const above = notebook.cells
      .slice(0, cell)
      .findLast((each) => each.kind === 'markdown' && headings(each.source).length > 0)
    return above ? [headings(above.source).at(-1)!] : []
  })
  const unique = [...new Set(found)].filter((each) => each !== titleOf(notebook))
  return unique.length === 0
    ? [`${name.charAt(0).toUpperCase()}${name.slice(1)}.`]
    : [unique.map(sentence).join(' ')]
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`
}

function headings(markdown: string): string[] {
  return [...markdown.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map((match) =>
    match[1]!.replace(/[*_`]/g, '').replace(/^[\d.]+[.)]?\s+/, ''),
  )
}

function cellsInWords(cells: readonly number[]): string {
  return cells.length === 1
    ? `cell ${cells[0]!}`
    : `cells ${cells.slice(0, -1).join(', ')} and ${cells.at(-1)!}`
}
