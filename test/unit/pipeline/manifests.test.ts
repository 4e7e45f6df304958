import assert from 'node:assert/strict'
import { parse } from 'yaml'
import { dvcYaml } from '../../../src/build/pipeline/manifests.ts'
import { planOf } from './notebooks.ts'

const CELLS = [
  'import pandas as pd\nfrom sklearn.naive_bayes import GaussianNB',
  "df = pd.read_csv('wine.csv')\nX, y = df[['alcohol', 'hue']], df['cultivar']",
  'model = GaussianNB().fit(X[::2], y[::2])\nprint(model.score(X[1::2], y[1::2]))',
]

suite('dvc.yaml', () => {
  test('runs a stage also where the folder has spaces in its name', async () => {
    const planned = await planOf(CELLS)
    const stages = planned.stages.map(({ name, data }) => ({ name, data: data.files }))
    const files = { hasHelpers: false, hasShell: true, parameters: new Set<string>() }
    const folders = { workingFolder: '../..', pipeline: 'my turns/pipeline', state: 'my turns/.shiploop' }
    const read = parse(dvcYaml(stages, files, folders)) as {
      stages: Record<string, { cmd: string; deps: string[] }>
    }
    const { cmd, deps } = read.stages[stages[0]!.name]!
    assert.equal(cmd, `python "my turns/pipeline" ${stages[0]!.name}`)
    assert.ok(deps.includes(`my turns/pipeline/${stages[0]!.name}.py`))
    assert.ok(deps.includes('my turns/pipeline/shell.py'))
    assert.ok(deps.includes('wine.csv'))
  })
})
