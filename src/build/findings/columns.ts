/** Which columns an expression holds, where a notebook's text tells for certain. */
import type { Place } from '../analysis/evaluation.ts'
import { changing } from '../analysis/graph/byName.ts'
import { argument, unwrapped } from '../analysis/evaluation/shapes.ts'
import type { Analysis, Statement, StatementId } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'
import { Callees } from './callees.ts'

/** A table: all columns of a frame but some, or some of them. */
export interface Table {
  /** The statement that made the frame. */
  readonly frame: StatementId
  readonly only: ReadonlySet<string> | null
  readonly without: ReadonlySet<string>
  /** Columns that the notebook computed row by row from others, and those. */
  readonly made: ReadonlyMap<string, readonly string[]>
  /** The statement that last chose columns. */
  readonly chosen: StatementId
}

export interface Column {
  readonly frame: StatementId
  readonly name: string
}

const SAME_METHODS =
  /^(copy|fillna|dropna|astype|to_numpy|reset_index|sort_values|sort_index|sample|head|tail|query|drop_duplicates|replace|round|clip|to_frame|toarray|infer_objects)$/
const SAME_FUNCTIONS = /^(array|asarray|get_dummies|DataFrame|shuffle|nan_to_num)$/
const SCALERS =
  /^(StandardScaler|MinMaxScaler|RobustScaler|MaxAbsScaler|SimpleImputer|Normalizer|KNNImputer)$/
/** What may be done to a single column so that it still says the same of each row. */
const SAME_COLUMN =
  /^(copy|astype|to_numpy|ravel|reset_index|map|replace|apply|values|to_frame|squeeze|fillna|reshape|flatten|fit_transform|transform|cut|qcut|factorize|where|log|log1p|array|asarray|Series|DataFrame|int|str|codes|cat|round|tolist|label_binarize)$/

interface Reached {
  /** What it was bound to. */
  readonly node: SyntaxNode
  readonly statement: StatementId
  readonly table: Table
}

export class ColumnFinder {
  private readonly analysis: Analysis
  private readonly callees: Callees
  private readonly known = new Map<string, Table | null>()
  /** By name and statement that bound it: its table just before the last change that was asked about. */
  private readonly reached = new Map<string, Reached>()
  private depth = 0
  /** How often it went too deep: what was found then is not all. */
  private tooDeep = 0

  constructor(analysis: Analysis) {
    this.analysis = analysis
    this.callees = new Callees(analysis)
  }

  table({ node, statement }: Place): Table | null {
    if (this.depth > 30) {
      this.tooDeep += 1
      return null
    }
    this.depth += 1
    const found = this.tableOf(unwrapped(node), statement)
    this.depth -= 1
    return found
  }

  /** The column that an expression comes from, however it was encoded. */
  column({ node, statement }: Place): Column | null {
    if (this.depth > 30) {
      this.tooDeep += 1
      return null
    }
    this.depth += 1
    const found = this.columnOf(unwrapped(node), statement)
    this.depth -= 1
    return found
  }

  private columnOf(node: SyntaxNode, statement: StatementId): Column | null {
    const inside = (inner: SyntaxNode | undefined) => (inner ? this.column({ node: inner, statement }) : null)
    switch (node.type) {
      case 'identifier': {
        const bound = this.boundTo(node.text, statement)
        return bound && this.column(bound)
      }
      case 'subscript': {
        const [value, index, more] = node.parts
        const indexer = value!.type === 'attribute' && /^i?loc$/.test(childOf(value!, 'attribute')!.text)
        const name =
          this.textOf(indexer ? more : index, statement) ??
          this.textOf(
            index?.type === 'list' && index.parts.length === 1 ? index.parts[0] : undefined,
            statement,
          )
        const object = indexer ? childOf(value!, 'object')! : value!
        const table = name === undefined ? null : this.table({ node: object, statement })
        return name !== undefined && table ? { frame: table.frame, name } : more ? null : inside(object)
      }
      case 'attribute': {
        const object = childOf(node, 'object')!
        const name = childOf(node, 'attribute')!.text
        const column = inside(object)
        if (column) return SAME_COLUMN.test(name) ? column : null
        const table = object.type === 'identifier' ? this.table({ node: object, statement }) : null
        return table && /DataFrame/.test((this.analysis.types.get(object.text) ?? []).join())
          ? { frame: table.frame, name }
          : null
      }
      case 'call': {
        const callee = childOf(node, 'function')!
        const name = this.callees.nameOf(node)
        const object = childOf(callee, 'object')
        const first = argument(node, 0, [])
        if (name === 'pop' && object && stringOf(first) !== undefined) {
          const table = this.table({ node: object, statement })
          return table && { frame: table.frame, name: stringOf(first)! }
        }
        if (!SAME_COLUMN.test(name)) return null
        if (/^(fit_)?transform$/.test(name)) return inside(first)
        return (object && !this.callees.isLibrary(node) ? inside(object) : null) ?? inside(first)
      }
      case 'comparison_operator':
        return node.parts.length === 2 ? inside(node.parts[0]) : null
      default:
        return null
    }
  }

  private tableOf(node: SyntaxNode, statement: StatementId): Table | null {
    switch (node.type) {
      case 'identifier':
        return this.ofName(node.text, statement)
      case 'subscript':
        return this.ofSubscript(node, statement)
      case 'attribute':
        return childOf(node, 'attribute')!.text === 'values'
          ? this.table({ node: childOf(node, 'object')!, statement })
          : null
      case 'call':
        return this.ofCall(node, statement)
      default:
        return null
    }
  }

  /** Remembered: each change of a table asks for the columns that it had before, and so for all changes before. */
  private ofName(name: string, statement: StatementId): Table | null {
    const key = `${name}@${statement}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    const before = this.tooDeep
    const table = this.boundTable(name, statement)
    if (this.tooDeep === before) this.known.set(key, table)
    return table
  }

  private boundTable(name: string, statement: StatementId): Table | null {
    const bound = this.boundTo(name, statement)
    if (!bound) return null
    const key = `${name}@${bound.statement}`
    const before = this.tooDeep
    // Where another asked for an earlier state it goes on from there: each change asks for the state before it.
    const reached = this.reached.get(key)
    const known =
      reached && reached.node === bound.node && reached.statement <= statement ? reached : undefined
    let table = known ? known.table : this.boundFirst(name, bound)
    const from = known?.statement ?? bound.statement + 1
    for (const change of changing(name, this.analysis)) {
      const { id, children } = change
      if (!table || id >= statement) break
      if (id < from || children.length > 0) continue
      if (this.tooDeep === before) this.reached.set(key, { node: bound.node, statement: id, table })
      table = this.changed(name, table, change)
    }
    return table
  }

  private boundFirst(name: string, bound: NonNullable<ReturnType<ColumnFinder['boundTo']>>): Table | null {
    const value = unwrapped(bound.node)
    const table = this.table({ node: value, statement: bound.statement })
    if (table && value.type !== 'identifier' && !bound.split) return { ...table, chosen: bound.statement }
    // Whatever is called here gives a frame that nothing is known about: it has all of its columns.
    return !table && value.type === 'call' && this.isSource(name, value) ? newFrame(bound.statement) : table
  }

  /** A call that reads or makes a frame, and takes none. */
  private isSource(name: string, call: SyntaxNode): boolean {
    const path = this.callees.pathOf(call) ?? ''
    if (/^(pandas|polars|seaborn)\.(read_|load_dataset|DataFrame$)/.test(path)) return true
    return /^sklearn\.datasets\./.test(path) && /DataFrame/.test((this.analysis.types.get(name) ?? []).join())
  }

  private changed(name: string, table: Table, { id, node }: Statement): Table | null {
    const inner = node.type === 'expression_statement' ? node.parts[0]! : node
    if (inner.type === 'delete_statement') {
      const dropped = inner.parts.map((part) => stringOf(part.parts[1]))
      return dropped.every((each) => each !== undefined) ? dropColumns(table, dropped, id) : null
    }
    const popped = [...descendants(inner)].filter(
      (each) => each.type === 'call' && /\.pop$/.test(childOf(each, 'function')!.text),
    )
    if (popped.length > 0) {
      const names = popped.map((each) => stringOf(argument(each, 0, [])))
      return names.every((each) => each !== undefined) ? dropColumns(table, names, id) : null
    }
    if (inner.type === 'assignment') return this.assigned(name, table, inner, id)
    if (inner.type !== 'call') return null
    const method = this.callees.nameOf(inner)
    if (method === 'drop') return this.dropped(inner, table, id)
    return SAME_METHODS.test(method) ? table : null
  }

  private assigned(name: string, table: Table, assignment: SyntaxNode, id: StatementId): Table | null {
    const left = childOf(assignment, 'left')!
    const [object, index] = left.type === 'subscript' ? left.parts : []
    const column = stringOf(index)
    if (object?.type === 'attribute' && /\.i?loc$/.test(object.text)) return table
    if (object?.text !== name || column === undefined) return index?.type === 'list' ? table : null
    const made = new Map(table.made)
    const sources = this.sourcesOf(childOf(assignment, 'right')!, table.frame, id) ?? []
    // What was computed from the column before is no longer computed from what it holds now.
    if (!sources.includes(column))
      for (const [name, from] of made) if (from.includes(column)) made.delete(name)
    if (sources.length > 0 && !sources.includes(column)) made.set(column, sources)
    const without = new Set(table.without)
    without.delete(column)
    return { ...table, made, without, ...(table.only && { only: new Set([...table.only, column]) }) }
  }

  /** The columns that a value is computed from row by row; undefined where it may hold anything else. */
  private sourcesOf(value: SyntaxNode, frame: StatementId, statement: StatementId): string[] | undefined {
    if (/\.(shift|rolling|expanding|groupby|diff|cumsum|pct_change|rank|mean|sum)\b/.test(value.text))
      return undefined
    const column = this.column({ node: value, statement })
    if (column) return column.frame === frame ? [column.name] : undefined
    const inner = unwrapped(value)
    if (/^(integer|float)$/.test(inner.type)) return []
    if (!/^(binary_operator|comparison_operator|unary_operator)$/.test(inner.type)) return undefined
    const sources = inner.parts.map((part) => this.sourcesOf(part, frame, statement))
    return sources.every((each) => each !== undefined) ? [...new Set(sources.flat())] : undefined
  }

  private ofSubscript(node: SyntaxNode, statement: StatementId): Table | null {
    const [value, index, more] = node.parts
    const indexer = value!.type === 'attribute' ? childOf(value!, 'attribute')!.text : ''
    if (indexer === 'iloc' && more) return null
    const isLoc = /^i?loc$/.test(indexer)
    const table = this.table({ node: isLoc ? childOf(value!, 'object')! : value!, statement })
    if (!table || index === undefined || (isLoc && !more)) return table
    const columns = isLoc ? more! : index
    if (columns.type === 'slice' || /^(comparison|boolean|not|unary)/.test(columns.type))
      return isLoc ? null : table
    const names = this.stringsOf(columns, statement)
    if (names) return { ...table, only: new Set(names), chosen: statement }
    return columns.type === 'identifier' && this.isMask(columns.text, statement) ? table : null
  }

  private isMask(name: string, statement: StatementId): boolean {
    const bound = this.boundTo(name, statement)
    return bound !== null && /^(comparison|boolean|not|unary)/.test(unwrapped(bound.node).type)
  }

  private ofCall(node: SyntaxNode, statement: StatementId): Table | null {
    const callee = childOf(node, 'function')!
    const name = this.callees.nameOf(node)
    const object = childOf(callee, 'object')
    const first = argument(node, 0, ['X', 'data'])
    if (/^(pandas|polars)\.read_/.test(this.callees.pathOf(node) ?? '')) return newFrame(statement)
    if (callee.type !== 'attribute' || this.callees.isLibrary(node))
      return SAME_FUNCTIONS.test(name) && first ? this.table({ node: first, statement }) : null
    if (/^(fit_)?transform$/.test(name))
      return first && SCALERS.test(this.callees.classOf(object!, node, statement))
        ? this.table({ node: first, statement })
        : null
    const table = this.table({ node: object!, statement })
    if (!table) return null
    if (name === 'drop') return this.dropped(node, table, statement)
    return SAME_METHODS.test(name) ? table : null
  }

  private dropped(call: SyntaxNode, table: Table, statement: StatementId): Table | null {
    const keyword = argument(call, undefined, ['columns'])
    const axis = argument(call, 1, ['axis'])?.text ?? ''
    if (keyword === undefined && !/^(1|['"]columns['"])$/.test(axis))
      return axis === '' || axis === '0' ? table : null
    const labels = keyword ?? argument(call, 0, ['labels'])
    const names = labels && this.stringsOf(labels, statement)
    return names ? dropColumns(table, names, statement) : null
  }

  /** The strings of a constant list, or of a name that holds one and that nothing changed. */
  private stringsOf(node: SyntaxNode, statement: StatementId): readonly string[] | undefined {
    if (node.type === 'string') return stringOf(node) === undefined ? undefined : [stringOf(node)!]
    if (node.type === 'list' || node.type === 'tuple' || node.type === 'set') {
      const names = node.parts.map((part) => this.textOf(part, statement))
      return names.every((each) => each !== undefined) ? names : undefined
    }
    if (node.type === 'binary_operator' && childOf(node, 'operator')?.text === '+') {
      const [left, right] = node.parts.map((part) => this.stringsOf(part, statement))
      return left && right && [...left, ...right]
    }
    if (node.type !== 'identifier') return undefined
    const bound = this.boundTo(node.text, statement)
    const changed =
      bound && changing(node.text, this.analysis).some(({ id }) => id > bound.statement && id < statement)
    return bound && !changed ? this.stringsOf(bound.node, bound.statement) : undefined
  }

  /** The text of a plain string, or of a name that holds one. */
  private textOf(node: SyntaxNode | undefined, statement: StatementId): string | undefined {
    if (node?.type !== 'identifier') return stringOf(node)
    const bound = this.boundTo(node.text, statement)
    return bound ? stringOf(bound.node) : undefined
  }

  /** The expression that a name was given, also as a part of `train_test_split(...)`; null where there are several. */
  private boundTo(name: string, statement: StatementId): (Place & { split: boolean }) | null {
    const { statements } = this.analysis
    const [id, ...others] = statements[statement]!.reads.find((each) => each.name === name)?.definitions ?? []
    if (id === undefined || others.length > 0 || id >= statement) return null
    const { node } = statements[id]!
    const inner = node.type === 'expression_statement' ? node.parts[0]! : node
    const right = inner.type === 'assignment' ? childOf(inner, 'right') : undefined
    if (right === undefined) return null
    const left = childOf(inner, 'left')!
    if (left.type === 'identifier') return { node: right, statement: id, split: false }
    const at = left.parts.findIndex((part) => part.text === name)
    if (/^(tuple|expression_list)$/.test(right.type) && right.parts[at])
      return { node: right.parts[at], statement: id, split: false }
    const whole =
      right.type === 'call' && this.callees.nameOf(right) === 'train_test_split'
        ? argument(right, Math.floor(at / 2), [])
        : undefined
    return whole ? { node: whole, statement: id, split: true } : null
  }
}

function newFrame(statement: StatementId): Table {
  return { frame: statement, only: null, without: new Set(), made: new Map(), chosen: statement }
}

function dropColumns(table: Table, names: readonly string[], chosen: StatementId): Table {
  const only = table.only && new Set([...table.only].filter((each) => !names.includes(each)))
  return { ...table, only, without: new Set([...table.without, ...names]), chosen }
}

/** The text of a plain string; undefined for anything else. */
function stringOf(node: SyntaxNode | undefined): string | undefined {
  if (node?.type !== 'string') return undefined
  return /^(["'])([^"'\\\n{]*)\1$/.exec(node.text)?.[2]
}

/** Whether a table has a column; where only what was taken away is known, whether it may. */
export function holds(table: Table, column: string): boolean {
  return table.only ? table.only.has(column) : !table.without.has(column)
}
