/** Metrics that are given the predictions where they ask for the truth: `r2_score(y_pred, y_test)`. */
import type { Evaluation } from '../analysis/evaluation.ts'
import { lastName } from '../analysis/evaluation/shapes.ts'
import { childOf } from '../analysis/syntax.ts'
import type { Finding } from './finding.ts'

/** @param all every evaluation of the notebook: who reads the number of another model is misled as well */
export function swappedFindings(all: readonly Evaluation[]): Finding[] {
  return all
    .filter(({ swapped }) => swapped)
    .map(({ cell, line, node, inside }): Finding => {
      const name = lastName(childOf((inside ?? { node }).node, 'function')?.text ?? '')
      return {
        kind: 'sides swapped',
        weight: 'serious',
        cell,
        line,
        message: `${name} is given the predictions first and the truth second, and asks for them the other way round: the number is another one than its name says.`,
        todo: `Give it the truth first: ${name}(y_test, y_pred).`,
      }
    })
}
