/** A model as the server holds it: its graph and what the graph takes and gives. */
import { join } from 'node:path'
import { MODEL_FILES, readSignature } from '../../build/model/folder.ts'
import type { Signature } from '../../build/model/schema.ts'
import type { Feeds, Graph, TensorType } from '../../platform/onnx.ts'
import { Problem } from '../../platform/problem.ts'
import type { Value } from '../log/logged.ts'
import { Refusal } from '../http/refusal.ts'

export interface Prediction {
  /** The class as text, or the predicted number. */
  readonly prediction: number | string
  readonly confidence: number | null
  readonly probabilities: readonly number[] | null
}

/** An output of the graph as the protocol describes it. */
export interface Output {
  readonly name: string
  readonly type: TensorType
  /** 1 for a shape [rows], 2 for [rows, columns]. */
  readonly rank: number
}

/** Loads a graph; given by the server program, the only one that has a runtime. */
export type LoadGraph = (path: string) => Promise<Graph>

export class Model {
  readonly signature: Signature
  readonly prediction: Output
  readonly probabilities: Output | null
  private readonly graph: Graph
  private readonly outputs: readonly string[]

  /**
   * @param folder `.shiploop/models/<hash>/`
   * @throws Problem naming the file that is missing or does not fit
   */
  static async load(folder: string, loadGraph: LoadGraph): Promise<Model> {
    const signature = await readSignature(folder)
    const graph = await loadGraph(join(folder, MODEL_FILES.graph))
    if (graph.hash !== signature.hash)
      throw new Problem('The graph is not the one that the signature was written for (its sha256 is {0}).', {
        args: [graph.hash],
        where: folder,
        todo: 'Run the pipeline again: shiploop run',
      })
    return new Model(signature, graph, folder)
  }

  constructor(signature: Signature, graph: Graph, where: string) {
    this.signature = signature
    this.graph = graph
    for (const column of signature.inputs) {
      const port = graph.inputs.find((input) => input.name === column.name)
      if (column.tensor === null || port?.type !== column.tensor)
        throw new Problem('The graph does not take the column "{0}" as the signature says.', {
          args: [column.name],
          where,
        })
    }
    const { prediction, probabilities } = signature.outputs
    this.prediction = this.outputOf(prediction, where)
    this.probabilities = probabilities === null ? null : this.outputOf(probabilities, where)
    this.outputs = probabilities === null ? [prediction] : [prediction, probabilities]
  }

  /**
   * Predicts one row, as a batch of one: a batch of several changes the last bits of a linear model's answer.
   *
   * @throws Refusal when the graph fails on the row, or gives no number
   */
  async predict(inputs: Readonly<Record<string, Value>>, place = 'row 0'): Promise<Prediction> {
    const results = await this.graph.run(this.feeds(inputs), this.outputs).catch((error: unknown) => {
      throw new Refusal(
        500,
        `${place}: the graph failed: ${error instanceof Error ? error.message : String(error)}`,
      )
    })
    const { outputs, classes } = this.signature
    const raw = results.get(outputs.prediction)![0]
    if (this.signature.task === 'regression') {
      const prediction = Number(raw)
      if (!Number.isFinite(prediction))
        throw new Refusal(500, `${place}: the graph gave ${prediction}, no prediction.`)
      return { prediction, confidence: null, probabilities: null }
    }
    const prediction = String(raw)
    if (outputs.probabilities === null) return { prediction, confidence: null, probabilities: null }
    const probabilities = results.get(outputs.probabilities)!.map(Number)
    if (!probabilities.every(Number.isFinite))
      throw new Refusal(500, `${place}: the graph gave probabilities that are no numbers.`)
    const confidence = probabilities[classes?.indexOf(prediction) ?? -1] ?? null
    return { prediction, confidence, probabilities }
  }

  /** Only when no prediction is under way. */
  release(): Promise<void> {
    return this.graph.release()
  }

  private feeds(inputs: Readonly<Record<string, Value>>): Feeds {
    return new Map(
      this.signature.inputs.map((column) => {
        const type = column.tensor!
        // A missing number is NaN in a tensor, a missing category the empty text (schema.ts).
        return [column.name, { type, value: inputs[column.name] ?? (type === 'string' ? '' : NaN) }]
      }),
    )
  }

  private outputOf(name: string, where: string): Output {
    const port = this.graph.outputs.find((candidate) => candidate.name === name)
    if (port?.type == null)
      throw new Problem('The graph has no output "{0}" that is a table of values.', { args: [name], where })
    return { name, type: port.type, rank: port.rank }
  }
}
