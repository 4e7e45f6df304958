/** Neural networks as notebooks use them: which names hold one, what trains it and on which rows, which losses are metrics. */
import type { Evaluation, Place } from '../evaluation.ts'
import type { Analysis, Statement, StatementId } from '../program.ts'
import { childOf, descendants, type SyntaxNode } from '../syntax.ts'
import { batchOf } from './batches.ts'
import { givenArgument } from './given.ts'
import type { Task } from './knowledge.ts'
import { argument, lastName, valueOf } from './shapes.ts'

/** What only a module of torch is asked for. */
const OF_A_MODULE = /^(named_)?parameters$|^(load_)?state_dict$|^zero_grad$/

/** Losses by the last name of their class or function: what they are as a metric. */
const LOSSES: Readonly<Record<string, { metric: string; task: Task }>> = {
  MSELoss: { metric: 'mean_squared_error', task: 'regression' },
  mse_loss: { metric: 'mean_squared_error', task: 'regression' },
  L1Loss: { metric: 'mean_absolute_error', task: 'regression' },
  l1_loss: { metric: 'mean_absolute_error', task: 'regression' },
  HuberLoss: { metric: 'huber_loss', task: 'regression' },
  huber_loss: { metric: 'huber_loss', task: 'regression' },
  SmoothL1Loss: { metric: 'smooth_l1_loss', task: 'regression' },
  smooth_l1_loss: { metric: 'smooth_l1_loss', task: 'regression' },
  CrossEntropyLoss: { metric: 'log_loss', task: 'classification' },
  cross_entropy: { metric: 'log_loss', task: 'classification' },
  NLLLoss: { metric: 'log_loss', task: 'classification' },
  nll_loss: { metric: 'log_loss', task: 'classification' },
  BCELoss: { metric: 'log_loss', task: 'classification' },
  binary_cross_entropy: { metric: 'log_loss', task: 'classification' },
  BCEWithLogitsLoss: { metric: 'log_loss', task: 'classification' },
  binary_cross_entropy_with_logits: { metric: 'log_loss', task: 'classification' },
}

export class Networks {
  private readonly analysis: Analysis
  private readonly modules: ReadonlySet<string>
  /** Names of models of Keras, which predict by a method. */
  private readonly compiled: ReadonlySet<string>
  /** Functions of the notebook in which something learns, also through others. */
  private readonly trainers: ReadonlySet<string>
  /** Statements at the level of their cells in which a network learns; found when first asked for. */
  private training: ReadonlySet<StatementId> | undefined

  constructor(analysis: Analysis) {
    this.analysis = analysis
    const imports = analysis.statements.filter(({ kind }) => kind.startsWith('import'))
    const uses = (library: RegExp) => imports.some(({ source }) => library.test(source))
    const usesTorch = uses(/\btorch\b/)
    this.compiled = uses(/\b(keras|tensorflow)\b/) ? askedFor(/^compile$/, analysis) : new Set()
    this.modules = new Set([...this.compiled, ...(usesTorch ? askedFor(OF_A_MODULE, analysis) : [])])
    this.trainers = usesTorch ? trainersOf(analysis) : new Set()
  }

  /** `net` of `net(X)` and `net.forward(X)`, of Keras also of `net.predict(X)`; undefined for any other call. */
  called(call: SyntaxNode): SyntaxNode | undefined {
    const callee = childOf(call, 'function')
    const method = callee?.type === 'attribute' ? childOf(callee, 'attribute')!.text : undefined
    const network = method === undefined ? callee : childOf(callee!, 'object')
    if (network?.type !== 'identifier' || !this.modules.has(network.text)) return undefined
    if (method === undefined || method === 'forward') return network
    return /^predict(_on_batch)?$/.test(method) && this.compiled.has(network.text) ? network : undefined
  }

  /** What a network is called with: one table, or all of them as they stand in the call. */
  given(call: SyntaxNode): SyntaxNode | undefined {
    const list = childOf(call, 'arguments')
    // Of Keras: `verbose`, `batch_size`.
    const plain = (list?.parts ?? []).filter((part) => part.type !== 'keyword_argument')
    return plain.length === 1 ? plain[0] : plain.length === list?.parts.length ? list : undefined
  }

  /** Whether a statement is a step of learning by a network: `loss.backward()`, or a call of a function that does. */
  trains(statement: Statement, variable: string): boolean {
    return (
      this.modules.has(variable) &&
      statement.children.length === 0 &&
      !/_definition$/.test(statement.kind) &&
      statement.changes.some(({ name }) => name === variable) &&
      learnsIn(statement.node, this.trainers)
    )
  }

  /** Rows that the network learns from in a step: those of the call whose loss goes back, or of its whole loader. */
  learnedFrom(step: StatementId, variable: string): Place | null {
    const root = this.rootOf(step)
    const steps = this.analysis.statements.filter(({ id }) => id <= step && this.rootOf(id) === root)
    for (const statement of steps.toReversed()) {
      const found = this.callIn(statement, variable)
      if (found) return batchOf({ node: found, statement: statement.id }, this.analysis) ?? null
    }
    return null
  }

  /** `loss_fn(scores, truth)`, `F.mse_loss(scores, truth)`: a metric, outside of training. */
  loss(
    call: SyntaxNode,
    statement: Statement,
  ): { metric: string; task: Task; sides: SyntaxNode[] } | undefined {
    const [scores, truth] = [argument(call, 0, ['input']), argument(call, 1, ['target'])]
    if (!scores || !truth || this.isTraining(statement.id)) return undefined
    const callee = childOf(call, 'function')!
    const name =
      callee.type === 'identifier' ? this.lossHeldBy(callee.text, statement) : lastName(callee.text)
    const known = LOSSES[name ?? lastName(this.calleeOf(call, statement))]
    return known && { ...known, sides: [scores, truth] }
  }

  /** Whether the statement stands in a loop that trains a network. */
  isTraining(id: StatementId): boolean {
    this.training ??= new Set(
      this.analysis.statements
        .filter(
          ({ children, kind, node }) =>
            children.length === 0 && !/_definition$/.test(kind) && learnsIn(node, this.trainers),
        )
        .map((each) => this.rootOf(each.id)),
    )
    return this.training.has(this.rootOf(id))
  }

  /** What a training loop prints as it goes counts only where nothing behind it judges the same network. */
  withoutSteps(found: readonly Evaluation[]): Evaluation[] {
    const isStep = ({ answered, statement }: Evaluation) =>
      answered !== undefined && answered.method === undefined && this.isTraining(statement)
    const judged = new Set(
      found
        .filter((each) => each.answered && each.answered.method === undefined && !isStep(each))
        .map((each) => each.estimator.variable),
    )
    return found.filter((each) => !isStep(each) || !judged.has(each.estimator.variable))
  }

  /** `MSELoss` for a name that was bound to `nn.MSELoss()`. */
  private lossHeldBy(name: string, statement: Statement): string | undefined {
    const ids = statement.reads.find((read) => read.name === name)?.definitions ?? []
    const value = ids.length === 1 ? valueOf(this.analysis.statements[ids[0]!]!) : undefined
    return value?.type === 'call' ? lastName(childOf(value, 'function')!.text) : undefined
  }

  private calleeOf(call: SyntaxNode, statement: Statement): string {
    return statement.calls.find(({ node }) => node === call)?.callee ?? ''
  }

  private callIn(statement: Statement, variable: string): SyntaxNode | undefined {
    if (statement.children.length > 0) return undefined
    for (const node of descendants(statement.node)) {
      if (node.type !== 'call') continue
      if (this.called(node)?.text === variable) return this.given(node)
      const inside = this.callInFunction(node, statement)
      if (inside) return inside
    }
    return undefined
  }

  /** The same in a function of the notebook that is called here, in the caller's words. */
  private callInFunction(call: SyntaxNode, statement: Statement): SyntaxNode | undefined {
    const name = childOf(call, 'function')!.text
    if (!this.trainers.has(name)) return undefined
    const ids = statement.reads.find((read) => read.name === name)?.definitions ?? []
    const definition = ids.length === 1 ? this.analysis.statements[ids[0]!]! : undefined
    if (definition?.kind !== 'function_definition') return undefined
    const inner = [...descendants(definition.node)].find(
      (each) => each.type === 'call' && this.called(each) !== undefined,
    )
    const given = inner && this.given(inner)
    return given && (givenArgument(given, call, definition) ?? given)
  }

  private rootOf(id: StatementId): StatementId {
    const { parent } = this.analysis.statements[id]!
    return parent === null ? id : this.rootOf(parent)
  }
}

/** Names of which the notebook uses an attribute like this. */
function askedFor(attribute: RegExp, { statements }: Analysis): Set<string> {
  const found = new Set<string>()
  for (const { node } of statements)
    for (const each of descendants(node)) {
      const object = each.type === 'attribute' ? childOf(each, 'object')! : undefined
      if (object?.type === 'identifier' && attribute.test(childOf(each, 'attribute')!.text))
        found.add(object.text)
    }
  return found
}

function trainersOf({ statements }: Analysis): Set<string> {
  const functions = statements.filter(({ kind }) => kind === 'function_definition')
  const found = new Set<string>()
  for (let before = -1; before < found.size;) {
    before = found.size
    for (const { node } of functions) {
      const name = childOf(node, 'name')?.text
      if (name !== undefined && learnsIn(node, found)) found.add(name)
    }
  }
  return found
}

function learnsIn(node: SyntaxNode, trainers: ReadonlySet<string>): boolean {
  for (const each of descendants(node)) {
    const callee = each.type === 'call' ? childOf(each, 'function') : undefined
    if (callee === undefined) continue
    if (callee.type === 'attribute' && childOf(callee, 'attribute')!.text === 'backward') return true
    if (callee.type === 'identifier' && trainers.has(callee.text)) return true
  }
  return false
}
