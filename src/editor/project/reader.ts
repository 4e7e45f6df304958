/** Reads a project again and again; what has not changed on disk is not read twice. */
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { journalFile, readJournal } from '../../build/timebox/journal.ts'
import { type TimeBox, timeBoxOf } from '../../build/timebox/timebox.ts'
import { ModelClient } from '../../deploy/client.ts'
import { deploymentOf, type Serving } from '../../deploy/deployment.ts'
import { Project } from '../../iteration/project.ts'
import type { Iteration } from '../../iteration/record.ts'
import { SETTINGS_FILE } from '../../iteration/find.ts'
import { openProject } from '../../iteration/settings.ts'
import { parseIteration } from '../../iteration/store.ts'
import { namesIn, readText } from '../../platform/files.ts'
import { holderNow } from '../../platform/lock.ts'
import { Problem } from '../../platform/problem.ts'
import { type Live, liveOf } from './live.ts'
import type { ProjectState } from './snapshot.ts'

export class ProjectReader {
  readonly folder: string
  private readonly kept = new Map<string, { readonly mark: string; readonly value: unknown }>()
  private client: { readonly instance: string; readonly client: ModelClient } | null = null

  constructor(folder: string) {
    this.folder = folder
  }

  async read(): Promise<ProjectState> {
    try {
      const project = await this.unchanged(join(this.folder, SETTINGS_FILE), () => openProject(this.folder))
      const deployment = await deploymentOf(project)
      return {
        state: 'open',
        project,
        ...(await this.readRecords(project)),
        deployment,
        live: deployment.state === 'serving' ? await this.ask(deployment) : null,
        timeBox: await this.unchanged<TimeBox>(journalFile(project), async () =>
          timeBoxOf(await readJournal(project)),
        ),
        busy: await holderNow(project.lockFile),
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const { folder } = this
      const places = new Project(folder, { schema: 1, name: basename(folder), notebook: '' })
      return { state: 'broken', folder, problem: error, deployment: await deploymentOf(places) }
    }
  }

  dispose(): void {
    this.client?.client.close()
  }

  private async readRecords(project: Project): Promise<{ iterations: Iteration[]; broken: Problem[] }> {
    const files = (await namesIn(project.iterations)).filter((name) => name.endsWith('.yaml'))
    const records = await Promise.all(
      files.map((name) => {
        const path = join(project.iterations, name)
        return this.unchanged(path, async () => {
          try {
            return parseIteration(await readText(path, 'The iteration'), path)
          } catch (error) {
            if (error instanceof Problem) return error
            throw error
          }
        })
      }),
    )
    return {
      iterations: records.filter((record): record is Iteration => !(record instanceof Problem)),
      broken: records.filter((record) => record instanceof Problem),
    }
  }

  private async ask(serving: Serving): Promise<Live | null> {
    try {
      if (this.client?.instance !== serving.instance) {
        this.client?.client.close()
        this.client = { instance: serving.instance, client: await ModelClient.of(serving) }
      }
      return liveOf(await this.client.client.status())
    } catch (error) {
      if (error instanceof Problem) return null // it ended just now: the next reading says so
      throw error
    }
  }

  /** The value made from a file, made again when the file's time or size has changed. */
  private async unchanged<T>(path: string, make: () => Promise<T>): Promise<T> {
    const mark = await stat(path, { bigint: true }).then(
      ({ mtimeNs, size, ino }) => `${mtimeNs} ${size} ${ino}`,
      () => 'missing',
    )
    const kept = this.kept.get(path)
    if (kept?.mark === mark) return kept.value as T
    const value = await make()
    this.kept.set(path, { mark, value })
    return value
  }
}
