/** ONNX Runtime behind a small type. Only the server program loads it: a runtime that crashes ends that process alone. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { InferenceSession, Tensor as RuntimeTensor } from 'onnxruntime-node'
import { Problem } from './problem.ts'

/** Element types that graphs of tables use. */
export type TensorType = 'float' | 'double' | 'int64' | 'string' | 'bool'

/** One row's value for each input: a tensor of shape [1, 1]. */
export type Feeds = ReadonlyMap<
  string,
  { readonly type: TensorType; readonly value: number | string | boolean }
>

interface Port {
  readonly name: string
  /** null for what is no tensor of these types. */
  readonly type: TensorType | null
  /** Number of dimensions of its shape. */
  readonly rank: number
}

/** A loaded graph. Inference is computed on the calling thread; calls queue up behind each other. */
export interface Graph {
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  /** sha256 of its file, hex. */
  readonly hash: string
  /** Values of the outputs asked for, flat. int64 comes as bigint. */
  run(feeds: Feeds, outputs: readonly string[]): Promise<ReadonlyMap<string, readonly unknown[]>>
  /** Only when no run is under way: it would fail. */
  release(): Promise<void>
}

/**
 * Loads a graph on one thread, the fastest for small models and the same for each of them.
 *
 * @throws Problem when there is no runtime for this machine, or the file is no graph that it can run
 */
export async function loadGraph(path: string): Promise<Graph> {
  const { InferenceSession, Tensor } = await runtime()
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
  }).catch((error: unknown) => {
    throw new Problem("The model's graph can't be loaded: {0}", {
      args: [error instanceof Error ? error.message : String(error)],
      where: path,
      cause: error,
    })
  })
  return {
    inputs: ports(session.inputMetadata),
    outputs: ports(session.outputMetadata),
    hash: createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
    async run(feeds, outputs) {
      // Without a prototype: a column may be called __proto__.
      const tensors = Object.create(null) as Record<string, RuntimeTensor>
      for (const [name, { type, value }] of feeds) tensors[name] = tensorOf(Tensor, type, value)
      const results = await session.run(tensors, outputs)
      return new Map(outputs.map((name) => [name, Array.from(results[name]!.data as ArrayLike<unknown>)]))
    },
    release: () => session.release(),
  }
}

async function runtime(): Promise<typeof import('onnxruntime-node')> {
  // Its telemetry is on by default and writes below the user's cache folder; it looks when it loads.
  process.env['ORT_DISABLE_TELEMETRY'] = '1'
  try {
    return await import('onnxruntime-node')
  } catch (error) {
    throw new Problem('ONNX Runtime does not load on this machine ({0}-{1}): {2}', {
      args: [
        process.platform,
        process.arch,
        error instanceof Error ? error.message.split('\n')[0]! : String(error),
      ],
      todo: 'Everything but deployment works without it.',
      cause: error,
    })
  }
}

const TYPES: Readonly<Record<string, TensorType>> = {
  float32: 'float',
  float64: 'double',
  int64: 'int64',
  string: 'string',
  bool: 'bool',
}

function ports(metadata: readonly InferenceSession.ValueMetadata[]): Port[] {
  return metadata.map((port) => ({
    name: port.name,
    type: port.isTensor ? (TYPES[port.type] ?? null) : null,
    rank: port.isTensor ? port.shape.length : 0,
  }))
}

function tensorOf(
  Tensor: typeof import('onnxruntime-node').Tensor,
  type: TensorType,
  value: number | string | boolean,
): RuntimeTensor {
  switch (type) {
    case 'float':
      return new Tensor('float32', Float32Array.of(Number(value)), [1, 1])
    case 'double':
      return new Tensor('float64', Float64Array.of(Number(value)), [1, 1])
    case 'int64':
      return new Tensor('int64', BigInt64Array.of(BigInt(value)), [1, 1])
    case 'string':
      return new Tensor('string', [String(value)], [1, 1])
    case 'bool':
      return new Tensor('bool', [Boolean(value)], [1, 1])
  }
}
