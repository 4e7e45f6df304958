import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  append,
  appendToRunning,
  journalFile,
  type NewEntry,
  readJournal,
} from '../../../src/build/timebox/journal.ts'
import {
  attendedSeconds,
  attendedSince,
  type Box,
  boxesOf,
  grantedMinutes,
  levelOf,
  timeBoxOf,
} from '../../../src/build/timebox/timebox.ts'
import { Project } from '../../../src/iteration/project.ts'

const start = (at: number, minutes = 60): NewEntry => ({ kind: 'start', at: at * 1000, minutes })
const active = (from: number, to = from): NewEntry => ({
  kind: 'active',
  from: from * 1000,
  to: to * 1000,
  cell: null,
})
const tick = (at: number): NewEntry => ({ kind: 'tick', at: at * 1000 })
const stop = (at: number): NewEntry => ({ kind: 'stop', at: at * 1000 })

suite('time box: journal', () => {
  let project: Project
  setup(async () => {
    project = new Project(await mkdtemp(join(tmpdir(), 'timebox-')), {
      schema: 1,
      name: 'x',
      notebook: 'x.ipynb',
    })
  })
  teardown(() => rm(project.folder, { recursive: true }))

  const boxes = async () => boxesOf(await readJournal(project))

  test('a project without a journal has no time box', async () => {
    assert.deepEqual(timeBoxOf(await readJournal(project)), { state: 'none' })
  })

  test('a simulated day gives the seconds of the rules', async () => {
    const day: NewEntry[] = [start(0, 60)]
    // Awake from 0 to 1 h and from 3 h to 4 h, asleep between.
    for (let at = 15; at <= 3600; at += 15) day.push(tick(at))
    for (let at = 10_800; at <= 14_400; at += 15) day.push(tick(at))
    for (let at = 60; at <= 1200; at += 30) day.push(active(at)) // edits: 1140 s
    day.push(active(1320)) // a run, 120 s later: 1260 s
    day.push(active(2000), active(2010)) // idle for 680 s, then 10 s: 1270 s
    day.push(active(3590)) // before the sleep, which ends that stretch at the tick of 3600: 1280 s
    day.push(active(10_805), active(10_900, 10_901)) // 96 s after waking: 1376 s
    for (let at = 10_900; at <= 10_960; at += 7) day.push(active(at)) // another window, overlapping: to 10,956, 55 s: 1431 s
    await append(project, day.slice(0, 100))
    await append(project, day.slice(100))
    const [box] = await boxes()
    assert.equal(attendedSeconds(box!), 1431)
  })

  test('a crash in the middle of a line loses that line only', async () => {
    await append(project, [start(0), active(10), active(20), active(30)])
    const { length } = await readFile(journalFile(project))
    await truncate(journalFile(project), length - 12)
    await append(project, [tick(31), active(40)])
    const [box] = await boxes()
    assert.equal(attendedSeconds(box!), 30)
    assert.equal(box?.state, 'running')
  })

  test('a journal that was removed, alone or with its project, is not made anew by a box that ran', async () => {
    await append(project, [start(0), active(1, 2)])
    await appendToRunning(project, [active(3)])
    assert.equal((await readJournal(project)).length, 3)
    await rm(project.state, { recursive: true })
    await appendToRunning(project, [active(4)])
    assert.deepEqual(await readdir(project.folder), [])
  })

  test('starting in a second window goes on with the box that runs', async () => {
    await append(project, [start(0, 60), start(5, 30), active(6), active(16), stop(20)])
    const all = await boxes()
    assert.deepEqual(
      all.map(({ planned, state }) => ({ planned, state })),
      [{ planned: 60, state: 'stopped' }],
    )
  })

  test('what is done after the stop does not count', async () => {
    await append(project, [start(0), active(10), active(20), stop(20), active(30)])
    assert.equal(attendedSeconds((await boxes())[0]!), 10)
  })

  test('an extension is appended with its reason, and the plan stays as it was', async () => {
    await append(project, [start(0, 30), { kind: 'extend', at: 1, minutes: 15, reason: 'labels came late' }])
    const [box] = await boxes()
    assert.equal(box?.planned, 30)
    assert.deepEqual(box.extensions, [{ minutes: 15, reason: 'labels came late' }])
    assert.equal(grantedMinutes(box), 45)
  })

  test('a turn gets the time of the boxes since the one before, or the reason why there is none', async () => {
    await append(project, [
      start(0),
      active(1),
      active(11),
      stop(12),
      start(100),
      active(101),
      active(131),
      stop(140),
    ])
    const entries = await readJournal(project)
    assert.equal(attendedSince(entries, 0).seconds, 40)
    assert.equal(attendedSince(entries, 50_000).seconds, 30)
    assert.deepEqual(attendedSince(entries, 200_000), {
      seconds: null,
      reason: 'no time box ran in an editor',
      plannedMinutes: null,
    })
  })

  test('a box that goes on over the end of a turn is shared between both', async () => {
    await append(project, [start(0), active(1), active(11), active(21), active(26)])
    const entries = await readJournal(project)
    assert.equal(attendedSince(entries.slice(0, 3), 0).seconds, 10)
    assert.equal(attendedSince(entries, 12_000).seconds, 15)
    assert.deepEqual(attendedSince(entries, 90_000), { seconds: 0, reason: null, plannedMinutes: 60 })
  })
})

suite('time box: how much is used up', () => {
  const used = (seconds: number, extra: readonly number[] = []): Box => ({
    state: 'running',
    started: 0,
    planned: 10,
    extensions: extra.map((minutes) => ({ minutes, reason: '' })),
    attended: { milliseconds: seconds * 1000, byCell: new Map() },
  })
  for (const [seconds, extra, level] of [
    [479, [], 'within'],
    [480, [], 'nearly'],
    [599, [], 'nearly'],
    [600, [], 'over'],
    [600, [15], 'within'],
  ] as const)
    test(`${seconds} s of ${[10, ...extra].join(' + ')} min is ${level}`, () => {
      assert.equal(levelOf(used(seconds, extra)), level)
    })
})
