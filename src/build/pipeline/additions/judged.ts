/** What the evaluation compares, by names that the artifact of the last stage holds. */
import { boundAround } from '../../analysis/evaluation/comprehension.ts'
import type { Evaluation, Place } from '../../analysis/evaluation.ts'
import type { Analysis } from '../../analysis/program.ts'
import type { Fitting } from './fitting.ts'
import { expressionLines, type Line, linesOfNode } from '../text/lines.ts'
import { free } from '../text/freeNames.ts'
import { namesIn } from '../text/names.ts'

/** What the artifact of the last stage calls the things that the model is built and judged from. */
export interface Evaluated {
  readonly model: string
  readonly rows: string | null
  readonly truth: string | null
  readonly prediction: string | null
  readonly kind: Evaluation['kind']
}

export interface Judged {
  readonly evaluated: Evaluated
  /** Names of the notebook that the last artifact must hold. */
  readonly names: readonly string[]
  readonly lines: readonly Line[]
  readonly uses: ReadonlySet<string>
  readonly defines: readonly string[]
}

/** `predicted.cpu().numpy()`: nothing is computed. */
const IN_ANOTHER_CONTAINER =
  /^(\w+|torch\.(tensor|from_numpy|FloatTensor|LongTensor)\(\w+(\.values)?(, dtype=torch\.\w+)?\))(\.(detach|cpu|numpy|squeeze|flatten|ravel|tolist|float|long)\(\))*$/

/** `np.expm1(y_test)`, `enc.inverse_transform(y_test)`, `Y_test.argmax(axis=1)`, `test['y'].to_numpy()`: the same each time, and quick. */
const OF_A_TARGET =
  /^((np|numpy|torch)\.(exp|expm1|log|log1p|sqrt|square|argmax)\(\w+(, (axis|dim)=-?1)?\)|\w+\.(inverse_transform\(\w+\)|get_label\(\)|argmax\(((axis|dim)=)?-?1\))|\w+((\.\w+)?\[[^()]*\])?\.to_numpy\(\))$/

/** Gives a name to what the evaluation compares, where the notebook has none, so that the last artifact holds it. */
export function judgedBy(
  evaluation: Evaluation,
  fitting: Fitting | undefined,
  analysis: Analysis,
  taken: ReadonlySet<string>,
): Judged {
  const lines: Line[] = []
  const uses = new Set<string>()
  const names: string[] = []
  const defines: string[] = []
  const nameOf = (place: Place | null, name: string): string | null => {
    if (place === null || boundAround(place.node) !== undefined) return null
    if (place.node.type === 'identifier') {
      names.push(place.node.text)
      return place.node.text
    }
    // A call may draw random numbers or take long: it isn't made again.
    const { type, text } = place.node
    if (type === 'call' && !IN_ANOTHER_CONTAINER.test(text) && !OF_A_TARGET.test(text)) return null
    const fresh = free(name, taken)
    const statement = analysis.statements[place.statement]!
    lines.push(...expressionLines(`${fresh} = `, linesOfNode(place.node, statement, { edits: new Map() })))
    for (const each of namesIn(place.node)) uses.add(each)
    defines.push(fresh)
    return fresh
  }
  const evaluated: Evaluated = {
    model: fitting?.model ?? evaluation.estimator.variable ?? '',
    rows: nameOf(evaluation.rows, 'evaluated_rows'),
    truth: nameOf(evaluation.truth, 'evaluated_truth'),
    prediction: nameOf(evaluation.prediction, 'evaluated_prediction'),
    kind: evaluation.kind,
  }
  return { evaluated, names, lines, uses, defines }
}
