import assert from 'node:assert/strict'
import { frameworksPython } from '../fixtures/python.ts'
import { agrees, Ran } from '../unit/model/making.ts'
import { AGREEING, REFUSED } from './cases.ts'

suite(
  'the graph of a network answers as its library does, on the rows of the notebook and on 10,000 mixed ones',
  () => {
    let ran: Ran | undefined
    const before = process.env.KERAS_BACKEND
    suiteSetup(async () => {
      process.env.KERAS_BACKEND = 'torch'
      const all = Object.entries({ ...AGREEING, ...REFUSED })
      ran = await Ran.start(new Map(all.map(([name, { cells }]) => [name, cells])), frameworksPython())
    })
    suiteTeardown(async () => {
      if (before === undefined) delete process.env.KERAS_BACKEND
      await ran?.remove()
    })

    for (const [name, { difference }] of Object.entries(AGREEING))
      test(name, async () => {
        const { model } = await ran!.made(name)
        agrees(model, difference)
      })

    test('requests carry the raw columns, a category as its text, and what has no code is refused', async () => {
      const { signature } = await ran!.made('torch: numbers and a category in an embedding')
      const city = signature!.inputs.find(({ name }) => name === 'city')!
      assert.deepEqual([city.type, city.categories], ['category', ['bern', 'oslo', 'paris', 'rome']])
      assert.match(city.unknown!, /^refused/)
      assert.match(city.missing!, /^refused/)
    })

    test('scores become the chances of the classes', async () => {
      const { reference, signature } = await ran!.made('torch: logits above zero')
      assert.deepEqual(signature!.classes, ['0', '1'])
      const { prediction, confidence } = reference!.tested
      assert.equal(confidence!.length, prediction.length)
      assert.ok(confidence!.every((share) => share >= 0.5 && share <= 1))
    })

    for (const [name, { says }] of Object.entries(REFUSED))
      test(`${name}: refused by name`, async () => {
        const { model } = await ran!.made(name)
        assert.equal(model.hash, null)
        assert.match(model.refused!, says)
      })
  },
)
