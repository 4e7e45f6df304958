/** From moments of human activity to attended time. Times are milliseconds since the epoch. */

/** A stretch without a pause of a second or more: edits, selections, saves, runs. `from` and `to` are human events. */
export interface Activity {
  readonly from: number
  readonly to: number
  /** The cell in which it ended; null outside of cells. */
  readonly cell: string | null
}

/** A gap between two human events counts whole up to this, else not at all. */
const LONGEST_PAUSE_MS = 180_000
/** A window says this often that the machine is awake. */
export const TICK_MS = 15_000
/** Ticks further apart than this: the machine slept, or no window was open. */
const LONGEST_TICK_GAP_MS = 60_000

export interface Attended {
  readonly milliseconds: number
  /** A gap belongs to the cell in which its first event was. */
  readonly byCell: ReadonlyMap<string, number>
}

/**
 * Attended time of one time box.
 *
 * The events of all windows are one sequence, so that two windows on one project count once. A suspend (a tick gap over
 * 60 s) ends the stretch at the last tick before it, whatever the length of the gap between the events.
 *
 * @param activities in any order
 * @param ticks      in any order, of all windows; the start of the box is one
 */
export function attendedTime(activities: readonly Activity[], ticks: readonly number[]): Attended {
  const events = activities
    .flatMap(({ from, to, cell }) => [
      { time: from, cell },
      { time: to, cell },
    ])
    .sort((a, b) => a.time - b.time)
  const suspends = suspendsAmong(ticks, events.at(-1)?.time)
  const byCell = new Map<string, number>()
  let milliseconds = 0
  let suspend = 0
  for (let index = 1; index < events.length; index += 1) {
    const [before, after] = [events[index - 1]!, events[index]!]
    while (suspend < suspends.length && suspends[suspend]! < before.time) suspend += 1
    const slept = suspend < suspends.length && suspends[suspend]! < after.time
    const gap = (slept ? suspends[suspend]! : after.time) - before.time
    if (gap > LONGEST_PAUSE_MS) continue
    milliseconds += gap
    if (before.cell !== null) byCell.set(before.cell, (byCell.get(before.cell) ?? 0) + gap)
  }
  return { milliseconds, byCell }
}

/** The last tick before each suspend, ascending. An event long after the last tick proves one before the next tick does. */
function suspendsAmong(ticks: readonly number[], lastEvent: number | undefined): number[] {
  const sorted = [...ticks].sort((a, b) => a - b)
  const ends = lastEvent === undefined ? sorted : [...sorted, Math.max(lastEvent, sorted.at(-1) ?? lastEvent)]
  return ends.flatMap((tick, index) => {
    const next = ends[index + 1]
    return next !== undefined && next - tick > LONGEST_TICK_GAP_MS ? [tick] : []
  })
}
