/** The folder of a built model, `.shiploop/models/<hash>/`: the graph, its signature, its frozen reference. */
import { join } from 'node:path'
import { parseVersioned } from '../../iteration/versioned.ts'
import { readText } from '../../platform/files.ts'
import { Problem } from '../../platform/problem.ts'
import { referenceSchema, signatureSchema, type Reference, type Signature } from './schema.ts'

export const MODEL_FILES = {
  graph: 'model.onnx',
  signature: 'signature.json',
  reference: 'reference.json',
  check: 'check.json',
} as const

const BUILD_AGAIN = 'Build the model again: shiploop run'

/** @throws Problem when it is missing or broken */
export async function readSignature(folder: string): Promise<Signature> {
  const path = join(folder, MODEL_FILES.signature)
  return parseVersioned(
    signatureSchema,
    1,
    {},
    parseJson(await readText(path, 'The model', BUILD_AGAIN), path),
    path,
  )
}

/** @throws Problem when it is missing or broken */
export async function readReference(folder: string): Promise<Reference> {
  const path = join(folder, MODEL_FILES.reference)
  return parseVersioned(
    referenceSchema,
    1,
    {},
    parseJson(await readText(path, 'The reference', BUILD_AGAIN), path),
    path,
  )
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new Problem('The file is no JSON.', { where, todo: BUILD_AGAIN, cause: error })
  }
}
