/** Which project the words of a call mean. */
import { join, resolve } from 'node:path'
import { exists } from '../platform/files.ts'
import { withLock } from '../platform/lock.ts'
import { Problem } from '../platform/problem.ts'
import type { Project } from '../iteration/project.ts'
import { findProjectFolder, SETTINGS_FILE } from '../iteration/find.ts'
import { projectFolderOf } from '../iteration/init.ts'
import type { CellOrder } from '../iteration/record.ts'
import { openProject } from '../iteration/settings.ts'
import { textOption, type Call, type Option } from './verb.ts'

export const projectOption = {
  project: { type: 'string', value: 'FOLDER', help: 'the project, where it is not the folder one stands in' },
} satisfies Record<string, Option>

/** The project of `--project`, else of the working directory or the nearest folder above it. */
export async function projectOf(call: Call): Promise<Project> {
  const named = textOption(call.options, 'project')
  const folder = named === undefined ? findProjectFolder(process.cwd()) : resolve(named)
  if (folder === null)
    throw new Problem('There is no project here.', {
      where: process.cwd(),
      todo: 'Go to the folder of a shiploop.yaml, name it with --project, or make one: shiploop init NOTEBOOK',
    })
  return openProject(folder)
}

/** Folder of a notebook's project: `--project`, else the one that one stands in if it is the notebook's, else where it would be made. */
export async function folderFor(call: Call, notebook: string): Promise<string> {
  const named = textOption(call.options, 'project')
  if (named !== undefined) return resolve(named)
  const around = findProjectFolder(process.cwd())
  return around !== null && (await openProject(around)).notebook === notebook
    ? around
    : projectFolderOf(notebook)
}

/** @throws Problem when there is none, or it belongs to another notebook */
export async function projectOfNotebook(call: Call, notebook: string): Promise<Project> {
  const project = await openProject(await folderFor(call, notebook))
  if (project.notebook !== notebook)
    throw new Problem('The project belongs to "{0}".', {
      args: [project.settings.notebook],
      where: project.folder,
      todo: 'Give this notebook a folder of its own: shiploop init NOTEBOOK --project FOLDER',
    })
  return project
}

/** The order in which a notebook's project has its cells read; without a project by their counts. */
export async function orderOfNotebook(call: Call, notebook: string): Promise<CellOrder> {
  const folder = await folderFor(call, notebook)
  if (!exists(join(folder, SETTINGS_FILE))) return 'counts'
  const project = await openProject(folder)
  return project.notebook === notebook ? project.order : 'counts'
}

/** Runs work that writes to the project, alone: other windows and command lines wait their turn. */
export function alone<T>(project: Project, what: string, work: () => Promise<T>): Promise<T> {
  return withLock(project.lockFile, what, work)
}
