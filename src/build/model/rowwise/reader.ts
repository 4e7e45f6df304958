/** Whether an expression gives each row a value from that row alone. What can't be shown to is not. */
import { argument } from '../../analysis/evaluation/shapes.ts'
import { childOf, descendants, type SyntaxNode } from '../../analysis/syntax.ts'
import type { Fixed } from './fixed.ts'
import {
  ACROSS_METHODS,
  DATE_METHODS,
  DATE_PARTS,
  FIXED_TYPES,
  NUMPY,
  PANDAS,
  ROW_METHODS,
  TABLE_WORDS,
  TEXT_METHODS,
} from './knowledge.ts'
import { checkFunction, checkPure } from './pure.ts'
import { Stateful } from './stateful.ts'

/** `value`: the same for every row. `column`, `table`: one value, or several, for each row of the raw table. */
export type Kind = 'value' | 'column' | 'table'

/** What names mean where an expression stands, and what it reads of the table. */
export interface Scope {
  readonly bound: ReadonlyMap<string, Kind>
  /** Columns of the raw table that are read by name. */
  readonly columns: Set<string>
  /** Told when the table is read as a whole. */
  readonly whole: () => void
}

export class RowReader {
  readonly fixed: Fixed

  constructor(fixed: Fixed) {
    this.fixed = fixed
  }

  /** @throws Stateful where it can't be shown */
  kind(node: SyntaxNode, scope: Scope): Kind {
    switch (node.type) {
      case 'identifier':
        return this.ofName(node, scope)
      case 'parenthesized_expression':
      case 'unary_operator':
        return this.widest(node.parts, scope)
      case 'binary_operator':
        return this.widest([childOf(node, 'left')!, childOf(node, 'right')!], scope)
      case 'comparison_operator':
        return this.compared(node, scope)
      case 'list':
      case 'tuple':
        return this.widest(node.parts, scope)
      case 'attribute':
        return this.ofAttribute(node, scope)
      case 'subscript':
        return this.ofSubscript(node, scope)
      case 'call':
        return this.ofCall(node, scope)
      default:
        // `not`, `and`, `or`, comprehensions and the rest say nothing about columns: they have to be the same for all rows.
        checkPure(node, new Set(), this.fixed)
        return 'value'
    }
  }

  private widest(nodes: readonly SyntaxNode[], scope: Scope): Kind {
    const kinds = nodes.map((each) => this.kind(each, scope))
    return kinds.includes('table') ? 'table' : kinds.includes('column') ? 'column' : 'value'
  }

  private compared(node: SyntaxNode, scope: Scope): Kind {
    const kind = this.widest(node.parts, scope)
    const isPlain = node.children.every((each) => each.named || /^(==|!=|<|>|<=|>=)$/.test(each.text))
    if (kind !== 'value' && (!isPlain || node.parts.length > 2))
      throw new Stateful(`\`${node.text}\` asks about the column as a whole`)
    return kind
  }

  private ofName(node: SyntaxNode, scope: Scope): Kind {
    const kind = scope.bound.get(node.text)
    if (kind === 'table') scope.whole()
    if (kind !== undefined) return kind
    checkPure(node, new Set(), this.fixed)
    return 'value'
  }

  private ofAttribute(node: SyntaxNode, scope: Scope): Kind {
    const object = childOf(node, 'object')!
    const name = childOf(node, 'attribute')!.text
    if (object.type === 'attribute' && childOf(object, 'attribute')!.text === 'dt') {
      const kind = this.kind(childOf(object, 'object')!, scope)
      if (kind === 'column' && DATE_PARTS.has(name)) return 'column'
    } else if (object.type === 'identifier' && scope.bound.get(object.text) === 'table') {
      if (name === 'values') return this.ofName(object, scope)
      if (TABLE_WORDS.has(name) || ROW_METHODS.has(name) || ACROSS_METHODS.has(name)) throw needsRows(node)
      scope.columns.add(name)
      return 'column'
    } else if (this.kind(object, scope) === 'value') return 'value'
    else if (name === 'values') return 'column'
    throw needsRows(node)
  }

  private ofSubscript(node: SyntaxNode, scope: Scope): Kind {
    const [object, ...keys] = node.parts
    const [key] = keys
    if (object!.type === 'attribute' && childOf(object!, 'attribute')!.text === 'loc') {
      // `df.loc[:, 'a']`
      const table = childOf(object!, 'object')!
      if (keys.length === 2 && key!.text === ':' && this.isTable(table, scope))
        return this.picked(keys[1]!, scope) ?? fail(node)
      throw needsRows(node)
    }
    // `df['a'].str[0]`
    if (object!.type === 'attribute' && childOf(object!, 'attribute')!.text === 'str') {
      const kind = this.kind(childOf(object!, 'object')!, scope)
      return kind === 'column' && keys.every((each) => /^(integer|slice|unary_operator)$/.test(each.type))
        ? 'column'
        : fail(node)
    }
    if (this.isTable(object!, scope) && keys.length === 1) return this.picked(key!, scope) ?? fail(node)
    const kind = this.kind(object!, scope)
    // A column by its place among those that `.str.extract` or `.str.partition` give.
    if (kind === 'table' && keys.length === 1 && /^(integer|string)$/.test(key!.type)) return 'column'
    if (kind !== 'value') throw needsRows(node)
    return this.widest([...keys], scope) === 'value' ? 'value' : fail(node)
  }

  private isTable(node: SyntaxNode, scope: Scope): boolean {
    return node.type === 'identifier' && scope.bound.get(node.text) === 'table'
  }

  /** The columns that a literal, or a constant, picks from the table. */
  private picked(key: SyntaxNode, scope: Scope): Kind | undefined {
    const labels = labelsOf(key, this.fixed)
    for (const label of labels ?? []) scope.columns.add(label)
    if (labels === undefined) return undefined
    const literal = key.type === 'identifier' ? this.fixed.constant(key.text)! : key
    return literal.type === 'list' ? 'table' : 'column'
  }

  private ofCall(node: SyntaxNode, scope: Scope): Kind {
    const callee = childOf(node, 'function')!
    const library = this.libraryOf(callee)
    if (library !== undefined) return this.ofLibrary(node, library, scope)
    if (callee.type === 'identifier') return this.ofFunction(node, callee.text, scope)
    if (callee.type !== 'attribute') throw needsRows(node)
    const object = childOf(callee, 'object')!
    const name = childOf(callee, 'attribute')!.text
    const accessor = object.type === 'attribute' ? childOf(object, 'attribute')!.text : ''
    if (accessor === 'str' || accessor === 'dt') {
      const kind = this.kind(childOf(object, 'object')!, scope)
      const known = accessor === 'str' ? TEXT_METHODS : DATE_METHODS
      const isWide = argument(node, undefined, ['expand'])?.text === 'True' && name !== 'extract'
      if (kind !== 'column' || !known.has(name) || isWide) throw needsRows(node)
      this.constants(node, scope, false)
      return name === 'extract' && argument(node, undefined, ['expand'])?.text !== 'False'
        ? 'table'
        : 'column'
    }
    const kind = this.kind(object, scope)
    if (kind === 'value') {
      checkPure(node, new Set(), this.fixed)
      return 'value'
    }
    return this.ofMethod(node, name, kind, scope)
  }

  private ofMethod(node: SyntaxNode, name: string, kind: Kind, scope: Scope): Kind {
    if (argument(node, undefined, ['inplace']) !== undefined) throw needsRows(node)
    const onAxis1 = /^(1|'columns'|"columns")$/.test(
      argument(node, name === 'apply' ? 1 : 0, ['axis'])?.text ?? '',
    )
    if (kind === 'table' && ACROSS_METHODS.has(name)) {
      if (!onAxis1) throw needsRows(node)
      if (name !== 'apply') return 'column'
      this.function(argument(node, 0, ['func']), node)
      return 'column'
    }
    if (!ROW_METHODS.has(name)) throw needsRows(node)
    if (name === 'astype') {
      const type = argument(node, 0, ['dtype'])
      if (!FIXED_TYPES.test(type?.text ?? ''))
        throw new Stateful(`what \`${node.text}\` makes may depend on the other rows`)
      return kind
    }
    if (
      name === 'apply' ||
      name === 'applymap' ||
      (name === 'map' && !this.isMapping(argument(node, 0, ['arg', 'func'])))
    )
      this.function(argument(node, 0, ['func', 'arg']), node)
    else {
      // `fillna(method='ffill')` and the like take values of other rows.
      if (['method', 'limit'].some((each) => argument(node, undefined, [each]) !== undefined))
        throw needsRows(node)
      // `isin` and `replace` compare a row with all of what they are given.
      this.constants(node, scope, name !== 'isin' && name !== 'replace')
    }
    return kind
  }

  private isMapping(node: SyntaxNode | undefined): boolean {
    const literal = node?.type === 'identifier' ? this.fixed.constant(node.text) : node
    return literal?.type === 'dictionary'
  }

  /** Arguments that are the same for every row or, where that is allowed, belong to the same row. */
  private constants(call: SyntaxNode, scope: Scope, mayBeOfRow: boolean): void {
    for (const each of childOf(call, 'arguments')!.parts) {
      const kind = this.kind(each.type === 'keyword_argument' ? childOf(each, 'value')! : each, scope)
      if (kind !== 'value' && !mayBeOfRow) throw needsRows(call)
    }
  }

  private function(node: SyntaxNode | undefined, call: SyntaxNode): void {
    if (node === undefined) throw needsRows(call)
    checkFunction(node, this.fixed)
  }

  private libraryOf(callee: SyntaxNode): string | undefined {
    if (callee.type === 'identifier') return this.fixed.library(callee.text)
    if (callee.type !== 'attribute') return undefined
    const object = this.libraryOf(childOf(callee, 'object')!)
    return object && `${object}.${childOf(callee, 'attribute')!.text}`
  }

  private ofLibrary(node: SyntaxNode, name: string, scope: Scope): Kind {
    const [module, last] = [name.split('.')[0]!, name.split('.').slice(1).join('.')]
    const parts = childOf(node, 'arguments')!.parts
    const values = parts.map((each) => (each.type === 'keyword_argument' ? childOf(each, 'value')! : each))
    const kinds = values.map((each) => this.kind(each, scope))
    if (kinds.every((each) => each === 'value')) {
      checkPure(node, new Set(), this.fixed)
      return 'value'
    }
    const has = (keyword: string) => argument(node, undefined, [keyword]) !== undefined
    const isWhole = (last === 'isin' && kinds[1] !== 'value') || (last === 'where' && kinds.length < 3)
    if (module === 'numpy' && NUMPY.has(last) && !isWhole && !has('axis') && !has('out')) return 'column'
    if (module === 'pandas' && PANDAS.has(last) && !has('downcast')) return kinds[0]!
    if (name === 'pandas.cut') {
      const bins = argument(node, 1, ['bins'])
      const literal = bins?.type === 'identifier' ? this.fixed.constant(bins.text) : bins
      if (literal?.type === 'list' && !has('retbins')) return 'column'
    }
    if (name === 'pandas.to_datetime') {
      if (has('format') || has('unit')) return 'column'
      throw new Stateful('pd.to_datetime guesses the format from the first row: give it format=')
    }
    throw needsRows(node)
  }

  /** A function of the notebook that assigns and returns: read line by line, with what it is given. */
  private ofFunction(call: SyntaxNode, name: string, scope: Scope): Kind {
    const definition = this.fixed.definition(name)
    const given = childOf(call, 'arguments')!.parts
    const values = given.map((each) => (each.type === 'keyword_argument' ? childOf(each, 'value')! : each))
    if (definition === undefined || scope.bound.has(name) || this.depth > 8) {
      if (values.some((each) => this.kind(each, scope) !== 'value'))
        throw new Stateful(`what \`${name}\` does is not known`)
      checkPure(call, new Set(), this.fixed)
      return 'value'
    }
    const tables = values.filter((each) => this.isTable(each, scope))
    const kinds = values.map((each) => (tables.includes(each) ? 'table' : this.kind(each, scope)))
    if (kinds.every((each) => each === 'value')) {
      checkPure(call, new Set(), this.fixed)
      return 'value'
    }
    this.depth += 1
    try {
      return this.returned(definition, given, kinds, scope)
    } finally {
      this.depth -= 1
    }
  }

  private depth = 0

  private returned(
    definition: SyntaxNode,
    given: readonly SyntaxNode[],
    kinds: readonly Kind[],
    scope: Scope,
  ): Kind {
    const bound = new Map<string, Kind>()
    for (const [at, parameter] of (childOf(definition, 'parameters')?.parts ?? []).entries()) {
      const name =
        parameter.type === 'identifier'
          ? parameter.text
          : (childOf(parameter, 'name') ?? parameter.parts[0])?.text
      if (name === undefined || /splat/.test(parameter.type))
        throw new Stateful('it takes any number of arguments')
      const place = given.findIndex((each, position) =>
        each.type === 'keyword_argument' ? childOf(each, 'name')!.text === name : position === at,
      )
      bound.set(name, place < 0 ? 'value' : kinds[place]!)
    }
    const inner = { ...scope, bound }
    for (const line of childOf(definition, 'body')?.parts ?? []) {
      if (line.type === 'return_statement') {
        const value = line.parts[0]
        return value === undefined ? 'value' : this.kind(value, inner)
      }
      const assignment = line.type === 'expression_statement' ? line.parts[0] : undefined
      if (assignment?.type === 'string') continue
      const left = assignment?.type === 'assignment' ? childOf(assignment, 'left') : undefined
      const right = assignment && childOf(assignment, 'right')
      if (left?.type !== 'identifier' || right === undefined)
        throw new Stateful(`\`${line.text.split('\n')[0]!}\` in a function is not read`)
      bound.set(left.text, this.kind(right, inner))
    }
    throw new Stateful('a function that returns nothing gives no column')
  }
}

/** The column labels of a literal text, list of texts, or a constant that is one. */
export function labelsOf(key: SyntaxNode, fixed: Fixed): string[] | undefined {
  const literal = key.type === 'identifier' ? fixed.constant(key.text) : key
  if (literal === undefined) return undefined
  const texts = literal.type === 'list' ? literal.parts : [literal]
  const labels = texts.map((each) => (isPlainText(each) ? textOf(each) : undefined))
  return labels.every((each) => each !== undefined) ? labels : undefined
}

function isPlainText(node: SyntaxNode): boolean {
  return (
    node.type === 'string' && ![...descendants(node)].some((each) => /interpolation|escape/.test(each.type))
  )
}

function textOf(node: SyntaxNode): string {
  return node.parts
    .filter((each) => each.type === 'string_content')
    .map((each) => each.text)
    .join('')
}

function needsRows(node: SyntaxNode): Stateful {
  const text = node.text.split('\n')[0]!
  return new Stateful(
    `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\` is not known to work row by row`,
  )
}

function fail(node: SyntaxNode): never {
  throw needsRows(node)
}
