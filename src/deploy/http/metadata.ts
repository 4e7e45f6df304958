/** `GET /v2/models/{m}`: what the model takes and gives, in the protocol's words. */
import { DATATYPES } from './inferRoute.ts'
import type { Model, Output } from '../model/model.ts'

/** As JSON; shapes are [-1, 1] for a column of any number of rows. */
export function modelMetadata(model: Model): unknown {
  const { signature } = model
  const outputs = [tensorOf(model.prediction, 1)]
  if (model.probabilities !== null)
    outputs.push(tensorOf(model.probabilities, signature.classes?.length ?? -1))
  return {
    name: signature.model,
    versions: [signature.hash.slice(0, 12)],
    platform: 'onnxruntime_onnx',
    inputs: signature.inputs.map((column) => ({
      name: column.name,
      datatype: DATATYPES[column.tensor!],
      shape: [-1, 1],
    })),
    outputs,
    // Beyond the protocol: what a person needs to fill in a row.
    shiploop: {
      hash: signature.hash,
      task: signature.task,
      target: signature.target,
      classes: signature.classes,
      inputs: signature.inputs,
      observed: signature.observed,
      features: signature.features ?? null,
    },
  }
}

function tensorOf(
  { name, type, rank }: Output,
  width: number,
): { name: string; datatype: string; shape: number[] } {
  return { name, datatype: DATATYPES[type], shape: rank === 1 ? [-1] : [-1, width] }
}
