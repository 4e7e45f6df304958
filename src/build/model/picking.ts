/** Nodes of a predict path that only pick from a table, and what they pick from. */
import type { SyntaxNode } from '../analysis/syntax.ts'
import type { PathNode } from './path.ts'

/** The whole of what a call is given, not a list inside it. */
export function isHandedOver({ type, parent, parts }: SyntaxNode): boolean {
  return parts.length > 1 && (type === 'argument_list' || parent?.type === 'argument_list')
}

/** The first node, going back, that does more than pick. */
export function frameOf(node: PathNode): PathNode {
  return node.op === 'pick' || node.op === 'same' ? frameOf(node.of[0]) : node
}

/** Whether nothing but picking happened to a table, so that it is as raw as what it was picked from. */
export function isPicked(node: PathNode, byName: boolean): boolean {
  if (byName && node.op === 'same' && NAMELESS.test(node.python)) return false
  return node.op === 'frame' || ((node.op === 'pick' || node.op === 'same') && isPicked(node.of[0], byName))
}

/** The table before it says more: its columns have names. */
const NAMELESS = /\.values$|\.to_numpy\(.*\)$|^(np|numpy)\.(as)?array\(|^torch\./
