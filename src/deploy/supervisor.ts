/** Starts and stops the one server of a project. */
import { basename } from 'node:path'
import * as v from 'valibot'
import type { Project } from '../iteration/project.ts'
import { makeFolder, removeFile } from '../platform/files.ts'
import { endProcess, serverProgram, startDetached } from '../platform/node.ts'
import { Problem } from '../platform/problem.ts'
import { isAlive } from '../platform/processes.ts'
import { beginningSchema, problemOf, type BeginningMessage } from './server/beginning.ts'
import { ModelClient } from './client.ts'
import { deploymentOf, isClaimed, type Deployment, type Serving } from './deployment.ts'
import { serverLog } from './places.ts'
import { readServerFile, type ServerFile } from './serverFile.ts'

interface DeployRequest {
  /** `.shiploop/models/<hash>/` with `model.onnx`, `signature.json` and `reference.json`. */
  readonly modelFolder: string
  /** Id of the iteration that it belongs to. */
  readonly iteration: string | null
  readonly signal?: AbortSignal
}

const POLL_MILLISECONDS = 20
/** For what it has begun to answer, and its last snapshot. */
const END_MILLISECONDS = 10_000
/** For one that did not even answer. */
const SILENT_MILLISECONDS = 2_000
const START_MILLISECONDS = 60_000

/**
 * Puts a model to work: returns when its server is ready. A server that already serves it for the same iteration stays as it
 * is; one that serves another model is stopped first. The server outlives this process.
 *
 * @throws Problem when it can't serve (a taken port, a missing file, no Node that could run it)
 */
export async function deploy(project: Project, request: DeployRequest): Promise<Serving> {
  await makeFolder(project.state)
  const wanted = (deployment: Deployment): deployment is Serving =>
    deployment.state === 'serving' &&
    deployment.model === basename(request.modelFolder) &&
    deployment.iteration === request.iteration
  const current = await started(project)
  if (wanted(current)) return current
  if (current.state !== 'stopped') await stop(project)

  const message = await start(project, request)
  if (message.kind === 'problem') throw problemOf(message)
  const deployment = await started(project)
  if (wanted(deployment)) return deployment
  if (deployment.state === 'failed') throw deployment.problem
  throw new Problem('Somebody else deployed or stopped this project at the same moment.', {
    where: project.folder,
    todo: 'See what runs with "shiploop status", and deploy again.',
  })
}

/**
 * Stops the server of a project, if there is one: asks it, so that it answers what it has begun, and ends its process if it
 * does not listen.
 *
 * @returns whether one was running
 */
export async function stop(project: Project): Promise<boolean> {
  const deployment = await started(project)
  const file = deployment.state === 'serving' ? await readServerFile(project) : null
  if (file === null) {
    if (deployment.state === 'failed') await removeFile(project.serverFile)
    // A server whose state file was broken ends without it.
    await until(() => !isClaimed(project), END_MILLISECONDS)
    return false
  }
  const patience = (await asked(file)) ? END_MILLISECONDS : SILENT_MILLISECONDS
  if (!(await until(() => !isClaimed(project), patience))) {
    // The claim proves that the server lives, and its own file says which process it is.
    endProcess(file.pid)
    await until(() => !isClaimed(project), END_MILLISECONDS)
  }
  await removeFile(project.serverFile)
  // It gave up its claim a moment before its end.
  await until(() => !isAlive(file.pid), END_MILLISECONDS)
  return true
}

/** Asks a server to end. @returns whether it answered: else it ended just now, or hangs */
async function asked(file: ServerFile): Promise<boolean> {
  const client = await ModelClient.of(file)
  try {
    await client.stop()
    return true
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return false
  } finally {
    client.close()
  }
}

async function start(project: Project, request: DeployRequest): Promise<BeginningMessage> {
  const args = ['--project', project.folder, '--model', request.modelFolder]
  if (request.iteration !== null) args.push('--iteration', request.iteration)
  const beginning = await startDetached(await serverProgram(), args, serverLog(project), request.signal)
  if (beginning.kind === 'ended')
    throw new Problem('The model server ended while it started ({0}).', {
      args: [beginning.how],
      where: serverLog(project),
      todo: 'The reason stands at the end of that file.',
    })
  return v.parse(beginningSchema, beginning.message)
}

/** What runs, once a server that is starting (or ending) has come to rest. */
async function started(project: Project): Promise<Deployment> {
  let deployment = await deploymentOf(project)
  await until(async () => {
    deployment = await deploymentOf(project)
    return deployment.state !== 'starting'
  }, START_MILLISECONDS)
  return deployment
}

async function until(condition: () => boolean | Promise<boolean>, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds
  while (!(await condition())) {
    if (performance.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS))
  }
  return true
}
