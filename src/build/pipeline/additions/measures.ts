/** Puts the metrics of the evaluated model into the scripts: each is computed once and written down in full. */
import { weightOf } from '../../analysis/evaluation/choice.ts'
import { type Evaluation, onTrainingRows } from '../../analysis/evaluation.ts'
import { assignedName, valueOf } from '../../analysis/evaluation/shapes.ts'
import type { Analysis, StatementId } from '../../analysis/program.ts'
import { childOf, type SyntaxNode } from '../../analysis/syntax.ts'
import { type Additions, type Edit, expressionLines, inOrder, line, linesOfNode } from '../text/lines.ts'
import type { ScriptNames } from '../text/freeNames.ts'
import { quotedAt } from '../text/quotes.ts'

/** A metric as it is called in metrics.json and in the record. */
export interface NamedMetric {
  readonly name: string
  readonly evaluation: Evaluation
}

/**
 * `accuracy`, and for a second one `accuracy_` with the name that the notebook gives it, or a number. The plain name is
 * that of rows which the model never saw, where there are some; of those that it learned from it is `accuracy_train`, of
 * folds `accuracy_cv`.
 */
export function nameMetrics(evaluations: readonly Evaluation[], analysis: Analysis): NamedMetric[] {
  const taken = new Set<string>()
  const named = new Map<Evaluation, string>()
  for (const evaluation of evaluations.toSorted((one, other) => weightOf(other) - weightOf(one))) {
    const { metric, statement } = evaluation
    const variable = assignedName(analysis.statements[statement]!)
    const candidates = [
      metric,
      ...(onTrainingRows(evaluation) ? [`${metric}_train`] : []),
      ...(evaluation.kind === 'out-of-fold' ? [`${metric}_cv`] : []),
      ...(variable === undefined ? [] : [`${metric}_${variable}`]),
    ]
    let name = candidates.find((each) => !taken.has(each))
    for (let n = 2; name === undefined; n += 1) if (!taken.has(`${metric}_${n}`)) name = `${metric}_${n}`
    taken.add(name)
    named.set(evaluation, name)
  }
  return evaluations.map((evaluation) => ({ name: named.get(evaluation)!, evaluation }))
}

export interface Measuring {
  readonly additions: ReadonlyMap<StatementId, Additions>
  /** By cell. */
  readonly edits: ReadonlyMap<number, readonly Edit[]>
}

/**
 * @param edits other edits, which hold inside the metrics as well
 */
export function measuring(
  metrics: readonly NamedMetric[],
  names: ScriptNames,
  kept: ReadonlySet<StatementId>,
  analysis: Analysis,
  edits: ReadonlyMap<number, readonly Edit[]>,
): Measuring {
  const additions = new Map<
    StatementId,
    { before: ReturnType<typeof line>[]; after: ReturnType<typeof line>[] }
  >()
  const replaced = new Map<number, Edit[]>()
  const called = new Set<SyntaxNode>()
  const put = (cell: number, ...each: Edit[]) => replaced.set(cell, [...(replaced.get(cell) ?? []), ...each])
  const wrap = (cell: number, { start, end }: SyntaxNode, open: string) =>
    put(cell, { start, end: start, text: open }, { start: end, end, text: ')' })
  for (const { name, evaluation } of metrics) {
    const statement = analysis.statements[evaluation.statement]!
    const here = additions.get(statement.id) ?? { before: [], after: [] }
    additions.set(statement.id, here)
    const target = `${names.metrics}["${name}"]`
    if (evaluation.inside !== null) {
      // The function tells: it is called as it was, and what it measured is picked up behind it.
      const { node, statement: definition } = evaluation.inside
      wrap(
        analysis.statements[definition]!.cell,
        node,
        `${names.artifacts}.measure(${quotedAt(node, name)}, `,
      )
      const pickedUp = line(`${target} = ${names.artifacts}.measured("${name}")`)
      if (kept.has(statement.id)) {
        if (callsAgain(evaluation, metrics))
          wrap(
            statement.cell,
            evaluation.node,
            `${names.artifacts}.told(${quotedAt(evaluation.node, name)}, `,
          )
        here.after.push(pickedUp)
        continue
      }
      if (!called.has(evaluation.node))
        here.before.push(...linesOfNode(evaluation.node, statement, { edits }))
      called.add(evaluation.node)
      here.before.push(pickedUp)
      continue
    }
    const assigned = assignedName(statement)
    if (evaluation.inReport) {
      const asNumber = withEdits(edits, statement.cell, numberOfReport(evaluation.node))
      here.before.push(
        ...expressionLines(`${target} = `, linesOfNode(evaluation.node, statement, { edits: asNumber })),
      )
      continue
    }
    if (kept.has(statement.id) && assigned !== undefined && valueOf(statement) === evaluation.node) {
      here.after.push(line(`${target} = ${assigned}`))
      continue
    }
    here.before.push(...expressionLines(`${target} = `, linesOfNode(evaluation.node, statement, { edits })))
    if (kept.has(statement.id))
      put(statement.cell, {
        start: evaluation.node.start,
        end: evaluation.node.end,
        text: `${names.metrics}[${quotedAt(evaluation.node, name)}]`,
      })
  }
  return { additions, edits: new Map([...replaced].map(([cell, each]) => [cell, inOrder(each)])) }
}

/** Whether its statement calls the function that computes the metric more than once: the last call would tell for all. */
function callsAgain({ node, statement, inside }: Evaluation, metrics: readonly NamedMetric[]): boolean {
  return metrics.some(
    ({ evaluation }) =>
      evaluation.statement === statement &&
      evaluation.inside?.node === inside?.node &&
      evaluation.node !== node,
  )
}

/** Turns `classification_report(y, p)` into the number in it, with what the notebook has imported. */
function numberOfReport(call: SyntaxNode): Edit[] {
  const { end } = childOf(call, 'arguments')!.parts.at(-1)!
  return [
    { start: end, end, text: ', output_dict=True' },
    { start: call.end, end: call.end, text: '["accuracy"]' },
  ]
}

function withEdits(
  edits: ReadonlyMap<number, readonly Edit[]>,
  cell: number,
  added: readonly Edit[],
): ReadonlyMap<number, readonly Edit[]> {
  return new Map([...edits, [cell, [...(edits.get(cell) ?? []), ...added]]])
}
