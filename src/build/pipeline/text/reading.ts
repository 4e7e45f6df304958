/** What a script reads by name, and in which scope Python looks it up. */
import { nameOf, parameterNames, targetNames } from '../../analysis/functions/scopes.ts'
import { childOf, descendants, type SyntaxNode } from '../../analysis/syntax.ts'
import { COMPREHENSION, frameAround, innerOf, moduleOf, type Scope, scopeFor, withTypes } from './scopes.ts'

export interface Reading {
  readonly name: string
  readonly node: SyntaxNode
  readonly scope: Scope
}

/** Variables that a statement reads and does not hold in a function of its own: what is there or not when it runs. */
export function namesFromOutside(statement: SyntaxNode): Set<string> {
  const readings: Reading[] = []
  const around = innerOf('module', null)
  new Reader(readings, false).read(statement, around)
  const isOwn = ({ name, scope }: Reading) => {
    let at: Scope | null = scope
    while (at && (at.globals.has(name) || !at.bound.has(name))) at = at.parent
    return at !== null && at !== around
  }
  const isText = ({ node }: Reading) => node.type !== 'identifier'
  return new Set(readings.filter((each) => !isOwn(each) && !isText(each)).map(({ name }) => name))
}

/** Collects what is read, by the scope in which Python looks it up. */
export class Reader {
  private readonly readings: Reading[]
  /** `from __future__ import annotations`: none is evaluated. */
  private readonly lazy: boolean

  constructor(readings: Reading[], lazy: boolean) {
    this.readings = readings
    this.lazy = lazy
  }

  parts(node: SyntaxNode, scope: Scope): void {
    for (const part of node.parts) this.read(part, scope)
  }

  read(node: SyntaxNode, scope: Scope): void {
    switch (node.type) {
      case 'identifier':
        this.readings.push({ name: nameOf(node), node, scope })
        return
      case 'attribute':
        this.read(node.parts[0]!, scope)
        return
      case 'keyword_argument':
        this.read(childOf(node, 'value')!, scope)
        return
      case 'call':
        this.query(node, scope)
        this.parts(node, scope)
        return
      case 'subscript':
        this.global(node, scope)
        this.parts(node, scope)
        return
      case 'import_statement':
      case 'import_from_statement':
      case 'future_import_statement':
      case 'global_statement':
      case 'nonlocal_statement':
      case 'as_pattern_target':
      case 'type_alias_statement':
      case 'type_parameter':
        return
      case 'assignment':
      case 'for_statement':
      case 'for_in_clause':
      case 'named_expression':
        this.binding(node, scope)
        return
      case 'delete_statement':
        this.parts(node, scope)
        return
      case 'case_pattern':
        this.pattern(node, scope)
        return
      case 'function_definition':
      case 'lambda':
        this.definition(node, scope)
        return
      case 'class_definition':
        this.class(node, withTypes(node, scope))
        return
      case 'type': // when annotations are evaluated depends on the version of Python
        if (!this.lazy) this.parts(node, innerOf('later', scope))
        return
      default:
        if (COMPREHENSION.test(node.type)) this.comprehension(node, scope)
        else this.parts(node, scope)
    }
  }

  /** The targets are bound; what subscripts and attributes among them stand on is read. */
  private binding(node: SyntaxNode, scope: Scope): void {
    for (const part of node.parts)
      if (part.field === 'left' || part.field === 'name') this.target(part, scope)
      // A variable's annotation in a function is evaluated by nobody.
      else if (part.type !== 'type' || scope.kind !== 'function') this.read(part, scope)
  }

  private target(node: SyntaxNode, scope: Scope): void {
    if (node.type === 'attribute' || node.type === 'subscript') this.read(node, scope)
    else if (node.type !== 'identifier') for (const part of node.parts) this.target(part, scope)
  }

  private definition(node: SyntaxNode, outer: Scope): void {
    const scope = withTypes(node, outer)
    const body = childOf(node, 'body')!
    const parameters = childOf(node, 'parameters')
    const inner = scopeFor('function', body, scope, parameters ? parameterNames(parameters) : [])
    for (const each of parameters?.parts ?? [])
      for (const part of each.parts)
        if (part.field === 'value') this.read(part, outer)
        else if (part.type === 'type') this.read(part, scope)
    const returns = childOf(node, 'return_type')
    if (returns) this.read(returns, scope)
    if (node.type === 'lambda') this.read(body, inner)
    else this.parts(body, inner)
  }

  private class(node: SyntaxNode, scope: Scope): void {
    const bases = childOf(node, 'superclasses')
    if (bases) this.read(bases, scope)
    const body = childOf(node, 'body')!
    this.parts(body, scopeFor('class', body, scope))
  }

  /** `df.query('a > @cut')` finds `cut` among the variables of the function around it, as far as its code names them. */
  private query(call: SyntaxNode, scope: Scope): void {
    const frame = frameAround(call)
    for (const { name, node } of queriedNames(call)) {
      const isCaptured =
        frame === undefined ||
        descendants(frame).some((each) => each.type === 'identifier' && each.text === name)
      this.readings.push({ name, node, scope: innerOf('later', isCaptured ? scope : moduleOf(scope)) })
    }
  }

  /** `globals()['df']` */
  private global(node: SyntaxNode, scope: Scope): void {
    const [called, key] = node.parts
    const name = /^(["'])([A-Za-z_]\w*)\1$/.exec(key?.text ?? '')?.[2]
    if (called?.text !== 'globals()' || name === undefined || node.field === 'left') return
    this.readings.push({ name, node, scope: innerOf('later', moduleOf(scope)) })
  }

  /** The first iterable is evaluated outside. */
  private comprehension(node: SyntaxNode, scope: Scope): void {
    const clauses = node.parts.filter((part) => part.type === 'for_in_clause')
    const names = clauses.flatMap((clause) => targetNames(childOf(clause, 'left')!))
    // A generator runs when it is read.
    const kind = node.type === 'generator_expression' ? 'function' : 'comprehension'
    const inner = innerOf(kind, scope, names)
    for (const part of node.parts)
      if (part === clauses[0]) {
        for (const each of part.parts)
          if (each.field === 'right') this.read(each, scope)
          else this.target(each, inner)
      } else this.read(part, inner)
  }

  /** In a pattern only classes, dotted values and guards are read. */
  private pattern(node: SyntaxNode, scope: Scope): void {
    for (const each of descendants(node)) {
      const first = each.type === 'dotted_name' ? each.parts[0] : undefined
      if (first && (each.parts.length > 1 || each.parent?.type === 'class_pattern'))
        this.readings.push({ name: nameOf(first), node: first, scope })
    }
  }
}

/** `@cut` in the text that a table's `query` or `eval` is given. */
export function queriedNames(call: SyntaxNode): { readonly name: string; readonly node: SyntaxNode }[] {
  const method = /\.(?:query|eval)$/.test(childOf(call, 'function')?.text ?? '')
  const given = childOf(call, 'arguments')
  if (!method || !given || /\b(?:local|global)_dict\b/.test(given.text)) return []
  return descendants(given)
    .filter(({ type }) => type === 'string_content')
    .flatMap((node) => [...node.text.matchAll(/@([A-Za-z_]\w*)/g)].map(([, name]) => ({ name: name!, node })))
}
