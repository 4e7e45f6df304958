/** Methods of tables that carry columns, each as it was: which they look at, and what they do besides. */
import { either, NONE, ROWS, SCALAR, type Thing, type Value, valueOf, WHOLE } from '../domain.ts'
import type { Machine } from '../machine.ts'
import { carried, carryInto, isPlain } from '../objects/carried.ts'
import { heldBy, hold, holdGiven, objectsIn } from '../objects/cells.ts'
import { noteRows } from '../objects/emptied.ts'
import { exactTexts } from '../objects/exact.ts'
import { readRewritten } from '../objects/summaries.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

/** Keywords with which a method does nothing else than is said here; every other is another matter. */
const HARMLESS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    copy: [],
    head: ['n'],
    tail: ['n'],
    drop: ['columns', 'axis', 'labels', 'index', 'errors'],
    rename: ['columns'],
    set_index: ['keys'],
    reset_index: ['drop'],
    sort_index: ['ascending', 'kind', 'na_position'],
    sort_values: ['by', 'ascending', 'kind', 'na_position', 'ignore_index'],
    nlargest: ['n', 'columns', 'keep'],
    nsmallest: ['n', 'columns', 'keep'],
    sample: ['n', 'frac', 'random_state', 'replace', 'ignore_index'],
    query: ['expr'],
    dropna: ['subset', 'how', 'ignore_index'],
    drop_duplicates: ['subset', 'keep', 'ignore_index'],
    fillna: ['value'],
    ffill: ['limit'],
    bfill: ['limit'],
    replace: ['to_replace', 'value', 'regex'],
    interpolate: ['method', 'limit_direction', 'limit'],
    clip: ['lower', 'upper'],
    round: ['decimals'],
    abs: [],
    shift: ['periods', 'fill_value'],
    diff: ['periods'],
    pct_change: ['periods'],
    cumsum: [],
    cumprod: [],
    cummax: [],
    cummin: [],
    explode: ['column', 'ignore_index'],
    select_dtypes: ['include', 'exclude'],
    astype: ['dtype'],
  }).map(([method, keywords]) => [method, new Set(keywords)]),
)

/** Methods that, told to work in place, pick rows or bring them in order, and leave what the columns hold. */
const PICKS_ROWS = /^(?:dropna|drop_duplicates|sort_values|sort_index|reset_index)$/

/** Methods that change each column for itself. */
const BY_COLUMN = /^(?:fillna|ffill|bfill|replace|interpolate|clip)$/

/** Methods that fail at a column of texts. */
const OF_NUMBERS = /^(?:abs|clip|diff|pct_change|cumprod|interpolate)$/

/** What a method gives that carries the columns of a table; undefined: it does more, or it isn't known which it reads. */
export function carriedBy(
  machine: Machine,
  table: Thing,
  method: string,
  args: Arguments,
  node: SyntaxNode,
): Value | undefined {
  if (args.rest || !isPlain(table)) return undefined
  if (method === 'assign') return assigned(machine, table, args, node)
  if (method === 'eval') return evaluated(machine, table, args, node)
  const keywords = HARMLESS.get(method)
  if (!keywords) return undefined
  const inPlace = args.keywords.get('inplace')
  if (inPlace && inPlace.constant !== true && inPlace.constant !== false) return undefined
  if ([...args.keywords.keys()].some((name) => name !== 'inplace' && !keywords.has(name))) return undefined
  const filling = method === 'fillna' ? summaryIn(args) : undefined
  if (filling) return filledBy(machine, table, filling, inPlace?.constant === true, node)
  const columns = columnsAsked(machine, method, args, node)
  if (!columns) return undefined
  if (OF_NUMBERS.test(method)) readRewritten(machine, table)
  if (inPlace?.constant === true) return changed(machine, table, method, args, columns, node)
  const renamed = method === 'rename' ? literalNames(machine, args, node) : undefined
  if (method === 'rename' && (!renamed || [...renamed.values()].some((name) => machine.has(table, name))))
    return undefined
  for (const value of [...args.positional, ...args.keywords.values()]) machine.readDeep(value)
  // They must be there, also to be taken away.
  for (const name of columns) machine.readKey(table, name)
  for (const name of renamed?.keys() ?? []) if (!machine.has(table, name)) machine.readKey(table, name)
  const without = new Set(TAKES_AWAY.test(method) ? columns : [])
  const mayEmpty = MAY_EMPTY.test(method) || (method === 'drop' && dropsRows(args))
  const made = carried(machine, table, node, without, renamed, table.hasRows && !mayEmpty)
  // A list in a cell becomes a row for each of its elements.
  if (method === 'explode')
    for (const thing of made.things)
      hold(machine, thing, objectsIn(machine, { things: heldBy(machine, table) }, 1))
  return made
}

/** `df.fillna(df.mean())`: the one argument, where it holds a value for each column. */
function summaryIn({ positional, keywords }: Arguments): Thing | undefined {
  const [value, ...others] = [...positional, ...(keywords.has('value') ? [keywords.get('value')!] : [])]
  const [only, ...more] = value?.things ?? []
  return others.length === 0 && more.length === 0 && only?.summary ? only : undefined
}

/** Gaps of each column are filled by the value that is given for it. */
function filledBy(machine: Machine, table: Thing, values: Thing, inPlace: boolean, node: SyntaxNode): Value {
  const made = inPlace ? table : carried(machine, table, node, new Set()).things[0]!
  if (inPlace) {
    for (const key of [WHOLE, ROWS]) machine.readPlace(table, key)
    machine.change(table)
  }
  carryInto(machine, values, made, undefined, undefined, true)
  return inPlace ? givenInPlace(machine, table, 'fillna') : valueOf(made)
}

/** Methods after which the columns that they are told are none any more. */
const TAKES_AWAY = /^(?:drop|set_index)$/

/** Methods after which there may be no rows. */
const MAY_EMPTY = /^(?:query|dropna)$/

/** The same in place: rows picked or in another order, gaps filled, columns taken away or named anew. */
function changed(
  machine: Machine,
  table: Thing,
  method: string,
  args: Arguments,
  columns: readonly string[],
  node: SyntaxNode,
): Value | undefined {
  const renamed = method === 'rename' ? literalNames(machine, args, node) : undefined
  if (method === 'rename' && (!renamed || [...renamed.values()].some((name) => machine.has(table, name))))
    return undefined
  if (!/^(?:drop|rename)$/.test(method) && !PICKS_ROWS.test(method) && !BY_COLUMN.test(method))
    return undefined
  for (const value of [...args.positional, ...args.keywords.values()]) machine.readDeep(value)
  machine.readPlace(table, WHOLE)
  for (const name of columns) machine.readKey(table, name)
  for (const [old, name] of renamed ?? []) {
    machine.readKey(table, old)
    machine.put(table, name, SCALAR)
    machine.remove(table, old)
  }
  if (method === 'drop' && !dropsRows(args)) for (const name of columns) machine.remove(table, name)
  else if (BY_COLUMN.test(method)) {
    for (const name of columns) machine.write(table, name, SCALAR)
    // One number for the gaps of all: each column is changed for itself.
    if (columns.length === 0) machine.change(table)
  } else if (!renamed) {
    machine.readPlace(table, ROWS)
    machine.write(table, ROWS, SCALAR)
  }
  return givenInPlace(machine, table, method)
}

/** Methods that give the object itself when they work in place, since pandas 3. */
const GIVES_ITSELF = /^(?:[bf]fill|clip|fillna|interpolate|mask|replace|where)$/

/** What a method gives that was told to work in place. */
export function givenInPlace(machine: Machine, receiver: Thing, method: string): Value {
  if (method === 'byteswap') return valueOf(receiver)
  // A column that is given a name, in all versions.
  if (receiver.type === 'pandas.Series' && method === 'rename') return either(NONE, valueOf(receiver))
  if (!receiver.type.startsWith('pandas.') || !GIVES_ITSELF.test(method)) return NONE
  const version = machine.versions.pandas
  if (version === undefined) return either(NONE, valueOf(receiver))
  return Number.parseInt(version, 10) >= 3 ? valueOf(receiver) : NONE
}

/** `df.assign(rate=df['a'] / df['b'], twice=lambda d: d['rate'] * 2)`: a function is given the table as it is by then. */
function assigned(machine: Machine, table: Thing, args: Arguments, node: SyntaxNode): Value | undefined {
  if (args.positional.length > 0) return undefined
  // What nobody knows may be a function.
  if ([...args.keywords.values()].some(({ things }) => things.some(({ type }) => UNKNOWN.test(type))))
    return undefined
  const made = carried(machine, table, node, new Set())
  for (const [name, value] of args.keywords) {
    const given = value.things.some(isCallable)
      ? machine.parts.call(value, { positional: [made], keywords: new Map(), rest: null }, node)
      : value
    machine.readDeep(given)
    for (const thing of made.things) {
      holdGiven(machine, thing, given)
      machine.put(thing, name, SCALAR)
      noteRows(machine, thing, given, undefined)
    }
  }
  return made
}

/** `df.eval('rate = a / b')`: columns made of those that its text names. */
function evaluated(machine: Machine, table: Thing, args: Arguments, node: SyntaxNode): Value | undefined {
  const { positional, keywords } = args
  const text = (positional[0] ?? keywords.get('expr'))?.constant
  const inPlace = keywords.get('inplace')?.constant ?? false
  if (typeof text !== 'string' || positional.length > 1 || typeof inPlace !== 'boolean') return undefined
  if ([...keywords.keys()].some((name) => name !== 'expr' && name !== 'inplace')) return undefined
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const columns = lines.map((line) => /^\s*([A-Za-z_]\w*)\s*=(?!=)(.*)$/.exec(line))
  if (columns.length === 0 || columns.includes(null)) return undefined
  const value = inPlace ? valueOf(table) : carried(machine, table, node, new Set())
  const [made] = value.things
  machine.readPlace(table, WHOLE)
  for (const [, name, formula] of columns as RegExpExecArray[]) {
    for (const read of namesInQuery(formula!)) machine.readKey(made!, read)
    machine.put(made!, name!, SCALAR)
  }
  return inPlace ? NONE : value
}

const UNKNOWN = /^(?:unknown|everything)$/

function isCallable({ data }: Thing): boolean {
  return /^(?:function|bound|partial|class|library|instance)$/.test(data?.sort ?? '')
}

/** The columns that a method looks at, by name; undefined: all, or nobody knows. */
function columnsAsked(
  machine: Machine,
  method: string,
  args: Arguments,
  node: SyntaxNode,
): readonly string[] | undefined {
  const { positional, keywords } = args
  const [first, second] = positional
  const named = (value: Value | undefined) =>
    typeof value?.constant === 'string' ? [value.constant] : value && exactTexts(machine, value)
  switch (method) {
    case 'copy':
    case 'sort_index':
    case 'ffill':
    case 'bfill':
      return positional.length === 0 ? [] : undefined
    case 'reset_index':
      if (positional.length > 0) return undefined
      if (keywords.get('drop')?.constant === true) return []
      // The index becomes a column, whose name depends on whether there is one of that name.
      return keywords.has('inplace') ? undefined : ['index']
    case 'head':
    case 'tail':
      return (first ?? keywords.get('n'))?.constant === 0 ? undefined : []
    case 'sort_values':
      return positional.length > 1 ? undefined : named(first ?? keywords.get('by'))
    case 'nlargest':
    case 'nsmallest':
      return positional.length > 2 ? undefined : named(second ?? keywords.get('columns'))
    case 'sample':
      // Without a seed of its own it draws from numpy's stream.
      return positional.length < 2 && typeof keywords.get('random_state')?.constant === 'number'
        ? []
        : undefined
    case 'query': {
      const text = (first ?? keywords.get('expr'))?.constant
      return typeof text === 'string' && positional.length < 2 ? namesInQuery(text) : undefined
    }
    case 'set_index':
      return positional.length > 1 ? undefined : named(first ?? keywords.get('keys'))
    case 'rename':
      return positional.length > 0 ? undefined : []
    case 'dropna':
    case 'drop_duplicates':
      return positional.length > (method === 'dropna' ? 0 : 1)
        ? undefined
        : named(first ?? keywords.get('subset'))
    case 'astype':
      return positional.length > 1 ? undefined : literalKeys(machine, args, node)
    case 'fillna': {
      const value = first ?? keywords.get('value')
      if (positional.length > 1 || !value) return undefined
      return value.things.length > 0 ? literalKeys(machine, args, node) : []
    }
    case 'shift':
    case 'diff':
    case 'pct_change':
    case 'interpolate':
    case 'round':
      return positional.length < 2 ? [] : undefined
    case 'cumsum':
    case 'cumprod':
    case 'cummax':
    case 'cummin':
    case 'abs':
    case 'select_dtypes':
      return positional.length < 2 ? [] : undefined
    case 'clip':
      return positional.length < 3 ? [] : undefined
    case 'replace':
      // What is put into cells may be an object.
      return positional.length < 3 && isPlainData(machine, args) ? [] : undefined
    case 'explode':
      return positional.length > 1 ? undefined : named(first ?? keywords.get('column'))
    case 'drop': {
      if (positional.length > 2) return undefined
      if (dropsRows(args)) return []
      // Rows and columns in one go.
      if (keywords.has('index')) return undefined
      const axis = (second ?? keywords.get('axis'))?.constant
      if (axis === 1 || axis === 'columns') return named(first ?? keywords.get('labels'))
      return positional.length === 0 && axis === undefined && !keywords.has('labels')
        ? named(keywords.get('columns'))
        : undefined
    }
    default:
      return undefined
  }
}

/** Whether `drop` takes away rows: by position or as `labels` along the first axis, or as `index`. */
function dropsRows({ positional, keywords }: Arguments): boolean {
  const axis = (positional[1] ?? keywords.get('axis'))?.constant
  const isFirst = positional.length < 2 && !keywords.has('axis') ? true : axis === 0 || axis === 'index'
  const isGiven = positional.length > 0 || keywords.has('labels') || keywords.has('index')
  return isFirst && isGiven && !keywords.has('columns')
}

/** Whether what is given is numbers and texts, also in lists and dictionaries. */
function isPlainData(machine: Machine, { positional, keywords }: Arguments): boolean {
  const given = [...positional, ...keywords.values()].flatMap(({ things }) => things)
  return machine
    .reach({ things: given })
    .every(({ type, data }) => /^(?:list|tuple|dict)$/.test(type) && data === null)
}

/** Names in the text of a query that may be columns; those behind `@` are the notebook's. */
function namesInQuery(text: string): string[] {
  return [
    ...(text.match(/(?<![@.\w])[A-Za-z_]\w*/g) ?? []),
    ...[...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
  ]
}

/** Keys of the one dictionary that is written out among the arguments of a call. */
function literalKeys(machine: Machine, args: Arguments, node: SyntaxNode): string[] | undefined {
  return literalPairs(machine, args, node)?.map(([name]) => name)
}

/** New names by the old ones, written out: `{'a': 'b'}`. */
function literalNames(
  machine: Machine,
  args: Arguments,
  node: SyntaxNode,
): ReadonlyMap<string, string> | undefined {
  const pairs = literalPairs(machine, args, node)?.map(([name, value]) => {
    const text = value.type === 'string' ? machine.parts.evaluate(value).constant : undefined
    return typeof text === 'string' ? ([name, text] as const) : undefined
  })
  return pairs?.every((pair) => pair !== undefined) ? new Map(pairs) : undefined
}

/** The pairs of the one dictionary that is written out among the arguments: keys that are texts, and what stands behind. */
export function literalPairs(
  machine: Machine,
  { positional, keywords }: Arguments,
  node: SyntaxNode,
): [string, SyntaxNode][] | undefined {
  if (positional.length + keywords.size > (keywords.has('inplace') ? 2 : 1)) return undefined
  const given = childOf(node, 'arguments')?.parts.map((part) =>
    part.type === 'keyword_argument' ? childOf(part, 'value')! : part,
  )
  const dictionaries = given?.filter(({ type }) => type === 'dictionary') ?? []
  if (dictionaries.length !== 1) return undefined
  const pairs = dictionaries[0]!.parts.map((pair): [string, SyntaxNode] | undefined => {
    const key = pair.type === 'pair' ? childOf(pair, 'key')! : undefined
    const name = key?.type === 'string' ? machine.parts.evaluate(key).constant : undefined
    return typeof name === 'string' ? [name, childOf(pair, 'value')!] : undefined
  })
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined
}
