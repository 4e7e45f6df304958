/**
 * What is surely a number, a text or a list of such: its text is the same whatever pandas and numpy were told about how
 * tables and arrays are printed. For that, a column must be known to be one, and not several of the same name.
 */
import { isPlainNumber, isVague, SCALAR, type Thing, type Value, WHOLE } from '../domain.ts'
import { heldWithin } from './cells.ts'
import { exactTexts } from './exact.ts'
import { isData } from '../knowledge/types.ts'
import type { Machine } from '../machine.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

/** Whether how pandas and numpy print says nothing of the value's text. */
export function hasOwnText(machine: Machine, value: Value): boolean {
  if (value.things.length === 0) return isPlainNumber(value) || isText(value)
  return value.vague !== true && value.things.every((thing) => isPlainThing(machine, thing))
}

function isText({ kind, vague }: Value): boolean {
  return vague !== true && (kind === 'str' || kind === 'bool' || kind === 'shape')
}

function isPlainThing(machine: Machine, thing: Thing): boolean {
  if (thing.plain !== true || machine.peek(thing, WHOLE)?.value.vague === true) return false
  const named = [...thing.keys].filter((key) => key !== WHOLE && !key.startsWith('#'))
  if (named.some((key) => isVague(machine.peek(thing, key)?.value ?? SCALAR))) return false
  return [...machine.reach({ things: [thing] })].every(({ plain }) => plain === true)
}

/** Notes it of what was just made: what one place of the program makes several times must be so each time. */
export function notePlain({ things }: Value, isSo: boolean): void {
  for (const thing of things) thing.plain = isSo && thing.plain !== false
}

/** Notes the columns of a table that was just made; of a column or array, that it is one of cells. */
export function noteFlat(thing: Thing, texts: ReadonlySet<string> | null): void {
  const before = thing.flat
  thing.flat =
    texts === null || before === null
      ? null
      : before
        ? new Set([...before].filter((each) => texts.has(each)))
        : texts
}

/** The columns of a table that surely hold text, where each of its columns has a name of its own; else null. */
export function flatColumns(machine: Machine, table: Thing): ReadonlySet<string> | null {
  if (!table.flat || table.type !== 'pandas.DataFrame' || table.data !== null) return null
  if (machine.peek(table, WHOLE)?.definitions.length !== 1) return null
  return new Set([...table.flat].filter((name) => !machine.has(table, name)))
}

/** Whether it is surely one column or list of cells that are no objects. */
export function isFlatColumn(machine: Machine, thing: Thing): boolean {
  return (
    !thing.cell &&
    /^(?:pandas\.Series|numpy\.ndarray|data)$/.test(thing.type) &&
    !!thing.flat &&
    !holds(machine, thing)
  )
}

function holds(machine: Machine, thing: Thing): boolean {
  return heldWithin(machine, thing).length > 0
}

/** The columns of a table that is made of what is written out, or read from a file. */
export function columnsWritten(
  machine: Machine,
  { positional, keywords, rest }: Arguments,
  node: SyntaxNode,
): ReadonlySet<string> | null {
  const name = childOf(node, 'function')?.text ?? ''
  if (/\bread_(?:csv|table)$/.test(name)) return keywords.has('header') || rest ? null : NO_TEXTS
  if (!/DataFrame$/.test(name) || rest) return null
  if (keywords.has('columns')) {
    const names = exactTexts(machine, keywords.get('columns')!)
    return names && new Set(names).size === names.length ? NO_TEXTS : null
  }
  const [data] = childOf(node, 'arguments')?.parts ?? []
  if (positional.length === 0 || data?.type !== 'dictionary') return null
  const texts = new Set<string>()
  for (const pair of data.parts) {
    const key = pair.type === 'pair' ? childOf(pair, 'key')! : undefined
    const column = key?.type === 'string' ? machine.parts.evaluate(key).constant : undefined
    if (typeof column !== 'string') return null
    const written = childOf(pair, 'value')!
    if (written.type === 'list' && written.parts.some(({ type }) => type === 'string')) texts.add(column)
    else if (
      /^list\(\s*['"]/.test(written.text) &&
      descendants(written).some(({ type }) => type === 'string')
    )
      texts.add(column)
  }
  return texts
}

const NO_TEXTS: ReadonlySet<string> = new Set()

/** Notes of what a method of a column, array or table gives whether it is plain, or again one column. */
export function noteResult(
  machine: Machine,
  receiver: Thing,
  method: string,
  args: Arguments,
  result: Value,
): void {
  if (receiver.data?.sort === 'estimator')
    for (const thing of result.things)
      if (thing.type === 'data') noteFlat(thing, /^(?:fit_)?predict$/.test(method) ? NO_TEXTS : null)
  if (!isData(receiver.type)) return
  const made = { things: result.things.filter((thing) => thing !== receiver) }
  const isColumn = isFlatColumn(machine, receiver)
  for (const thing of made.things)
    if (KEEPS.test(method) || /^(?:to_numpy|unique)$/.test(method))
      noteFlat(thing, isColumn ? NO_TEXTS : null)
  const isReduced = isColumn && isReduction(method, args)
  const isListed = LISTS.test(method) && !holds(machine, receiver) && isListing(method, args)
  if (isReduced || isListed) notePlain({ things: [...machine.reach(made)] }, true)
  else notePlain(made, false)
}

/** Methods of a column that give one of as many cells, or of some of them. */
const KEEPS =
  /^(?:dropna|fillna|astype|abs|round|head|tail|copy|diff|shift|cumsum|cumprod|cummax|cummin|pct_change|clip|rank|sort_values|ffill|bfill|isin|isna|isnull|notna|notnull|between|drop_duplicates|duplicated|add|sub|mul|div|truediv|eq|ne|gt|ge|lt|le)$/

/** Methods of a column that give a number, a text or a time. */
const REDUCES =
  /^(?:sum|mean|median|std|var|min|max|count|nunique|prod|product|sem|skew|kurt|kurtosis|any|all|idxmax|idxmin|argmax|argmin|item|corr|cov|autocorr|quantile)$/

function isReduction(method: string, { positional, keywords, rest }: Arguments): boolean {
  if (!REDUCES.test(method) || rest) return false
  if ([...keywords.keys()].some((name) => !/^(?:skipna|ddof|min_count|method|dropna|q|other)$/.test(name)))
    return false
  if (/^(?:corr|cov)$/.test(method)) return true
  if (method !== 'quantile') return positional.length === 0
  const q = positional[0] ?? keywords.get('q')
  return !q || typeof q.constant === 'number'
}

const LISTS = /^(?:tolist|to_list|to_dict)$/

function isListing(method: string, { positional, keywords, rest }: Arguments): boolean {
  if (method !== 'to_dict') return true
  const orient = positional[0] ?? keywords.get('orient')
  if (rest || positional.length > 1 || keywords.size > (keywords.has('orient') ? 1 : 0)) return false
  return !orient || /^(?:dict|list|split|tight|records|index)$/.test(String(orient.constant))
}

/** The same for numpy's functions: the sum of a column, the root of a number. */
export function noteOfNumpy(
  machine: Machine,
  path: string,
  { positional, keywords }: Arguments,
  result: Value,
): void {
  const [first] = positional
  if (!path.startsWith('numpy.') || !first) return
  const isOne = first.things.length > 0 && positional.slice(1).every(({ things }) => things.length === 0)
  const isReduced =
    /^numpy\.(?:mean|sum|std|var|min|max|amin|amax|median|ptp|prod)$/.test(path) &&
    positional.length === 1 &&
    [...keywords.keys()].every((name) => name === 'ddof') &&
    first.things.every((thing) => isFlatColumn(machine, thing))
  const isMapped =
    /^numpy\.(?:sqrt|exp|log|log2|log10|log1p|expm1|abs|round|around|floor|ceil|square|float64|int64)$/.test(
      path,
    ) &&
    keywords.size === 0 &&
    hasOwnText(machine, first)
  notePlain(result, isOne && (isReduced || isMapped))
  const made = result.things.filter((thing) => !positional.some(({ things }) => things.includes(thing)))
  for (const thing of made) noteFlat(thing, MAKES_ARRAY.test(path) ? NO_TEXTS : null)
}

/** Functions that give an array, whatever they are given. */
const MAKES_ARRAY =
  /^numpy\.(?:array|asarray|arange|linspace|logspace|zeros|ones|full|empty|eye|random\.\w+)$/

/** The same for operators: numbers give a number, columns and numbers a column. */
export function noteOfOperator(machine: Machine, operands: readonly Value[], result: Value): void {
  const isPlainOperand = operands.map((value) => hasOwnText(machine, value))
  const isColumn = (value: Value) =>
    value.things.length > 0 && value.things.every((thing) => isFlatColumn(machine, thing))
  const isOfColumns = operands.every((value, at) => isPlainOperand[at]! || isColumn(value))
  for (const thing of result.things) noteFlat(thing, isOfColumns ? NO_TEXTS : null)
  notePlain(
    result,
    isPlainOperand.every((isSo) => isSo),
  )
}
