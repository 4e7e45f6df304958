/** Cases put together: what stands before a case, or between its cells, by lot must not change what its slice shows. */
import { strict as assert } from 'node:assert'
import { type CaseCell, readCases, type SliceCase } from './cases.ts'
import { sliceCases } from './engine.ts'
import { runNotebooks, runScripts } from './python.ts'

const TOGETHER = 150

/** Run from top to bottom. */
const whole = readCases().filter(
  ({ prints, order, versions, cells }) =>
    prints !== null &&
    order === 'counts' &&
    Object.keys(versions).length === 0 &&
    code(cells).every(({ count, raised }, at) => count === at + 1 && raised === null),
)

suite('slices of cases put together', () => {
  test(`${TOGETHER} of two or three cases, whose cells may alternate, show what they show whole`, async () => {
    const lot = lots(2026)
    const cases = Array.from({ length: TOGETHER }, () => together(lot))
    const [runs, answers] = await Promise.all([
      runNotebooks(
        cases.map(({ cells, cell }) => ({
          cells: cells.map(({ source, count, marks }) => ({ source, order: count, marks, raises: false })),
          show: cell,
        })),
      ),
      sliceCases(cases),
    ])
    const compared = cases.flatMap(({ name }, at) => {
      const answer = answers[at]!
      if ('thrown' in answer) throw answer.thrown
      const { prints, error } = runs[at]!.whole
      // One case may break another, or have it show an address, which is another in each process.
      const isComparable = error === null && !prints.includes(' at 0x') && answer.refusals.length === 0
      return isComparable ? [{ name, prints, script: answer.source }] : []
    })
    const scripts = await runScripts(compared)
    assert.deepEqual(
      compared.map(({ name }, at) => [name, scripts[at]]),
      compared.map(({ name, prints }) => [name, { prints, error: null }]),
    )
    assert.ok(compared.length > 0.9 * TOGETHER, `only ${compared.length} could be compared`)
  })
})

/** The last case as it is, with the cells of one or two others before or between its own. */
function together(lot: (below: number) => number): SliceCase {
  const asked = whole[lot(whole.length)]!
  const others = Array.from({ length: 1 + lot(2) }, () => whole[lot(whole.length)]!)
  const first = others.flatMap(({ cells }) => code(cells))
  const own = code(asked.cells.slice(0, asked.cell + 1))
  const last = own.pop()!
  const alternates = lot(2) === 0
  const cells: CaseCell[] = []
  while (first.length > 0 || own.length > 0) {
    const next = own.length === 0 || (first.length > 0 && (!alternates || lot(2) === 0)) ? first : own
    cells.push(next.shift()!)
  }
  return {
    ...asked,
    name: [...others, asked].map(({ group, name }) => `${group}: ${name}`).join(' + '),
    cells: [...cells, last].map((cell, at) => ({ ...cell, count: at + 1, marks: cell.marks.map(() => '?') })),
    cell: cells.length,
  }
}

function code(cells: readonly CaseCell[]): CaseCell[] {
  return cells.filter(({ kind }) => kind === 'code')
}

/** Whole numbers below a bound, the same in each run: a linear congruential generator (Park and Miller). */
function lots(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}
