/**
 * Names that a script reads and that nothing in it can bind where they are read: they would end in a NameError.
 *
 * What is bound in a branch, a loop or a `try` counts as bound. What star imports, `exec` and writes to `globals()`
 * bind can't be known: in such a module only the names of functions are judged that are read before they are bound.
 */
import { isBuiltin } from '../../analysis/knowledge/builtins.ts'
import { childOf, descendants, type SyntaxNode } from '../../analysis/syntax.ts'
import { Reader, type Reading } from './reading.ts'
import { frameAround, type Scope, scopeFor } from './scopes.ts'

interface UnboundName {
  readonly name: string
  /** 1-based. */
  readonly line: number
}

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
