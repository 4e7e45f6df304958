/** No script is written that would end in a NameError: which name, in which file, and from which cell. */
import { basename } from 'node:path'
import { Problem } from '../../platform/problem.ts'
import { pythonParser } from '../analysis/parser.ts'
import type { Analysis, Statement } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import { importsOf, namesIn } from './text/names.ts'
import type { Plan } from './plan.ts'
import { namesOfModule, unboundIn } from './text/unbound.ts'

interface Missing {
  readonly file: string
  readonly name: string
  readonly line: number
}

/**
 * @param contents every Python file of the pipeline, by its path in the project
 * @throws Problem that names the first name that nothing binds
 */
export async function refuseUnbound(
  contents: ReadonlyMap<string, string>,
  { slice, stages }: Pick<Plan, 'slice' | 'stages'>,
  analysis: Analysis,
): Promise<void> {
  const parse = await pythonParser()
  const trees = new Map([...contents].map(([file, text]) => [file, parse(text)]))
  for (const [file, tree] of trees) {
    const [first] = [...unboundIn(tree), ...notImported(tree, trees)]
    if (first) throw problem({ ...first, file }, contents.get(file)!, slice.statements, analysis)
  }
  for (const [at, { file, wired }] of stages.entries()) {
    const before = at === 0 ? [] : stages[at - 1]!.wired.alive
    const name = wired.inputs.find((each) => !before.includes(each))
    if (name !== undefined) throw problem({ name, file, line: 0 }, '', slice.statements, analysis)
  }
}

/** `from pipeline.helpers import scaled`, and the helpers have no such name. */
function notImported(script: SyntaxNode, trees: ReadonlyMap<string, SyntaxNode>): Omit<Missing, 'file'>[] {
  return descendants(script)
    .filter(({ type }) => type === 'import_from_statement')
    .flatMap((node) => {
      const [, module] = /^pipeline\.(\w+)$/.exec(childOf(node, 'module_name')?.text ?? '') ?? []
      const tree = module === undefined ? undefined : trees.get(`pipeline/${module}.py`)
      const names = tree && namesOfModule(tree)
      if (module === undefined || names === null) return []
      return importsOf(node)
        .map(({ text }) => text.replace(/^.* import | as .*$/g, ''))
        .filter((name) => !names?.has(name))
        .map((name) => ({ name, line: node.startRow + 1 }))
    })
}

function problem(
  { file, name, line }: Missing,
  script: string,
  kept: readonly number[],
  { notebook, statements }: Analysis,
): Problem {
  const text = script.split('\n')[line - 1]?.trim() ?? ''
  const reading = kept.map((id) => statements[id]!).filter(({ node }) => namesIn(node).has(name))
  const from = reading.find(({ source }) => source.includes(text)) ?? reading[0]
  return new Problem('{0} would read the name {1}, which nothing there binds; nothing was written.', {
    args: [basename(file), name],
    where: `${notebook.name}.ipynb${from ? `, cell ${from.cell}, line ${lineOf(name, from)}` : ''}`,
    todo: 'Bind the name by a plain assignment, import or definition in a cell before, and run it. If the notebook does, this is a defect of Shiploop: please report it.',
  })
}

/** 1-based, in the cell. */
function lineOf(name: string, { node, startLine }: Statement): number {
  const read = descendants(node).find((each) => each.type === 'identifier' && each.text === name)
  return read === undefined ? startLine : read.startRow + 1
}
