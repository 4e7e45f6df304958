/** The time box of a project, as its journal tells it. */
import { type Attended, attendedTime } from './attended.ts'
import type { Entry } from './journal.ts'

export interface Extension {
  readonly minutes: number
  readonly reason: string
}

/** A box that was started. `planned` never changes; what is added later stands in `extensions`. */
export interface Box {
  readonly state: 'running' | 'stopped'
  readonly started: number
  readonly planned: number
  readonly extensions: readonly Extension[]
  readonly attended: Attended
}
export type TimeBox = { readonly state: 'none' } | Box

/** From here on the status bar says in words that the box is nearly used up. */
const NEARLY = 0.8

/** All boxes of a journal, oldest first. Starting one while another runs goes on with that one: two windows, one box. */
export function boxesOf(entries: readonly Entry[]): Box[] {
  return entriesByBox(entries).map(boxOf)
}

function entriesByBox(entries: readonly Entry[]): Entry[][] {
  const boxes: Entry[][] = []
  let open = false
  for (const entry of entries) {
    if (entry.kind === 'start' && !open) {
      boxes.push([])
      open = true
    }
    boxes.at(-1)?.push(entry) // a last activity may be written just after the stop
    if (entry.kind === 'stop') open = false
  }
  return boxes
}

/** The running box, else the last one. */
export function timeBoxOf(entries: readonly Entry[]): TimeBox {
  return boxesOf(entries).at(-1) ?? { state: 'none' }
}

function boxOf(entries: readonly Entry[]): Box {
  const only = <Kind extends Entry['kind']>(kind: Kind) =>
    entries.filter((entry): entry is Extract<Entry, { kind: Kind }> => entry.kind === kind)
  const [start] = only('start')
  const [stop] = only('stop')
  const end = stop?.at ?? Infinity
  return {
    state: stop === undefined ? 'running' : 'stopped',
    started: start!.at,
    planned: start!.minutes,
    extensions: only('extend').map(({ minutes, reason }) => ({ minutes, reason })),
    attended: attendedTime(
      only('active')
        .filter(({ from, to }) => from >= start!.at && to <= end)
        .map(({ from, to, cell }) => ({ from, to, cell })),
      [start!.at, ...only('tick').map((tick) => tick.at)].filter((at) => at <= end),
    ),
  }
}

/** Whole seconds in which a person was there. */
export function attendedSeconds(box: Box): number {
  return Math.round(box.attended.milliseconds / 1000)
}

/** Planned and added minutes. */
export function grantedMinutes(box: Box): number {
  return box.extensions.reduce((sum, { minutes }) => sum + minutes, box.planned)
}

/** How much of the box is used up. */
export function levelOf(box: Box): 'within' | 'nearly' | 'over' {
  const share = attendedSeconds(box) / 60 / grantedMinutes(box)
  return share >= 1 ? 'over' : share >= NEARLY ? 'nearly' : 'within'
}

/**
 * Attended time for the record of a turn: of the boxes that ran since then, what was attended after it. A box that goes
 * on over the end of a turn is so shared between the two.
 *
 * @param since milliseconds since the epoch, the end of the turn before; 0 for the first
 */
export function attendedSince(
  entries: readonly Entry[],
  since: number,
): {
  readonly seconds: number | null
  readonly reason: string | null
  readonly plannedMinutes: number | null
} {
  const boxes = entriesByBox(entries).filter(
    (box) => !box.some((entry) => entry.kind === 'stop' && entry.at <= since),
  )
  if (boxes.length === 0)
    return { seconds: null, reason: 'no time box ran in an editor', plannedMinutes: null }
  const before = (entry: Entry): boolean => (entry.kind === 'active' ? entry.to : entry.at) <= since
  const sum = (of: (box: Entry[]) => number) => boxes.reduce((total, box) => total + of(box), 0)
  const secondsOf = (box: Entry[]) =>
    box.some(({ kind }) => kind === 'start') ? attendedSeconds(boxOf(box)) : 0
  return {
    seconds: sum((box) => secondsOf(box) - secondsOf(box.filter(before))),
    reason: null,
    plannedMinutes: sum((box) => boxOf(box).planned),
  }
}
