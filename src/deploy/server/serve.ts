/** The life of a server: it claims the project, gets ready, says where it is, serves, and ends in good order. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Project } from '../../iteration/project.ts'
import { removeFile } from '../../platform/files.ts'
import { Problem } from '../../platform/problem.ts'
import { holdFile } from '../../platform/sqlite.ts'
import type { StatusAnswer } from '../http/answers.ts'
import { Background } from './background.ts'
import type { MakeFollower } from './follower.ts'
import { httpServer } from '../http/http.ts'
import { Life } from './life.ts'
import { LogWriter } from '../log/logWriter.ts'
import { Model, type LoadGraph } from '../model/model.ts'
import { claimFile, tokenFile } from '../places.ts'
import { readServerFile, writeServerFile } from '../serverFile.ts'
import { Service } from './service.ts'
import { Shadows } from '../model/shadows.ts'
import { projectToken } from '../token.ts'

interface ServeRequest {
  readonly project: Project
  readonly modelFolder: string
  readonly iteration: string | null
  readonly version: string
  readonly loadGraph: LoadGraph
  readonly makeFollower: MakeFollower
}

export interface Server {
  readonly instance: string
  /** Resolves with the reason once it was asked to end, nobody used it for long, or its state file is gone. */
  readonly over: Promise<string>
  /** Answers what was begun, writes the last snapshot, and lets go of everything. */
  end(): Promise<void>
}

const DEFAULT_IDLE_HOURS = 12
/** Whoever asks whether a server lives holds the file for a moment, and an earlier one may still be ending. */
const CLAIM_MILLISECONDS = 1_000

/**
 * Begins to serve.
 *
 * @returns null when another server of the project lives
 * @throws Problem when it can't: a taken port, a broken model or log
 */
export async function serve(request: ServeRequest): Promise<Server | null> {
  const { project } = request
  const claim = holdFile(claimFile(project), CLAIM_MILLISECONDS)
  if (claim === null) return null
  const undo: (() => Promise<void> | void)[] = [() => claim.release()]
  const end = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    return await ready(request, undo, end)
  } catch (error) {
    await end()
    throw error
  }
}

async function ready(
  request: ServeRequest,
  undo: (() => Promise<void> | void)[],
  end: () => Promise<void>,
): Promise<Server> {
  const { project, modelFolder, iteration, loadGraph } = request
  const settings = project.settings.serve ?? {}
  const model = await Model.load(modelFolder, loadGraph)
  undo.push(() => model.release())
  const { signature } = model
  const writer = new LogWriter(project.database, settings.durability ?? 'normal')
  undo.push(() => writer.close())

  const started = new Date()
  const instance = randomUUID()
  const deployment = writer.beginDeployment(
    { name: signature.model, hash: signature.hash, iteration },
    started,
  )
  const shadows = new Shadows(deployment, signature, writer, project.models, loadGraph)
  await shadows.resume()
  const background = new Background(deployment, writer, shadows, request.makeFollower)
  undo.push(() => background.end())
  const service = new Service(deployment, model, writer)
  service.onCommit = () => background.wake()
  background.wake() // rows that came after the last snapshot of a server that was killed

  const idle = (settings.idle_hours ?? DEFAULT_IDLE_HOURS) * 3_600_000
  const life = new Life(project, instance, idle, () => writer.isLost)
  const token = await projectToken(project)
  let hosts: ReadonlySet<string> = new Set()
  const app = httpServer({
    service,
    instance,
    version: request.version,
    token,
    hosts: () => hosts,
    status: (): StatusAnswer => {
      const { monitors, cursor, failure } = background.found
      return {
        instance,
        pid: process.pid,
        name: signature.model,
        model: signature.hash,
        deployment: deployment.id,
        iteration,
        started: started.toISOString(),
        counts: writer.log.counts(deployment.id),
        latency: writer.log.latency(deployment.id),
        shadows: shadows.progress,
        monitors,
        monitors_failure: failure,
        cursor,
      }
    },
    acknowledge: () => background.acknowledge(),
    addShadow: async (hash, name) => {
      await shadows.add(hash, name)
      background.wake()
    },
    stop: () => life.finish('asked to stop'),
    isStopping: () => life.finished,
    active: () => life.active(),
  })
  undo.push(() => app.close())
  const port = await listen(app, settings.port ?? 0, project)
  hosts = hostsOf(port, settings.allowed_hosts ?? [])

  await writeServerFile(project, {
    schema: 1,
    instance,
    pid: process.pid,
    port,
    url: `http://127.0.0.1:${port}`,
    token: process.platform === 'win32' ? null : token,
    tokenFile: tokenFile(project),
    name: signature.model,
    model: signature.hash,
    deployment: deployment.id,
    iteration,
    started: started.toISOString(),
  })
  undo.push(() => removeOwnFile(project, instance))
  life.watch()
  return { instance, over: life.over, end }
}

async function listen(app: FastifyInstance, port: number, project: Project): Promise<number> {
  try {
    await app.listen({ host: '127.0.0.1', port })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EADDRINUSE')
      throw new Problem('The port {0} is taken by another program.', {
        args: [port],
        where: project.settingsFile,
        todo: 'End that program, or change "serve: port" (0 takes any free port).',
        cause: error,
      })
    if (code === 'EACCES')
      throw new Problem('The port {0} may not be used by this user.', {
        args: [port],
        where: project.settingsFile,
        todo: 'Change "serve: port" to one above 1023 (0 takes any free port).',
        cause: error,
      })
    throw error
  }
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}

function hostsOf(port: number, allowed: readonly string[]): ReadonlySet<string> {
  return new Set([`127.0.0.1:${port}`, `localhost:${port}`, ...allowed.map((host) => host.toLowerCase())])
}

async function removeOwnFile(project: Project, instance: string): Promise<void> {
  const file = await readServerFile(project).catch(() => null)
  if (file?.instance === instance) await removeFile(project.serverFile)
}
