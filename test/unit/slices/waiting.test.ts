import assert from 'node:assert/strict'
import { joinedByWaitingCell } from '../../../src/build/analysis/waiting.ts'

suite('waiting: cells that have not run since they were written', () => {
  test('one sentence for each cell, with all names that it would define; other refusals stay', () => {
    const missing = (name: string, cell: number) => ({
      cell: 5,
      line: cell,
      reason: `no cell that ran before defines the name \`${name}\`: cell ${cell} does, and has not run since it was written or edited; run the cell again`,
    })
    const other = { cell: 6, line: 1, reason: 'no cell that ran before defines the name `q`' }
    const joined = joinedByWaitingCell([
      missing('pd', 1),
      missing('df', 2),
      other,
      missing('np', 1),
      missing('pd', 1),
    ])
    assert.deepEqual(joined, [
      { ...missing('pd', 1), reason: missing('pd', 1).reason.replace('name `pd`', 'names `pd`, `np`') },
      missing('df', 2),
      other,
    ])
  })
})
