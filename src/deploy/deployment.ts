/** What runs for a project, verified: a file that says so is not enough. */
import type { Project } from '../iteration/project.ts'
import { exists } from '../platform/files.ts'
import { Loopback } from '../platform/loopback.ts'
import { Problem } from '../platform/problem.ts'
import { isHeld } from '../platform/sqlite.ts'
import { claimFile, serverLog } from './places.ts'
import { readServerFile, type ServerFile } from './serverFile.ts'

export interface Serving {
  readonly state: 'serving'
  readonly url: string
  /** Hash of the graph that answers. */
  readonly model: string
  /** Name under which it is served: `/v2/models/{name}`. */
  readonly name: string
  readonly process: number
  readonly instance: string
  /** Id of the deployment in the request log. */
  readonly deployment: string
  readonly iteration: string | null
  readonly started: Date
  /** A file that holds the bearer token and nothing else. */
  readonly tokenFile: string
}

export type Deployment =
  | { readonly state: 'stopped' }
  | { readonly state: 'starting' }
  | Serving
  | { readonly state: 'failed'; readonly problem: Problem }

const ANSWER_MILLISECONDS = 1_000

/** What runs for a project. Takes a few milliseconds, at most one second. */
export async function deploymentOf(project: Project): Promise<Deployment> {
  try {
    const file = await readServerFile(project)
    if (file === null) return isClaimed(project) ? { state: 'starting' } : { state: 'stopped' }
    // A server that is busy for a second still holds its claim.
    if ((await isOurs(file)) || isClaimed(project)) return serving(file)
    // It may have ended in good order since the file was read.
    if ((await readServerFile(project)) === null) return { state: 'stopped' }
    return { state: 'failed', problem: endedUnexpectedly(project) }
  } catch (error) {
    if (error instanceof Problem) return { state: 'failed', problem: error }
    throw error
  }
}

/** Whether the server that wrote the file answers at its address: another program may have the port by now. */
async function isOurs(file: ServerFile): Promise<boolean> {
  const server = new Loopback(file.url)
  try {
    const answer = await server.send({
      method: 'GET',
      path: '/v2/health/live',
      milliseconds: ANSWER_MILLISECONDS,
    })
    return (
      answer.status === 200 && (JSON.parse(answer.body) as { instance?: unknown }).instance === file.instance
    )
  } catch {
    return false // refused, silent, or another program's answer
  } finally {
    server.close()
  }
}

/** Whether a server of this project lives: starting, serving or ending. */
export function isClaimed(project: Project): boolean {
  return exists(claimFile(project)) && isHeld(claimFile(project))
}

function serving(file: ServerFile): Serving {
  return {
    state: 'serving',
    url: file.url,
    model: file.model,
    name: file.name,
    process: file.pid,
    instance: file.instance,
    deployment: file.deployment,
    iteration: file.iteration,
    started: new Date(file.started),
    tokenFile: file.tokenFile,
  }
}

function endedUnexpectedly(project: Project): Problem {
  return new Problem('The model server ended unexpectedly; what it answered is in the request log.', {
    where: serverLog(project),
    todo: 'Read the end of that file, and deploy again.',
  })
}
