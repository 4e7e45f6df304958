/** The model that is taken by the best of all scores: `best = models[max(scores, key=scores.get)]`, `models[np.argmax(scores)]`. */
import type { Evaluation, Place } from '../evaluation.ts'
import type { Analysis, Statement, StatementId } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { loopsAround } from './batches.ts'
import { isSameInAll } from './best.ts'
import { argument, assignedName, givenBy, readsIn, unwrapped, valueOf } from './shapes.ts'

/**
 * What is taken behind a loop that keeps each model's score under its name, or in the order of a list of models, by the score
 * as the notebook says it again (`scores[best]`, `max(scores)`). Undefined where it never does, or judges each model by other rows.
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
    const best =
      from && key && held.has(from.text) ? bestOf(place(key, taking), keeping, analysis) : undefined
    if (!key || !best) continue
    const said = scoreAgain(keeping, best, key, taking, analysis)
    if (!said) continue
    const left = childOf(value.parent!, 'left')!
    // Any of the models that the loop goes through.
    const className = look.estimator.definitions.includes(loop) ? '' : look.estimator.className
    return {
      ...look,
      ...said,
      cell: analysis.statements[said.statement]!.cell,
      line: said.node.startRow + 1,
      estimator: {
        ...look.estimator,
        className,
        node: left,
        statement: taking.id,
        variable,
        definitions: [taking.id],
      },
      // The last that was predicted is another model's.
      prediction: null,
      keptFrom: look,
    }
  }
  return undefined
}

/** Where a loop keeps its scores. */
interface Keeping {
  readonly scores: string
  /** The name under which a dictionary keeps each; null for a list, which keeps them in order. */
  readonly key: string | null
}

/** `scores[name] = score`, `scores.append(score)` in the loop. */
function keepingOf(look: Evaluation, loop: StatementId, analysis: Analysis): Keeping | undefined {
  const judging = analysis.statements[look.statement]!
  const score = valueOf(judging) === look.node ? assignedName(judging) : undefined
  for (const each of analysis.statements.slice(look.statement)) {
    if (loopsAround(each.id, analysis)[0] !== loop) continue
    const isScore = (node: SyntaxNode | undefined) =>
      node !== undefined && (node === look.node || (score !== undefined && node.text === score))
    const list = appendedTo(each, analysis)
    if (list !== undefined && isScore(givenBy(each))) return { scores: list, key: null }
    const value = valueOf(each)
    const left = value?.parent && childOf(value.parent, 'left')
    if (left?.type !== 'subscript' || left.parts.some(({ type }) => type !== 'identifier')) continue
    if (isScore(value)) return { scores: left.parts[0]!.text, key: left.parts[1]!.text }
  }
  return undefined
}

/** The list that a pass of a loop adds one value to, which was empty before: `scores` of `scores.append(score)`. */
function appendedTo({ id, node }: Statement, analysis: Analysis): string | undefined {
  const list = /^(\w+)\.append\(/.exec(node.text)?.[1]
  const appending = analysis.statements.filter((each) => each.node.text.startsWith(`${list}.append(`))
  const first = analysis.statements.findLast((each) => each.id < id && assignedName(each) === list)
  const isEmpty = /^(\[\]|list\(\))$/.test((first && valueOf(first)?.text) ?? '')
  return list !== undefined && appending.length === 1 && isEmpty ? list : undefined
}

/** What holds the loop's models under that name, or in that order: what it goes through, what it fills. */
function heldBy(
  { estimator }: Evaluation,
  key: string | null,
  loop: StatementId,
  analysis: Analysis,
): ReadonlySet<string> {
  const { node } = analysis.statements[loop]!
  const over = childOf(node, 'right')?.text ?? ''
  const bound = childOf(node, 'left')?.text.replace(/[()\s]/g, '') ?? ''
  const held = new Set<string>()
  if (key === null) {
    const list = /^(\w+)$/.exec(over)?.[1] ?? /^enumerate\((\w+)\)$/.exec(over)?.[1]
    const isWhole =
      bound.split(',').at(-1) === estimator.variable && /^\w+$/.test(over) === !bound.includes(',')
    if (list !== undefined && isWhole && estimator.definitions.every((id) => id === loop)) held.add(list)
  } else {
    const through = /^(\w+)\.items\(\)$/.exec(over)?.[1]
    if (through !== undefined && bound === `${key},${estimator.variable}`) held.add(through)
  }
  for (const each of analysis.statements) {
    if (!loopsAround(each.id, analysis).includes(loop)) continue
    const list = key === null ? appendedTo(each, analysis) : undefined
    if (list !== undefined && givenBy(each)?.text === estimator.variable) held.add(list)
    const value = valueOf(each)
    const left = value?.parent && childOf(value.parent, 'left')
    if (key === null || left?.type !== 'subscript') continue
    if (left.parts[1]?.text === key && value!.text === estimator.variable) held.add(left.parts[0]!.text)
  }
  return held
}

type Extreme = 'max' | 'min'

/** `max(scores, key=scores.get)`, `max(scores.items(), key=lambda pair: pair[1])[0]`, `np.argmax(scores)`, and a name for it. */
function bestOf({ node, statement }: Place, keeping: Keeping, analysis: Analysis): Extreme | undefined {
  if (node.type === 'identifier') {
    const read = readsIn(analysis.statements[statement]!, node).find(({ name }) => name === node.text)
    const [id, ...others] = read?.definitions ?? []
    const value = id === undefined || others.length > 0 ? undefined : valueOf(analysis.statements[id]!)
    return value !== undefined && value.type !== 'identifier'
      ? bestOf({ node: value, statement: id! }, keeping, analysis)
      : undefined
  }
  return keeping.key === null ? placeOfBest(node, keeping.scores) : nameOfBest(node, keeping.scores)
}

function placeOfBest(node: SyntaxNode, scores: string): Extreme | undefined {
  const text = node.text.replace(/^int\((.*)\)$/, '$1').replaceAll(/\s/g, '')
  const [by, of] = /^(?:np|numpy)\.arg(max|min)\((\w+)\)$/.exec(text)?.slice(1) ?? []
  if (of === scores) return by as Extreme
  const index = /^(\w+)\.index\((max|min)\((\w+)\)\)$/.exec(text)
  return index?.[1] === scores && index[3] === scores ? (index[2] as Extreme) : undefined
}

function nameOfBest(node: SyntaxNode, scores: string): Extreme | undefined {
  const call = unwrapped(node.type === 'subscript' ? node.parts[0]! : node)
  const extreme = call.type === 'call' ? childOf(call, 'function')!.text : ''
  if (extreme !== 'max' && extreme !== 'min') return undefined
  const [of, by] = [argument(call, 0, [])?.text, argument(call, undefined, ['key'])?.text ?? '']
  if (node.type === 'subscript') {
    const isName = node.parts[1]?.text === '0' && of === `${scores}.items()`
    return isName && /^lambda (\w+)\s*:\s*\1\[1\]$|^itemgetter\(1\)$/.test(by) ? extreme : undefined
  }
  const each = /^lambda (\w+)\s*:\s*(.*)$/.exec(by)
  const isByScore =
    by === `${scores}.get` ||
    (each !== null && new RegExp(`^${scores}(\\[${each[1]}\\]|\\.get\\(${each[1]}\\))$`).test(each[2]!))
  return isByScore && (of === scores || of === `${scores}.keys()`) ? extreme : undefined
}

/** Where the notebook says the best score behind the loop, by names that still mean what they meant. */
function scoreAgain(
  { scores, key: name }: Keeping,
  best: Extreme,
  key: SyntaxNode,
  taking: Statement,
  analysis: Analysis,
): Place | undefined {
  const meant = new Map(readsIn(taking, key).map(({ name, definitions }) => [name, definitions.join()]))
  const all = name === null ? scores : `${scores}.values()`
  const said = new Set([`${scores}[${key.text}]`, `${best}(${all})`, `np.${best}(${all})`])
  for (const statement of analysis.statements.slice(taking.id - 1)) {
    if (loopsAround(statement.id, analysis).length > 0 || statement.children.length > 0) continue
    for (const node of descendants(statement.node)) {
      if (!said.has(node.text)) continue
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
