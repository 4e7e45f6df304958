import assert from 'node:assert/strict'
import { type Refusal, reasonText } from '../../../src/build/analysis/refusal.ts'
import { joinedByDefiningCell } from '../../../src/build/analysis/graph/waiting.ts'

suite('waiting: cells that have not run since they were written', () => {
  test('one refusal for each cell, with all names that it would define; others stay', () => {
    const waiting = (cell: number, ...names: string[]): Refusal => ({
      cell: 5,
      line: cell,
      reason: { kind: 'waiting cell', names, cell },
    })
    const other: Refusal = { cell: 6, line: 1, reason: { kind: 'missing name', name: 'q' } }
    assert.deepEqual(
      joinedByDefiningCell([waiting(1, 'pd'), waiting(2, 'df'), other, waiting(1, 'np'), waiting(1, 'pd')]),
      [waiting(1, 'pd', 'np'), waiting(2, 'df'), other],
    )
  })

  test('the sentence has all of the names', () => {
    const rest = ': cell 3 does, and has not run since it was written or edited; run the cell again'
    const said = (...names: string[]) => reasonText({ kind: 'waiting cell', names, cell: 3 })
    assert.equal(said('df'), `no cell that ran before defines the name \`df\`${rest}`)
    assert.equal(said('df', 'pd'), `no cell that ran before defines the names \`df\`, \`pd\`${rest}`)
  })
})
