/** Statements that were too much work to follow: what they need isn't known, so they need all that ran before. */
import type { Analysis, Dependence } from '../program.ts'
import type { Refusal } from '../refusal.ts'
import type { Run } from '../run.ts'
import type { Unit } from '../units.ts'

const THROUGH = 'all before: what it needs is too much work to tell'

/**
 * @param units all statements
 * @returns for each that was not followed: the one before it, which needs the one before that; a body's head needs all of it
 */
export function needsBeyond(units: readonly Unit[], { unfollowedFrom, skipped }: Run): Dependence[] {
  if (unfollowedFrom === null) return []
  const found: Dependence[] = []
  const need = ({ id, node }: Unit, needed: number): void => {
    if (id !== needed)
      found.push({ needs: id, needed, through: THROUGH, certain: false, start: node.start, end: node.end })
  }
  const ran = units.filter(({ id }) => !skipped.has(id))
  const first = ran.findIndex(({ id }) => id >= unfollowedFrom)
  if (first < 0) return []
  for (const { id } of ran.slice(0, first)) need(ran[first]!, id)
  for (const [at, unit] of ran.entries()) {
    if (at < first) continue
    if (at > first) need(unit, ran[at - 1]!.id)
    if (unit.children.length > 0) need(unit, lastWithin(unit).id)
  }
  return found
}

/** What is only IPython's can't be followed through the script. */
export function obstacleBeyond({ cell, node }: Unit): Refusal | undefined {
  const line = node.text.split('\n').findIndex((each) => each.includes('get_ipython'))
  return line < 0 ? undefined : { cell, line: node.startRow + 1 + line, reason: { kind: 'get_ipython' } }
}

/** In which cell it begins, and what that means. */
export function warningBeyond(units: readonly Unit[], { unfollowedFrom }: Run): string[] {
  if (unfollowedFrom === null) return []
  return [
    `From cell ${units[unfollowedFrom]!.cell} on, the notebook is too much work to follow: what comes there keeps all before it.`,
  ]
}

/** Nobody looked for models where nothing was followed: why none is chosen; undefined where the asked cell stands before. */
export function modelBeyond(
  { unfollowedFrom, statements }: Analysis,
  cell: number | undefined,
): Refusal | undefined {
  if (unfollowedFrom === null) return undefined
  const beyond = statements.slice(unfollowedFrom)
  if (cell !== undefined && beyond.every((each) => each.cell !== cell)) return undefined
  const { cell: first, startLine: line } = beyond[0]!
  return { cell: first, line, reason: { kind: 'too much' } }
}

function lastWithin(unit: Unit): Unit {
  const last = unit.children.at(-1)
  return last ? lastWithin(last) : unit
}
