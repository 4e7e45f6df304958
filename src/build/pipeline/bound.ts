/** Refuses by name what would be written where no name in it has its value any more. */
import { boundAround } from '../analysis/evaluation/comprehension.ts'
import type { Place } from '../analysis/evaluation.ts'
import type { Analysis } from '../analysis/program.ts'
import { Problem } from '../../platform/problem.ts'

/**
 * Such as `[tree.score(X_test, y_test) for tree in trees]`, `[tree.predict(X_test) for tree in trees]`, `map(lambda tree: tree.score(X_test, y_test), trees)`.
 *
 * @param places expressions that a script would hold outside of what stands around them in the notebook
 */
export function refuseBound(places: readonly (Place | null)[], analysis: Analysis, where: string): void {
  for (const place of places) {
    const name = place === null ? undefined : boundAround(place.node)
    if (name !== undefined)
      throw new Problem(
        'Cell {0} scores or predicts in a comprehension or a lambda, outside of which {1} is no model or value.',
        {
          args: [analysis.statements[place!.statement]!.cell, name],
          where,
          todo: 'Score the model that you choose in a cell of its own, and run it: model.score(X_test, y_test).',
        },
      )
  }
}
