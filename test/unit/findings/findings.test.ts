import { strict as assert } from 'node:assert'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { chooseModel } from '../../../src/build/analysis/evaluation.ts'
import { findEvaluations } from '../../../src/build/analysis/evaluation/finder.ts'
import { findingsOf } from '../../../src/build/findings/find.ts'
import type { Finding, Fix } from '../../../src/build/findings/finding.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { cases, type FindingCase, SPLIT } from './cases.ts'

const MARK = / #! (.+)$/

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

function edited(source: string, { line, column, endLine, endColumn, text }: Fix): string {
  const lines = source.split('\n')
  const before = [...lines.slice(0, line - 1), lines[line - 1]!.slice(0, column)].join('\n')
  const after = [lines[endLine - 1]!.slice(endColumn), ...lines.slice(endLine)].join('\n')
  return `${before}${text}${after}`
}

function marked({ cells }: FindingCase) {
  return cells.flatMap((source, cell) =>
    source.split('\n').flatMap((text, at) => {
      const kind = MARK.exec(text)?.[1]
      return kind === undefined ? [] : [{ kind, cell, line: at + 1 }]
    }),
  )
}

async function findingsIn({ cells, outputs, counts }: FindingCase): Promise<Finding[]> {
  const json = JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'python3', language: 'python', display_name: 'Python 3' } },
    cells: cells.map((source, at) => {
      const count = counts?.[at] ?? at + 1
      const { stdout, result } = outputs?.[at] ?? {}
      return {
        cell_type: 'code',
        metadata: {},
        source: source.replace(/ #! .+$/gm, ''),
        execution_count: count,
        outputs: [
          ...(stdout === undefined ? [] : [{ output_type: 'stream', name: 'stdout', text: stdout }]),
          ...(result === undefined
            ? []
            : [
                {
                  output_type: 'execute_result',
                  execution_count: count,
                  metadata: {},
                  data: { 'text/plain': result },
                },
              ]),
        ],
      }
    }),
  })
  const analysis = await analyse(parseNotebook(json, 'small.ipynb'))
  const choice = chooseModel(findEvaluations(analysis), analysis)
  assert.ok(choice, 'the notebook evaluates a model')
  return findingsOf(analysis, choice)
}
