/** The model that a loop over models keeps because it scores best: `if score > best_score: best, best_score = model, score`. */
import type { Evaluation, Place } from '../evaluation.ts'
import type { Analysis, Statement, StatementId } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { loopsAround } from './batches.ts'
import { assignedName, lastName, unwrapped, valueOf, within } from './shapes.ts'

/**
 * What the loop ends with, by the score that it is kept for or one that is kept with it: the model under the name that keeps
 * it, where the notebook never scores it again. Undefined where the loop keeps no model, or judges each by other rows.
 */
export function keptBest(look: Evaluation, analysis: Analysis): Evaluation | undefined {
  const judging = analysis.statements[look.statement]!
  const score = assignedName(judging)
  const { variable } = look.estimator
  const [loop] = loopsAround(judging.id, analysis)
  if (loop === undefined || score === undefined || variable === null || valueOf(judging) !== look.node)
    return undefined
  const isOfAll = [look.rows, look.truth].every(
    (place) => place !== null && isSameInAll(place, loop, analysis),
  )
  if (!isOfAll) return undefined
  for (const choosing of analysis.statements.slice(look.statement + 1)) {
    const around = loopsAround(choosing.id, analysis)
    if (!around.includes(loop)) break
    if (choosing.kind !== 'if_statement' || around[0] !== loop) continue
    const given = bindings(choosing, analysis)
    const best = given.find(({ value }) => value.text === score)
    const kept = given.find(({ value }) => uncopied(value).text === variable)
    const condition = childOf(choosing.node, 'condition')!
    const isChosen = given.some(({ target, value }) => compares(condition, value.text, target.text))
    if (!best || !kept || !isChosen) continue
    // One that is fitted anew in each pass is the last, whatever other name it gets.
    if (uncopied(kept.value) === kept.value && !isLastOfMany(look, analysis)) continue
    const { statement } = kept
    return {
      ...look,
      node: best.value,
      statement: best.statement,
      cell: analysis.statements[best.statement]!.cell,
      line: best.value.startRow + 1,
      estimator: {
        ...look.estimator,
        node: kept.target,
        statement,
        variable: kept.target.text,
        definitions: [statement],
      },
      // The last that was predicted is another model's.
      prediction: null,
      keptFrom: look,
    }
  }
  return undefined
}

/** Whether loops make a model, or take one of many, and judge it in each pass: behind them, the name holds the last of them. */
export function isLastOfMany({ statement, estimator, keptFrom }: Evaluation, analysis: Analysis): boolean {
  if (keptFrom) return false
  return loopsAround(statement, analysis).some((loop) =>
    estimator.definitions.some((id) => id === loop || loopsAround(id, analysis).includes(loop)),
  )
}

/** Whether a loop, which goes through no folds, judges a model by other rows or columns in each pass. */
export function isOfLastRows({ statement, rows }: Evaluation, analysis: Analysis): boolean {
  return loopsAround(statement, analysis).some((loop) => {
    const folds = /\.split\(/.test(childOf(analysis.statements[loop]!.node, 'right')?.text ?? '')
    return !folds && rows !== null && !isSameInAll(rows, loop, analysis)
  })
}

interface Binding {
  readonly target: SyntaxNode
  readonly value: SyntaxNode
  readonly statement: StatementId
}

/** What an `if` gives names to where its condition holds, pair by pair. */
function bindings({ node, children }: Statement, analysis: Analysis): Binding[] {
  const consequence = childOf(node, 'consequence')!
  return children.flatMap((id) => {
    const statement = analysis.statements[id]!
    const value = within(statement.node, consequence) ? valueOf(statement) : undefined
    const target = value?.parent && childOf(value.parent, 'left')
    if (!value || !target) return []
    const [targets, values] = [partsOf(target), partsOf(value)]
    return targets.flatMap((each, at) =>
      each.type === 'identifier' && targets.length === values.length
        ? [{ target: each, value: values[at]!, statement: id }]
        : [],
    )
  })
}

function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return /^(pattern_list|tuple_pattern|expression_list|tuple)$/.test(node.type) ? node.parts : [node]
}

/** `model` of `copy.deepcopy(model)`. */
function uncopied(node: SyntaxNode): SyntaxNode {
  const isCopy = node.type === 'call' && /^(deep)?copy$/.test(lastName(childOf(node, 'function')!.text))
  return isCopy ? (childOf(node, 'arguments')!.parts[0] ?? node) : node
}

/** `score > best`, `best is None or score < best`. */
function compares(condition: SyntaxNode, score: string, best: string): boolean {
  return descendants(unwrapped(condition)).some(
    (node) =>
      node.type === 'comparison_operator' &&
      /[<>]/.test(node.text) &&
      [score, best].every((name) => node.parts.some((part) => part.text === name)),
  )
}

/** Whether an expression is the same in each pass: no name in it is bound in the loop. */
export function isSameInAll({ node }: Place, loop: StatementId, analysis: Analysis): boolean {
  const names = new Set(descendants(node).flatMap((each) => (each.type === 'identifier' ? [each.text] : [])))
  const bound = analysis.statements.filter(
    ({ id }) => id === loop || loopsAround(id, analysis).includes(loop),
  )
  return bound.every(({ defines }) => !defines.some((name) => names.has(name)))
}
