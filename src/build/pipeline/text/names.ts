/** Names in syntax trees, as far as moving statements between functions needs them. */
import { childOf, descendants, type SyntaxNode } from '../../analysis/syntax.ts'
import { namesFromOutside } from './reading.ts'

/**
 * Every identifier that stands for a variable: no attribute, no keyword of a call, nothing that a comprehension or lambda
 * binds for itself. Those of inner functions too.
 */
export function namesIn(node: SyntaxNode): Set<string> {
  const found = new Set<string>()
  for (const each of descendants(node))
    if (each.type === 'identifier' && each.field !== 'attribute' && !isKeyword(each)) {
      if (!isBoundWithin(each, node)) found.add(each.text)
    }
    // `df.query('a > @cut')` reads `cut`.
    else if (each.type === 'string_content')
      for (const [, name] of each.text.matchAll(/@([A-Za-z_]\w*)/g)) found.add(name!)
  return found
}

/** Whether a comprehension or lambda between a name and a node binds it. */
function isBoundWithin(name: SyntaxNode, node: SyntaxNode): boolean {
  for (let inner = name; inner !== node && inner.parent; inner = inner.parent) {
    const outer = inner.parent
    // The first iterable and the defaults are evaluated outside.
    if (outer.type === 'lambda' && inner.field !== 'parameters') {
      if (childOf(outer, 'parameters')?.parts.some((part) => bindsParameter(part, name.text))) return true
    } else if (/comprehension$|^generator_expression$/.test(outer.type)) {
      const clauses = outer.parts.filter((part) => part.type === 'for_in_clause')
      const isFirst = inner === clauses[0] && !isInside(name, childOf(inner, 'left'))
      if (!isFirst && clauses.some((clause) => bindsTarget(childOf(clause, 'left'), name.text))) return true
    }
  }
  return false
}

function bindsParameter(parameter: SyntaxNode, name: string): boolean {
  const own = parameter.type === 'identifier' ? parameter : (childOf(parameter, 'name') ?? parameter.parts[0])
  return own?.text === name
}

function bindsTarget(target: SyntaxNode | undefined, name: string): boolean {
  return target !== undefined && [target, ...descendants(target)].some((each) => each.text === name)
}

function isInside(name: SyntaxNode, node: SyntaxNode | undefined): boolean {
  return node !== undefined && name.start >= node.start && name.end <= node.end
}

function isKeyword(node: SyntaxNode): boolean {
  return node.field === 'name' && node.parent?.type === 'keyword_argument'
}

/** Names that a function or class, with its decorators, reads from around it. */
export function freeNames(whole: SyntaxNode, definition: SyntaxNode): Set<string> {
  const found = namesIn(whole)
  found.delete(childOf(definition, 'name')?.text ?? '')
  for (const name of boundInside(definition)) found.delete(name)
  // What one method binds, another may read from outside.
  for (const name of namesFromOutside(whole)) found.add(name)
  return found
}

function boundInside(definition: SyntaxNode): Set<string> {
  const bound = new Set<string>()
  const global = new Set<string>()
  const bind = (node: SyntaxNode | undefined) => {
    if (node === undefined || node.type === 'attribute' || node.type === 'subscript') return
    if (node.type === 'identifier') bound.add(node.text)
    else for (const part of node.parts) bind(part)
  }
  for (const each of descendants(definition))
    switch (each.type) {
      case 'parameters':
      case 'lambda_parameters':
        for (const parameter of each.parts)
          bind(
            parameter.type === 'identifier' ? parameter : (childOf(parameter, 'name') ?? parameter.parts[0]),
          )
        break
      case 'assignment':
      case 'for_statement':
      case 'for_in_clause':
        bind(childOf(each, 'left'))
        break
      case 'named_expression':
        bind(childOf(each, 'name'))
        break
      case 'as_pattern_target':
        bind(each.parts[0])
        break
      case 'function_definition':
      case 'class_definition':
        if (each !== definition) bind(childOf(each, 'name'))
        break
      case 'import_statement':
      case 'import_from_statement':
        for (const { name } of importsOf(each)) bound.add(name)
        break
      case 'global_statement':
        for (const part of each.parts) global.add(part.text)
    }
  for (const name of global) bound.delete(name)
  return bound
}

export interface Import {
  /** The name that it binds; `*` for a star import. */
  readonly name: string
  /** The statement that binds only this name. */
  readonly text: string
  /** Top-level module: `sklearn`; empty for a relative import. */
  readonly module: string
}

/** One entry for each name that an import statement binds. */
export function importsOf(node: SyntaxNode): Import[] {
  const from = childOf(node, 'module_name')?.text
  if (node.type === 'future_import_statement')
    return node.parts.map((part) => ({
      name: part.text,
      text: `from __future__ import ${part.text}`,
      module: '__future__',
    }))
  if (node.parts.some((part) => part.type === 'wildcard_import'))
    return [{ name: '*', text: node.text, module: topOf(from ?? '') }]
  return node.parts
    .filter((part) => part.field === 'name')
    .map((part) => {
      const dotted = childOf(part, 'name')?.text ?? part.text
      const alias = childOf(part, 'alias')?.text
      const what = alias === undefined || alias === dotted ? dotted : `${dotted} as ${alias}`
      return from === undefined
        ? { name: alias ?? topOf(dotted), text: `import ${what}`, module: topOf(dotted) }
        : { name: alias ?? dotted, text: `from ${from} import ${what}`, module: topOf(from) }
    })
}

function topOf(dotted: string): string {
  return dotted.split('.')[0]!
}
