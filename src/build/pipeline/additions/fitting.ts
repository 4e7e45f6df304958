/** The fitted model of a notebook that only cross-validates, or that never gives its model a name. */
import type { Evaluation, Place } from '../../analysis/evaluation.ts'
import { assignedName } from '../../analysis/evaluation/shapes.ts'
import type { Analysis } from '../../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../../analysis/syntax.ts'
import { free } from '../text/freeNames.ts'
import { type Edit, type Line, line, linesOfNode } from '../text/lines.ts'
import { type Import, namesIn } from '../text/names.ts'
import type { Stage } from '../stages/stages.ts'

/** Lines that are in no cell, what they need, and what they put in place of the notebook's text. */
export interface Fitting {
  /** Name that holds the fitted model. */
  readonly model: string
  /** Lines that name the estimator, before the statement that uses the name. */
  readonly naming: readonly Line[]
  /** Lines that fit it, at the end of the stage. */
  readonly fitting: readonly Line[]
  readonly uses: ReadonlySet<string>
  readonly defines: ReadonlySet<string>
  readonly imports: readonly Import[]
  /** By cell. */
  readonly edits: ReadonlyMap<number, readonly Edit[]>
  /** What the record says about it. */
  readonly warning: string | null
}

const CLONE: Import = { name: 'clone', text: 'from sklearn.base import clone', module: 'sklearn' }

/**
 * @param evaluation the model's last one
 * @param taken names that the notebook uses
 * @param drawsRandomly whether the metrics depend on a random stream that a fit in between would move on
 * @returns undefined when the notebook itself fits the model that it evaluates and names it
 */
export function fittingOf(
  evaluation: Evaluation,
  analysis: Analysis,
  taken: ReadonlySet<string>,
  drawsRandomly: boolean,
  artifacts: string,
): Fitting | undefined {
  const { estimator, kind } = evaluation
  const onFolds = kind === 'out-of-fold' && estimator.node.parent?.type !== 'attribute'
  const fit = estimator.fits.at(-1)
  if (!onFolds && estimator.variable !== null) return undefined
  const cell = analysis.statements[estimator.statement]!.cell
  const model = free('fitted', taken)
  if (!onFolds) return named(estimator, model, cell, analysis)
  const given = fit === undefined ? undefined : foldFit(fit, estimator.variable, analysis)
  const rows = given?.rows ?? evaluation.rows
  const truth = given?.truth ?? truthOf(evaluation)
  if (!rows || !truth) return undefined
  const texts = [rows, truth].map(({ node }) => node.text.replace(/\s*\n\s*/g, ' '))
  const definition: Line[] = []
  let source = estimator.variable
  const edits = new Map<number, Edit[]>()
  if (source === null) {
    source = free('estimator', taken)
    definition.push(
      ...assigned(
        source,
        linesOfNode(estimator.node, analysis.statements[estimator.statement]!, { edits: new Map() }),
      ),
    )
    edits.set(cell, [{ start: estimator.node.start, end: estimator.node.end, text: source }])
  }
  const fitLine = `${model} = clone(${source}).fit(${texts.join(', ')})`
  const kept = drawsRandomly
    ? [line(`with ${artifacts}.random_streams_kept():`), line(`    ${fitLine}`)]
    : [line(fitLine)]
  return {
    model,
    naming: definition,
    fitting: [
      line('# The notebook only cross-validates: the model that is shipped learns from all of those rows.'),
      ...kept,
    ],
    uses: new Set([...[rows, truth, estimator].flatMap((place) => [...namesIn(place.node)]), 'clone']),
    defines: new Set([model, ...(estimator.variable === null ? [source] : [])]),
    imports: [CLONE],
    edits,
    warning: `The notebook only cross-validates ${estimator.className || 'its model'}: the stage train fits it on all rows that it was cross-validated on.`,
  }
}

/** `Ridge().fit(X, y).score(...)`, `models[best].score(...)`: the model gets a name. */
function named(estimator: Evaluation['estimator'], model: string, cell: number, analysis: Analysis): Fitting {
  const lines = assigned(
    model,
    linesOfNode(estimator.node, analysis.statements[estimator.statement]!, { edits: new Map() }),
  )
  return {
    model,
    naming: lines,
    fitting: [],
    uses: namesIn(estimator.node),
    defines: new Set([model]),
    imports: [],
    edits: new Map([[cell, [{ start: estimator.node.start, end: estimator.node.end, text: model }]]]),
    warning: null,
  }
}

function assigned(name: string, lines: readonly Line[]): Line[] {
  const [first, ...rest] = lines
  return [{ ...first!, text: `${name} = ${first!.text}` }, ...rest]
}

/** Rows and truth of a fit on one fold, without the fold: `X` and `y` of `model.fit(X[train], y[train])`. */
function foldFit(
  fit: number,
  variable: string | null,
  analysis: Analysis,
): { rows: Place; truth: Place } | undefined {
  for (const node of descendants(analysis.statements[fit]!.node)) {
    const callee = node.type === 'call' ? childOf(node, 'function') : undefined
    if (callee?.type !== 'attribute' || childOf(callee, 'attribute')!.text !== 'fit') continue
    if (
      variable !== null &&
      childOf(callee, 'object')!.text !== variable &&
      assignedName(analysis.statements[fit]!) !== variable
    )
      continue
    const [rows, truth] = childOf(node, 'arguments')?.parts ?? []
    if (rows && truth)
      return { rows: { node: whole(rows), statement: fit }, truth: { node: whole(truth), statement: fit } }
  }
  return undefined
}

function whole(node: SyntaxNode): SyntaxNode {
  if (node.type === 'subscript') return whole(childOf(node, 'value')!)
  if (node.type === 'attribute' && /^i?loc$/.test(childOf(node, 'attribute')!.text))
    return whole(childOf(node, 'object')!)
  return node
}

/** The truth that the cross-validation was given, which the metric may have under another name. */
function truthOf({ rows, truth }: Evaluation): Place | null {
  if (rows === null) return truth
  for (let at: SyntaxNode | null = rows.node; at !== null; at = at.parent) {
    if (at.type !== 'argument_list') continue
    const target = at.parts.find(
      (each) => each.type === 'keyword_argument' && childOf(each, 'name')?.text === 'y',
    )
    const plain = at.parts.filter((each) => each.type !== 'keyword_argument')
    const node = target ? childOf(target, 'value') : plain[plain.indexOf(rows.node) + 1]
    return node ? { node, statement: rows.statement } : truth
  }
  return truth
}

/** The stages, with one to fit in where the notebook has none and its names are bound before the evaluation. */
export function withTrain(stages: readonly Stage[], fitting: Fitting | undefined): readonly Stage[] {
  if (!fitting || stages.some(({ name }) => name === 'train' || name === 'whole')) return stages
  const before = stages.filter(({ name }) => name !== 'evaluate')
  const bound = new Set(before.flatMap(({ units }) => units.flatMap((unit) => [...unit.defines])))
  const all = new Set(stages.flatMap(({ units }) => units.flatMap((unit) => [...unit.defines])))
  if ([...fitting.uses].some((name) => all.has(name) && !bound.has(name))) return stages
  return [...before, { name: 'train', units: [] }, ...stages.slice(before.length)]
}

/** The stage at whose end everything is there that the fit needs: train, or the one that binds the last of it. */
export function fittingStage(fitting: Fitting, stages: readonly Stage[]): number {
  const train = stages.findIndex(({ name }) => name === 'train')
  const binding = stages.map(({ units }, at) =>
    units.some((unit) => [...unit.defines].some((name) => fitting.uses.has(name))) ? at : 0,
  )
  return Math.max(train, ...binding)
}
