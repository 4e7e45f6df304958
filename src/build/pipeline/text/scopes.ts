/** Scopes of a script: which names are bound in each, and from where on. */
import { nameOf, ownNames } from '../../analysis/functions/scopes.ts'
import { childOf, descendants, type SyntaxNode } from '../../analysis/syntax.ts'

export interface Scope {
  /** `later`: no scope of its own, but looked up when all around it has run. */
  readonly kind: 'module' | 'function' | 'class' | 'comprehension' | 'later'
  readonly parent: Scope | null
  /** From which offset on a name is bound, for each thing that binds it; 0 for parameters. */
  readonly bound: Map<string, number[]>
  readonly globals: ReadonlySet<string>
  readonly outer: ReadonlySet<string>
}

export const COMPREHENSION = /^(?:list|set|dictionary)_comprehension$|^generator_expression$/

/** The function, lambda or comprehension whose frame is the nearest. */
export function frameAround(node: SyntaxNode): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent)
    if (/^(?:function_definition|lambda)$/.test(at.type) || COMPREHENSION.test(at.type)) return at
  return undefined
}

/** A scope in which only these names are bound, from its beginning on. */
export function innerOf(kind: Scope['kind'], parent: Scope | null, names: readonly string[] = []): Scope {
  return {
    kind,
    parent,
    bound: new Map(names.map((name) => [name, [0]])),
    globals: new Set(),
    outer: new Set(),
  }
}

/** The scope of a definition's types, if it has any: `def first[T](values: list[T]) -> T` */
export function withTypes(definition: SyntaxNode, scope: Scope): Scope {
  const parameters = childOf(definition, 'type_parameters')
  if (!parameters) return scope
  const names = descendants(parameters).filter(({ type }) => type === 'identifier')
  return innerOf('comprehension', scope, names.map(nameOf))
}

/** The scope of a module, a function's or a class's body, with what its statements bind. */
export function scopeFor(
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

/** The outermost scope. */
export function moduleOf(scope: Scope): Scope {
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
