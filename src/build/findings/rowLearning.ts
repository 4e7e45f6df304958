/** What learned from rows in another place than it is used: fits of a transformer, scores that chose columns. */
import { argument } from '../analysis/evaluation/shapes.ts'
import { childOf, type SyntaxNode } from '../analysis/syntax.ts'
import { fitsOf } from './fits.ts'
import type { Scope } from './picks.ts'
import type { Way } from './seen.ts'
import { scoresBehind } from './selection.ts'
import { type Tracer, whole } from './tracer.ts'

/** Everything that fits what transforms: `scaler.fit(X)` in an earlier statement, `Scaler().fit(X)` in place. */
export function learnFits(tracer: Tracer, transformer: SyntaxNode, scope: Scope, way?: Way): void {
  if (transformer.type === 'identifier' && scope.locals.has(transformer.text)) return
  for (const { node, statement } of fitsOf(transformer, scope.statement, tracer.picks, tracer.analysis))
    fitted(tracer, node, transformer.type === 'call' ? scope : whole(statement), way)
}

function fitted(tracer: Tracer, call: SyntaxNode, scope: Scope, way?: Way): void {
  const given = argument(call, 0, ['X', 'raw_documents', 'y'])
  const object = childOf(childOf(call, 'function')!, 'object')!
  if (given)
    tracer.seen.learn(
      call,
      tracer.callees.classOf(object, call, scope.statement),
      tracer.trace(given, scope),
      scope,
      way,
    )
}

/** What chose columns by how well they go with the target learned from the rows that it looked at. */
export function learnChoice(tracer: Tracer, columns: SyntaxNode, scope: Scope): void {
  for (const { by, node, rows, statement } of scoresBehind(
    columns,
    scope.statement,
    tracer.truth,
    tracer.picks,
    tracer.analysis,
  )) {
    const own = statement === scope.statement ? scope : whole(statement)
    if (by === 'estimator') learnFits(tracer, rows, own, 'choice')
    else tracer.seen.learn(node, by, tracer.trace(rows, own), own, 'choice')
  }
}
