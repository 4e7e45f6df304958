/** Runs the findings over a small notebook, and reads what its marks say should be found. */
import { strict as assert } from 'node:assert'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { chooseModel } from '../../../src/build/analysis/evaluation/choice.ts'
import { findEvaluations } from '../../../src/build/analysis/evaluation/finder.ts'
import { findingsOf } from '../../../src/build/findings/find.ts'
import type { Finding, Fix } from '../../../src/build/findings/finding.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import type { FindingCase } from './cases.ts'

const MARK = / #! (.+)$/

export function edited(source: string, { line, column, endLine, endColumn, text }: Fix): string {
  const lines = source.split('\n')
  const before = [...lines.slice(0, line - 1), lines[line - 1]!.slice(0, column)].join('\n')
  const after = [lines[endLine - 1]!.slice(endColumn), ...lines.slice(endLine)].join('\n')
  return `${before}${text}${after}`
}

export function marked({ cells }: FindingCase) {
  return cells.flatMap((source, cell) =>
    source.split('\n').flatMap((text, at) => {
      const kind = MARK.exec(text)?.[1]
      return kind === undefined ? [] : [{ kind, cell, line: at + 1 }]
    }),
  )
}

export async function findingsIn({ cells, outputs, counts }: FindingCase): Promise<Finding[]> {
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
