/** The model that is taken out of a dictionary by the best of its scores: `best = models[max(scores, key=scores.get)]`. */
import type { Evaluation, Place } from '../evaluation.ts'
import type { Analysis, Statement, StatementId } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { loopsAround } from './batches.ts'
import { isSameInAll } from './best.ts'
import { argument, assignedName, readsIn, unwrapped, valueOf } from './shapes.ts'

/**
 * What is taken behind a loop that keeps each model's score under its name, by the score as the notebook says it again
 * (`scores[best]`, `max(scores.values())`). Undefined where it never does, or judges each model by other rows.
 */
export function takenByName(look: Evaluation, analysis: Analysis): Evaluation | undefined {
  const judging = analysis.statements[look.statement]!
  const [loop] = loopsAround(judging.id, analysis)
  if (loop === undefined || look.inside !== null || look.estimator.variable === null) return undefined
  const isOfAll = [look.rows, look.truth].every(
    (place) => place !== null && isSameInAll(place, loop, analysis),
  )
  const keeping = isOfAll ? keepingOf(look, loop, analysis) : undefined
  const held = keeping && heldBy(look, keeping.key, loop, analysis)
  if (!held) return undefined
  for (const taking of analysis.statements.slice(look.statement + 1)) {
    const variable = assignedName(taking)
    const value = valueOf(taking)
    if (loopsAround(taking.id, analysis).length > 0 || variable === undefined || value?.type !== 'subscript')
      continue
    const [from, key] = value.parts
    if (!from || !key || !held.has(from.text) || !isBestOf(place(key, taking), keeping.scores, analysis))
      continue
    const said = scoreAgain(keeping.scores, key, taking, analysis)
    if (!said) continue
    const left = childOf(value.parent!, 'left')!
    return {
      ...look,
      ...said,
      cell: analysis.statements[said.statement]!.cell,
      line: said.node.startRow + 1,
      estimator: { ...look.estimator, node: left, statement: taking.id, variable, definitions: [taking.id] },
      // The last that was predicted is another model's.
      prediction: null,
      keptFrom: look,
    }
  }
  return undefined
}

/** `scores[name] = score` in the loop: the dictionary of scores, and the name under which it keeps each. */
function keepingOf(
  look: Evaluation,
  loop: StatementId,
  analysis: Analysis,
): { readonly scores: string; readonly key: string } | undefined {
  const judging = analysis.statements[look.statement]!
  const score = valueOf(judging) === look.node ? assignedName(judging) : undefined
  for (const each of analysis.statements.slice(look.statement)) {
    if (loopsAround(each.id, analysis)[0] !== loop) continue
    const value = valueOf(each)
    const left = value?.parent && childOf(value.parent, 'left')
    if (left?.type !== 'subscript' || left.parts.some(({ type }) => type !== 'identifier')) continue
    if (value === look.node || (score !== undefined && value!.text === score))
      return { scores: left.parts[0]!.text, key: left.parts[1]!.text }
  }
  return undefined
}

/** Dictionaries that hold the loop's models under that name: the one that it goes through, those that it fills. */
function heldBy(
  { estimator }: Evaluation,
  key: string,
  loop: StatementId,
  analysis: Analysis,
): ReadonlySet<string> {
  const { node } = analysis.statements[loop]!
  const through = /^(\w+)\.items\(\)$/.exec(childOf(node, 'right')?.text ?? '')?.[1]
  const bound = childOf(node, 'left')?.text.replace(/[()\s]/g, '')
  const held = new Set(through !== undefined && bound === `${key},${estimator.variable}` ? [through] : [])
  for (const each of analysis.statements) {
    const value = valueOf(each)
    const left = value?.parent && childOf(value.parent, 'left')
    if (left?.type !== 'subscript' || !loopsAround(each.id, analysis).includes(loop)) continue
    if (left.parts[1]?.text === key && value!.text === estimator.variable) held.add(left.parts[0]!.text)
  }
  return held
}

/** `max(scores, key=scores.get)`, `max(scores.items(), key=lambda pair: pair[1])[0]`, and a name for it. */
function isBestOf({ node, statement }: Place, scores: string, analysis: Analysis): boolean {
  if (node.type === 'identifier') {
    const read = readsIn(analysis.statements[statement]!, node).find(({ name }) => name === node.text)
    const [id, ...others] = read?.definitions ?? []
    const value = id === undefined || others.length > 0 ? undefined : valueOf(analysis.statements[id]!)
    return (
      value !== undefined &&
      value.type !== 'identifier' &&
      isBestOf({ node: value, statement: id! }, scores, analysis)
    )
  }
  const call = unwrapped(node.type === 'subscript' ? node.parts[0]! : node)
  if (call.type !== 'call' || !/^(max|min)$/.test(childOf(call, 'function')!.text)) return false
  const [of, by] = [argument(call, 0, [])?.text, argument(call, undefined, ['key'])?.text ?? '']
  if (node.type === 'subscript')
    return (
      node.parts[1]?.text === '0' &&
      of === `${scores}.items()` &&
      /^lambda (\w+)\s*:\s*\1\[1\]$|^itemgetter\(1\)$/.test(by)
    )
  const each = /^lambda (\w+)\s*:\s*(.*)$/.exec(by)
  const isByScore =
    by === `${scores}.get` ||
    (each !== null && new RegExp(`^${scores}(\\[${each[1]}\\]|\\.get\\(${each[1]}\\))$`).test(each[2]!))
  return isByScore && (of === scores || of === `${scores}.keys()`)
}

/** Where the notebook says the best score behind the loop, by names that still mean what they meant. */
function scoreAgain(
  scores: string,
  key: SyntaxNode,
  taking: Statement,
  analysis: Analysis,
): Place | undefined {
  const meant = new Map(readsIn(taking, key).map(({ name, definitions }) => [name, definitions.join()]))
  for (const statement of analysis.statements.slice(taking.id - 1)) {
    if (loopsAround(statement.id, analysis).length > 0 || statement.children.length > 0) continue
    for (const node of descendants(statement.node)) {
      if (node.text !== `${scores}[${key.text}]`) continue
      const isSame = readsIn(statement, node).every(({ name, definitions }) =>
        meant.has(name) ? meant.get(name) === definitions.join() : definitions.every((id) => id < taking.id),
      )
      if (isSame) return place(node, statement)
    }
  }
  return undefined
}

function place(node: SyntaxNode, { id }: Statement): Place {
  return { node, statement: id }
}
