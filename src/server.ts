/**
 * The server program: the only one that loads ONNX Runtime. It runs detached, on its own Node.
 *
 *     server --project DIR --model DIR [--iteration ID]   serves a model until it is stopped
 *     server --check DIR                                  compares a graph with Python's predictions (check.json)
 *     server --predict DIR                                predicts the table on standard input
 */
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { MODEL_FILES, readReference, readSignature } from './build/model/folder.ts'
import { problemMessage, type BeginningMessage } from './deploy/server/beginning.ts'
import { checkModel } from './deploy/model/check.ts'
import { toJson } from './deploy/json.ts'
import { Model } from './deploy/model/model.ts'
import { predictTable } from './deploy/model/predictTable.ts'
import { serve } from './deploy/server/serve.ts'
import { openProject } from './iteration/settings.ts'
import { followerOf } from './measure/followerOf.ts'
import { installFolder, readText } from './platform/files.ts'
import { loadGraph } from './platform/onnx.ts'
import { Problem } from './platform/problem.ts'

const { values: options } = parseArgs({
  options: {
    project: { type: 'string' },
    model: { type: 'string' },
    iteration: { type: 'string' },
    check: { type: 'string' },
    predict: { type: 'string' },
  },
})

try {
  if (options.check !== undefined) await check(options.check)
  else if (options.predict !== undefined) await predict(options.predict)
  else if (options.project !== undefined && options.model !== undefined)
    await serveUntilOver(options.project, options.model, options.iteration ?? null)
  else throw new Problem('Nothing to do: --project DIR --model DIR, --check DIR or --predict DIR is needed.')
} catch (error) {
  console.error(error instanceof Problem ? error.sentence : error)
  if (error instanceof Problem) await tellParent(problemMessage(error))
  process.exitCode = 1
}

async function check(folder: string): Promise<void> {
  const file = join(folder, MODEL_FILES.check)
  const content = parseJson(await readText(file, 'The predictions of Python'), file)
  console.log(toJson(await checkModel(await Model.load(folder, loadGraph), content, file)))
}

async function predict(folder: string): Promise<void> {
  const table = parseJson(await text(process.stdin), 'standard input')
  console.log(toJson(await predictTable(await Model.load(folder, loadGraph), table)))
}

function parseJson(content: string, where: string): unknown {
  try {
    return JSON.parse(content) as unknown
  } catch (error) {
    throw new Problem('There is no JSON.', { where, cause: error })
  }
}

async function serveUntilOver(folder: string, modelFolder: string, iteration: string | null): Promise<void> {
  process.umask(0o077) // the log holds what was asked: for this person only
  const project = await openProject(folder)
  const { labels, error_bound } = project.settings
  const server = await serve({
    project,
    modelFolder,
    iteration,
    version: await version(),
    loadGraph,
    makeFollower: followerOf({
      signature: await readSignature(modelFolder),
      reference: await readReference(modelFolder),
      declaredLabels: labels ?? null,
      errorBound: error_bound ?? null,
    }),
  })
  if (server === null) {
    await tellParent({ kind: 'claimed' })
    return
  }
  const signalled = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, resolve)
  })
  await tellParent({ kind: 'ready', instance: server.instance })
  console.log(`${new Date().toISOString()} serving (process ${process.pid})`)
  const reason = await Promise.race([server.over, signalled])
  await server.end()
  console.log(`${new Date().toISOString()} ended: ${reason}`)
  process.exit() // whatever is still open holds nothing that matters
}

/** Says how it began, once, to whoever started it. Nobody may listen any more. */
async function tellParent(message: BeginningMessage): Promise<void> {
  if (process.send === undefined || !process.connected) return
  await new Promise<void>((resolve) => {
    process.send!(message, undefined, undefined, () => {
      resolve() // an error here means that the parent is gone
    })
  })
  process.disconnect()
}

async function version(): Promise<string> {
  const manifest = JSON.parse(await readText(join(installFolder(), 'package.json'), 'The manifest')) as {
    version: string
  }
  return manifest.version
}
