/** What IPython shows of a cell besides its last expression, where the notebook told it to. */
import { SHOWING_MAGICS } from '../../notebook/magicTable.ts'
import type { ProgramCell } from '../run.ts'
import type { Refusal } from '../refusal.ts'

/** Assigned, or given to `setattr`; to which mode, where that is written out. */
const SETTING = /\bast_node_interactivity(?:\s*=(?!=)|['"]\s*,)\s*(?:(['"])(\w+)\1)?/

function settingIn(source: string): RegExpExecArray | null {
  return SETTING.exec(source.replace(/^\s*#.*$/gm, ''))
}

/**
 * A cell that is shown otherwise than by its prints and its last expression is refused: the script shows only those.
 *
 * @param cells in order of execution
 */
export function otherwiseShown(cells: readonly ProgramCell[], asked: ProgramCell): Refusal[] {
  const magics = showingMagics(asked)
  const before = cells.slice(0, cells.indexOf(asked) + 1)
  const setter = before.findLast(({ cell }) => settingIn(cell.source) !== null)
  if (!setter) return magics
  // Which mode it is may not be known: then it may be any.
  const mode = settingIn(setter.cell.source)![2]
  const may = (other: string) => mode === undefined || mode === other
  const last = asked.units.at(-1)?.node
  const others = asked.units.filter(({ node }, at) => {
    if (may('all') && node !== last && showsValue(node.text, node.type)) return true
    if (at < asked.units.length - 1) return false
    if (may('last_expr_or_assign') && /assignment$/.test(node.parts[0]?.type ?? '')) return true
    return may('none') && showsValue(node.text, node.type)
  })
  const unlike = others.map(({ node }): Refusal => ({
    cell: asked.cell.index,
    line: node.startRow + 1,
    reason: { kind: 'shown otherwise', cell: setter.cell.index, mode: mode ?? null },
  }))
  return [...unlike, ...magics]
}

/** Magics of the asked cell that show what only a session knows. */
function showingMagics({ cell, captured }: ProgramCell): Refusal[] {
  if (captured) return []
  return cell.source.split('\n').flatMap((line, at): Refusal[] => {
    const magic = SHOWING_MAGICS.exec(line)?.[1]
    return magic === undefined ? [] : [{ cell: cell.index, line: at + 1, reason: { kind: 'session', magic } }]
  })
}

/** Calls that nobody makes for what they return. */
const SILENT =
  /^(?:print|display|plt\.\w+|(?:.*\.)?(?:append|extend|update|insert|add|clear|remove|sort|seed|show|info|to_csv|write|close))\(/

function showsValue(text: string, type: string): boolean {
  return type === 'expression_statement' && !/^[^=(]*[^=!<>]=[^=]/.test(text) && !SILENT.test(text)
}
