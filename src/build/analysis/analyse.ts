/** From a notebook to its dependence graph. */
import { toPython } from '../notebook/magics.ts'
import type { Cell, Notebook } from '../notebook/notebook.ts'
import { type ExecutionOrder, executionOrder } from '../notebook/order.ts'
import { assemble } from './graph/assemble.ts'
import { pythonParser } from './parser.ts'
import type { Analysis, AnalysisOptions, SyntaxIssue, Versions } from './program.ts'
import { type ProgramCell, runProgram } from './run.ts'
import type { SyntaxNode } from './syntax.ts'
import { appendUnits, type Unit } from './units.ts'

/**
 * Runs the executed cells abstractly and notes what each statement needs.
 *
 * @throws Error when the parser is missing from the installation
 */
export async function analyse(given: Notebook, options: AnalysisOptions = {}): Promise<Analysis> {
  const order = executionOrder(given, options.cell, options.order)
  const texts = order.cells.map((cell) => ({
    cell,
    ...toPython(cell.source, { shows: cell.index === options.cell }),
  }))
  const sources = texts.map(({ python }) => python)
  const asked = options.judge?.(sources)
  // What it throws is thrown where it is awaited.
  asked?.catch(() => undefined)
  const parse = await pythonParser()
  const roots = treesOf(sources, parse)
  const ours = roots.map(issueOfTree)
  const follow = (issues: readonly (SyntaxIssue | null)[], versions: Versions): Analysis => {
    const read = texts.map((text, at): ReadCell => ({
      ...text,
      root: roots[at]!,
      issue: issues[at] ?? outsideFunction(roots[at]!),
    }))
    return analysed(given, order, read, parse, { ...options, versions })
  }
  // The interpreter judges in its own process meanwhile, and mostly as the grammar does; mostly it has what is new.
  const about = { versions: false }
  const likely: Versions =
    options.versions ??
    (options.judge
      ? {
          get pandas() {
            about.versions = true
            return COPIES_ON_WRITE
          },
        }
      : {})
  const analysis = follow(ours, likely)
  const judged = await asked
  const verdicts = judged?.faults ?? ours
  const versions = options.versions ?? judged?.versions ?? {}
  const isRight = ours.every((issue, at) => isSame(issue, verdicts[at] ?? null))
  return isRight && (!about.versions || doesSame(versions, likely)) ? analysis : follow(verdicts, versions)
}

const COPIES_ON_WRITE = '3'

/** Whether libraries of these versions do the same, as far as the analysis knows. */
function doesSame(one: Versions, other: Versions): boolean {
  const copies = ({ pandas }: Versions) => Number.parseInt(pandas ?? '', 10) >= Number(COPIES_ON_WRITE)
  return copies(one) === copies(other)
}

/** A cell that ran, its Python and what is wrong with that. */
type ReadCell = Pick<ProgramCell, 'cell' | 'python' | 'captured' | 'root' | 'issue'>

function isSame(one: SyntaxIssue | null, other: SyntaxIssue | null): boolean {
  return one?.line === other?.line && one?.message === other?.message
}

function analysed(
  given: Notebook,
  order: ExecutionOrder,
  read: readonly ReadCell[],
  parse: (text: string) => SyntaxNode,
  { versions = {}, beside = [] }: AnalysisOptions,
): Analysis {
  // What nests so deep that following it overflows the stack is taken as what can't be read.
  const tooDeep = new Set<Cell>(read.flatMap(({ cell, root }) => (root.tooDeep ? [cell] : [])))
  for (;;) {
    const units: Unit[] = []
    const warnings = [...order.warnings]
    const cells: ProgramCell[] = []
    for (const { cell, python, captured, root, issue } of read) {
      if (issue && refusedByPython(given.cells[cell.index]!)) {
        warnings.push(`Cell ${cell.index} is no Python (${issue.message}) and changed nothing when it ran.`)
        continue
      }
      const opaque = issue !== null || root.broken || tooDeep.has(cell)
      if (opaque)
        units.push({ id: units.length, cell: cell.index, node: root, parent: null, children: [], opaque })
      const own = opaque ? [units.at(-1)!] : appendUnits(root, cell.index, units)
      cells.push({ cell, python, captured, root, units: own, issue, tooDeep: tooDeep.has(cell) })
      const error = cell.outputs.find((output) => output.kind === 'error')
      if (error)
        warnings.push(
          `Cell ${cell.index} raised ${error.name}${error.value === '' ? '' : `: ${firstLine(error.value)}`}.`,
        )
    }
    const run = runProgram(cells, units, parse, versions, beside)
    if (!('overflow' in run)) return assemble(order, cells, units, run, warnings)
    if (tooDeep.has(run.overflow)) throw run.thrown
    tooDeep.add(run.overflow)
  }
}

/** Trees of the notebook that was analysed last: while one types, all cells but one are as they were. */
let lastTrees: ReadonlyMap<string, readonly SyntaxNode[]> = new Map()

/** Each cell gets a tree of its own: two cells of one text are two places of the program. */
function treesOf(texts: readonly string[], parse: (text: string) => SyntaxNode): SyntaxNode[] {
  const trees = new Map<string, SyntaxNode[]>()
  const roots = texts.map((text) => {
    const same = trees.get(text) ?? []
    const root = lastTrees.get(text)?.[same.length] ?? parse(text)
    trees.set(text, [...same, root])
    return root
  })
  lastTrees = trees
  return roots
}

function issueOfTree(root: SyntaxNode): SyntaxIssue | null {
  return root.broken ? { line: brokenRow(root) + 1, message: 'invalid syntax' } : null
}

/** Of trees that were looked through: while one types, all but one are as they were. */
const refused = new WeakMap<SyntaxNode, { readonly issue: SyntaxIssue | null }>()

/** What only the compiler refuses: `return` and `yield` at the level of a cell. */
function outsideFunction(root: SyntaxNode): SyntaxIssue | null {
  let known = refused.get(root)
  if (!known) refused.set(root, (known = { issue: findOutsideFunction(root) }))
  return known.issue
}

function findOutsideFunction(node: SyntaxNode): SyntaxIssue | null {
  if (/^(?:return_statement|yield)$/.test(node.type))
    return { line: node.startRow + 1, message: `'${node.children[0]!.type}' outside function` }
  if (/^(?:function_definition|class_definition|lambda)$/.test(node.type)) return null
  for (const part of node.parts) {
    const issue = findOutsideFunction(part)
    if (issue) return issue
  }
  return null
}

function brokenRow(node: SyntaxNode): number {
  for (const child of node.children) if (child.broken) return brokenRow(child)
  return node.startRow
}

/** Whether the stored output says that Python could not read the cell, so that nothing of it ran. */
function refusedByPython(cell: Cell): boolean {
  return cell.outputs.some(
    (output) => output.kind === 'error' && /^(?:SyntaxError|IndentationError|TabError)$/.test(output.name),
  )
}

function firstLine(text: string): string {
  return text.split('\n')[0]!
}
