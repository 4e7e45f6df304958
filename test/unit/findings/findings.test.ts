import { strict as assert } from 'node:assert'
import { join } from 'node:path'
import type { Finding } from '../../../src/build/findings/finding.ts'
import { ALWAYS, ONLY_WITH } from '../../../src/build/findings/seedKnowledge.ts'
import { examplesPython } from '../../fixtures/python.ts'
import { cases, SPLIT } from './cases.ts'
import { edited, findingsIn, marked } from './found.ts'
import { written } from './written.ts'

for (const [group, each] of Object.entries(cases))
  suite(`findings: ${group}`, () => {
    for (const example of each)
      test(example.name, async () => {
        const found = await findingsIn(example)
        assert.deepEqual(
          found.map(({ kind, cell, line }) => ({ kind, cell, line })),
          marked(example),
        )
      })
  })

suite('findings: whole notebooks, half of them in order', () => {
  for (const example of written())
    test(example.name, async () => {
      const found = await findingsIn(example)
      assert.deepEqual(
        found.map(({ kind, cell, line }) => ({ kind, cell, line })),
        marked(example),
      )
    })
})

suite('findings: quick fixes', () => {
  const edits: readonly (readonly [line: string, fixed: string])[] = [
    ['model = RandomForestClassifier()', 'model = RandomForestClassifier(random_state=0)'],
    ['model = RandomForestClassifier(50)', 'model = RandomForestClassifier(50, random_state=0)'],
    [
      'model = RandomForestClassifier(max_depth=3,  # small\n)',
      'model = RandomForestClassifier(max_depth=3, random_state=0,  # small\n)',
    ],
    [
      'model = RandomForestClassifier(random_state=None, n_jobs=2)',
      'model = RandomForestClassifier(random_state=0, n_jobs=2)',
    ],
    [
      "é = 'ünï'; model = RandomForestClassifier(  )",
      "é = 'ünï'; model = RandomForestClassifier(  random_state=0)",
    ],
  ]
  for (const [line, fixed] of edits)
    test(`${line} becomes ${fixed}, and nothing is found any more`, async () => {
      const cell = (model: string) =>
        `${model}\nmodel.fit(X_train, y_train)\naccuracy_score(y_test, model.predict(X_test))`
      const before = [`from sklearn.ensemble import RandomForestClassifier\n${SPLIT}`, cell(line)]
      const [{ fix }] = (await findingsIn({ name: line, cells: before })) as [Finding]
      assert.equal(edited(before[1]!, fix!), cell(fixed))
      assert.deepEqual(await findingsIn({ name: line, cells: [before[0]!, cell(fixed)] }), [])
    })

  test('whatever is given a seed takes one', async () => {
    const python = await examplesPython()
    const args = [...ALWAYS, ...ONLY_WITH.keys(), 'sample']
    const { stdout } = await python.run(join(import.meta.dirname, 'takes_seed.py'), {
      args,
      cwd: import.meta.dirname,
    })
    assert.deepEqual(JSON.parse(stdout), [])
  })

  test('no edit is offered where a magic stands before the call in its line', async () => {
    const cells = [
      SPLIT,
      '%time model = RandomForestClassifier().fit(X_train, y_train)',
      'model.score(X_test, y_test)',
    ]
    const found = await findingsIn({
      name: 'magic',
      cells: [`from sklearn.ensemble import RandomForestClassifier\n${cells[0]!}`, ...cells.slice(1)],
    })
    assert.deepEqual(
      found.map(({ kind, fix }) => ({ kind, fix })),
      [{ kind: 'unseeded', fix: undefined }],
    )
  })
})

suite('findings: long notebooks', () => {
  test('a hundred columns, each made from those before, end in the finding that the target is among them', async () => {
    const columns = Array.from(
      { length: 100 },
      (_, at) => `df['c${at}'] = df['a'] * ${at} + df['${at === 0 ? 'b' : `c${at - 1}`}']`,
    )
    const found = await findingsIn({
      name: 'long',
      cells: [
        'import pandas as pd\nfrom sklearn.linear_model import LinearRegression\nfrom sklearn.model_selection import train_test_split',
        `df = pd.read_csv('data.csv')\n${columns.join('\n')}`,
        "train, test = train_test_split(df, random_state=0)\nmodel = LinearRegression().fit(train, train['y'])",
        "model.score(test, test['y'])",
      ],
    })
    assert.deepEqual(
      found.map(({ kind, cell }) => ({ kind, cell })),
      [{ kind: 'target among the features', cell: 1 }],
    )
  })
})
