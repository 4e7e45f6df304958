/** The records of a project's turns: one YAML file each in `iterations/`, with sorted keys so that they merge. */
import { join } from 'node:path'
import { stringify } from 'yaml'
import { namesIn, readText, writeWhole } from '../platform/files.ts'
import type { Project } from './project.ts'
import { ITERATION_SCHEMA, iterationMigrations, iterationSchema, type Iteration } from './record.ts'
import { parseYaml } from './settings.ts'
import { parseVersioned } from './versioned.ts'

/** All turns, oldest first. A broken record is a Problem that names its file. */
export async function readIterations(project: Project): Promise<Iteration[]> {
  const files = (await namesIn(project.iterations)).filter((name) => name.endsWith('.yaml'))
  return Promise.all(
    files.map(async (name) => {
      const path = join(project.iterations, name)
      return parseIteration(await readText(path, 'The iteration'), path)
    }),
  )
}

/**
 * @param where the file, for the Problem
 * @throws Problem for text that is no record, or one of a newer version
 */
export function parseIteration(text: string, where: string): Iteration {
  return parseVersioned(iterationSchema, ITERATION_SCHEMA, iterationMigrations, parseYaml(text, where), where)
}

/** Writes the whole record, or nothing. */
export async function writeIteration(project: Project, iteration: Iteration): Promise<void> {
  const text = stringify(iteration, { sortMapEntries: true, lineWidth: 110 })
  await writeWhole(join(project.iterations, `${iteration.id}.yaml`), text)
}

/** A new turn. Its id is its start in UTC without colons (Windows) and its slug: no shared counter, so branches merge. */
export function newIteration(title: string, started: Date, notebook: Iteration['notebook']): Iteration {
  const slug =
    title
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'turn'
  const stamp = started
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')
  return {
    schema: ITERATION_SCHEMA,
    id: `${stamp}-${slug}`,
    slug,
    title,
    started: started.toISOString(),
    notebook,
  }
}

/** The turn that is being worked on: the newest, unless it is decided. */
export function openIteration(iterations: readonly Iteration[]): Iteration | null {
  const newest = iterations.at(-1)
  return newest === undefined || newest.decision !== undefined ? null : newest
}
