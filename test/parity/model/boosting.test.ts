import assert from 'node:assert/strict'
import { comparedPython } from '../../fixtures/python.ts'
import { Ran } from '../../unit/model/making.ts'
import { AGREEING, REFUSED } from './boosting.ts'

suite(
  'the graph of a boosted model answers as its library does, on the rows of the notebook and on 10,000 mixed ones',
  () => {
    let ran: Ran | undefined
    suiteSetup(async () => {
      const all = Object.entries({ ...AGREEING, ...REFUSED })
      ran = await Ran.start(new Map(all.map(([name, { cells }]) => [name, cells])), comparedPython())
    })
    suiteTeardown(() => ran?.remove())

    for (const [name, { difference }] of Object.entries(AGREEING))
      test(name, async () => {
        const { model } = await ran!.made(name)
        assert.equal(model.refused, null)
        assert.ok(model.rows >= 10_400)
        if (model.task === 'classification') assert.equal(model.labelAgreement, 1)
        assert.ok(model.largestDifference! <= difference, `${model.largestDifference}`)
      })

    for (const [name, { says }] of Object.entries(REFUSED))
      test(`${name} are refused by name`, async () => {
        const { model } = await ran!.made(name)
        assert.equal(model.hash, null)
        assert.match(model.refused!, says)
      })
  },
)
