/** A project on disk with small models that were really fitted and converted, and a server for it that is really started. */
import assert from 'node:assert/strict'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { ModelClient } from '../../../src/deploy/client.ts'
import type { Serving } from '../../../src/deploy/deployment.ts'
import { deploy, stop } from '../../../src/deploy/supervisor.ts'
import type { Project, Settings } from '../../../src/iteration/project.ts'
import { openProject } from '../../../src/iteration/settings.ts'
import { examplesPython } from '../../fixtures/python.ts'

/** Hashes of the models of make_models.py. */
export interface Models {
  /** brand (text), horsepower (float), cylinders (int64) -> origin; mpg is observed. */
  readonly champion: string
  /** A forest on horsepower and cylinders -> origin. */
  readonly challenger: string
  /** horsepower -> price */
  readonly regression: string
  /** horsepower -> 0 or 1 */
  readonly integers: string
}

let built: Promise<{ folder: string; models: Models }> | undefined

/** Fitted once per test process. */
export function builtModels(): Promise<{ folder: string; models: Models }> {
  built ??= build()
  return built
}

async function build(): Promise<{ folder: string; models: Models }> {
  const folder = await mkdtemp(join(tmpdir(), 'shiploop-models-'))
  process.once('exit', () => void rm(folder, { recursive: true, force: true }))
  const python = await examplesPython()
  const made = await python.run(
    join(import.meta.dirname, '..', '..', 'fixtures', 'deploy', 'make_models.py'),
    { args: [folder] },
  )
  assert.equal(made.code, 0, made.stderr)
  return { folder, models: JSON.parse(made.stdout) as Models }
}

export interface TestProject {
  readonly project: Project
  readonly models: Models
  folderOf(hash: string): string
  deployed(model?: keyof Models, iteration?: string | null): Promise<Serving>
  client(serving: Serving): Promise<ModelClient>
  /** Stops what runs and removes the folder. */
  remove(): Promise<void>
}

export async function newProject(settings: Partial<Settings> = {}): Promise<TestProject> {
  const { folder: made, models } = await builtModels()
  const folder = await mkdtemp(join(tmpdir(), 'shiploop-deploy-'))
  await mkdir(join(folder, '.shiploop'))
  await cp(made, join(folder, '.shiploop', 'models'), { recursive: true })
  await writeFile(
    join(folder, 'shiploop.yaml'),
    stringify({ schema: 1, name: 'cars', notebook: 'cars.ipynb', observe: ['mpg'], ...settings }),
  )
  const project = await openProject(folder)
  const clients: ModelClient[] = []
  const folderOf = (hash: string) => join(project.models, hash)
  return {
    project,
    models,
    folderOf,
    deployed: (model = 'champion', iteration = 'first') =>
      deploy(project, { modelFolder: folderOf(models[model]), iteration }),
    async client(serving) {
      const client = await ModelClient.of(serving)
      clients.push(client)
      return client
    },
    async remove() {
      for (const client of clients) client.close()
      await stop(project)
      await rm(folder, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

/** A row that the champion takes. */
export const ford = { brand: 'ford', horsepower: 150.5, cylinders: 8, mpg: 15 }
export const fiat = { brand: 'fiat', horsepower: 70, cylinders: 4 }
