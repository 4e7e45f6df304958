/** What draws random numbers without a seed on the way to the metric: another run gives another number. */
import type { Evaluation } from '../analysis/evaluation.ts'
import { argument, readsIn, valueOf } from '../analysis/evaluation/shapes.ts'
import type { Analysis, Statement, StatementId } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import { Callees } from './callees.ts'
import type { Finding, Fix } from './finding.ts'
import { reaching } from './reaching.ts'
import { ALWAYS, GLOBAL_DRAWS, NOT_WITH, ONLY_WITH, SEEDING } from './seedKnowledge.ts'

/** One finding for each call that draws before the first line that seeds. */
export function seedFindings(analysis: Analysis, evaluations: readonly Evaluation[]): Finding[] {
  const callees = new Callees(analysis)
  const statements = [...reaching(analysis, evaluations)].sort((a, b) => a - b)
  const kept = new Set(statements)
  const places = [
    ...statements.flatMap((id) => ownNodes(analysis.statements[id]!, analysis).map((node) => ({ node, id }))),
    ...evaluations
      .filter(({ statement }) => !kept.has(statement))
      .map(({ node, statement }) => ({ node, id: statement })),
  ]
  const seeded = firstSeeding(analysis)
  return places.flatMap(({ node, id }) =>
    descendants(node).flatMap((each) => {
      const found = each.type === 'call' && id < seeded ? drawing(each, callees) : undefined
      const isSeeded = found === 'model' && searchSeeds(each, analysis.statements[id]!, analysis)
      return found === undefined || isSeeded
        ? []
        : [findingOf(each, found, analysis.statements[id]!, analysis)]
    }),
  )
}

type Drawing = 'split' | 'model' | 'sample' | 'stream' | 'generator'

function drawing(call: SyntaxNode, callees: Callees): Drawing | undefined {
  const given = childOf(call, 'arguments')?.parts ?? []
  // Whatever is in `**options` may hold a seed.
  if (given.some((part) => /splat/.test(part.type) && part.text.startsWith('**'))) return undefined
  const path = callees.pathOf(call) ?? ''
  const name = callees.nameOf(call)
  if (path === 'numpy.random.default_rng' && given.length === 0) return 'generator'
  if (GLOBAL_DRAWS.test(path)) return 'stream'
  const seed = argument(call, undefined, ['random_state', 'seed'])
  if (seed && seed.type !== 'none') return undefined
  const value = (keyword: string) => argument(call, undefined, [keyword])?.text ?? ''
  if (name === 'sample') return isSample(call, callees) ? 'sample' : undefined
  // `df.resample('D')`, `rng.shuffle(rows)` are others.
  if (
    /^(resample|shuffle)$/.test(name) &&
    childOf(call, 'function')!.type === 'attribute' &&
    !/^sklearn\./.test(path)
  )
    return undefined
  const not = NOT_WITH.get(name)
  if (not?.[1].test(value(not[0]))) return undefined
  const drawsWith = ONLY_WITH.get(name)?.some((all) => all.every(([keyword, of]) => of.test(value(keyword))))
  if (!ALWAYS.has(name) && drawsWith !== true) return undefined
  if (path !== '' && !/^(sklearn|imblearn)\.|^[A-Za-z_]\w*$/.test(path)) return undefined
  return name === 'train_test_split' || /Split|KFold$/.test(name) ? 'split' : 'model'
}

/** Whether a search gives a model its seed: `random_state` among what it tries, beside the model or under a name. */
function searchSeeds(model: SyntaxNode, statement: Statement, analysis: Analysis): boolean {
  let around: SyntaxNode | undefined
  for (let at = model.parent; at !== null && at.id !== statement.node.id; at = at.parent)
    if (at.type === 'dictionary' || (at.type === 'call' && /SearchCV\b/.test(childOf(at, 'function')!.text)))
      around = at
  if (around === undefined) return false
  const named = readsIn(statement, around).flatMap(({ name, definitions }) =>
    around.type === 'call' && new RegExp(`\\b${name}\\b`).test(around.text) ? definitions : [],
  )
  const texts = named.map((id) => analysis.statements[id]!).flatMap((each) => valueOf(each)?.text ?? [])
  return [around.text, ...texts].some((text) => /['"](\w+__)?random_state['"]\s*:/.test(text))
}

/** `df.sample(...)` of pandas, not of something else with that name. */
function isSample(call: SyntaxNode, callees: Callees): boolean {
  const callee = childOf(call, 'function')!
  return callee.type === 'attribute' && /^pandas\./.test(callees.receiverOf(call) ?? '')
}

/** From where on anything may have seeded the streams: then nobody can say that it did not. */
function firstSeeding(analysis: Analysis): StatementId {
  return analysis.statements.find(({ source }) => SEEDING.test(source))?.id ?? Infinity
}

function findingOf(call: SyntaxNode, how: Drawing, { cell }: Statement, analysis: Analysis): Finding {
  const name = childOf(call, 'function')!.text
  const messages: Record<Drawing, string> = {
    split: `${name} has no random_state and picks other rows at every run, so that the metric can't be repeated.`,
    model: `${name} has no random_state and draws random numbers, so that another run gives another model and metric.`,
    sample: `${name} has no random_state and picks other rows at every run, so that the metric can't be repeated.`,
    stream: `${name} draws from a random stream that nothing seeds, and the metric depends on it: another run gives another number.`,
    generator: `${name} makes a generator without a seed, and the metric depends on it: another run gives another number.`,
  }
  const fix = how === 'stream' ? undefined : seedFix(call, how, analysis.notebook.cells[cell]!.source)
  return {
    kind: 'unseeded',
    weight: how === 'model' ? 'mild' : 'serious',
    cell,
    line: call.startRow + 1,
    message: messages[how],
    todo:
      how === 'stream'
        ? 'Seed it in the first cell, or draw from numpy.random.default_rng(0).'
        : 'Give it a seed: random_state=0.',
    ...(fix && { fix }),
  }
}

/** Puts the seed in; undefined where the text that ran is not the cell's own (magics were translated). */
function seedFix(call: SyntaxNode, how: Drawing, source: string): Fix | undefined {
  const list = childOf(call, 'arguments')
  if (list?.type !== 'argument_list') return undefined
  const seed = how === 'generator' ? '0' : 'random_state=0'
  const none = list.parts.find((part) => /^(random_state|seed)$/.test(childOf(part, 'name')?.text ?? ''))
  const last = none ?? list.parts.at(-1)
  const line = (row: number) => source.split('\n')[row] ?? ''
  if (last && !line(last.endRow).slice(0, last.endColumn).endsWith(last.text.split('\n').at(-1)!))
    return undefined
  if (!last && !/\(\s*\)$/.test(line(list.endRow).slice(0, list.endColumn))) return undefined
  const at = last
    ? { row: last.endRow, column: last.endColumn }
    : { row: list.endRow, column: list.endColumn - 1 }
  const start = none ? { row: none.startRow, column: none.startColumn } : at
  return {
    adds: seed,
    line: start.row + 1,
    column: start.column,
    endLine: at.row + 1,
    endColumn: at.column,
    text: none || !last ? seed : `, ${seed}`,
  }
}

/** A simple statement, or a function, whole; the headers of a compound one. */
function ownNodes(statement: Statement, analysis: Analysis): SyntaxNode[] {
  if (statement.children.length === 0) return /^import/.test(statement.kind) ? [] : [statement.node]
  const bodies = new Set(statement.children.map((id) => analysis.statements[id]!.node))
  return statement.node.parts.filter(
    (part) => part.type !== 'block' && ![...descendants(part)].some((each) => bodies.has(each)),
  )
}
