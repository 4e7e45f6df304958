/** Writes the module of a stage: one function of named inputs and outputs, and a `main` that loads and saves them. */
import { ownNames } from '../../analysis/functions/scopes.ts'
import { cellsInWords, docstring, headingsOf, sentence, titleOf } from './docstrings.ts'
import type { RowCode } from '../stages/features.ts'
import type { ScriptNames } from '../text/freeNames.ts'
import { bindingsFirst, closure } from './functionScope.ts'
import {
  type Additions,
  type Edit,
  indented,
  type Line,
  line,
  linesOfStatement,
  mergedEdits,
  type Rendering,
  textOf,
} from '../text/lines.ts'
import {
  artifactsImport,
  type Context,
  fromHelpers,
  importLines,
  isWord,
  shellImport,
} from './moduleImports.ts'
import type { Import } from '../text/names.ts'
import { queryEdits } from '../additions/queries.ts'
import { exemption, habitsIn, unusedIn } from '../lint/tidy.ts'
import { namesFromOutside } from '../text/reading.ts'
import type { Unit } from '../stages/units.ts'
import type { Wired } from '../stages/wiring.ts'

/** One stage with all that its module needs. */
export interface StageText {
  readonly wired: Wired
  /** The stage before it; null for the first. */
  readonly after: string | null
  /** What it does, in a sentence. */
  readonly doing: string
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

/** The whole text of `pipeline/STAGE.py`. */
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
  const own = [artifactsImport(names), ...fromHelpers(helpers), ...shellImport(used, code, shared)]
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
    ...indented(docstring(headingsOf(cells, stage.doing, notebook))),
    ...indented(body),
    ...(results.length > 0 ? [line(`    return ${results.join(', ')}`)] : []),
    line(''),
    line(''),
    ...mainOf(stage, functionName, names),
  ]
  const codes = [
    ...habitsIn([...head, ...rowLines, ...body]),
    ...unusedIn(boundIn(wired.units), new Set([...readIn(wired), ...stage.endingNames, ...results])),
  ]
  return textOf([...exemption(codes).map(line), ...lines])
}

function bodyOf(stage: StageText, context: Context): Line[] {
  const { wired, edits, additions, ending, measures } = stage
  const { shared, names, rendering } = context
  const queries = queryEdits([...wired.copies, ...wired.units])
  const whole: Rendering = { ...rendering, edits: mergedEdits(edits, queries), additions }
  const settings = [...shared.settings, ...wired.setBefore].flatMap((unit) =>
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

/** Names that statements bind, and whether they come out of a tuple. */
function boundIn(units: readonly Unit[]): { name: string; unpacked: boolean }[] {
  return units.flatMap(({ statement, defines, isDefinition }) => {
    if (isDefinition) return []
    if (statement.children.length === 0)
      return [...defines].map((name) => ({ name, unpacked: defines.size > 1 }))
    // `with open(path) as file`, `case [first, *others]`
    return ownNames(statement.node)
      .bindings.filter(({ node }) => /pattern/.test(node.type))
      .map(({ name }) => ({ name, unpacked: false }))
  })
}

function readIn({ units, copies }: Wired): string[] {
  return [...copies, ...units].flatMap(({ statement, nodes, isDefinition }) =>
    (isDefinition ? [statement.node] : nodes).flatMap((node) => [...namesFromOutside(node)]),
  )
}

function usedNames({ wired, endingNames }: StageText, { shared }: Context): Set<string> {
  const units = [...wired.units, ...wired.copies, ...shared.settings, ...wired.setBefore]
  return new Set([...units.flatMap((unit) => [...unit.uses]), ...endingNames])
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
    `def ${names.entry}():`,
    after === null ? '    values = {}' : `    values = ${names.artifacts}.load("${after}")`,
    ...assigned.split('\n').map((each) => `    ${each}`),
    ...(measures ? [`    ${names.artifacts}.write_metrics(${names.metrics})`] : []),
    ...listText(`${names.artifacts}.save("${wired.name}", values, [`, alive, '])').map(
      (each) => `    ${each}`,
    ),
    '',
    '',
    'if __name__ == "__main__":',
    `    ${names.entry}()`,
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
