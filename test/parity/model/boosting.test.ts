import assert from 'node:assert/strict'
import { comparedPython } from '../../fixtures/python.ts'
import { agrees, Ran } from '../../unit/model/making.ts'
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
        agrees(model, difference)
      })

    test('yes and no of the notebook stay True and False where XGBoost calls them 1 and 0', async () => {
      const { signature, reference } = await ran!.made('XGBoost behind a scaler and an encoder')
      assert.deepEqual(signature!.classes, ['False', 'True'])
      const { prediction, truth } = reference!.tested
      assert.deepEqual([...new Set([...prediction, ...truth])].sort(), ['False', 'True'])
    })

    for (const [name, { says }] of Object.entries(REFUSED))
      test(`${name} are refused by name`, async () => {
        const { model } = await ran!.made(name)
        assert.equal(model.hash, null)
        assert.match(model.refused!, says)
      })
  },
)
