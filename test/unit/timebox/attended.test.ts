import assert from 'node:assert/strict'
import { attendedTime } from '../../../src/build/timebox/attended.ts'

const s = 1000
const moment = (second: number, cell: string | null = null) => ({ from: second * s, to: second * s, cell })
/** A tick every 15 s from one second to another, as an open window makes them. */
const ticks = (from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / 15) + 1 }, (_, index) => (from + 15 * index) * s)
const seconds = (events: readonly number[], awake: readonly number[]) =>
  attendedTime(
    events.map((second) => moment(second)),
    awake,
  ).milliseconds / s

suite('time box: attended time', () => {
  const cases: readonly [string, readonly number[], readonly number[], number][] = [
    ['nothing done is no time', [], ticks(0, 600), 0],
    ['one event alone is no time', [100], ticks(0, 600), 0],
    ['a pause of 180 s counts whole', [10, 190], ticks(0, 600), 180],
    ['a pause of 181 s does not count at all', [10, 191], ticks(0, 600), 0],
    ['only the long pause is left out', [0, 60, 300, 330], ticks(0, 600), 90],
    ['a tick gap of 60 s is no suspend', [10, 80], [...ticks(0, 15), 75 * s, 90 * s], 70],
    ['a suspend ends the stretch at the last tick', [10, 100], [...ticks(0, 30), ...ticks(91, 121)], 20],
    ['a suspend wins over the 180 s', [0, 170], [...ticks(0, 15), ...ticks(165, 180)], 15],
    ['work after waking counts anew', [10, 100, 130], [...ticks(0, 30), ...ticks(91, 151)], 50],
    [
      'a suspend long after the last event adds nothing',
      [10, 900],
      [...ticks(0, 300), ...ticks(800, 900)],
      0,
    ],
    ['an event long after the last tick proves the suspend', [10, 95], ticks(0, 30), 20],
    ['an event soon after the last tick does not', [10, 85], ticks(0, 30), 75],
    [
      'a suspend that the next tick proves takes back what seemed to count',
      [10, 85],
      [...ticks(0, 30), 95 * s],
      20,
    ],
    [
      'a day without a window counts nothing of it',
      [10, 20, 86_400, 86_410],
      [...ticks(0, 15), ...ticks(86_395, 86_410)],
      15 - 10 + 10,
    ],
  ]
  for (const [name, events, awake, expected] of cases)
    test(name, () => {
      assert.equal(seconds(events, awake), expected)
    })

  test('two windows on one project count once', () => {
    const one = [0, 20, 40, 60]
    const other = [10, 30, 50]
    assert.equal(seconds([...one, ...other], [...ticks(0, 75), ...ticks(7, 67)]), 60)
  })

  test('the order of the journal does not matter', () => {
    const awake = ticks(0, 600)
    assert.equal(seconds([330, 0, 300, 60], [...awake].reverse()), seconds([0, 60, 300, 330], awake))
  })

  test('a pause belongs to the cell in which it began', () => {
    const { byCell } = attendedTime(
      [moment(0, 'a'), moment(30, 'b'), moment(40, 'b'), moment(45, 'a')],
      ticks(0, 60),
    )
    assert.deepEqual(Object.fromEntries(byCell), { a: 30 * s, b: 15 * s })
  })
})
