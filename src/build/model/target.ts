/** The name of the column that holds the ground truth. */
import type { Evaluation, Place } from '../analysis/evaluation.ts'
import { argument, valueOf } from '../analysis/evaluation/shapes.ts'
import type { Analysis } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'

/** `origin` for a truth `y_test` that was split off `y = cars['origin']`; else the name of the variable. */
export function targetOf(analysis: Analysis, { truth }: Evaluation): string {
  if (truth === null) return 'target'
  return columnOf(analysis, truth, 0) ?? nameIn(truth, analysis) ?? 'target'
}

function columnOf(analysis: Analysis, { node, statement }: Place, depth: number): string | undefined {
  for (const each of descendants(node)) {
    if (each.type === 'subscript') {
      const key = each.parts[1]
      if (key?.type === 'string') return key.text.slice(1, -1)
    }
    if (each.type === 'attribute' && each.field !== 'function' && !/^(values|T)$/.test(attributeOf(each)))
      return attributeOf(each)
    if (each.type === 'call' && /\.pop$/.test(childOf(each, 'function')!.text)) {
      const key = argument(each, 0, ['item'])
      if (key?.type === 'string') return key.text.slice(1, -1)
    }
  }
  const name = nameIn({ node, statement }, analysis)
  const read = analysis.statements[statement]!.reads.find((each) => each.name === name)
  for (const id of depth < 8 ? (read?.definitions ?? []) : []) {
    const value = valueOf(analysis.statements[id]!)
    const source = value && splitFrom(analysis.statements[id]!.node, value, name!)
    const found = source && columnOf(analysis, { node: source, statement: id }, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** The argument of `train_test_split` that a name comes from; the value itself for a plain assignment. */
function splitFrom(statement: SyntaxNode, value: SyntaxNode, name: string): SyntaxNode | undefined {
  const left = [...descendants(statement)].find((each) => each.type === 'pattern_list')
  const at = left?.parts.findIndex((part) => part.text === name) ?? 0
  // `X_test, y_test = X[rows], y[rows]`
  if (left !== undefined && value.type === 'expression_list' && value.parts.length === left.parts.length)
    return value.parts[at]
  if (left === undefined || value.type !== 'call') return value
  return argument(value, Math.floor(at / 2), [])
}

/** The first name that is no module: `y_test` of `torch.tensor(y_test)`. */
function nameIn({ node, statement }: Place, analysis: Analysis): string | undefined {
  const isImported = (name: string) =>
    analysis.statements[statement]!.reads.find((read) => read.name === name)?.definitions.every((id) =>
      analysis.statements[id]!.kind.startsWith('import'),
    )
  return [...descendants(node)].find(
    (each) => each.type === 'identifier' && each.field !== 'attribute' && !isImported(each.text),
  )?.text
}

function attributeOf(node: SyntaxNode): string {
  return childOf(node, 'attribute')!.text
}
