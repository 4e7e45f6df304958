/**
 * What the analysis knows of the objects of a program.
 *
 * A `Thing` stands for the objects made at one place of the program; a `Value` says which things an expression may be.
 * A thing's content lives in the `Store`, under its whole (`WHOLE`) and under the keys that are known by name.
 */
import type { SyntaxNode } from './syntax.ts'
import { MANY, united } from './united.ts'

export type Constant = string | number | boolean | null

export interface Value {
  /** The objects that it may be; none: it is immutable (a number, a string, None ...). */
  readonly things: readonly Thing[]
  /** Its exact value, where that is known and simple. */
  readonly constant?: Constant
  /** What an immutable value is, where known: `str`, `number`, `none`, `path`, `shape`, `mask`. */
  readonly kind?: string
  /** Beside those objects it may be one that has no place of its own in the memory, of which nothing is known. */
  readonly vague?: true
}

export const SCALAR: Value = { things: [] }
export const TEXT: Value = { things: [], kind: 'str' }
export const NUMBER: Value = { things: [], kind: 'number' }
/** Some numbers, which nothing can change. */
export const SHAPE: Value = { things: [], kind: 'shape' }
/** Of a column: it says of each row whether something is so. */
export const MASK: Value = { things: [], kind: 'mask' }
export const NONE: Value = { things: [], constant: null, kind: 'none' }

/** Key of everything in a thing that has no key of its own. */
export const WHOLE = '*'
/** Key of a data frame's rows: which there are and in what order. Reading any column reads it. */
export const ROWS = '#rows'

/** Key of the order in which the keys of a mapping came, which whoever reads all of it sees. */
export const ORDER = '#order'
/** Key of what an estimator learned: fitting it again replaces it. */
export const FITTED = '#fitted'
/** Key of what it was told after it was made: `set_params`. */
export const PARAMETERS = '#parameters'
/** Key of whether an object that is watched still lives. */
export const ALIVE = '#alive'
/** Key of the names that a magic may have bound: any but those of Python itself. */
export const BY_MAGIC = '#magic'
/** Key of what was done to the figure that was the current one, and to how figures are drawn. */
export const CURRENT = '#current'
/** Key of the columns by which a table is grouped, where they are known. */
export const GROUPED_BY = '#by'
/** Key of whether columns of two tables that had the same name were given others. */
export const SUFFIXED = '#suffixed'
/** Key of whether a file is closed. */
export const CLOSED = '#closed'
/** Key of what an iterator goes through. */
export const SOURCE = '#source'
/** Key of the length of a list or tuple whose elements are all known by position. */
export const LENGTH = '#length'
/** Key of the objects that are known to lie in the cells of a table or array. */
export const CELLS = '#cells'
/** Key of the library that an object of unknown type comes from: its methods may read what that keeps. */
export const MADE_BY = '#made by'

interface FunctionData {
  readonly sort: 'function'
  readonly node: SyntaxNode
  /** The scope in which it was defined. */
  readonly scope: Scope
  readonly defaults: ReadonlyMap<string, Value>
  /** The class in whose body it was defined. */
  owner: Thing | null
  /** It learns other implementations: `functools.singledispatch`. */
  dispatches?: boolean
  /** It remembers its results: `functools.lru_cache`. */
  cached?: boolean
}
interface ClassData {
  readonly sort: 'class'
  readonly node: SyntaxNode
  bases: readonly Thing[]
  metaclasses?: readonly Thing[]
}
interface InstanceData {
  readonly sort: 'instance'
  class: Thing
}
/** A function or class that a notebook did not define, or a module, by its full name. */
interface LibraryData {
  readonly sort: 'library'
  readonly path: string
}
interface BoundData {
  readonly sort: 'bound'
  readonly self: Value
  readonly method: string
  /** The notebook's function that it is; null: found by name when it is called. */
  readonly function: Thing | null
}
/** `property`, `staticmethod`, `classmethod` around functions. */
interface WrapperData {
  readonly sort: 'wrapper'
  readonly kind: 'property' | 'static' | 'class'
  readonly getter: Value
  readonly setter: Value
  readonly deleter?: Value
  /** The first that reads it writes it into the instance: `functools.cached_property`. */
  readonly cached?: boolean
}
export interface SuperData {
  readonly sort: 'super'
  readonly self: Value
  /** Classes to ask, in order: one chain for each class that `self` may be of. */
  readonly chains: readonly (readonly Thing[])[]
}
/** Something that runs a piece of the program when it is read: a generator, `map(f, xs)`. */
interface LazyData {
  readonly sort: 'lazy'
  readonly consume: () => Value
  /** The notebook's code that runs then, and the scope that it runs in. */
  readonly code?: { readonly node: SyntaxNode; readonly scope: Scope }
  /** What it works on. */
  readonly given?: Value
}
interface FileData {
  readonly sort: 'file'
  /** null: not known. */
  readonly path: string | null
}
/** A view: what is written to it may be written to its base, and what is written to the base may be seen in it. */
interface ViewData {
  readonly sort: 'view'
  readonly base: Thing
  readonly key: string | null
}
interface EstimatorData {
  readonly sort: 'estimator'
  /** Whether it draws from numpy's global stream when it is fitted. */
  draws: boolean
  /** Whether it draws from there when it predicts, too. */
  guesses: boolean
  /** Whether it prints while it is fitted. */
  readonly verbose: boolean
  /** Whether fitting goes on from the last fit: `warm_start=True`. */
  warm: boolean
  /** Whether it refers to the rows that it was fitted to. */
  keeps: boolean
  /** Methods that may give the very rows that they are given: those of `FunctionTransformer()`. */
  passes: readonly string[]
  /**
   * Whether it may take the estimators that it is given as they are (`prefit=True`, `cv='prefit'`); for a pipeline: whether it may
   * fit others than it was given, or copies.
   */
  prefit: boolean
  /** What it was given by position. */
  readonly given: readonly Value[]
  /** Whether it was told to work on the data itself: `copy=False`. */
  readonly inPlace: boolean
}
/** `partial(f, a)`: a function with arguments already given. */
interface PartialData {
  readonly sort: 'partial'
  /** Found in a class it is bound like a function: `functools.partialmethod`. */
  readonly method?: boolean
  readonly callee: Value
  readonly positional: readonly Value[]
  readonly keywords: ReadonlyMap<string, Value>
}
export type ThingData =
  | FunctionData
  | ClassData
  | InstanceData
  | LibraryData
  | BoundData
  | WrapperData
  | SuperData
  | LazyData
  | FileData
  | ViewData
  | EstimatorData
  | PartialData

/** A namespace in which names are looked up: the notebook's, a function's call, a class body, a comprehension. */
export interface Scope {
  readonly frame: Thing
  readonly kind: 'global' | 'function' | 'class' | 'comprehension'
  readonly parent: Scope | null
  /** Names that belong to it; all for the global scope and class bodies. */
  readonly locals: ReadonlySet<string> | null
  /** Names declared `global` in it. */
  readonly globals: ReadonlySet<string>
  /** Names declared `nonlocal` in a class body: in that of a function they are no locals. */
  readonly outer?: ReadonlySet<string>
}

let things = 0

export class Thing {
  readonly id: number
  /** `list`, `dict`, `pandas.DataFrame`, `function`, `unknown` ... */
  readonly type: string
  /** The name by which a person knows it. */
  label: string
  data: ThingData | null
  /** Stands for more than one object: nothing that is written to it replaces what was there. */
  multiple = false
  /** A table that was made of data: it has rows before any column is put into it. */
  hasRows = false
  /** Surely a number or a text, or a list that was made of such: see `plain.ts`. */
  plain?: boolean
  /**
   * Of a table: each column has a name of its own, and these surely hold text. Of a column or array: it surely is one, of
   * cells that are no objects. Null: not so, or not each time that it was made.
   */
  flat?: ReadonlySet<string> | null
  /** A list of names of columns: those that are surely not among them. */
  leavesOut?: ReadonlySet<string>
  /** A comparison's result: what it selects is copied, never a view. */
  mask = false
  /** Surely many places or labels of rows: what they pick of a table is a table, and copied. */
  many = false
  /** Of a table: columns that may have been there before they were written anew, or taken away. */
  rewritten: Set<string> | null = null
  /**
   * A column that holds one value for each column of a table, under that column's name (`objects/summaries.ts`): each as it is
   * whatever the others are, or maybe a 2.0 for a 2 since another is no whole number.
   */
  summary: 'alike' | 'mixed' | null = null
  /** A column of lists of texts, as `split` makes them. */
  lists = false
  /** Taken from a table by one place: a cell, so a number or an object that the table shares; or a row of cells. */
  cell = false
  /** A generator that picks rows of an array as views of it: those of Python's own `random`, not numpy's. */
  picksViews = false
  /** Keys that were ever written, with their places in the memory. */
  readonly places = new Map<string, number>()
  /** Somebody looks whether it still lives: `weakref.ref`. Holds what is called when it is let go. */
  watchers: Value | null = null
  /** In which round of following references it was met last. */
  reached = 0
  /** Names of the notebook that were ever bound to it. */
  readonly names = new Set<string>()

  constructor(type: string, label: string, data: ThingData | null = null) {
    things += 1
    this.id = things
    this.type = type
    this.label = label
    this.data = data
  }

  /** Keys that were ever written. */
  get keys(): MapIterator<string> {
    return this.places.keys()
  }
}

/** A key as it is known by, also a position: `True` is the same as `1`. A long number is no text: a table may have both years. */
export function keyText(key: Constant): string {
  const text = String(typeof key === 'boolean' ? Number(key) : key)
  return typeof key === 'number' && text.length > 3 ? `${text} (a number)` : text
}

/** The same of a value that is known and has no twin: `'0'` is another than `0`. */
export function keyIn({ things, constant }: Value): string | undefined {
  if (things.length > 0 || constant === undefined || constant === null) return undefined
  return typeof constant === 'string' && /^-?[\d.]{1,3}$/.test(constant) ? undefined : keyText(constant)
}

/** A value that is one of these things. */
export function valueOf(...things: readonly Thing[]): Value {
  return { things }
}

/** A value that is known: text, a number, a truth value, None. */
export function constant(value: Constant): Value {
  const kind =
    value === null
      ? 'none'
      : typeof value === 'string'
        ? 'str'
        : typeof value === 'number'
          ? 'number'
          : 'bool'
  return { things: [], constant: value, kind }
}

/** What may be either. Returns `a` itself when `b` adds nothing, so that a loop sees that nothing changed. */
export function either(a: Value, b: Value): Value {
  if (a === b) return a
  const things = united(a.things, b.things)
  const sameConstant = a.constant === b.constant
  const sameKind = a.kind === b.kind
  const vague = a.vague ?? b.vague
  if (
    things === a.things &&
    (sameConstant || a.constant === undefined) &&
    (sameKind || a.kind === undefined) &&
    vague === a.vague
  )
    return a
  return {
    things,
    ...(sameConstant && a.constant !== undefined && { constant: a.constant }),
    ...(sameKind && a.kind !== undefined && { kind: a.kind }),
    ...(vague && { vague }),
  }
}

/** Whether nothing is known of it: taken for a number or text, it may be an object. */
export function isVague({ things, kind, constant, vague }: Value): boolean {
  return vague === true || (things.length === 0 && kind === undefined && constant === undefined)
}

/** Whether it is known for a number or for nothing, whose text no option of a table or array changes. */
export function isPlainNumber({ things, kind, constant, vague }: Value): boolean {
  return (
    vague !== true && things.length === 0 && (constant !== undefined || kind === 'number' || kind === 'none')
  )
}

/** What paths of the program give: one of which nothing is known stays possible beside the objects of the others. */
export function oneOf(a: Value, b: Value): Value {
  return a === b ? a : besideVague(either(a, b), isVague(a) || isVague(b))
}

/** The same for any number of values. */
export function anyOf(values: readonly Value[]): Value {
  return besideVague(eitherOf(values), values.some(isVague))
}

/** The objects that a value may be, without what else is known of it; one that nobody knows stays possible. */
export function heldOf({ things, vague }: Value): Value {
  return { things, ...(vague && { vague }) }
}

function besideVague(value: Value, vague: boolean): Value {
  return !vague || value.vague === true || value.things.length === 0 ? value : { ...value, vague }
}

/** A value that may be any of these; of none, one that holds nothing. */
export function eitherOf(values: readonly Value[]): Value {
  if (values.length === 0) return SCALAR
  return values.length > MANY ? eitherOfMany(values) : values.reduce(either)
}

/** The same in one go: one after the other, each would copy what came of those before. */
function eitherOfMany(values: readonly Value[]): Value {
  const [first] = values as readonly [Value]
  const things = [...new Set(values.flatMap((value) => value.things))]
  const sameConstant = values.every(({ constant }) => constant === first.constant)
  const sameKind = values.every(({ kind }) => kind === first.kind)
  const vague = values.some((value) => value.vague === true)
  if (
    things.length === first.things.length &&
    (sameConstant || first.constant === undefined) &&
    (sameKind || first.kind === undefined) &&
    vague === (first.vague === true)
  )
    return first
  return {
    things,
    ...(sameConstant && first.constant !== undefined && { constant: first.constant }),
    ...(sameKind && first.kind !== undefined && { kind: first.kind }),
    ...(vague && { vague }),
  }
}

/** Whether an argument is given and isn't surely that constant. */
export function mayBeOther(value: Value | undefined, than: Constant): boolean {
  return value !== undefined && value.constant !== than
}
