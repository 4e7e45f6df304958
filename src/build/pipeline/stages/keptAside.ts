/** What a loop over models keeps of them, where the scripts end with the model of its last pass. */
import { loopsAround } from '../../analysis/evaluation/batches.ts'
import { assignedName, valueOf } from '../../analysis/evaluation/shapes.ts'
import type { Evaluation } from '../../analysis/evaluation.ts'
import type { Analysis } from '../../analysis/program.ts'

/** Says of `if score > best: best_model = model`, in the loop that judges `model`, that another model than the best is exported. */
export function keptAside({ estimator, statement }: Evaluation, analysis: Analysis): string | undefined {
  const { variable, definitions } = estimator
  if (variable === null) return undefined
  const loops = loopsAround(statement, analysis).filter((loop) =>
    definitions.some((id) => id === loop || loopsAround(id, analysis).includes(loop)),
  )
  const keeping = analysis.statements.find((each) => {
    const value = valueOf(each)
    return (
      value?.type === 'identifier' &&
      value.text === variable &&
      analysis.statements[each.parent ?? each.id]!.kind === 'if_statement' &&
      loopsAround(each.id, analysis).some((loop) => loops.includes(loop))
    )
  })
  const best = keeping && assignedName(keeping)
  if (keeping === undefined || best === undefined) return undefined
  return `The loop of cell ${keeping.cell} keeps one of its models as ${best}, and ${variable} is the one of its last pass, which is exported. To export the other, score it in a cell below: ${best}.score(X_test, y_test).`
}
