/** Whether code computes the same value for the same arguments and touches nothing else. */
import { childOf, descendants, type SyntaxNode } from '../../analysis/syntax.ts'
import type { Fixed } from './fixed.ts'
import { BUILTINS, CHANGING_METHODS, NUMPY, PANDAS, PURE_MODULES } from './knowledge.ts'
import { Stateful } from './stateful.ts'

/** What is given to `apply` and `map`: a lambda, a builtin, a function of a pure module or of the notebook. */
export function checkFunction(node: SyntaxNode, fixed: Fixed): void {
  if (node.type === 'lambda') checkBody(node, fixed, new Set())
  else checkCallee(node, new Set(), fixed, new Set())
}

/** @param local names that are bound around it @throws Stateful where it can't be shown */
export function checkPure(
  node: SyntaxNode,
  local: ReadonlySet<string>,
  fixed: Fixed,
  seen = new Set<string>(),
): void {
  const bound = new Set([...local, ...namesBoundIn(node)])
  for (const each of descendants(node)) {
    if (REFUSED.test(each.type)) throw new Stateful(`\`${firstLine(each)}\` may do more than compute a value`)
    if (each.type === 'call') checkCallee(childOf(each, 'function')!, bound, fixed, seen)
    if (each.type !== 'identifier' || !isVariable(each) || bound.has(each.text)) continue
    if (fixed.constant(each.text) === undefined && isCallee(each)) continue
    if (fixed.constant(each.text) !== undefined || fixed.library(each.text) !== undefined) continue
    if (fixed.isBound(each.text))
      throw new Stateful(`it reads \`${each.text}\`, which is computed when the notebook runs`)
    if (!BUILTINS.has(each.text)) throw new Stateful(`what \`${each.text}\` is is not known`)
  }
}

const REFUSED =
  /^(global_statement|nonlocal_statement|import_statement|import_from_statement|yield|await|with_statement|delete_statement|class_definition|exec_statement|print_statement)$/

function checkBody(definition: SyntaxNode, fixed: Fixed, seen: Set<string>): void {
  for (const each of descendants(definition))
    if (
      /^(augmented_)?assignment$/.test(each.type) &&
      /^(attribute|subscript)$/.test(childOf(each, 'left')!.type)
    )
      throw new Stateful(`\`${firstLine(each)}\` changes something in place`)
  checkPure(definition, parametersOf(definition), fixed, seen)
}

function checkCallee(node: SyntaxNode, bound: ReadonlySet<string>, fixed: Fixed, seen: Set<string>): void {
  const library = libraryOf(node, bound, fixed)
  if (library !== undefined) {
    const [module, last] = [library.split('.')[0]!, library.split('.').slice(1).join('.')]
    const isPure =
      PURE_MODULES.test(library) ||
      (module === 'numpy' && NUMPY.has(last)) ||
      (module === 'pandas' && PANDAS.has(last))
    if (!isPure || /\.(now|today|utcnow)$/.test(library))
      throw new Stateful(`what \`${library}\` gives may depend on more than its arguments`)
    return
  }
  if (node.type === 'attribute') {
    const name = childOf(node, 'attribute')!.text
    if (CHANGING_METHODS.has(name)) throw new Stateful(`\`.${name}\` may change something in place`)
    return
  }
  if (node.type !== 'identifier') throw new Stateful(`what \`${firstLine(node)}\` calls is not known`)
  if (bound.has(node.text)) throw new Stateful(`what \`${node.text}\` calls is not known`)
  const definition = fixed.definition(node.text)
  if (definition !== undefined) {
    if (seen.has(node.text)) return
    seen.add(node.text)
    checkBody(definition, fixed, seen)
  } else if (fixed.isBound(node.text) || !BUILTINS.has(node.text))
    throw new Stateful(`what \`${node.text}\` does is not known`)
}

function libraryOf(node: SyntaxNode, bound: ReadonlySet<string>, fixed: Fixed): string | undefined {
  if (node.type === 'identifier') return bound.has(node.text) ? undefined : fixed.library(node.text)
  if (node.type !== 'attribute') return undefined
  const object = libraryOf(childOf(node, 'object')!, bound, fixed)
  return object && `${object}.${childOf(node, 'attribute')!.text}`
}

function namesBoundIn(node: SyntaxNode): Set<string> {
  const bound = new Set<string>()
  const bind = (target: SyntaxNode | undefined): void => {
    if (target?.type === 'identifier') bound.add(target.text)
    else if (target && /^(pattern_list|tuple_pattern|list_pattern|tuple|list)$/.test(target.type))
      target.parts.forEach(bind)
  }
  for (const each of descendants(node)) {
    if (/^(assignment|for_statement|for_in_clause|augmented_assignment)$/.test(each.type))
      bind(childOf(each, 'left'))
    if (each.type === 'named_expression') bind(childOf(each, 'name'))
    if (each.type === 'lambda' || each.type === 'function_definition')
      for (const name of parametersOf(each)) bound.add(name)
    if (each.type === 'as_pattern_target') bind(each.parts[0])
  }
  return bound
}

function parametersOf(definition: SyntaxNode): Set<string> {
  return new Set(
    (childOf(definition, 'parameters')?.parts ?? []).map((each) =>
      each.type === 'identifier' ? each.text : (childOf(each, 'name') ?? each.parts[0] ?? each).text,
    ),
  )
}

function isVariable(node: SyntaxNode): boolean {
  const { parent } = node
  if (node.field === 'attribute') return false
  if (node.field === 'name' && /^(keyword_argument|function_definition)$/.test(parent?.type ?? ''))
    return false
  return true
}

function isCallee(node: SyntaxNode): boolean {
  return node.field === 'function' && node.parent?.type === 'call'
}

function firstLine(node: SyntaxNode): string {
  return node.text.split('\n')[0]!
}
