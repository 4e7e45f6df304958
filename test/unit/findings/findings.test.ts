import { strict as assert } from 'node:assert'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { chooseModel } from '../../../src/build/analysis/evaluation.ts'
import { findEvaluations } from '../../../src/build/analysis/evaluation/finder.ts'
import { findingsOf } from '../../../src/build/findings/find.ts'
import type { Finding } from '../../../src/build/findings/finding.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { cases, type FindingCase } from './cases.ts'

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
