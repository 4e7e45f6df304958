import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { Analyst } from '../../../src/editor/notebook/analyst.ts'
import { insightOf } from '../../../src/editor/notebook/insight.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { notebookJson } from '../pipeline/notebooks.ts'

const program = fileURLToPath(new URL('../../../src/editor/notebook/thread.ts', import.meta.url))

const notebook = (name: string) =>
  parseNotebook(
    notebookJson([
      'import pandas as pd\nfrom sklearn.linear_model import Ridge\ncars = pd.read_csv("cars.csv")',
      'cars["unused"] = 1',
      `model = Ridge().fit(cars[["weight"]], cars["${name}"])`,
      `model.score(cars[["weight"]], cars["${name}"])`,
    ]),
    `${name}.ipynb`,
  )

suite('insights of a thread', () => {
  let analyst: Analyst
  setup(() => (analyst = new Analyst(program)))
  teardown(() => {
    analyst.dispose()
  })

  test('are what the analysis says, with cells, findings and refusals', async () => {
    for (const each of [
      notebook('mpg'),
      parseNotebook(notebookJson(['print(get_ipython())\nx = (']), 'x.ipynb'),
    ])
      assert.deepEqual(await analyst.insightOf({ notebook: each }), await insightOf({ notebook: each }))
  })

  test('come in the order of the questions', async () => {
    const answers: string[] = []
    const ask = async (name: string): Promise<void> => {
      await analyst.insightOf({ notebook: notebook(name) })
      answers.push(name)
    }
    await Promise.all(['one', 'two', 'three'].map(ask))
    assert.deepEqual(answers, ['one', 'two', 'three'])
  })

  test('that nobody waits for any more are given up, running or not, and the next one comes', async () => {
    const stops = [new AbortController(), new AbortController()]
    const asked = stops.map(({ signal }) => analyst.insightOf({ notebook: notebook('mpg') }, signal))
    const last = analyst.insightOf({ notebook: notebook('mpg') })
    for (const stop of stops) stop.abort()
    await Promise.all(asked.map((each) => assert.rejects(each, { name: 'AbortError' })))
    assert.equal((await last).model, 'Ridge')
  })

  test('fail where their program does, and each question starts it anew', async () => {
    const missing = new Analyst(`${program}.missing`)
    for (let question = 0; question < 2; question += 1)
      await assert.rejects(missing.insightOf({ notebook: notebook('mpg') }), /thread\.ts\.missing/)
  })

  test('end with the editor', async () => {
    const asked = [1, 2].map(() => analyst.insightOf({ notebook: notebook('mpg') }))
    analyst.dispose()
    await Promise.all(asked.map((each) => assert.rejects(each, /ended/)))
    await assert.rejects(analyst.insightOf({ notebook: notebook('mpg') }), /ended/)
  })
})
