/** Which statements decide whether others run. */
import type { Dependence } from '../program.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'
import { clausesOf, type Unit } from '../units.ts'

interface Known {
  /** `with` statements whose managers may end an exception. */
  readonly swallowing: ReadonlySet<SyntaxNode>
  /** Statements that were seen to raise nothing. */
  readonly calm: ReadonlyMap<SyntaxNode, boolean>
}

export function controlOf(units: readonly Unit[], { swallowing, calm }: Known): Dependence[] {
  const found: Dependence[] = []
  const raises = (node: SyntaxNode): boolean => mayRaise(node) && calm.get(node) !== true
  for (const unit of units) {
    const { node } = unit
    const need = (needs: Unit, needed: Unit, through: string, certain: boolean): void => {
      found.push({
        needs: needs.id,
        needed: needed.id,
        through,
        certain,
        start: needs.node.start,
        end: needs.node.end,
      })
    }
    if (unit.parent) need(unit, unit.parent, `\`${unit.parent.node.children[0]?.type ?? 'block'}\``, true)
    if (/^(?:for|while)_statement$/.test(node.type))
      for (const leave of leaves(unit)) need(unit, leave, `\`${leave.node.text}\``, true)
    if (node.type === 'try_statement' && clausesOf(node).some((clause) => /^except/.test(clause.node.type))) {
      const body = clausesOf(node)[0]!.block
      const missing = /\bexcept\b[^:]*\bNameError\b/.test(node.text)
      for (const child of under(unit, body))
        if (missing || raises(child.node)) need(unit, child, '`try`', false)
    }
    if (swallowing.has(node) || (node.type === 'with_statement' && /\brecord\s*=/.test(withClause(node))))
      for (const child of under(unit, node)) if (raises(child.node)) need(unit, child, '`with`', false)
  }
  return found
}

/** The `break` and `continue` of a loop, wherever they stand in its body. */
function leaves(loop: Unit): Unit[] {
  const visit = (unit: Unit): Unit[] => {
    if (/^(?:break|continue)_statement$/.test(unit.node.type)) return [unit]
    if (unit !== loop && /^(?:for|while)_statement$/.test(unit.node.type)) return []
    return unit.children.flatMap(visit)
  }
  return visit(loop)
}

/** All units below a unit that stand in a block. */
function under(unit: Unit, block: SyntaxNode): Unit[] {
  const inside = (child: Unit): Unit[] => [child, ...child.children.flatMap(inside)]
  return unit.children
    .filter((child) => child.node.start >= block.start && child.node.end <= block.end)
    .flatMap(inside)
}

function withClause(node: SyntaxNode): string {
  return node.parts.find((part) => part.type === 'with_clause')?.text ?? ''
}

/** Whether running a statement may raise, judged by its form: plain names and literals don't. */
export function mayRaise(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'pass_statement':
    case 'break_statement':
    case 'continue_statement':
    case 'global_statement':
    case 'comment':
      return false
    case 'expression_statement': {
      const part = node.parts[0]
      if (part?.type === 'assignment')
        return childOf(part, 'left')?.type !== 'identifier' || !isPlain(childOf(part, 'right'))
      if (part?.type === 'call' && childOf(part, 'function')?.text === 'print')
        return !childOf(part, 'arguments')!.parts.every((argument) => isPlain(argument))
      return !isPlain(part)
    }
    default:
      return true
  }
}

function isPlain(node: SyntaxNode | undefined): boolean {
  if (!node) return true
  if (/^(?:integer|float|true|false|none|identifier)$/.test(node.type)) return true
  if (node.type === 'string')
    return node.parts.every(
      (part) => part.type !== 'interpolation' || part.parts.every((inner) => inner.type === 'identifier'),
    )
  if (/^(?:list|tuple|dictionary|set|pair|concatenated_string|lambda)$/.test(node.type))
    return node.parts.every(isPlain)
  return false
}
