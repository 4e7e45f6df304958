import assert from 'node:assert/strict'
import { suite, test } from 'mocha'
import type { Dashboard } from '../../../src/contract.ts'
import { cutText } from '../../../src/webview/live.ts'

/** As many labels as moments; the band of each is `half` to both sides of 84%. */
function page(halves: readonly number[], isShare = true): Dashboard {
  const moment = (half: number, index: number) => ({
    requests: index + 1,
    value: 0.84,
    low: 0.84 - half,
    high: Math.min(1, 0.84 + half),
  })
  const dashboard: Partial<Dashboard> = {
    accuracy: { isShare, name: 'accuracy', requirement: 0.9, turns: [] },
    live: halves.map(moment),
    estimate: [],
    words: { cutOff: 'At its widest it is [{0}, {1}].' },
  }
  return dashboard as Dashboard
}

suite('a band that the chart cuts off', () => {
  test('is said, with where it reaches at its widest', () => {
    assert.equal(cutText(page([0.8, 0.5, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])), 'At its widest it is [4, 100].')
  })

  test('is not spoken of where all of it is shown', () => {
    assert.equal(cutText(page([0.1, 0.1, 0.1, 0.1])), null)
  })

  test('of an error is said in the unit of the target', () => {
    const text = cutText(page([0.8, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], false))
    assert.equal(text, 'At its widest it is [0.0400, 1.00].')
  })
})
