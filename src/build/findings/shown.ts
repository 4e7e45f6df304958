/** What a cell surely shows: texts that it prints, constants, the constructor call by which an estimator names itself. */
import { lastName, valueOf } from '../analysis/evaluation/shapes.ts'
import type { Statement } from '../analysis/program.ts'
import { childOf, type SyntaxNode } from '../analysis/syntax.ts'

/**
 * The beginning of what a `print` surely prints, up to what is computed; the value of a name is known where its cell
 * gives it a constant.
 *
 * @param cell the statements of the cell, outside of loops and branches
 * @returns undefined where less than three letters are sure
 */
export function printedText({ id, node }: Statement, cell: readonly Statement[]): string | undefined {
  const call = node.type === 'expression_statement' ? node.parts[0] : undefined
  if (call?.type !== 'call' || childOf(call, 'function')?.text !== 'print') return undefined
  const constants = constantsBefore(id, cell)
  const given = childOf(call, 'arguments')?.parts ?? []
  let text = ''
  for (const part of given) {
    // Other separators are rare: then the first text says enough.
    if (
      part.type === 'keyword_argument' ||
      (text !== '' && given.some((each) => each.type === 'keyword_argument'))
    )
      break
    const { known, whole } = part.type === 'string' ? textOf(part, constants) : valueIn(part, constants)
    text += known
    if (!whole) break
    text += ' '
  }
  text = text.trimEnd()
  return text.trim().length < 3 ? undefined : text
}

interface Known {
  readonly known: string
  /** Nothing follows that is not known. */
  readonly whole: boolean
}

/** A plain or formatted string without escapes, up to its first hole that is not known. */
function textOf(node: SyntaxNode, constants: ReadonlyMap<string, string>): Known {
  const match = /^([fF]?)(["'])(?!["'])([^"'\\\n]*)(["']?)/.exec(node.text)
  const inside = match?.[3]
  if (match === null || inside === undefined) return { known: '', whole: false }
  const closed = match[4] === match[2] && match[0].length === node.text.length
  if (match[1] === '') {
    const known = /^[^{}%]*/.exec(inside)![0]
    return { known, whole: closed && known === inside }
  }
  let known = ''
  for (const piece of inside.split(/(\{[^{}]*\})/)) {
    const hole = /^\{(.*)\}$/.exec(piece)?.[1]
    const value = hole === undefined ? piece : constants.get(hole)
    if (value === undefined || (hole === undefined && /[{}%]/.test(piece)))
      return { known: known + (hole === undefined ? /^[^{}%]*/.exec(piece)![0] : ''), whole: false }
    known += value
  }
  return { known, whole: closed }
}

function valueIn(node: SyntaxNode, constants: ReadonlyMap<string, string>): Known {
  const value = node.type === 'identifier' ? constants.get(node.text) : undefined
  return { known: value ?? '', whole: value !== undefined }
}

/** Names that a cell gives a constant and nothing else before a statement, with what Python prints of it. */
function constantsBefore(id: number, cell: readonly Statement[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const statement of cell) {
    if (statement.id >= id) break
    const value = valueOf(statement)
    const text = value && printed(value)
    for (const name of statement.defines) found.delete(name)
    for (const { name } of statement.changes) found.delete(name)
    const [name, ...others] = statement.defines
    if (text !== undefined && name !== undefined && others.length === 0) found.set(name, text)
  }
  return found
}

/** A number or text as `print` shows it; undefined where Python may write it in another way. */
function printed({ type, text }: SyntaxNode): string | undefined {
  if (type === 'integer') return /^(0|[1-9]\d*)$/.test(text) ? text : undefined
  if (type === 'float')
    return /^(0|[1-9]\d{0,8})\.\d{1,9}$/.test(text) && Number(text) >= 0.001
      ? Number.isInteger(Number(text))
        ? `${Number(text)}.0`
        : String(Number(text))
      : undefined
  if (type === 'true' || type === 'false' || type === 'none') return text
  return type === 'string' ? /^(["'])([^"'\\\n{}]+)\1$/.exec(text)?.[2] : undefined
}

/**
 * An estimator shows itself by its class and what differs from the defaults: `Ridge(alpha=0.5)`.
 *
 * @param last the statement that shows: `model.fit(X, y)`, `model`
 * @returns what disagrees; undefined where nothing surely does
 */
export function otherRepr(
  last: Statement,
  cell: readonly Statement[],
  shown: string,
): { readonly line: number; readonly shown: string; readonly made: string } | undefined {
  const repr = /^([A-Z]\w+)\(([^()]*)\)$/.exec(shown.replace(/\s+/g, ' ').trim())
  const maker = last.node.parts[0] && constructorOf(last.node.parts[0], last, cell)
  if (!repr || !maker) return undefined
  const [, name, options] = repr
  const { call, line } = maker
  const made = lastName(childOf(call, 'function')!.text)
  if (!/^[A-Z]\w+$/.test(made) || /[A-Z]{4}$/.test(made)) return undefined
  if (made !== name) return { line, shown: `${name!}()`, made: `${made}()` }
  for (const part of childOf(call, 'arguments')?.parts ?? []) {
    const keyword = part.type === 'keyword_argument' ? childOf(part, 'name')!.text : undefined
    const value = keyword === undefined ? undefined : childOf(part, 'value')
    const text = value && (value.type === 'string' ? value.text.replaceAll('"', "'") : printed(value))
    const other = keyword && new RegExp(`(?:^|, )${keyword}=('[^']*'|[\\w.]+)(?:,|$)`).exec(options!)?.[1]
    if (text !== undefined && other && other !== text && Number(other) !== Number(text))
      return { line, shown: `${keyword}=${other}`, made: part.text }
  }
  return undefined
}

/** The call that makes what an expression shows, in the same cell: `model = Ridge()`, then `model.fit(X, y)`. */
function constructorOf(
  shown: SyntaxNode,
  last: Statement,
  cell: readonly Statement[],
): { readonly call: SyntaxNode; readonly line: number } | undefined {
  const callee = shown.type === 'call' ? childOf(shown, 'function')! : undefined
  const object =
    callee?.type === 'attribute' && /\.fit$/.test(callee.text) ? childOf(callee, 'object')! : shown
  if (object.type === 'call') return { call: object, line: object.startRow + 1 }
  if (object.type !== 'identifier') return undefined
  const at = cell.findLast((each) => each.id < last.id && each.defines.includes(object.text))
  const value = at && valueOf(at)
  if (at?.defines.length !== 1 || value?.type !== 'call') return undefined
  const changed = cell.some(
    (each) => each.id > at.id && each.id < last.id && each.source.includes('set_params'),
  )
  return changed ? undefined : { call: value, line: at.startLine }
}
