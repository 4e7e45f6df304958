/**
 * Names that a script reads and that nothing in it can bind where they are read: they would end in a NameError.
 *
 * What is bound in a branch, a loop or a `try` counts as bound. What star imports, `exec` and writes to `globals()`
 * bind can't be known: in such a module only the names of functions are judged that are read before they are bound.
 */
import { isBuiltin } from '../../analysis/knowledge/builtins.ts'
import { nameOf, ownNames, parameterNames, targetNames } from '../../analysis/scopes.ts'
import { childOf, descendants, type SyntaxNode } from '../../analysis/syntax.ts'

interface UnboundName {
  readonly name: string
  /** 1-based. */
  readonly line: number
}

interface Scope {
  /** `later`: no scope of its own, but looked up when all around it has run. */
  readonly kind: 'module' | 'function' | 'class' | 'comprehension' | 'later'
  readonly parent: Scope | null
  /** From which offset on a name is bound, for each thing that binds it; 0 for parameters. */
  readonly bound: Map<string, number[]>
  readonly globals: ReadonlySet<string>
  readonly outer: ReadonlySet<string>
}

interface Reading {
  readonly name: string
  readonly node: SyntaxNode
  readonly scope: Scope
}

const COMPREHENSION = /^(?:list|set|dictionary)_comprehension$|^generator_expression$/
const MODULE_NAMES =
  /^__(?:name|file|doc|package|spec|loader|builtins|annotations|path|cached|class|module|qualname)__$/

/** @param script the tree of a whole file */
export function unboundIn(script: SyntaxNode): UnboundName[] {
  const readings: Reading[] = []
  const module = scopeFor('module', script, null)
  new Reader(readings, /^from __future__ import .*\bannotations\b/m.test(script.text)).parts(script, module)
  const unknown = boundUnseen(script)
  return readings
    .filter((reading) => !isBound(reading, unknown) && !isCaught(reading.node))
    .map(({ name, node }) => ({ name, line: node.startRow + 1 }))
}

/** Names that a module binds for whoever imports it; null where that can't be known. */
export function namesOfModule(script: SyntaxNode): ReadonlySet<string> | null {
  return boundUnseen(script).length > 0 ? null : new Set(scopeFor('module', script, null).bound.keys())
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
class Reader {
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

/** The function, lambda or comprehension whose frame is the nearest. */
export function frameAround(node: SyntaxNode): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent)
    if (/^(?:function_definition|lambda)$/.test(at.type) || COMPREHENSION.test(at.type)) return at
  return undefined
}

function innerOf(kind: Scope['kind'], parent: Scope | null, names: readonly string[] = []): Scope {
  return {
    kind,
    parent,
    bound: new Map(names.map((name) => [name, [0]])),
    globals: new Set(),
    outer: new Set(),
  }
}

/** `def first[T](values: list[T]) -> T` */
function withTypes(definition: SyntaxNode, scope: Scope): Scope {
  const parameters = childOf(definition, 'type_parameters')
  if (!parameters) return scope
  const names = descendants(parameters).filter(({ type }) => type === 'identifier')
  return innerOf('comprehension', scope, names.map(nameOf))
}

function scopeFor(
  kind: Scope['kind'],
  body: SyntaxNode,
  parent: Scope | null,
  parameters: readonly string[] = [],
): Scope {
  const { bindings, globals, outer } = ownNames(body)
  const bound = new Map<string, number[]>(parameters.map((name) => [name, [0]]))
  const scope: Scope = { kind, parent, bound, globals, outer }
  for (const { name, node } of bindings) {
    const owner = ownerOf(name, scope)
    const known = owner.bound.get(name) ?? []
    owner.bound.set(name, known)
    const from = owner === scope ? boundFrom(node) : 0
    if (from !== null) known.push(from)
  }
  return scope
}

/** The scope whose variable a name is when it is assigned in `scope`. */
function ownerOf(name: string, scope: Scope): Scope {
  if (scope.globals.has(name)) return moduleOf(scope)
  if (!scope.outer.has(name)) return scope
  let at = scope.parent
  while (at?.parent && !(at.kind === 'function' && at.bound.has(name))) at = at.parent
  return at ?? scope
}

function moduleOf(scope: Scope): Scope {
  return scope.parent ? moduleOf(scope.parent) : scope
}

/** The offset at which a name is bound by a node; null for one that only says whose it is. */
function boundFrom(node: SyntaxNode): number | null {
  switch (node.type) {
    case 'delete_statement':
      return null
    case 'assignment':
      return childOf(node, 'right') ? node.end : null
    case 'for_statement':
      return childOf(node, 'right')!.end
    case 'type_alias_statement':
      return 0
    default:
      return node.end
  }
}

function isBound({ name, node, scope }: Reading, unknown: readonly RegExp[]): boolean {
  // Whether the name is looked up while its scope runs: what is bound further down is too late.
  let now = true
  let seesClass = true
  for (let at: Scope | null = scope; at; at = at.parent) {
    const isElsewhere = at.globals.has(name) || at.outer.has(name) || (at.kind === 'class' && !seesClass)
    const offsets = isElsewhere ? undefined : at.bound.get(name)
    const found = offsets?.some((from) => !now || isReached(from, node)) ?? false
    if (found) return true
    if (offsets && at.kind === 'function') return false
    if (at.kind === 'module')
      return isBuiltin(name) || MODULE_NAMES.test(name) || unknown.some((each) => each.test(name))
    if (at.kind === 'function' || at.kind === 'later') now = false
    if (at.kind !== 'later') seesClass = false
  }
  return false
}

/** Whether what is bound from an offset on may be there when a node is read: it stands above, or comes round in a loop. */
function isReached(from: number, node: SyntaxNode): boolean {
  if (from <= node.start) return true
  for (let at = node.parent; at; at = at.parent) {
    if (/^(?:function_definition|lambda|class_definition)$/.test(at.type)) return false
    if (/^(?:for|while)_statement$|comprehension$|^generator_expression$/.test(at.type) && from <= at.end)
      return true
  }
  return false
}

/** `try: unicode; except NameError: ...`: that it may be unbound is known. */
function isCaught(node: SyntaxNode): boolean {
  for (let at = node; at.parent; at = at.parent)
    if (at.parent.type === 'try_statement' && at.field === 'body')
      for (const clause of at.parent.parts) {
        if (clause.type !== 'except_clause') continue
        const caught = clause.parts.find(({ type }) => type !== 'block')?.text ?? 'Exception'
        if (/\b(?:NameError|UnboundLocalError|(?:Base)?Exception)\b/.test(caught)) return true
      }
  return false
}

const ANY = /^/

/** What the names may look like that a module binds without saying them: `globals()[f"{column}_mean"] = ...`. */
function boundUnseen(script: SyntaxNode): RegExp[] {
  return descendants(script).flatMap((node) => {
    if (node.type === 'wildcard_import') return [ANY]
    if (node.type !== 'call') return []
    const called = childOf(node, 'function')?.text
    // In a function, `exec` without `globals()` binds nothing that the function can read.
    if (called === 'exec')
      return frameAround(node) === undefined || /\bglobals\(\)/.test(node.text) ? [ANY] : []
    if (called !== 'globals') return []
    const { parent } = node
    if (parent?.type === 'subscript') return parent.field === 'left' ? [patternOf(parent.parts[1]!)] : []
    const isRead = /^\w+\(\)\.(?:get|keys|items|values)$/.test(parent?.text ?? '')
    return isRead || parent?.type === 'comparison_operator' ? [] : [ANY]
  })
}

/** Of a key: the text of a string, anything for what stands in braces. */
function patternOf(key: SyntaxNode): RegExp {
  if (key.type !== 'string') return ANY
  const parts = key.parts.filter(({ type }) => /^(?:string_content|interpolation)$/.test(type))
  return new RegExp(
    `^${parts.map(({ type, text }) => (type === 'string_content' ? text.replace(/\W/g, '\\$&') : '.*')).join('')}$`,
  )
}
