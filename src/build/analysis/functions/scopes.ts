/** Python's scoping: which names belong to a function, and where a name is looked up. */
import type { Scope, Thing } from '../domain.ts'
import type { Machine } from '../machine.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'

interface LocalNames {
  readonly locals: ReadonlySet<string>
  readonly globals: ReadonlySet<string>
  /** It is a generator: it runs when it is read. */
  readonly generator: boolean
}

const known = new WeakMap<SyntaxNode, LocalNames>()

/** Names that a function binds, besides those that it declares global or nonlocal. */
export function localNames(definition: SyntaxNode): LocalNames {
  let names = known.get(definition)
  if (!names) known.set(definition, (names = findLocalNames(definition)))
  return names
}

const outliving = new WeakMap<SyntaxNode, boolean>()

/** Whether something may see a call's names when that is over: functions and generators made in it, its frame itself. */
export function outlives(definition: SyntaxNode): boolean {
  let known = outliving.get(definition)
  if (known === undefined) {
    known =
      localNames(definition).generator ||
      [...descendants(definition)].some(
        (node) =>
          node !== definition && LASTING.test(node.type === 'identifier' ? `name ${node.text}` : node.type),
      )
    outliving.set(definition, known)
  }
  return known
}
const LASTING =
  /^(?:lambda|function_definition|class_definition|generator_expression|name (?:locals|vars|dir|eval|exec|globals|map|filter|\w*frames?|stack|inspect|sys))$/

function findLocalNames(definition: SyntaxNode): LocalNames {
  const parameters = childOf(definition, 'parameters')
  const body = childOf(definition, 'body')
  const own = body ? ownNames(body) : undefined
  const locals = new Set([
    ...(parameters ? parameterNames(parameters) : []),
    ...(own?.bindings ?? []).map(({ name }) => name),
  ])
  for (const name of [...(own?.globals ?? []), ...(own?.outer ?? [])]) locals.delete(name)
  return { locals, globals: own?.globals ?? new Set(), generator: own?.generator ?? false }
}

export interface Binding {
  readonly name: string
  /** The assignment, import, target ... that binds it. */
  readonly node: SyntaxNode
}

interface OwnNames {
  readonly bindings: readonly Binding[]
  /** Declared `global`, and `nonlocal`: bound elsewhere. */
  readonly globals: ReadonlySet<string>
  readonly outer: ReadonlySet<string>
  readonly generator: boolean
}

/** What a body binds at its own level, in order of the text: not what its inner functions and classes bind for themselves. */
export function ownNames(body: SyntaxNode): OwnNames {
  const bindings: Binding[] = []
  const globals = new Set<string>()
  const outer = new Set<string>()
  let generator = false
  const visit = (node: SyntaxNode): void => {
    switch (node.type) {
      case 'function_definition':
      case 'class_definition':
        bindings.push({ name: childOf(node, 'name')!.text, node })
        return
      case 'lambda':
        return
      case 'global_statement':
        for (const part of node.parts) globals.add(part.text)
        return
      case 'nonlocal_statement':
        for (const part of node.parts) outer.add(part.text)
        return
      case 'yield':
        generator = true
        break
      case 'list_comprehension':
      case 'set_comprehension':
      case 'dictionary_comprehension':
      case 'generator_expression':
        for (const name of walruses(node)) bindings.push({ name, node })
        return
      default:
        for (const name of boundHere(node)) bindings.push({ name, node })
    }
    for (const part of node.parts) visit(part)
  }
  visit(body)
  return { bindings, globals, outer, generator }
}

/** Names that a node itself binds, not what is below it. */
function boundHere(node: SyntaxNode): string[] {
  switch (node.type) {
    case 'assignment':
    case 'augmented_assignment':
    case 'for_statement':
      return targetNames(childOf(node, 'left')!)
    case 'named_expression':
      return [childOf(node, 'name')!.text]
    case 'delete_statement':
      return node.parts.flatMap(targetNames)
    case 'as_pattern_target':
      return node.parts.flatMap(targetNames)
    case 'as_pattern': // in a `case`, the alias is an identifier
      return node.parts.slice(1).flatMap(targetNames)
    case 'case_pattern':
    case 'splat_pattern':
      return captureNames(node)
    case 'import_statement':
    case 'import_from_statement':
      return importedNames(node)
    case 'type_alias_statement':
      return [node.parts[0]!.text]
    default:
      return []
  }
}

/** An attribute as Python knows it: in a class `__x` is one that has the name of the class before it. */
export function attributeName(node: SyntaxNode): string {
  return isPrivate(node.text) ? mangled(node.text, enclosing(node, /^class_definition$/)) : node.text
}

function isPrivate(text: string): boolean {
  return text.startsWith('__') && !text.endsWith('__')
}

function mangled(text: string, owner: SyntaxNode | null): string {
  const name = owner?.type === 'class_definition' ? childOf(owner, 'name')!.text.replace(/^_+/, '') : ''
  return name === '' ? text : `_${name}${text}`
}

function enclosing(node: SyntaxNode, types: RegExp): SyntaxNode | null {
  let around = node.parent
  while (around && !(types.test(around.type) && childOf(around, 'name')?.id !== node.id))
    around = around.parent
  return around
}

/** An identifier as Python compares it. */
export function nameOf(node: SyntaxNode): string {
  const text = node.text
  // What a class body binds is an attribute.
  if (isPrivate(text)) return mangled(text, enclosing(node, /^(?:class|function)_definition$|^lambda$/))
  // eslint-disable-next-line no-control-regex -- most names are plain
  return /^[\x00-\x7f]*$/.test(text) ? text : text.normalize('NFKC')
}

/** Names that an assignment target binds; attributes and subscripts bind none. */
export function targetNames(target: SyntaxNode): string[] {
  switch (target.type) {
    case 'identifier':
      return [nameOf(target)]
    case 'attribute':
    case 'subscript':
      return []
    default:
      return target.parts.flatMap(targetNames)
  }
}

/** Names that a `case` pattern binds, at its own level. */
function captureNames(pattern: SyntaxNode): string[] {
  if (pattern.type === 'splat_pattern')
    return pattern.parts.map((part) => part.text).filter((name) => name !== '_')
  return pattern.parts.flatMap((part) =>
    part.type === 'dotted_name' && part.parts.length === 1 && part.text !== '_' ? [part.text] : [],
  )
}

function importedNames(node: SyntaxNode): string[] {
  return node.children
    .filter((child) => child.field === 'name')
    .map((child) => {
      if (child.type === 'aliased_import') return childOf(child, 'alias')!.text
      return node.type === 'import_statement' ? child.parts[0]!.text : child.text
    })
}

function walruses(node: SyntaxNode): string[] {
  if (node.type === 'named_expression') return [childOf(node, 'name')!.text, ...node.parts.flatMap(walruses)]
  if (node.type === 'lambda') return []
  return node.parts.flatMap(walruses)
}

/** Names that the parameters of a function bind, in their order. */
export function parameterNames(parameters: SyntaxNode): string[] {
  return parameters.parts.flatMap((parameter) => {
    const name = parameterName(parameter)
    return name === undefined ? [] : [name]
  })
}

/** The name that one parameter binds; undefined for the bare `*` and `/`. */
export function parameterName(parameter: SyntaxNode): string | undefined {
  switch (parameter.type) {
    case 'identifier':
      return parameter.text
    case 'default_parameter':
    case 'typed_default_parameter':
      return childOf(parameter, 'name')!.text
    case 'typed_parameter':
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern': {
      const inner = parameter.parts[0]
      return inner ? parameterName(inner) : undefined
    }
    default:
      return undefined
  }
}

/** The frame in which a name is found when it is read. */
export function frameOf(machine: Machine, name: string): Thing {
  const start = machine.scope
  for (let scope: Scope | null = start; scope; scope = scope.parent) {
    if (scope.kind === 'global' || scope.globals.has(name)) return machine.globals.frame
    if (scope.kind === 'class') {
      if (scope === start && machine.has(scope.frame, name)) return scope.frame
    } else if (scope.locals!.has(name)) return scope.frame
  }
  return machine.globals.frame
}

/** The frame in which a name is bound when it is assigned. */
export function bindingFrame(machine: Machine, name: string): Thing {
  const scope = machine.scope
  if (scope.kind === 'class' && !scope.globals.has(name) && scope.outer?.has(name) !== true)
    return scope.frame
  if (scope.kind === 'comprehension' && !scope.locals!.has(name)) {
    // A walrus binds outside of its comprehension.
    const outer = machine.scope
    machine.scope = scope.parent!
    const frame = bindingFrame(machine, name)
    machine.scope = outer
    return frame
  }
  return frameOf(machine, name)
}
