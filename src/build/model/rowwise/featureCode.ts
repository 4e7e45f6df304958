/** Finds the feature code of the tables that lead to a model: statements that make columns row by row, in order. */
import type { Evaluation, Place } from '../../analysis/evaluation.ts'
import { lastName, valueOf } from '../../analysis/evaluation/shapes.ts'
import type { Analysis, Statement, StatementId } from '../../analysis/program.ts'
import { childOf, descendants } from '../../analysis/syntax.ts'
import { Fixed } from './fixed.ts'
import { FITTED } from './knowledge.ts'
import { type Effect, effectOn, isPicking } from './statement.ts'

/** A statement that makes columns of a table row by row. */
export interface FeatureStatement {
  readonly statement: StatementId
  readonly table: string
  /** null: which ones is not known by reading. */
  readonly makes: readonly string[] | null
  readonly reads: readonly string[] | null
}

/** One that makes columns and is not row by row, or can't be shown to be. */
export interface StatefulStatement {
  readonly statement: StatementId
  readonly table: string
  readonly makes: readonly string[]
  /** A phrase: `it reads \`mean\`, which is computed when the notebook runs`. */
  readonly why: string
}

export interface FeatureCode {
  /** What leads to the rows that the model predicts, and to those that it learns from. */
  readonly tested: readonly FeatureStatement[]
  readonly trained: readonly FeatureStatement[]
  readonly stateful: readonly StatefulStatement[]
}

/** What has happened to a table since its raw rows. */
interface Past {
  readonly made: readonly FeatureStatement[]
  readonly stateful: readonly StatefulStatement[]
  /** Columns that other rows took part in. */
  readonly spoiled: ReadonlySet<string>
  /** Why nothing about its columns is known any more; null while it is. */
  readonly unknown: string | null
}

const RAW: Past = { made: [], stateful: [], spoiled: new Set(), unknown: null }

/**
 * @param kept statements that the pipeline runs
 * @param target the column of the ground truth: raw rows have none, so that what needs it is no feature
 */
export function findFeatureCode(
  analysis: Analysis,
  kept: ReadonlySet<StatementId>,
  evaluation: Evaluation,
  fit: Place | undefined,
  target: string,
): FeatureCode {
  const fixed = new Fixed(analysis, kept)
  const pasts = new Map<string, Past>()
  const at = new Map<StatementId, ReadonlyMap<string, Past>>()
  const wanted = new Set([evaluation.statement, evaluation.rows?.statement, fit?.statement])
  for (const statement of analysis.statements) {
    if (wanted.has(statement.id)) at.set(statement.id, new Map(pasts))
    if (kept.has(statement.id)) step(statement, pasts, analysis, fixed, target)
  }
  const pastOf = (place: Place | null | undefined): Past => {
    const known = place == null ? undefined : at.get(place.statement)
    for (const node of place == null ? [] : descendants(place.node)) {
      const past = node.type === 'identifier' ? known?.get(node.text) : undefined
      if (past !== undefined) return past
    }
    return RAW
  }
  const tested = pastOf(evaluation.rows)
  const trained = pastOf(fit)
  return {
    tested: (tested === RAW ? trained : tested).made,
    trained: trained.made,
    stateful: [...new Set([...tested.stateful, ...trained.stateful])].sort(
      (a, b) => a.statement - b.statement,
    ),
  }
}

function step(
  statement: Statement,
  pasts: Map<string, Past>,
  analysis: Analysis,
  fixed: Fixed,
  target: string,
): void {
  const isFrame = (name: string) => (analysis.types.get(name) ?? []).some((type) => /DataFrame$/.test(type))
  const written = writtenTable(statement)
  const touched = new Set([...statement.defines, ...statement.changes.map(({ name }) => name)])
  for (const name of touched) {
    const past = pasts.get(name)
    // A table that may be a view of the one that is written to: what happens to it then is for the run to show.
    if (written !== undefined && written !== name && touched.has(written)) {
      if (statement.changes.some((each) => each.name === name && each.certain)) pasts.set(name, RAW)
      continue
    }
    if (!isFrame(name) && past === undefined) {
      inherit(name, statement, pasts)
      continue
    }
    const isOwn = past !== undefined && (!statement.defines.includes(name) || readsItself(statement, name))
    if (!isOwn) inherit(name, statement, pasts)
    else if (statement.depth > 0 || statement.children.length > 0) pasts.set(name, RAW)
    else pasts.set(name, after(past, name, statement, effectOn(name, statement, fixed), target))
    if (pasts.get(name) === undefined && isFrame(name)) pasts.set(name, RAW)
  }
}

/** `df` of `df['c'] = value`. */
function writtenTable({ node }: Statement): string | undefined {
  const inner = node.type === 'expression_statement' ? node.parts[0]! : node
  const left = /^(augmented_)?assignment$/.test(inner.type) ? childOf(inner, 'left') : undefined
  const object = left?.type === 'subscript' ? left.parts[0]! : undefined
  const table = object?.type === 'attribute' ? childOf(object, 'object') : object
  return table?.type === 'identifier' ? table.text : undefined
}

function readsItself(statement: Statement, name: string): boolean {
  return statement.reads.some((read) => read.name === name)
}

/** What a new name takes over from the tables that it is made of. */
function inherit(name: string, statement: Statement, pasts: Map<string, Past>): void {
  pasts.delete(name)
  const value = valueOf(statement)
  if (!value || statement.depth > 0) return
  for (const node of descendants(value)) {
    const past = node.type === 'identifier' ? pasts.get(node.text) : undefined
    if (past === undefined) continue
    const callee = value.type === 'call' ? lastName(childOf(value, 'function')!.text) : ''
    if (isPicking(value, node.text) || callee === 'train_test_split') pasts.set(name, past)
    else if (FITTED.test(callee)) pasts.set(name, { ...past, unknown: whyUnknown(statement) })
    return
  }
}

function after(past: Past, table: string, statement: Statement, effect: Effect, target: string): Past {
  const spoil = (makes: readonly string[], why: string): Past => ({
    ...past,
    stateful: [...past.stateful, { statement: statement.id, table, makes, why }],
    spoiled: new Set([...past.spoiled, ...makes]),
  })
  switch (effect.does) {
    case 'pick':
      return past
    case 'columns':
      return spoil(effect.makes, effect.why)
    case 'unknown': {
      const callee = valueOf(statement)
      const isFitted = callee?.type === 'call' && FITTED.test(childOf(callee, 'function')!.text)
      return isFitted ? { ...past, unknown: whyUnknown(statement) } : RAW
    }
    case 'features': {
      const { makes, reads } = effect
      const needs = [...(reads ?? [])]
      if ([...(makes ?? []), ...needs].includes(target))
        return makes === null ? past : { ...past, spoiled: new Set([...past.spoiled, ...makes]) }
      if (past.unknown !== null) return spoil(makes ?? [], past.unknown)
      const spoiled =
        needs.find((each) => past.spoiled.has(each)) ?? (reads === null ? [...past.spoiled][0] : undefined)
      if (spoiled !== undefined)
        return spoil(makes ?? [], `it reads the column ${spoiled}, which other rows took part in`)
      const made = { statement: statement.id, table, makes, reads }
      const clean = new Set([...past.spoiled].filter((each) => !makes?.includes(each)))
      return { ...past, made: [...past.made, made], spoiled: clean }
    }
  }
}

function whyUnknown({ source, cell, startLine }: Statement): string {
  return `it comes after \`${source.split('\n')[0]!}\` (cell ${cell}, line ${startLine}), which learns from all rows`
}
